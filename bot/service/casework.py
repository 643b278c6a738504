"""What every act on a case shares: promises, timers, the thread, and what must be done next. Inside one unit."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.dialogue import Engine
from bot.intake import aftercare
from bot.intake.aftercare import Timer
from bot.intake.cases import Act, Case, may_snooze, next_act
from bot.intake.promise import Promise, correct_promise, make_promise
from bot.model.cases import EntryKind, IntakeStatus, PromiseOutcome, PromiseReason, TimerKind, WaitsFor
from bot.model.conversation import Json
from bot.model.municipality import Hours
from bot.service.messages import StaffSettings
from bot.service.notices import Notice, notify, notify_state
from bot.service.pace import Pace
from bot.store import CaseRow, PromiseRow, Unit

RESIDENT = "inwoner"
"""The author of what a resident says."""
OURSELVES = "wegwijzer"
"""The author of what the program does by itself."""

_OF_PROMISE = (TimerKind.PROMISE_BELL, TimerKind.PROMISE_FIX, TimerKind.PROMISE_DUE)
_UNKEPT = (PromiseOutcome.OPEN, PromiseOutcome.BROKEN)
DELIVERED = "delivery"
"""A change that makes no page outdated: that a message arrived is no reason to read anew before the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What does not change between units: the dialogue, whom to tell, how busy it is, how long to keep."""

    engine: Engine
    staff: StaffSettings
    pace: Pace
    keep_closed: timedelta = aftercare.KEEP_CLOSED


class Casework:
    """Changes cases so that the list, the promises and the open pages always agree."""

    def __init__(self, unit: Unit, office: Office, now: datetime) -> None:
        """Work inside this unit, at this moment."""
        self.unit, self.now = unit, now
        self.office = office

    def hours(self, case: CaseRow) -> Hours:
        """When the coordination point of this case is open."""
        return self.office.engine.parts_for(case.municipality).municipality.hours

    async def look(self, row: CaseRow) -> tuple[Case, Act | None]:
        """The case as the rules look at it, and what must be done next."""
        case = case_of(row, await self.unit.list_promises(row.id))
        return case, next_act(case, self.hours(row))

    async def settle(self, case_id: int, change: str) -> None:
        """Work out anew what must be done next, and tell the open pages that `change` happened."""
        row = await self.unit.get_case(case_id)
        if row is None:
            return
        _, act = await self.look(row)
        await self.unit.change_case(case_id, act_by=act and act.by, act_why=act and act.why.value)
        if change != DELIVERED:
            await self.unit.raise_rev(case_id)
        await self.unit.note_change(change, row.code, self.now)

    async def tell(self, notice: Notice, case: CaseRow, *, urgent: bool = False, danger: bool = False) -> None:
        """Tell the coordinators that something about a case needs them. `danger`: the resident is in danger now."""
        signed = {"pressing": True} if danger or case.danger else {}
        await notify(self.unit, self.office.staff, self.now, notice, urgent=urgent, code=case.code, **signed)

    async def enter(
        self,
        case_id: int,
        kind: EntryKind,
        author: str,
        *,
        client_key: str | None = None,
        delivery: str | None = None,
        **body: Json,
    ) -> int | None:
        """Put something in the thread and return its id; None when it is there already by its `client_key`."""
        return await self.unit.add_entry(
            case_id,
            kind=kind.value,
            author=author,
            body=json.dumps(body, ensure_ascii=False),
            at=self.now,
            client_key=client_key,
            delivery=delivery,
        )

    async def promise(self, case: CaseRow, reason: PromiseReason, *, due_at: datetime | None = None) -> datetime:
        """Promise an answer, by `due_at` when the resident was told so already; gives the moment."""
        made = make_promise(self.hours(case), self.office.pace.load, self.now, urgent=case.urgent)
        return await self._keep_promise(case, reason, made if due_at is None else replace(made, due_at=due_at))

    async def correct(self, case: CaseRow, due_at: datetime, *, wished: datetime | None = None) -> datetime:
        """Put a later moment in the place of one that cannot be kept; gives the new moment.

        `wished`: the moment that somebody chose; the one now worked out holds when that is later.
        """
        made = correct_promise(self.hours(case), self.office.pace.load, self.now, due_at=due_at, urgent=case.urgent)
        if wished is not None:
            made = replace(made, due_at=max(made.due_at, wished))
        return await self._keep_promise(case, PromiseReason.CORRECTED, made)

    async def unkept_promise(self, case: CaseRow) -> PromiseRow | None:
        """The moment that the resident still counts on, or that has passed without an answer."""
        return _unkept(case, await self.unit.list_promises(case.id))

    async def answer(self, case: CaseRow, said_at: datetime | None = None) -> None:
        """A person reached the resident: what was promised is kept, and nothing they said waits any more."""
        await self.unit.change_case(case.id, unanswered_since=None, undelivered_at=None)
        await self.keep_promise(case, said_at)

    async def keep_promise(self, case: CaseRow, said_at: datetime | None = None) -> None:
        """The resident heard what they were to hear. What else they said may still wait for an answer.

        `said_at`: when it was written, for what was on its way at the promised moment; else it was said now.
        """
        promise = await self.unit.open_promise(case.id)
        if promise is not None:
            kept = (said_at or self.now) <= promise.due_at
            await self.unit.end_promise(case.id, PromiseOutcome.KEPT if kept else PromiseOutcome.BROKEN, self.now)
            await self.unit.drop_timers(case.id, _OF_PROMISE, self.now)
        if case.first_reply_at is None:
            await self.unit.change_case(case.id, first_reply_at=self.now)
            await self.set_more_timers(case.id, aftercare.on_first_contact(self.hours(case), self.now))

    async def wait_anew(self, case: CaseRow, reason: PromiseReason, told: datetime | None = None) -> datetime:
        """The resident waits for a first answer again (`open_anew`), and the coordinators hear of it."""
        due_at = await self.open_anew(case, reason, told)
        intake = await self.unit.find_intake(case.code)
        if intake is not None:
            rings_itself = reason is PromiseReason.MISMATCH  # with a notice of its own
            await notify_state(self.unit, self.office.staff, self.now, intake, anew=not rings_itself)
            await self.watch_bells(case)
        return due_at

    async def open_anew(self, case: CaseRow, reason: PromiseReason, told: datetime | None = None) -> datetime:
        """Wait for a first answer again, by the moment that the resident was told; what was finished is open."""
        if case.status is IntakeStatus.CLOSED:
            await self.unit.reopen_intake(case.code, self.now)
        await self.drop_timers(case.id, *aftercare.HOW_IT_GOES)
        await self.unit.change_case(
            case.id,
            first_reply_at=None,
            waiting_since=self.now,
            waits_for=WaitsFor.US,
            snoozed_until=None,
            outcome=None,
        )
        return await self.promise(case, reason, due_at=told)

    async def watch_bells(self, case: CaseRow) -> None:
        """Look some time from now whether any bell was heard that tells of it."""
        await self.set_more_timers(case.id, aftercare.on_bells(self.hours(case), self.now, urgent=case.urgent))

    async def watch_owner(self, case: CaseRow, since: datetime | None = None) -> None:
        """Remind who has it, if they do nothing from now on, or from `since`. What was set before is over."""
        count = await self.unit.count_timers(case.id, TimerKind.CLAIM_IDLE)
        await self.drop_timers(case.id, TimerKind.CLAIM_IDLE)
        await self.set_timers(case.id, aftercare.on_claim(self.hours(case), since or self.now), first=count)

    async def void_promise(self, case_id: int) -> None:
        """Nobody waits for an answer any more."""
        await self.unit.end_promise(case_id, PromiseOutcome.VOID, self.now)
        await self.unit.drop_timers(case_id, _OF_PROMISE, self.now)

    async def fits_promise(self, case: CaseRow, until: datetime) -> bool:
        """Whether no promise is broken by looking at it only then."""
        return may_snooze(case_of(case, await self.unit.list_promises(case.id)), until)

    async def put_away(self, case: CaseRow, until: datetime) -> None:
        """It is back at that moment."""
        await self.unit.change_case(case.id, snoozed_until=until)
        await self.drop_timers(case.id, TimerKind.SNOOZE_END)
        await self.set_more_timers(case.id, aftercare.on_snooze(until))

    async def set_more_timers(self, case_id: int, timers: Sequence[Timer]) -> None:
        """Let these happen beside what happened before: numbered after the timers of their kind that there were."""
        for timer in timers:
            await self.set_timers(case_id, (timer,), first=await self.unit.count_timers(case_id, timer.kind))

    async def set_timers(self, case_id: int, timers: Sequence[Timer], first: int = 0) -> None:
        """Let these happen; `first` is added to their numbers, for what happens more than once."""
        for timer in timers:
            await self.unit.set_timer(case_id, timer.kind.value, timer.due_at, timer.n + first)

    async def drop_timers(self, case_id: int, *kinds: TimerKind) -> None:
        """These need not happen any more."""
        await self.unit.drop_timers(case_id, kinds, self.now)

    async def _keep_promise(self, case: CaseRow, reason: PromiseReason, made: Promise) -> datetime:
        corrected = reason is PromiseReason.CORRECTED
        await self.unit.end_promise(case.id, PromiseOutcome.CORRECTED if corrected else PromiseOutcome.VOID, self.now)
        await self.unit.drop_timers(case.id, _OF_PROMISE, self.now)
        before = len(await self.unit.list_promises(case.id))
        basis = json.dumps(asdict(made.basis))
        await self.unit.make_promise(case.id, due_at=made.due_at, reason=reason, basis=basis, at=self.now)
        await self.set_timers(case.id, aftercare.on_promise(self.hours(case), self.now, made.due_at), first=before)
        return made.due_at


def case_of(row: CaseRow, promises: Sequence[PromiseRow]) -> Case:
    """The case as the rules look at it; `promises` are all that were made about it, the oldest first."""
    unkept = _unkept(row, promises)
    chain = _chain(promises)
    return Case(
        id=row.id,
        status=row.status,
        signed_at=row.created_at,
        released_at=row.released_at,
        danger=row.danger,
        waits_for=WaitsFor(row.waits_for),
        snoozed_until=row.snoozed_until,
        promise_due_at=unkept.due_at if unkept is not None else None,
        promise_made_at=unkept.made_at if unkept is not None else None,
        promise_reason=PromiseReason(chain[0].reason) if chain else PromiseReason.SIGNED,
        corrections=max(len(chain) - 1, 0),
        unanswered_since=row.unanswered_since,
        asked_at=row.asked_at,
        undelivered_at=row.undelivered_at,
        has_helper=row.helper_id is not None,
        helper_silent_at=row.helper_silent_at,
        term_at=row.term_at,
        closed_at=row.closed_at,
        reopened_at=row.reopened_at,
    )


def _unkept(row: CaseRow, promises: Sequence[PromiseRow]) -> PromiseRow | None:
    """The last promise, as long as the resident waits for it."""
    last = promises[-1] if promises and row.waits else None
    return last if last is not None and last.outcome in _UNKEPT else None


def _chain(promises: Sequence[PromiseRow]) -> Sequence[PromiseRow]:
    """The last promise and those that it corrected, the first one first."""
    start = len(promises) - 1
    while start > 0 and promises[start].reason == PromiseReason.CORRECTED:
        start -= 1
    return promises[max(start, 0) :]
