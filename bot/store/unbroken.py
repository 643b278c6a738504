"""Work on a connection that a cancelled task may not cut in half."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

_Result = TypeVar("_Result")


async def unbroken(work: Coroutine[object, object, _Result]) -> _Result:
    """Finish `work` whatever happens, and only then let a cancellation through.

    A cancelled `BEGIN` is still carried out by the driver's thread, and then holds the write lock
    of SQLite for ever. So the work runs in a task of its own, and the cancelled caller waits for it.
    """
    task = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # looked at, so that asyncio does not report it as forgotten
    raise cancelled
