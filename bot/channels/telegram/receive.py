"""Our own long polling: store first, then confirm by asking for the next, and survive every answer."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels import waiting
from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate
from bot.channels.telegram.raw import KINDS, Arrived
from bot.channels.telegram.read import CHANNEL
from bot.channels.telegram.settings import Timing
from bot.channels.telegram.verdict import seconds_of
from bot.model.conversation import Json
from bot.service import Service
from bot.service.service import poll_mark
from bot.store import StoreError

_log = structlog.get_logger(__name__)
_BATCH = 100
_AT_ONCE = 0.1  # seconds
_FAR = 100_000  # updates of one batch follow each other


class Poller:
    """Asks Telegram for updates, one process at a time (the channel holds the lease)."""

    def __init__(self, *, api: Api, gate: Gate, service: Service, timing: Timing, bot_id: str) -> None:
        self._api, self._gate, self._service, self._timing = api, gate, service, timing
        self._offset_mark = f"{CHANNEL}:{bot_id}:offset"
        self._seen_mark = f"{CHANNEL}:{bot_id}:received_at"
        self._offset = 0
        self._seen_at: datetime | None = None
        self._marked_at: datetime | None = None
        self._misses = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        await self._resume()
        while True:
            try:
                asked = monotonic()
                updates = await self._api.call("getUpdates", self._question())
                await self._keep(updates if isinstance(updates, list) else [])
                if not updates and monotonic() - asked < _AT_ONCE:
                    await asyncio.sleep(_AT_ONCE)  # a server that does not hold questions: do not hammer it
            except RetryAfter as error:
                await self._pause(error, seconds_of(error))
            except (TelegramError, StoreError) as error:
                # Whatever Telegram says (404, 401, 409, 5xx, a page of HTML): it may be over soon.
                await self._pause(error, 0.0)
            else:
                self._misses = 0

    async def _resume(self) -> None:
        async with self._service.store.read() as unit:
            offset, seen = await unit.get_mark(self._offset_mark), await unit.get_mark(self._seen_mark)
        self._offset = int(offset or 0)
        self._seen_at = datetime.fromisoformat(seen) if seen else None

    def _question(self) -> dict[str, Json]:
        question: dict[str, Json] = {
            "timeout": int(self._timing.poll),
            "limit": _BATCH,
            "allowed_updates": list(KINDS),
        }
        if self._offset and not self._is_stale():
            question["offset"] = self._offset
        return question

    def _is_stale(self) -> bool:
        """After a week of silence numbers start anew, perhaps lower: asking from ours on would confirm those."""
        if self._seen_at is None:
            return True
        return self._service.clock() - self._seen_at > timedelta(seconds=self._timing.quiet)

    async def _keep(self, updates: Sequence[Json]) -> None:
        arrived = self._gate.look(updates)
        now = self._service.clock()
        offset = self._next(arrived)
        marks = {}
        if arrived:
            marks = {self._offset_mark: str(offset), self._seen_mark: now.isoformat()}
        if arrived or self._is_mark_due(now):
            marks[poll_mark(CHANNEL)] = now.isoformat()
            await self._store(arrived, marks)
            self._marked_at = now
        # Only now: the next question confirms what was stored.
        if arrived:
            self._offset, self._seen_at = offset, now

    async def _store(self, arrived: Sequence[Arrived], marks: Mapping[str, str]) -> None:
        """Store; when that takes long, look meanwhile whether somebody else writes of danger."""
        storing = asyncio.create_task(self._gate.take_in(arrived, marks))
        try:
            while not (await asyncio.wait([storing], timeout=self._timing.alarm / 2))[0]:
                await self._peek()
            await storing
        finally:
            storing.cancel()
            await asyncio.gather(storing, return_exceptions=True)

    async def _peek(self) -> None:
        """Ask the same question again: it confirms nothing, and shows what came in since."""
        try:
            updates = await self._api.call("getUpdates", {**self._question(), "timeout": 0})
        except TelegramError:
            return  # the next real question shows what is wrong
        self._gate.look(updates if isinstance(updates, list) else [])

    def _next(self, arrived: Sequence[Arrived]) -> int:
        numbers = sorted(one.update_id for one in arrived if one.update_id is not None)
        if numbers:
            # A number that is far off is broken: asking from there on would confirm what we never saw.
            middle = numbers[len(numbers) // 2]
            return max(number for number in numbers if number - middle <= _FAR) + 1
        # An update without a number cannot be confirmed by it: step over it, one at a time.
        return self._offset + 1 if arrived and self._offset else self._offset

    def _is_mark_due(self, now: datetime) -> bool:
        return self._marked_at is None or now - self._marked_at >= timedelta(seconds=self._timing.mark)

    async def _pause(self, error: Exception, least: float) -> None:
        self._misses += 1
        seconds = max(least, backoff(self._timing, self._misses))
        log = _log.error if isinstance(error, Conflict) else _log.warning
        log("poll_failed", error=type(error).__name__, times=self._misses, seconds=round(seconds, 1))
        await asyncio.sleep(seconds)


def backoff(timing: Timing, misses: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return waiting.backoff(misses, first=timing.first_retry, last=timing.last_retry)
