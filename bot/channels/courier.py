"""Brings the messages of one channel of the outbox where they belong: in order for each address, with patience."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.channels.lease import Lease
from bot.channels.waiting import backoff, until_noted
from bot.service import Service
from bot.store import OutboxRow, StoreError

_log = structlog.get_logger(__name__)
_AT_ONCE = 8  # addresses that are sent to side by side
_GRACE = 5.0  # seconds for what is on its way when we stop


class Refused(Exception):
    """The other side will never take this message. Says why in a word, never what was in it."""


class Later(Exception):
    """The other side did not take it now, and may later."""


class Doubtful(Exception):
    """The other side may have taken it: its answer was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Waits, in seconds. Tests shorten them."""

    first_retry: float = 5.0
    last_retry: float = 900.0
    too_old: float = 24 * 3600.0  # after this long it is given up
    idle: float = 1.0  # how often it looks whether something waits
    lease: float = 30.0  # after this long without a sign another process takes over


Deliver = Callable[[OutboxRow], Awaitable[str]]
"""Delivers one message and gives the id that the other side knows it by; raises one of the three above."""


class Courier:
    """Sends what waits for one channel; in many processes only one does, the others stand by."""

    def __init__(self, service: Service, channel: str, deliver: Deliver, patience: Patience) -> None:
        self._clock, self._outgoing = service.clock, service.outgoing
        self._channel, self._deliver, self._patience = channel, deliver, patience
        self._lease = Lease(service, channel, patience.lease)
        self._busy: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set, and let what is on its way arrive."""
        await self._lease.work(stop, self._drain)

    async def _drain(self) -> None:
        await self._noted(lambda: self._outgoing.recover([self._channel]))
        try:
            while True:
                if not await self._round():
                    await asyncio.sleep(self._patience.idle)
        finally:
            await self._finish()

    async def _round(self) -> bool:
        """Send the first message of each address that may go; False when there was none."""
        try:
            rows = await self._outgoing.due([self._channel], _AT_ONCE)
        except StoreError as error:
            _log.error("store_down", channel=self._channel, error=type(error).__name__)
            return False
        self._busy = {asyncio.create_task(self._bring(row)) for row in rows}
        if self._busy:
            await asyncio.wait(self._busy)
        return bool(rows)

    async def _finish(self) -> None:
        if self._busy:
            await asyncio.wait(self._busy, timeout=_GRACE)
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _bring(self, row: OutboxRow) -> None:
        with suppress(StoreError):  # then it still waits, and comes again
            if not await self._outgoing.take(row):
                return
            await self._noted(await self._try(row))

    async def _try(self, row: OutboxRow) -> Callable[[], Awaitable[object]]:
        """Deliver, and give what is to be noted of it."""
        until = self._clock() + timedelta(seconds=self._wait(row))
        try:
            external_id = await self._deliver(row)
        except Doubtful:
            return lambda: self._outgoing.doubted(row, until)
        except Later as error:
            reason = str(error)
            if self._clock() - row.created_at > timedelta(seconds=self._patience.too_old):
                return lambda: self._outgoing.failed(row, reason)
            _log.warning("delivery_postponed", channel=self._channel, message=row.id, error=reason)
            return lambda: self._outgoing.postpone(row, until)
        except Refused as error:
            reason = str(error)
            return lambda: self._outgoing.failed(row, reason)
        except Exception as error:  # noqa: BLE001  the edge: one message that we cannot make holds up no other
            reason = type(error).__name__
            return lambda: self._outgoing.failed(row, reason)
        return lambda: self._outgoing.sent(row, external_id)

    def _wait(self, row: OutboxRow) -> float:
        return backoff(row.attempts + 1, first=self._patience.first_retry, last=self._patience.last_retry)

    async def _noted(self, note: Callable[[], Awaitable[object]]) -> None:
        await until_noted(note, first=1.0, last=30.0)
