"""The desk: what a coordinator sees of cases, and does with them. Every act is one unit, with its line in the trail."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.intake import aftercare
from bot.intake.cases import may_snooze
from bot.model.accounts import Role
from bot.model.cases import EntryKind, IntakeStatus, PromiseReason, TimerKind, WaitsFor
from bot.model.worker import Actor, Worker
from bot.service.case_file import CaseFile, Inbox, read_case, read_inbox
from bot.service.casework import Casework, case_of
from bot.service.match_steps import finish_matches, note_met
from bot.service.notices import Notice, show_state
from bot.service.refusals import Refusal, Why
from bot.service.service import Service
from bot.store import AuditEntry, CaseFilter, CaseRow, Unit
from bot.store.audit import LOOK
from bot.understanding.mask import mask
from bot.understanding.normalise import clean, is_blank

LONGEST = 4000
"""Characters of a message or note; more is no message any more, and Telegram cuts at 4,096."""


class Desk:
    """What people of the coordination point do. Raises `Refusal` when something cannot be done."""

    def __init__(self, service: Service) -> None:
        """Beside the service that answers residents: the same store, engine and clock."""
        self.service = service
        self.store, self.clock = service.store, service.clock

    # to see

    async def inbox(self, by: Actor, wanted: CaseFilter, after: int = 0) -> Inbox:
        """One page of a list. Searching is kept in the trail; looking at the list is not.

        A supporter sees their own, and no count of others.
        """
        now = self.clock()
        if by.role == Role.OCO:
            wanted = replace(wanted, only_own=True, owner_id=by.worker.id)
        async with self.store.read() as unit:
            found = await read_inbox(unit, wanted, by.worker.id, now, after)
        if wanted.words:
            async with self.store.write() as unit:
                await unit.note(_entry(by, "search", "", now))
        return found

    async def look(self, by: Actor, code: str, places: Collection[str] = ()) -> CaseFile:
        """Open a case. That it was opened is kept first: without that line nobody sees it.

        `places`: where they may have typed something that was not sent.
        """
        async with self.looking(by, code) as (unit, case):
            own = by.role == Role.OCO
            return await read_case(unit, case, by.worker.id, self.clock(), places, only_own=own)

    # who has it

    async def claim(self, by: Actor, code: str) -> None:
        """Take a case up; exactly one of many wins, the others are refused with who has it."""
        async with self.acting(by, code, "claim", mine=False) as (work, case):
            result = await work.unit.claim_intake(case.code, by.worker, work.now)
            if not result.won:
                raise _not_won(case, result.claimed_by, result.claimed_at)
            await work.watch_owner(case)
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
            await work.watch_owner(case)
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
        """Write down a call or a visit, of who has the case or helps with it. Who was reached has an answer now."""
        words = "" if is_blank(note) else tidy(note)
        async with self.acting(by, code, "contact", mine=by.role != Role.OCO) as (work, case):
            await work.enter(case.id, EntryKind.CONTACT, by.worker.id, who=by.worker.name, how=how, text=words)
            if not reached:
                return
            await work.answer(case)
            match = await work.unit.active_match(case.id)
            if match is not None and await work.unit.helps_with(by.worker.id, case.id):
                await note_met(work, case, match)

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
            await finish_matches(work, case, by.worker.id)
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

    # what the acts share

    @asynccontextmanager
    async def looking(self, by: Actor, code: str) -> AsyncIterator[tuple[Unit, CaseRow]]:
        """A case, for who may see it. That it was opened is kept first."""
        async with self.store.write() as unit:
            case = await self._find(unit, by, code)
            await unit.note(_entry(by, LOOK, case.code, self.clock()))
            yield unit, case

    @asynccontextmanager
    async def acting(
        self,
        by: Actor,
        code: str,
        action: str,
        *,
        mine: bool = True,
        closed: bool = False,
        asked: bool = False,
    ) -> AsyncIterator[tuple[Casework, CaseRow]]:
        """One act on one case: looked up, allowed, done, kept in the trail, and shown on open pages.

        `mine`: only for who has the case. `closed`: also when it is finished. `asked`: also for who may not see it,
        because they were asked to help with it; whether they were is looked at before.
        """
        now = self.clock()
        async with self.store.write() as unit:
            work = Casework(unit, self.service.office, now)
            case = await self._find(unit, by, code, asked=asked)
            if case.status is IntakeStatus.WITHDRAWN:
                raise Refusal(Why.WITHDRAWN)
            if case.status is IntakeStatus.CLOSED and not closed:
                raise Refusal(Why.CLOSED)
            if mine and case.owner_id != by.worker.id:
                raise Refusal(Why.TAKEN, who=case.claimed_by or "", since=case.claimed_at)
            yield work, case
            await unit.note(_entry(by, action, case.code, now))
            await work.settle(case.id, action)

    async def show(self, unit: Unit, code: str) -> None:
        """Show under its notice in the group who has it now."""
        intake = await unit.find_intake(code)
        if intake is not None:
            await show_state(unit, self.service.staff, self.clock(), intake)

    async def _find(self, unit: Unit, by: Actor, code: str, *, asked: bool = False) -> CaseRow:
        """The case, for who may see it: a supporter sees those of their own, and no trace of others."""
        case = await unit.find_case(code.upper()) if code.isascii() and code.isprintable() else None
        if case is None or not (asked or await self._may_see(unit, by, case)):
            raise Refusal(Why.NOT_THERE)
        return case

    async def _may_see(self, unit: Unit, by: Actor, case: CaseRow) -> bool:
        """A supporter: the cases that they have, or help with now."""
        own = case.owner_id == by.worker.id
        return by.role != Role.OCO or own or await unit.helps_with(by.worker.id, case.id)


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


def _entry(by: Actor, action: str, code: str, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        account_id=by.worker.id,
        role=by.role,
        session_id=by.session_id,
        action=action,
        object=code,
        result="ok",
        origin=by.origin,
    )
