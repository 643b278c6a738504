"""The desk over real HTTP on the loopback, and pages that listen to what changes."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from desk_lab import Desk
from starlette.types import ASGIApp

PATIENCE = 20.0  # seconds: how long a busy machine may take; how quick it is stands in benchmarks/desk.py
_OTHER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store import Keyring, Store

async def work():
    store = await Store.open(sys.argv[1], Keyring.from_file(Path(sys.argv[2])))
    async with store.write() as unit:
        await unit.note_change("signed", sys.argv[3], datetime.now(UTC))
    await store.close()

asyncio.run(work())
"""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to pytest."""
        yield


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The address at which this application answers inside the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


@dataclass(frozen=True, slots=True)
class Heard:
    """One event."""

    name: str
    code: str
    number: int


class Page:
    """A page that stands open and listens."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def hear(self, within: float = PATIENCE) -> Heard | None:
        """The next event that is no heartbeat; None at the end of the stream. TimeoutError when it takes longer."""
        async with asyncio.timeout(within):
            while (heard := await self.any()) is not None and heard.name == "tik":
                pass
        return heard

    async def any(self) -> Heard | None:
        """The next event, whatever it is; None at the end of the stream."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
            elif "event" in fields:
                return Heard(fields["event"], fields["data"], int(fields["id"]))
        return None

    async def codes(self, count: int) -> list[str]:
        """The codes of the next events."""
        return [heard.code for _ in range(count) if (heard := await self.hear()) is not None]


def cookies_of(browser: httpx.AsyncClient) -> dict[str, str]:
    """What this browser sends along, as a header: over plain HTTP it would send nothing by itself."""
    return {"cookie": "; ".join(f"{key}={value}" for key, value in browser.cookies.items())}


@dataclass
class Live:
    """A desk that is served."""

    desk: Desk
    address: str

    async def cookies(self, name: str) -> dict[str, str]:
        """What the browser of somebody who signed in sends along."""
        return cookies_of(await self.desk.signed_in(name))

    @asynccontextmanager
    async def page(self, cookies: dict[str, str], since: str = "", last: str = "") -> AsyncIterator[Page]:
        """A page that listens: since it was made, or since what it heard last."""
        headers = {**cookies, **({"last-event-id": last} if last else {})}
        async with (
            httpx.AsyncClient(base_url=self.address, timeout=30) as client,
            client.stream("GET", "/desk/live", params={"sinds": since}, headers=headers) as answer,
        ):
            page = Page(answer)
            if answer.status_code == 200 and not (since or last):
                assert (await page.any() or Heard("", "", 0)).name == "tik"
            yield page

    async def change(self, kind: str, *codes: str) -> None:
        """Something happens to these questions, in this process."""
        async with self.desk.store.write() as unit:
            for code in codes:
                await unit.note_change(kind, code, self.desk.clock())


@asynccontextmanager
async def live_desk(desk: Desk) -> AsyncIterator[Live]:
    """The desk served inside the block, and stopped as the program stops it."""
    async with served(desk.app) as address:
        yield Live(desk, address)
        await desk.feed.close()


async def change_elsewhere(folder: Path, code: str) -> None:
    """Another process writes of a change into this database."""
    command = [sys.executable, "-c", _OTHER, f"sqlite+aiosqlite:///{folder}/wegwijzer.db", str(folder / "keys"), code]
    root = str(Path(__file__).parents[2])
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, "PYTHONPATH": root})
    assert await process.wait() == 0
