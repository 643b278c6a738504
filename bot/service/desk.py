"""The desk: what a coordinator sees of cases, and does with them. Every act is one unit, with its line in the trail."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.intake import aftercare
from bot.intake.cases import may_snooze, state_of
from bot.intake.issue import Issue
from bot.model.accounts import Role
from bot.model.cases import CaseState, EntryKind, IntakeStatus, PromiseReason, TimerKind, WaitsFor
from bot.model.intake import Intake
from bot.model.worker import Actor, Worker
from bot.service.casework import Casework, case_of
from bot.service.giving import give_out, give_to_case_system
from bot.service.intakes import read_intake
from bot.service.notices import Notice, show_state
from bot.service.refusals import Refusal, Why
from bot.service.service import Service
from bot.service.trail import entry_of
from bot.store import AuditEntry, CaseFilter, CaseRow, CaseView, EntryRow, PromiseRow, Unit
from bot.store.audit import LOOK
from bot.understanding.mask import mask
from bot.understanding.normalise import clean, is_blank

LONGEST = 4000
"""Characters of a message or note; more is no message any more, and Telegram cuts at 4,096."""

_OPEN = (IntakeStatus.NEW, IntakeStatus.CLAIMED)
_VIEWS = tuple(view for view in CaseView if view is not CaseView.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of a list, with how many every list holds."""

    cases: Sequence[CaseRow]
    counts: Mapping[CaseView, int]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of one case. `intake` is None when the resident took it back."""

    case: CaseRow
    intake: Intake | None
    entries: Sequence[EntryRow]
    promises: Sequence[PromiseRow]
    trail: Sequence[AuditEntry]
    outcome_note: str
    now: datetime


class Desk:
    """What people of the coordination point do. Raises `Refusal` when something cannot be done."""

    def __init__(self, service: Service) -> None:
        """Beside the service that answers residents: the same store, engine and clock."""
        self.service = service
        self.store, self.clock = service.store, service.clock

    # to see

    async def inbox(self, by: Actor, wanted: CaseFilter, after: int = 0) -> Inbox:
        """One page of a list. Searching is kept in the trail; looking at the list is not."""
        now = self.clock()
        async with self.store.read() as unit:
            cases = await unit.list_cases(wanted, now, after=after)
            counts = await unit.count_cases(_VIEWS, by.worker.id, now)
        if wanted.words:
            async with self.store.write() as unit:
                await unit.note(entry_of(by, "search", "", now))
        return Inbox(cases=cases, counts=counts, now=now)

    async def look(self, by: Actor, code: str) -> CaseFile:
        """Open a case. That it was opened is kept first: without that line nobody sees it."""
        now = self.clock()
        async with self.store.write() as unit:
            case = await self._find(unit, by, code)
            await unit.note(entry_of(by, LOOK, case.code, now))
            row = await unit.find_intake(case.code)
            assert row is not None  # the case is one
            return CaseFile(
                case=case,
                intake=read_intake(row),
                entries=await unit.list_entries(case.id),
                promises=await unit.list_promises(case.id),
                trail=await unit.list_audit(object=case.code),
                outcome_note=row.outcome_note,
                now=now,
            )

    # who has it

    async def claim(self, by: Actor, code: str) -> None:
        """Take a case up; exactly one of many wins, the others are refused with who has it."""
        async with self.acting(by, code, "claim", mine=False) as (work, case):
            result = await work.unit.claim_intake(case.code, by.worker, work.now)
            if not result.won:
                raise _not_won(case, result.claimed_by, result.claimed_at)
            await work.set_timers(case.id, aftercare.on_claim(work.hours(case), work.now), await _rungs(work, case))
            await self.show(work.unit, case.code)

    async def release(self, by: Actor, code: str) -> None:
        """Give a case back to everybody; the promise stays."""
        async with self.acting(by, code, "release") as (work, case):
            if case.talk_mode is not None:
                raise Refusal(Why.SPEAKING)
            await work.unit.release_intake(case.code, by.worker)
            await work.unit.change_case(case.id, released_at=work.now)
            await work.drop_timers(case.id, TimerKind.CLAIM_IDLE)
            await self.show(work.unit, case.code)

    async def hand_on(self, by: Actor, code: str, to: Worker, note: str = "") -> None:
        """Give a case to a colleague, with a note if one wants; the promise stays."""
        words = "" if is_blank(note) else tidy(note)
        async with self.acting(by, code, "hand_on") as (work, case):
            if case.talk_mode is not None:
                raise Refusal(Why.SPEAKING)
            if words:
                await work.enter(case.id, EntryKind.NOTE, by.worker.id, who=by.worker.name, text=words)
            await work.enter(case.id, EntryKind.HANDED, by.worker.id, who=by.worker.name, to=to.name)
            await work.unit.hand_intake(case.code, by.worker, to, work.now)
            await work.set_timers(case.id, aftercare.on_claim(work.hours(case), work.now), await _rungs(work, case))
            await work.tell(Notice.HANDED, case)
            await self.show(work.unit, case.code)

    # what is written down

    async def note(self, by: Actor, code: str, text: str, key: str = "") -> None:
        """Keep a note for colleagues; it never reaches the resident. The same `key` twice is one note."""
        words = tidy(text)
        async with self.acting(by, code, "note", mine=False) as (work, case):
            await work.enter(
                case.id,
                EntryKind.NOTE,
                by.worker.id,
                client_key=key or uuid4().hex,
                who=by.worker.name,
                text=words,
            )

    async def contact(self, by: Actor, code: str, how: str, *, reached: bool, note: str = "") -> None:
        """Write down a call or a visit. Who was reached has an answer now."""
        words = "" if is_blank(note) else tidy(note)
        async with self.acting(by, code, "contact") as (work, case):
            await work.enter(case.id, EntryKind.CONTACT, by.worker.id, who=by.worker.name, how=how, text=words)
            if reached:
                await work.answer(case)

    # when

    async def snooze(self, by: Actor, code: str, until: datetime) -> None:
        """Put a case away until a moment; not past what was promised."""
        async with self.acting(by, code, "snooze", mine=False) as (work, case):
            if until <= work.now:
                raise Refusal(Why.PAST)
            promises = await work.unit.list_promises(case.id)
            if not may_snooze(case_of(case, promises), until):
                raise Refusal(Why.PAST_PROMISE)
            await work.unit.change_case(case.id, snoozed_until=until)
            count = await work.unit.count_timers(case.id, TimerKind.SNOOZE_END)
            await work.drop_timers(case.id, TimerKind.SNOOZE_END)
            await work.set_timers(case.id, aftercare.on_snooze(until), first=count)

    # the end

    async def close(self, by: Actor, code: str, outcome: str, note: str = "") -> None:
        """Finish a case with an outcome code. What was promised no longer stands."""
        words = "" if is_blank(note) else tidy(note)
        async with self.acting(by, code, "close") as (work, case):
            if case.talk_mode is not None:
                raise Refusal(Why.SPEAKING)
            await work.unit.close_intake(case.code, by.worker, work.now, outcome=outcome, note=words)
            await work.unit.change_case(
                case.id, snoozed_until=None, waits_for=WaitsFor.NOBODY, unanswered_since=None, asked_at=None
            )
            await work.void_promise(case.id)
            await work.drop_timers(case.id, *(kind for kind in TimerKind))
            hours, keep = work.hours(case), work.office.keep_closed
            count = await work.unit.count_timers(case.id, TimerKind.CLOSE_ASK)
            await work.set_timers(case.id, aftercare.on_closing(hours, work.now, keep), first=count)
            await work.enter(case.id, EntryKind.SYSTEM, by.worker.id, who=by.worker.name, what="closed", code=outcome)
            await self.show(work.unit, case.code)

    async def reopen(self, by: Actor, code: str) -> None:
        """Open a finished case again, and take it up."""
        async with self.acting(by, code, "reopen", mine=False, closed=True) as (work, case):
            if not await work.unit.reopen_intake(case.code, work.now):
                raise Refusal(Why.NOT_CLOSED)
            await work.unit.change_case(case.id, waits_for=WaitsFor.US, outcome=None)
            await work.drop_timers(case.id, TimerKind.CLOSE_ASK, TimerKind.CHECK_IN)
            await work.unit.claim_intake(case.code, by.worker, work.now)
            await work.promise(case, PromiseReason.REOPENED)
            await self.show(work.unit, case.code)

    # out of the house

    async def stands(self, by: Actor, code: str) -> tuple[CaseRow, CaseState]:
        """How a case stands, without opening it; refused as not there when its text is gone."""
        now = self.clock()
        async with self.store.read() as unit:
            case = await self._find_whole(unit, by, code)
            return case, state_of(case_of(case, await unit.list_promises(case.id)), now)

    async def give_out(self, by: Actor, code: str, issue: Issue, way: str) -> Intake:
        """The intake, to give it to somebody; also that of a colleague. Kept in the trail with to whom and why."""
        async with self.store.write() as unit:
            case = await self._find_whole(unit, by, code)
            intake = read_intake(await give_out(unit, by, case.code, issue, way=way))
            assert intake is not None  # looked up just now
            return intake

    async def give_to_case_system(self, by: Actor, code: str, issue: Issue) -> None:
        """Let it go to the case system of the municipality; only what somebody took up. Sent twice, it goes once."""
        async with self.store.write() as unit:
            case = await self._find_whole(unit, by, code)
            if case.status is IntakeStatus.NEW:
                raise Refusal(Why.UNCLAIMED)
            await give_to_case_system(unit, by, case.code, issue)

    # what the acts share

    @asynccontextmanager
    async def acting(
        self,
        by: Actor,
        code: str,
        action: str,
        *,
        mine: bool = True,
        closed: bool = False,
    ) -> AsyncIterator[tuple[Casework, CaseRow]]:
        """One act on one case: looked up, allowed, done, kept in the trail, and shown on open pages.

        `mine`: only for who has the case. `closed`: also when it is finished.
        """
        now = self.clock()
        async with self.store.write() as unit:
            work = Casework(unit, self.service.office, now)
            case = await self._find(unit, by, code)
            if case.status is IntakeStatus.WITHDRAWN:
                raise Refusal(Why.WITHDRAWN)
            if case.status is IntakeStatus.CLOSED and not closed:
                raise Refusal(Why.CLOSED)
            if mine and case.owner_id != by.worker.id:
                raise Refusal(Why.TAKEN, who=case.claimed_by or "", since=case.claimed_at)
            yield work, case
            await unit.note(entry_of(by, action, case.code, now))
            await work.settle(case.id, action)

    async def show(self, unit: Unit, code: str) -> None:
        """Show under its notice in the group who has it now."""
        intake = await unit.find_intake(code)
        if intake is not None:
            await show_state(unit, self.service.staff, self.clock(), intake)

    async def _find(self, unit: Unit, by: Actor, code: str) -> CaseRow:
        """The case, for who may see it: a supporter sees those of their own, and no trace of others."""
        case = await unit.find_case(code.upper())
        if case is None or not await self._may_see(unit, by, case):
            raise Refusal(Why.NOT_THERE)
        return case

    async def _find_whole(self, unit: Unit, by: Actor, code: str) -> CaseRow:
        """The same, with its text: what was taken back is not there."""
        case = await self._find(unit, by, code)
        if case.status is IntakeStatus.WITHDRAWN:
            raise Refusal(Why.NOT_THERE)
        return case

    async def _may_see(self, unit: Unit, by: Actor, case: CaseRow) -> bool:
        return by.role != Role.OCO or case.owner_id == by.worker.id


def tidy(text: str) -> str:
    """What somebody typed as it may be kept: numbers that may not be are masked. Refused when empty or too long."""
    if is_blank(text):
        raise Refusal(Why.EMPTY)
    if len(text) > LONGEST:
        raise Refusal(Why.TOO_LONG)
    return mask(clean(text, LONGEST)).text.strip()


def _not_won(case: CaseRow, who: str | None, since: datetime | None) -> Refusal:
    if who is not None:
        return Refusal(Why.TAKEN, who=who, since=since)
    return Refusal(Why.WITHDRAWN if case.status is IntakeStatus.WITHDRAWN else Why.CLOSED)


async def _rungs(work: Casework, case: CaseRow) -> int:
    """The reminders of an earlier claim are over; those of this one are numbered after them."""
    count = await work.unit.count_timers(case.id, TimerKind.CLAIM_IDLE)
    await work.drop_timers(case.id, TimerKind.CLAIM_IDLE)
    return count
