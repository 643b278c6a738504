"""Live updates: pages that stand open are told which question changed, never how it did.

One poller for the process asks the database, which other processes change as well, and wakes all pages at once.
Nothing is kept for a single page: a slow one costs no memory, and one that was away reads what it missed.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.content.wording import HERE, clock_in_words
from bot.desk.forms import whole_number
from bot.desk.sign_in import ABSOLUTE, IDLE
from bot.model.accounts import Role
from bot.store import AccountRow, ChangeRow, DeskSessionRow, Store, StoreError, Unit

POLL_SECONDS = 0.3
WARNED = timedelta(minutes=3)
"""So long before a session ends because nobody did anything, its pages ask whether somebody is still there."""
HEARTBEAT_SECONDS = 15.0  # proxies drop a line that is silent for 30 to 60 s; the page's script gives up after 40
LINES = 20  # open pages of one account; the tabs of a browser share one
_KEPT = 256  # changes in memory; what came before them is read from the database
_RETRY_MS = 3000  # after so long a browser that lost the line tries again
_NEW = frozenset({"signed", "reopened"})  # changes that bring a question to the list
_log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Line:
    """One page that stands open, and whether who has it open may still listen."""

    session: DeskSessionRow
    holds: bool = True
    over: bool = False  # the session ended
    ends_at: datetime | None = None  # when it ends unless somebody does something; None: not soon


class Feed:
    """Tells every open page of this process what changed."""

    def __init__(self, store: Store, clock: Callable[[], datetime], *, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        """Nothing is asked of the store while no page is open."""
        self._store, self._clock, self._heartbeat = store, clock, heartbeat
        self._lines: set[Line] = set()
        self._poller: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._changed = asyncio.Event()
        self._kept: deque[ChangeRow] = deque()
        self._from: int | None = None  # every change after this number that was seen is in `_kept`
        self._seen = 0

    async def close(self) -> None:
        """End every line, now and from now on. Before the web server stops: it would wait for them."""
        self._closing.set()
        self._wake()
        if self._poller is not None:
            await self._poller

    def is_full(self, account: AccountRow) -> bool:
        """Whether this account has as many pages open as anybody may need."""
        return Counter(line.session.account.id for line in self._lines)[account.id] >= LINES

    @contextmanager
    def line(self, session: DeskSessionRow) -> Iterator[Line]:
        """Listen for as long as this lasts; the session is watched meanwhile."""
        line = Line(session)
        self._lines.add(line)
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())
        try:
            yield line
        finally:
            self._lines.discard(line)

    async def events(self, line: Line, since: str) -> AsyncIterator[str]:
        """What changed after number `since`, and then what changes, as an event stream; "" is from now on."""
        number, whole = await self._start(since)
        yield f"retry: {_RETRY_MS}\n{event('tik' if whole else 'opnieuw', number)}"
        clock = asyncio.get_running_loop().time
        due, told = clock() + self._heartbeat, None
        while line.holds and not self._closing.is_set():
            changed = self._changed  # taken before looking: nothing slips through between look and wait
            if line.ends_at != told:
                told = line.ends_at
                yield event("blijft", number) if told is None else event("bijna", number, _clock(told))
            changes = await self._after(number)
            for change in await self._shown(line, changes):
                yield event("intake" if change.kind in _NEW else "wijziging", change.id, change.code)
            if changes:
                number = changes[-1].id
                continue
            try:
                async with asyncio.timeout_at(due):
                    await changed.wait()
            except TimeoutError:
                yield event("tik", number)  # an event, no comment: a script cannot see those
                due = clock() + self._heartbeat
        if line.over:
            yield event("uit", number)

    async def _start(self, since: str) -> tuple[int, bool]:
        """The number to go on from, and whether nothing is missed by it."""
        async with self._store.read() as unit:
            number = whole_number(since, digits=18)  # a longer one does not fit in the database
            if number is not None and await unit.knows_change(number):
                return number, True
            return await unit.last_change(), not since

    async def _after(self, number: int) -> Sequence[ChangeRow]:
        """What came after this number, the oldest first; not all of it at once when it is much."""
        if self._from is not None and number >= self._from:
            return [change for change in self._kept if change.id > number]
        async with self._store.read() as unit:
            return await unit.changes_after(number)

    async def _shown(self, line: Line, changes: Sequence[ChangeRow]) -> Sequence[ChangeRow]:
        """Those of which this person may know: a supporter hears of their own questions only, others of none."""
        account = line.session.account
        if not changes or account.role is Role.COORDINATOR:
            return changes
        if account.role is not Role.OCO:
            return ()
        async with self._store.read() as unit:
            own = await unit.codes_of_owner(account.id, {change.code for change in changes})
        return [change for change in changes if change.code in own]

    async def _poll(self) -> None:
        """Look as long as a page is open. However it ends: without a poller nobody may listen."""
        try:
            while self._lines and not self._closing.is_set():
                try:
                    async with self._store.read() as unit:
                        await self._look(unit)
                except StoreError as error:
                    _log.warning("feed_failed", error=type(error).__name__)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), POLL_SECONDS)
        finally:
            self._poller, self._from = None, None
            self._kept.clear()
            self._end(self._lines)

    async def _look(self, unit: Unit) -> None:
        if self._from is None:
            self._from = self._seen = await unit.last_change()
        changes = await unit.changes_after(self._seen)
        now = self._clock()
        asked = {line.session.id for line in self._lines}
        held = await unit.held_sessions(asked, created_after=now - ABSOLUTE, seen_after=now - IDLE)
        self._keep(changes)
        # A line that was opened meanwhile is looked at next time.
        self._end([line for line in self._lines if line.session.id in asked - held.keys()], over=True)
        self._warn(held, now)

    def _keep(self, changes: Sequence[ChangeRow]) -> None:
        if not changes:
            return
        self._kept.extend(changes)
        while len(self._kept) > _KEPT:
            self._from = self._kept.popleft().id
        self._seen = changes[-1].id
        self._wake()

    def _warn(self, held: Mapping[str, datetime], now: datetime) -> None:
        for line in self._lines:
            seen_at = held.get(line.session.id, now)
            ends_at = seen_at + IDLE if seen_at + IDLE - now <= WARNED else None
            if line.ends_at != ends_at:
                line.ends_at = ends_at
                self._wake()

    def _end(self, lines: Collection[Line], *, over: bool = False) -> None:
        for line in lines:
            line.holds, line.over = False, over
        if lines:
            self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


def _clock(moment: datetime) -> str:
    return clock_in_words(moment.astimezone(HERE).time())


def event(name: str, number: int, data: str = "") -> str:
    """Every event has its number: a page that lost the line goes on from there."""
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n"
