"""Who could help with a case, who is asked to, and what they say."""

import json
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.content.wording import HERE
from bot.dialogue import Engine, from_json, people
from bot.intake.matching import best
from bot.intake.reasons import to_document
from bot.intake.wishes import wishes_of
from bot.model.accounts import Role
from bot.model.cases import EntryKind
from bot.model.helpers import Bar, Helper, Match, Proposal, Wish, Wishes
from bot.model.helpers import Refusal as No
from bot.model.intake import Intake
from bot.model.wording import Between
from bot.model.worker import Actor
from bot.service.case_file import CaseFile, read_case
from bot.service.casework import Casework
from bot.service.desk import Desk
from bot.service.heavier import Heavier, Leave, find_heavier
from bot.service.intakes import read_intake
from bot.service.match_steps import BEFORE_START, begin_match, enter, unwished_in
from bot.service.match_talk import introduce
from bot.service.notices import ask_helper
from bot.service.refusals import Refusal, Why
from bot.service.telling import take
from bot.store import CaseRow, MatchRow, MatchState, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Who could help with a case. Helpers who are asked already stand in `matches`, not in the proposal."""

    file: CaseFile
    wishes: Wishes  # all of them, also those that were left aside
    proposal: Proposal
    matches: Sequence[MatchRow]
    helpers: Mapping[str, Helper]
    heavier: Heavier | None  # offered first: it grew too big for who helps


class Matching:
    """Brings residents and helpers together. Raises `Refusal` when something cannot be done."""

    def __init__(self, desk: Desk) -> None:
        """Beside the desk: the same cases."""
        self._desk, self._engine = desk, desk.service.engine

    # to see

    async def search(self, by: Actor, code: str, aside: Collection[Wish] = ()) -> Search:
        """Who could help, with these wishes left aside for once."""
        async with self._desk.looking(by, code) as (unit, case):
            intake = await signed_of(unit, case)
            wishes = wishes_for(self._engine, intake, case)
            helpers = await unit.list_helpers()
            matches = await unit.list_matches(case.id)
            asked = {key for match in matches if match.state in BEFORE_START for key in both_of(match)}
            return Search(
                file=await read_case(unit, case, by.worker.id, self._desk.clock(), ()),
                wishes=wishes,
                proposal=await self._propose(unit, case, wishes.without(aside), asked),
                matches=matches,
                helpers={helper.id: helper for helper in helpers},
                heavier=await find_heavier(unit, self._engine, case),
            )

    # the desk for heavy questions

    async def ask_leave(self, by: Actor, code: str) -> None:
        """Ask the resident, in their chat, whether the whole intake may go to the desk for heavy questions."""
        async with self._desk.acting(by, code, "ask_giving") as (work, case):
            found = await find_heavier(work.unit, self._engine, case)
            if found is None:
                raise Refusal(Why.NOT_PROPOSED)
            if found.leave is Leave.NO:
                raise Refusal(Why.NO_LEAVE)
            if case.cut:
                raise Refusal(Why.CUT)
            talk = await work.unit.get_conversation(case.conversation_id)
            if not people.may_put(from_json(talk.state)):
                raise Refusal(Why.SPEAKING)
            about, now, bureau = f"{case.code}/{found.bureau.id}", work.now, found.bureau
            await take(work, case, lambda old, seen: people.put(self._engine, old, now, Between.MAY_GO, about, seen))
            said = {"what": Leave.ASKED, "who": by.worker.name, "desk": bureau.id, "text": bureau.name}
            await work.enter(case.id, EntryKind.SYSTEM, by.worker.id, **said)

    # before it starts

    async def ask(self, by: Actor, code: str, helpers: Sequence[str], aside: Collection[Wish] = ()) -> None:
        """Lay a case before one helper, or before two who go together. Who was asked already is not asked twice."""
        async with self._desk.acting(by, code, "ask_helper") as (work, case):
            matches = await work.unit.list_matches(case.id)
            if any(match.state is MatchState.ACTIVE for match in matches):
                raise Refusal(Why.HELPED)
            if any(match.state in BEFORE_START and set(both_of(match)) == set(helpers) for match in matches):
                return
            wishes = wishes_for(self._engine, await signed_of(work.unit, case), case).without(aside)
            proposal = await self._propose(work.unit, case, wishes, ())
            chosen = _find(proposal, helpers)
            if chosen is None:
                raise Refusal(Why.NOT_PROPOSED)
            reasons = json.dumps(to_document(chosen.reasons), ensure_ascii=False)
            keys = [helper.id for helper in chosen.helpers]
            match_id = await work.unit.propose_match(case.id, *keys, reasons=reasons, at=work.now)
            await work.unit.ask_match(match_id, work.now)
            await enter(work, case, by.worker.id, "asked", await _match(work.unit, match_id), who=by.worker.name)
            for helper in chosen.helpers:
                await ask_helper(work.unit, work.office.staff, work.now, helper)

    async def take_back(self, by: Actor, code: str, match_id: str) -> None:
        """Ask it no longer."""
        async with self._desk.acting(by, code, "take_back_helper") as (work, case):
            match = await _match(work.unit, match_id)
            if match.intake_id != case.id:
                raise Refusal(Why.NOT_THERE)
            if match.state is MatchState.DROPPED:
                return
            if not await work.unit.drop_match(match_id, by.worker.id, work.now):
                raise Refusal(Why.OVER)
            await enter(work, case, by.worker.id, "taken_back", match, who=by.worker.name)

    async def accept(self, by: Actor, match_id: str, helper_id: str, contact_by: datetime) -> str:
        """The helper says yes, and by when the resident hears of them. When everybody did, it starts.

        By the helper's own account, or by the coordinator who has the case and spoke with them. Gives the case's code.
        """
        async with self._answering(by, match_id, helper_id, "accept") as (work, case, match):
            if match.state is MatchState.ACTIVE:
                return case.code  # the same yes once more
            if contact_by <= work.now:
                raise Refusal(Why.PAST)
            if not await work.unit.accept_match(match_id, helper_id, work.now, contact_by):
                raise Refusal(Why.OVER)
            await self._answered(work, case, by, match, "said_yes")
            agreed = await _match(work.unit, match_id)
            if agreed.state is MatchState.AGREED:
                if not await begin_match(work, case, agreed):
                    raise Refusal(Why.HELPED)
                await introduce(work, case, agreed)
            return case.code

    async def refuse(self, by: Actor, match_id: str, helper_id: str, why: No) -> str:
        """The helper says no, and is not asked for this case again. Gives the case's code."""
        async with self._answering(by, match_id, helper_id, "refuse") as (work, case, match):
            if match.state is MatchState.REFUSED:
                return case.code
            if not await work.unit.refuse_match(match_id, helper_id, why, work.now):
                raise Refusal(Why.OVER)
            await self._answered(work, case, by, match, "said_no", why=why.value)
            return case.code

    async def case_asked(self, by: Actor, match_id: str) -> str:
        """The code of the case that was laid before somebody by this match, for who may see it."""
        async with self._desk.store.read() as unit:
            match = await unit.find_match(match_id)
            case = await unit.get_case(match.intake_id) if match is not None else None
        if case is None or by.role != Role.COORDINATOR:
            raise Refusal(Why.NOT_THERE)
        return case.code

    # what these share

    @asynccontextmanager
    async def _answering(
        self, by: Actor, match_id: str, helper_id: str, action: str
    ) -> AsyncIterator[tuple[Casework, CaseRow, MatchRow]]:
        """An answer of this helper to this question: by their own account, or by who has the case."""
        async with self._desk.store.read() as unit:
            match, helper = await unit.find_match(match_id), await unit.find_helper(helper_id)
            case = await unit.get_case(match.intake_id) if match is not None else None
        if match is None or helper is None or case is None or helper_id not in both_of(match):
            raise Refusal(Why.NOT_THERE)
        own = helper.account_id == by.worker.id
        if by.role == Role.OCO and not own:
            raise Refusal(Why.NOT_THERE)
        async with self._desk.acting(by, case.code, action, mine=not own, asked=own) as (work, row):
            yield work, row, await _match(work.unit, match_id)

    async def _answered(
        self, work: Casework, case: CaseRow, by: Actor, match: MatchRow, what: str, **more: str
    ) -> None:
        await enter(work, case, by.worker.id, what, match, who=by.worker.name, **more)

    async def _propose(self, unit: Unit, case: CaseRow, wishes: Wishes, but: Collection[str]) -> Proposal:
        helpers = [helper for helper in await unit.list_helpers() if helper.id not in but]
        today = self._desk.clock().astimezone(HERE).date()
        past = await unit.past_of(case.id)
        unwished = dict.fromkeys(await unwished_in(unit, case), Bar.UNWISHED)
        return best(wishes, helpers, past=replace(past, barred={**unwished, **past.barred}), today=today)


async def signed_of(unit: Unit, case: CaseRow) -> Intake:
    """What was signed. Refused when the resident took it back."""
    row = await unit.find_intake(case.code)
    intake = read_intake(row) if row is not None else None
    if intake is None:
        raise Refusal(Why.WITHDRAWN)
    return intake


def wishes_for(engine: Engine, intake: Intake, case: CaseRow) -> Wishes:
    """What this intake asks of a helper, where it came from."""
    parts = engine.parts_for(case.municipality)
    return wishes_of(intake, parts.knowledge, parts.municipality)


def both_of(match: MatchRow) -> tuple[str, ...]:
    """The helper, or the two who go together."""
    return (match.helper_id,) if match.second_id is None else (match.helper_id, match.second_id)


def _find(proposal: Proposal, helpers: Sequence[str]) -> Match | None:
    """The match of exactly these; None when it is not proposed: then it may not be asked."""
    every = (*proposal.best, *proposal.rest)
    return next((match for match in every if {one.id for one in match.helpers} == set(helpers)), None)


async def _match(unit: Unit, match_id: str) -> MatchRow:
    match = await unit.find_match(match_id)
    if match is None:
        raise Refusal(Why.NOT_THERE)
    return match
