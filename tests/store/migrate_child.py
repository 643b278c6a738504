"""Open a store in a process of its own and die before the n-th statement of the migration."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event
from store_lab import Database

LEFT = [int(sys.argv[2])]


@event.listens_for(Engine, "before_cursor_execute")
def count(*_: object) -> None:
    """Die when the count is up."""
    LEFT[0] -= 1
    if LEFT[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


async def main() -> None:
    """Open, which migrates, and close."""
    folder = Path(sys.argv[1])
    store = await Database(url=f"sqlite+aiosqlite:///{folder}/wegwijzer.db", folder=folder).open()
    await store.close()


asyncio.run(main())
