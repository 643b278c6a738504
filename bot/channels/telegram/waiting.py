"""Waiting for a sign, but not for ever."""

import asyncio


async def wait_for(sign: asyncio.Event, seconds: float) -> None:
    """Return when the sign is given or the time is over.

    `asyncio.wait_for` of Python 3.11 can lose a cancellation that comes together with the sign.
    """
    try:
        async with asyncio.timeout(seconds):
            await sign.wait()
    except TimeoutError:
        return
