"""The desk: what a coordinator sees of cases, and does with them. Every act is one unit, with its line in the trail."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.intake import aftercare
from bot.intake.cases import state_of
from bot.intake.issue import Issue
from bot.model.accounts import Role
from bot.model.cases import Box, CaseState, Delivery, EntryKind, IntakeStatus, PromiseReason, TimerKind, WaitsFor
from bot.model.intake import Intake
from bot.model.wording import PeopleText
from bot.model.worker import Actor, Worker
from bot.service.case_file import CaseFile, Inbox, read_case, read_inbox
from bot.service.casework import Casework, case_of
from bot.service.claims import give_back
from bot.service.endings import ending_of, needs_second_look
from bot.service.giving import NoLeave, give_out, give_to_case_system
from bot.service.intakes import read_intake
from bot.service.leaving import leave_talk
from bot.service.match_steps import finish_matches, note_met
from bot.service.notices import Notice, show_state
from bot.service.refusals import Refusal, Why
from bot.service.service import Service
from bot.service.telling import say
from bot.service.trail import entry_of
from bot.service.typed import maybe, tidy, unfinished
from bot.store import AccountRow, CaseFilter, CaseRow, Unit
from bot.store.audit import LOOK


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
                await unit.note(entry_of(by, "search", "", now))
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

    async def release(self, by: Actor, code: str, note: str = "", key: str = "") -> None:
        """Give a case back to everybody, with a note if one wants; the promise stays."""
        words = maybe(note)
        async with self.acting(by, code, "release") as (work, case):
            await give_back(work, case, by.worker)
            if words:
                await work.enter(
                    case.id, EntryKind.NOTE, by.worker.id, client_key=key or None, who=by.worker.name, text=words
                )
            await self.show(work.unit, case.code)

    async def hand_on(self, by: Actor, code: str, to: str, note: str = "", key: str = "") -> None:
        """Give a case to a colleague (the id of an account), with a note if one wants; the promise stays."""
        words = maybe(note)
        async with self.acting(by, code, "hand_on") as (work, case):
            account = await work.unit.find_account(to)
            if account is None or not _may_work(account):
                raise Refusal(Why.NO_ONE_THERE)
            colleague = Worker(id=account.id, name=account.display_name)
            await leave_talk(work, case, by.worker)
            if words:
                await work.enter(case.id, EntryKind.NOTE, by.worker.id, who=by.worker.name, text=words)
            await work.enter(
                case.id, EntryKind.HANDED, by.worker.id, client_key=key or None, who=by.worker.name, to=colleague.name
            )
            await work.unit.hand_intake(case.code, by.worker, colleague, work.now)
            await work.watch_owner(case)
            await work.tell(Notice.HANDED, case)
            if case.first_reply_at is not None:  # who was spoken to knows a name
                await say(work, case, PeopleText.STANDS_WITH, wie=colleague.name)
            await self.show(work.unit, case.code)

    # what is written down

    async def note(self, by: Actor, code: str, text: str, key: str = "") -> None:
        """Keep a note for colleagues, also after the end; it never reaches the resident.

        The same `key` twice is one note.
        """
        words = tidy(text)
        async with self.acting(by, code, "note", mine=False, closed=True) as (work, case):
            await work.enter(
                case.id,
                EntryKind.NOTE,
                by.worker.id,
                client_key=key or uuid4().hex,
                who=by.worker.name,
                text=words,
            )
            await work.unit.drop_draft(by.worker.id, place_of(case, Box.NOTE))

    async def contact(
        self,
        by: Actor,
        code: str,
        how: str,
        *,
        reached: bool,
        note: str = "",
        at: datetime | None = None,
        key: str = "",
    ) -> None:
        """Write down a call or a visit, of who has the case or helps with it, of this moment or an earlier one.

        Who was reached has an answer now. The same `key` twice is one call.
        """
        words = maybe(note)
        async with self.acting(by, code, "contact", mine=by.role != Role.OCO) as (work, case):
            await enter_contact(work, by, case, how, words, at=at, key=key)
            if not reached:
                return
            await work.answer(case)
            match = await work.unit.active_match(case.id)
            if match is not None and await work.unit.helps_with(by.worker.id, case.id):
                await note_met(work, case, match)

    async def was_done(self, by: Actor, key: str) -> bool:
        """Whether this person did the very thing that this key stands for."""
        async with self.store.read() as unit:
            return await unit.has_entry(by.worker.id, key)

    async def is_same_talk(self, code: str, other: str) -> bool:
        """Whether these are two cases of one resident."""
        async with self.store.read() as unit:
            one, two = await unit.find_case(code.upper()), await unit.find_case(other)
        return one is not None and two is not None and one.id != two.id and one.conversation_id == two.conversation_id

    async def keep_draft(self, by: Actor, code: str, box: Box, text: str) -> None:
        """Keep what somebody typed and did not send yet, with the numbers masked that may not be kept."""
        words = unfinished(text)
        async with self.store.write() as unit:
            case = await self._find(unit, by, code)
            if case.status is IntakeStatus.WITHDRAWN:
                raise Refusal(Why.WITHDRAWN)
            await unit.keep_draft(by.worker.id, place_of(case, box), words, self.clock())

    async def drop_draft(self, by: Actor, code: str, box: Box) -> None:
        """Throw it away."""
        async with self.store.write() as unit:
            await unit.drop_draft(by.worker.id, place_of(await self._find(unit, by, code), box))

    # when

    async def snooze(self, by: Actor, code: str, until: datetime) -> None:
        """Put a case away until a moment; not past what was promised."""
        async with self.acting(by, code, "snooze", mine=False) as (work, case):
            if until <= work.now:
                raise Refusal(Why.PAST)
            if not await work.fits_promise(case, until):
                raise Refusal(Why.PAST_PROMISE)
            await work.put_away(case, until)

    # the end

    async def close(
        self,
        by: Actor,
        code: str,
        outcome: str,
        note: str = "",
        *,
        place: str = "",
        other: str = "",
        sure: bool = False,
    ) -> None:
        """Finish a case with an outcome code, which the resident reads. What was promised no longer stands.

        `place`: where the resident goes on. `other`: the code of the same question. `sure`: somebody looked a second
        time; asked for where that is needed.
        """
        words = maybe(note)
        async with self.acting(by, code, "close") as (work, case):
            if not sure and await needs_second_look(work, case):
                raise Refusal(Why.SURE_NEEDED)
            ending = await ending_of(work, case, outcome, note=words, place=place, other=other)
            await leave_talk(work, case, by.worker)
            await work.unit.close_intake(case.code, by.worker, work.now, outcome=outcome, note=words)
            done = {"snoozed_until": None, "unanswered_since": None, "asked_at": None, "term_at": None}
            await work.unit.change_case(case.id, waits_for=WaitsFor.NOBODY, **done)
            await work.void_promise(case.id)
            await finish_matches(work, case, by.worker.id)
            await work.drop_timers(case.id, *(kind for kind in TimerKind if kind not in ending.still_happens))
            hours, keep = work.hours(case), work.office.keep_closed
            later = aftercare.on_closing(hours, work.now, keep, opinion=ending.outcome.opinion)
            await work.set_more_timers(case.id, later)
            await work.enter(
                case.id, EntryKind.SYSTEM, by.worker.id, who=by.worker.name, what="closed", code=outcome, place=place
            )
            await say(work, case, PeopleText.CLOSED, uitkomst=ending.says)
            await self.show(work.unit, case.code)

    async def reopen(self, by: Actor, code: str) -> None:
        """Open a finished case again, and take it up."""
        async with self.acting(by, code, "reopen", mine=False, closed=True) as (work, case):
            if case.owner_id == by.worker.id and case.status is IntakeStatus.CLAIMED:
                return  # a double click is no quarrel
            if case.status is not IntakeStatus.CLOSED:
                raise Refusal(Why.NOT_CLOSED)
            due_at = await work.open_anew(case, PromiseReason.REOPENED)
            await work.unit.claim_intake(case.code, by.worker, work.now)
            await say(work, case, PeopleText.REOPENED, moment=due_at)
            await self.show(work.unit, case.code)

    # out of the house

    async def stands(self, by: Actor, code: str) -> tuple[CaseRow, CaseState]:
        """How a case stands, without opening it; refused as not there when its text is gone."""
        now = self.clock()
        async with self.store.read() as unit:
            case = await self._find_whole(unit, by, code)
            return case, state_of(case_of(case, await unit.list_promises(case.id)), now)

    async def give_out(self, by: Actor, code: str, issue: Issue, way: str, *, on_request: bool = False) -> Intake:
        """The intake, to give it to somebody; also that of a colleague. Kept in the trail with to whom and why.

        To the desk for heavy questions only with the resident's yes, or `on_request`: they asked for it themselves.
        """
        async with self.store.write() as unit:
            case = await self._find_whole(unit, by, code)
            try:
                row = await give_out(unit, self.service.engine, by, case.code, issue, way=way, on_request=on_request)
            except NoLeave:
                raise Refusal(Why.NO_LEAVE) from None
            intake = read_intake(row)
            assert intake is not None  # looked up just now
            return intake

    async def give_to_case_system(self, by: Actor, code: str, issue: Issue) -> None:
        """Let it go to the case system of the municipality; only what somebody took up. Sent twice, it goes once."""
        async with self.store.write() as unit:
            case = await self._find_whole(unit, by, code)
            if case.status is IntakeStatus.NEW:
                raise Refusal(Why.UNCLAIMED)
            await give_to_case_system(unit, self.service.engine, by, case.code, issue)

    # what the acts share

    @asynccontextmanager
    async def looking(self, by: Actor, code: str) -> AsyncIterator[tuple[Unit, CaseRow]]:
        """A case, for who may see it. That it was opened is kept first."""
        async with self.store.write() as unit:
            case = await self._find(unit, by, code)
            await unit.note(entry_of(by, LOOK, case.code, self.clock()))
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
            await unit.note(entry_of(by, action, case.code, now))
            await self._watch(work, by, case.id)
            await work.settle(case.id, action)

    async def show(self, unit: Unit, code: str) -> None:
        """Show under its notice in the group who has it now."""
        intake = await unit.find_intake(code)
        if intake is not None:
            await show_state(unit, self.service.staff, self.clock(), intake)

    async def _watch(self, work: Casework, by: Actor, case_id: int) -> None:
        """Whoever has a case and does something with it did not forget it."""
        case = await work.unit.get_case(case_id)
        if case is not None and case.status is IntakeStatus.CLAIMED and case.owner_id == by.worker.id:
            await work.watch_owner(case)

    async def _find(self, unit: Unit, by: Actor, code: str, *, asked: bool = False) -> CaseRow:
        """The case, for who may see it: a supporter sees those of their own, and no trace of others."""
        case = await unit.find_case(code.upper()) if code.isascii() and code.isprintable() else None
        if case is None or not (asked or await self._may_see(unit, by, case)):
            raise Refusal(Why.NOT_THERE)
        return case

    async def _find_whole(self, unit: Unit, by: Actor, code: str) -> CaseRow:
        """The same, with its text: what was taken back is not there."""
        case = await self._find(unit, by, code)
        if case.status is IntakeStatus.WITHDRAWN:
            raise Refusal(Why.NOT_THERE)
        return case

    async def _may_see(self, unit: Unit, by: Actor, case: CaseRow) -> bool:
        """A supporter: the cases that they have, or help with now."""
        own = case.owner_id == by.worker.id
        return by.role != Role.OCO or own or await unit.helps_with(by.worker.id, case.id)


def place_of(case: CaseRow, box: Box) -> str:
    """Where a draft is kept."""
    return f"{case.code}/{box}"


async def enter_contact(
    work: Casework,
    by: Actor,
    case: CaseRow,
    how: str,
    words: str,
    *,
    at: datetime | None = None,
    key: str = "",
    delivery: Delivery | None = None,
) -> int | None:
    """Put a call or visit in the thread; see `Casework.enter`."""
    moment = (at or work.now).isoformat()
    return await work.enter(
        case.id,
        EntryKind.CONTACT,
        by.worker.id,
        client_key=key or None,
        delivery=delivery,
        who=by.worker.name,
        how=how,
        at=moment,
        text=words,
    )


def _may_work(account: AccountRow) -> bool:
    return account.disabled_at is None and account.role in (Role.COORDINATOR, Role.OCO)


def _not_won(case: CaseRow, who: str | None, since: datetime | None) -> Refusal:
    if who is not None:
        return Refusal(Why.TAKEN, who=who, since=since)
    return Refusal(Why.WITHDRAWN if case.status is IntakeStatus.WITHDRAWN else Why.CLOSED)
