"""Waiting: for a sign, for the next try, for the store to be back. Never for ever, and never all at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog

from bot.store import StoreError

_log = structlog.get_logger(__name__)


async def wait_for(sign: asyncio.Event, seconds: float) -> None:
    """Return when the sign is given or the time is over.

    `asyncio.wait_for` of Python 3.11 can lose a cancellation that comes together with the sign.
    """
    try:
        async with asyncio.timeout(seconds):
            await sign.wait()
    except TimeoutError:
        return


def backoff(misses: int, *, first: float, last: float) -> float:
    """Seconds to wait after so many failures in a row: doubling, and never all at the same moment."""
    wait: float = min(last, first * 2.0 ** min(misses - 1, 16))
    return wait * random.uniform(0.7, 1.3)  # noqa: S311  jitter, no secret


async def until_noted(note: Callable[[], Awaitable[object]], *, first: float, last: float) -> None:
    """Note what happened, however long the store is away: what was sent must not be sent again."""
    misses = 0
    while True:
        try:
            await note()
        except StoreError as error:
            misses += 1
            _log.error("outbox_not_noted", error=type(error).__name__, times=misses)
            await asyncio.sleep(backoff(misses, first=first, last=last))
        else:
            return
