"""The service: keeps what arrives, answers it once and in order, and survives what cannot be answered."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import perf_counter

import structlog

from bot.dialogue import Engine
from bot.intake.aftercare import KEEP_CLOSED
from bot.intake.issue import Issue
from bot.model.conversation import Reply, ReplyKind
from bot.model.text import DUTCH
from bot.model.wording import Phrase
from bot.model.worker import Actor, Worker
from bot.service.casework import Office
from bot.service.claims import claim, release
from bot.service.effects import Effects
from bot.service.fetching import fetch_waiting, with_waiting
from bot.service.giving import give_to_case_system
from bot.service.messages import (
    STAFF_CHANNEL,
    Arrival,
    Handled,
    Health,
    Incoming,
    Moved,
    RawUpdate,
    Reachable,
    Read,
    StaffSettings,
    StaffTap,
    TapAction,
    Unreadable,
    Worked,
)
from bot.service.notices import Notice, notify
from bot.service.outgoing import STAFF_CLOSED, Outgoing, note_move
from bot.service.pace import Pace
from bot.service.scrub import Scrubber
from bot.service.turns import Destination, Taken, queue, queue_replies, take_turn
from bot.store import ClaimResult, ConversationRow, InboxRow, Store, StoreBusy, StoreFull, Unit
from bot.understanding.mask import mask
from bot.understanding.normalise import clean

_log = structlog.get_logger(__name__)
TRIES = 3
BACKOFF = (timedelta(seconds=1), timedelta(seconds=4))
_ROUND = 50  # messages in one round of work, so that a channel hears back in between
_PAGES = (1, 50, 1000)  # messages looked at, besides those that wait, to find one that may be handled


class Service:
    """One message from arrival to delivery. Safe to call from many tasks."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        clock: Callable[[], datetime],
        staff: StaffSettings,
        keep_closed: timedelta = KEEP_CLOSED,
    ) -> None:
        """`keep_closed`: so long a finished intake is kept."""
        self.engine, self.staff, self.clock = engine, staff, clock
        self.store = store
        self.office = Office(engine=engine, staff=staff, pace=Pace(), keep_closed=keep_closed)
        self._scrubber = Scrubber(store)
        self.outgoing = Outgoing(store, self.office, clock, self._scrubber)
        self._working = asyncio.Lock()
        self._retry_at: dict[int, datetime] = {}  # inbox id -> not before

    async def receive(self, channel: str, raws: Sequence[RawUpdate], marks: Mapping[str, str]) -> int:
        """Keep what arrived, and the marks with it; only then may the channel confirm. Counts the new ones."""
        now, new = self.clock(), 0
        async with self.store.write() as unit:
            for raw in raws:
                kept = await unit.receive(
                    channel=channel, external_id=raw.external_id, address=raw.address, body=raw.body, at=now
                )
                new += kept is not None
            for key, value in marks.items():
                await unit.set_mark(key, value)
        return new

    async def handle(self, incoming: Incoming) -> Handled:
        """Answer a message of a channel that delivers the replies itself. A repeated one changes nothing."""
        started, now = perf_counter(), self.clock()
        async with self.store.write() as unit:
            kept = await unit.receive(
                channel=incoming.channel,
                external_id=incoming.external_id,
                address=incoming.address,
                body=_stored(incoming),
                at=now,
                done=True,
            )
            if kept is None:
                return Handled(replies=(), events=(), repeated=True)
            waiting = await fetch_waiting(unit, self.office, incoming, now)
            taken = await take_turn(unit, self.office, incoming, now)
            await self._note_erasure(unit, taken)
        await self._after(incoming, taken, started)
        turn = taken.turn
        replies = with_waiting(waiting, turn.replies)
        return Handled(replies=replies, events=turn.events, conversation=turn.conversation)

    async def work(self, channel: str, read: Read) -> Worked:
        """Handle what waits for this channel, oldest first; each message in a transaction of its own.

        A message that fails is tried again later and holds up only its own address. Raises StoreError
        when the store itself fails: then nothing is lost, and nothing can be done.
        """
        handled: list[str] = []
        failed = 0
        async with self._working:
            await self._scrubber.run()
            for _ in range(_ROUND):
                done = await self._work_one(channel, read)
                if done is None:
                    break
                row, worked = done
                if worked:
                    handled.append(row.external_id)
                failed += not worked
            retry_at = min(self._retry_at.values(), default=None)
        return Worked(handled=tuple(handled), failed=failed, retry_at=retry_at)

    def safety(self, text: str) -> Reply | None:
        """The safety text for a message, when it needs one. Never fails, asks nothing of the store."""
        return self.engine.safety(text)

    def fault(self) -> Reply:
        """What a resident reads when we fail."""
        return Reply(kind=ReplyKind.SAY, text=self.engine.parts.phrase(Phrase.OUR_FAULT, DUTCH))

    async def claim(self, code: str, who: Worker) -> ClaimResult:
        """Take up an intake and show that under its notice. Exactly one of many wins."""
        async with self.store.write() as unit:
            return await claim(unit, self.office, code=code, who=who, now=self.clock())

    async def release(self, code: str, who: Worker) -> bool:
        """Give an intake back and show that under its notice; only whoever has it can."""
        async with self.store.write() as unit:
            return await release(unit, self.office, code=code, who=who, now=self.clock())

    async def give_to_case_system(self, by: Actor, code: str, issue: Issue) -> None:
        """Send an intake that a person has taken up to the case system; raises NotGiven."""
        async with self.store.write() as unit:
            await give_to_case_system(unit, self.engine, by, code, issue)

    async def erase(self, unit: Unit, talk: ConversationRow) -> None:
        """Forget a resident, in this unit; `scrub` afterwards."""
        await Effects(unit, self.office, self.clock()).erase(talk)
        await self._scrubber.note(unit)

    async def scrub(self) -> None:
        """Take what was forgotten out of the bytes as well."""
        await self._scrubber.run()

    async def note_gap(self, since: datetime) -> None:
        """We were away so long that messages may be missing: the coordinators must know."""
        _log.error("gap", since=since.isoformat())
        async with self.store.write() as unit:
            await notify(unit, self.staff, self.clock(), Notice.GAP, urgent=True, since=since.isoformat())

    async def health(self, channel: str = "telegram") -> Health:
        """Tell whether messages flow. Raises StoreError when the store does not answer."""
        async with self.store.read() as unit:
            return Health(
                last_poll_at=_moment(await unit.get_mark(poll_mark(channel))),
                staff_closed_at=_moment(await unit.get_mark(STAFF_CLOSED)),
                backlog=await unit.backlog(self.clock()),
            )

    async def _work_one(self, channel: str, read: Read) -> tuple[InboxRow, bool] | None:
        row: InboxRow | None = None
        taken: Taken | None = None
        started = perf_counter()
        try:
            async with self.store.write() as unit:
                row = await self._next(unit, channel)
                if row is None:
                    return None
                arrival = read(row)
                taken = await self._take(unit, arrival)
                await unit.finish(row.id)
        except Exception as error:
            # The edge: whatever went wrong with this message, the others must go on.
            if row is None or isinstance(error, StoreBusy | StoreFull):
                raise
            await self._fail(row, error)
            return row, False
        self._retry_at.pop(row.id, None)
        if taken is not None and isinstance(arrival, Incoming):
            await self._after(arrival, taken, started)
        return row, True

    async def _next(self, unit: Unit, channel: str) -> InboxRow | None:
        """The oldest message that may be handled. Mostly it is the first; only then unsealing more is worth it."""
        for page in _PAGES:
            rows = await unit.pending(page + len(self._retry_at))
            row = self._pick(channel, rows)
            if row is not None:
                return row
            if len(rows) < page:  # these are all: what was erased meanwhile needs no second try
                ids = {row.id for row in rows}
                self._retry_at = {key: at for key, at in self._retry_at.items() if key in ids}
                break
        return None

    def _pick(self, channel: str, rows: Sequence[InboxRow]) -> InboxRow | None:
        """The oldest message that may be handled; one that waits holds up its own address only."""
        now, held = self.clock(), set()
        for row in rows:
            if row.channel != channel or row.address in held:
                continue
            if self._retry_at.get(row.id, now) <= now:
                return row
            held.add(row.address)
        return None

    async def _take(self, unit: Unit, arrival: Arrival | None) -> Taken | None:
        now = self.clock()
        match arrival:
            case Incoming():
                taken = await take_turn(unit, self.office, arrival, now)
                await queue_replies(unit, arrival, taken, now)
                await self._note_erasure(unit, taken)
                return taken
            case StaffTap(code=code, who=who, message_id=message_id):
                act = claim if arrival.action is TapAction.CLAIM else release
                await act(unit, self.office, code=code, who=who, now=now, message_id=message_id)
            case Reachable(channel=channel) if channel == STAFF_CHANNEL:
                await unit.set_mark(STAFF_CLOSED, "" if arrival.reachable else now.isoformat())
            case Reachable():
                talk = await unit.find_conversation(arrival.channel, arrival.address)
                if talk is not None:
                    await unit.mark_reachable(talk.id, arrival.reachable)
            case Moved():
                await note_move(unit, self.staff, arrival.old, arrival.new)
            case None:
                pass
        return None

    async def _fail(self, row: InboxRow, error: Exception) -> None:
        """Count the failure; after the last one the resident and the coordinators are told."""
        dead = isinstance(error, Unreadable) or row.attempts + 1 >= TRIES
        _log.error("message_failed", message=row.id, error=type(error).__name__, dead=dead)
        now = self.clock()
        async with self.store.write() as unit:
            await unit.fail(row.id, type(error).__name__, dead)
            if dead and row.address and not isinstance(error, Unreadable):
                talk = await unit.find_conversation(row.channel, row.address)
                to = Destination(channel=row.channel, address=row.address, talk_id=talk.id if talk else None)
                await queue(unit, to, [self.fault()], now)
                await notify(unit, self.staff, now, Notice.FAULT, ref=talk.ref if talk else "")
        if dead:
            self._retry_at.pop(row.id, None)
        else:
            self._retry_at[row.id] = now + BACKOFF[min(row.attempts, len(BACKOFF) - 1)]

    async def _note_erasure(self, unit: Unit, taken: Taken) -> None:
        if taken.erased:
            await self._scrubber.note(unit)

    async def _after(self, incoming: Incoming, taken: Taken, started: float) -> None:
        _log.info(
            "message_handled",
            conversation=taken.talk_id,
            channel=incoming.channel,
            step=taken.turn.conversation.waiting,
            milliseconds=round((perf_counter() - started) * 1000, 1),
        )
        await self._scrubber.run()


def poll_mark(channel: str) -> str:
    """The mark that says when a channel last heard from its other side."""
    return f"{channel}:last_poll_at"


def _stored(incoming: Incoming) -> str:
    """The message as it is kept: masked, and no more of it than was read."""
    message = incoming.message
    text = mask(clean(message.text)).text
    body = {"kind": message.kind.value, "text": text, "asked_turn": message.asked_turn}
    return json.dumps(body, ensure_ascii=False)


def _moment(mark: str | None) -> datetime | None:
    return datetime.fromisoformat(mark) if mark else None
