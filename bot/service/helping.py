"""What helpers have and do: what they were asked, what they help with, the time it takes, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.content.wording import HERE
from bot.model.accounts import Role
from bot.model.cases import PromiseReason
from bot.model.helpers import Helper, Mismatch, Wishes
from bot.model.worker import Actor
from bot.service.budgets import Budget, budget_of, last_match
from bot.service.case_file import CaseFile, read_case
from bot.service.casework import Casework
from bot.service.desk import Desk
from bot.service.heavier import TOO_BIG
from bot.service.match_steps import (
    BEFORE_START,
    end_match,
    enter,
    finish_matches,
    note_met,
    return_to_desk,
)
from bot.service.match_talk import say_ended
from bot.service.matching import both_of, signed_of, wishes_for
from bot.service.notices import Notice
from bot.service.refusals import Refusal, Why
from bot.service.typed import maybe
from bot.store import CaseRow, HoursOn, IntakeStatus, MatchRow, MatchState, Unit

_OPEN = (IntakeStatus.NEW, IntakeStatus.CLAIMED)
_MET = (HoursOn.GESPREK, HoursOn.BELLEN, HoursOn.MEEGAAN)  # who spent time on these has spoken with the resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that somebody is asked to help with: what is needed to say yes or no, never who it is."""

    case: CaseRow
    match: MatchRow
    wishes: Wishes
    other: str = ""  # name of who is asked to go along


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A question that somebody helps with now."""

    case: CaseRow
    match: MatchRow
    budget: Budget
    other: str = ""  # name of who goes along


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that a helper has."""

    asked: Sequence[Asked] = ()
    agreed: Sequence[Asked] = ()  # they said yes, who goes along did not answer yet
    helping: Sequence[Running] = ()


class Helping:
    """The work of helpers. Raises `Refusal` when something cannot be done."""

    def __init__(self, desk: Desk) -> None:
        """Beside the desk: the same cases."""
        self._desk, self._engine = desk, desk.service.engine

    # to see

    async def helper_of(self, by: Actor) -> Helper | None:
        """Who signed in, as a helper; None when no helper has this account."""
        async with self._desk.store.read() as unit:
            return await unit.find_helper_of(by.worker.id)

    async def work_of(self, helper: Helper) -> Work:
        """What this helper was asked, and what they do now."""
        async with self._desk.store.read() as unit:
            rows = await unit.matches_of(helper.id, (MatchState.ASKED,))
            asked = [one for match in rows if (one := await self._asked(unit, match, helper)) is not None]
            active = await unit.matches_of(helper.id, (MatchState.ACTIVE,))
            return Work(
                asked=[one for one in asked if not _agreed(one.match, helper)],
                agreed=[one for one in asked if _agreed(one.match, helper)],
                helping=[run for match in active if (run := await self._running(unit, match, helper)) is not None],
            )

    async def budget(self, by: Actor, code: str) -> tuple[CaseFile, Budget]:
        """The case, and what it took until now."""
        async with self._desk.looking(by, code) as (unit, case):
            own = by.role == Role.OCO
            file = await read_case(unit, case, by.worker.id, self._desk.clock(), (), only_own=own)
            return file, await budget_of(unit, self._engine, case, await last_match(unit, case))

    # while it runs

    async def mismatch(
        self, by: Actor, code: str, why: Mismatch, note: str = "", *, by_helper: bool, too_big: bool = False
    ) -> None:
        """It does not work out, says the helper, or the resident to a coordinator. They never meet again.

        `too_big`: the question is more than who helps can do.
        """
        words = maybe(note)
        async with self._desk.acting(by, code, "mismatch", mine=by.role != Role.OCO) as (work, case):
            match = await work.unit.active_match(case.id)
            if match is None:
                raise Refusal(Why.OVER)
            more = {TOO_BIG: "ja"} if too_big else {}
            await end_match(work, case, by=by.worker.id, why=why, note=words, by_helper=by_helper, **more)
            due_at = await work.wait_anew(case, PromiseReason.MISMATCH)
            await say_ended(work, case, match, due_at, by_helper=by_helper)
            await work.tell(Notice.MISMATCH, case)

    async def ready(self, by: Actor, code: str) -> None:
        """The helper has done what was to be done; the case is ours again."""
        async with self._desk.acting(by, code, "helper_ready", mine=by.role != Role.OCO) as (work, case):
            match = await work.unit.active_match(case.id)
            if match is None:
                raise Refusal(Why.OVER)
            await finish_matches(work, case, by.worker.id)
            await return_to_desk(work, case)
            await enter(work, case, by.worker.id, "ready", match, who=by.worker.name)

    async def log_hours(
        self, by: Actor, code: str, minutes: int, *, on: date, what: HoursOn, note: str = "", over: str = "", rev: int
    ) -> None:
        """Write down time. More than was agreed needs a reason (`over`); it is never cut off."""
        words, reason = maybe(note), maybe(over)
        async with self._desk.acting(by, code, "hours", mine=by.role != Role.OCO) as (work, case):
            if rev != case.rev:
                raise Refusal(Why.OUTDATED)
            if on > work.now.astimezone(HERE).date():
                raise Refusal(Why.NO_SUCH_ANSWER)
            match = await last_match(work.unit, case)
            if match is None:
                raise Refusal(Why.OVER)
            budget = await budget_of(work.unit, self._engine, case, match)
            counted = 0 if what is HoursOn.REISTIJD else minutes
            beyond = budget.usual is not None and counted and budget.spent.counted + counted > budget.usual
            if beyond and not reason:
                raise Refusal(Why.REASON_NEEDED)
            await work.unit.log_hours(
                match.id, minutes, on_date=on, what=what, note=words, over_reason=reason if beyond else None
            )
            if what in _MET and match.state is MatchState.ACTIVE:
                await note_met(work, case, match)

    async def stop(self, by: Actor, helper_id: str) -> None:
        """Somebody helps no longer: their cases come back to us first, and what they lived through is forgotten."""
        async with self._desk.store.read() as unit:
            running = await unit.matches_of(helper_id, (*BEFORE_START, MatchState.ACTIVE))
            cases = [case for match in running if (case := await unit.get_case(match.intake_id)) is not None]
        for case in cases:
            async with self._desk.acting(by, case.code, "helper_stops", mine=False, closed=True) as (work, row):
                await self._without(work, row, by, helper_id)

    async def _without(self, work: Casework, case: CaseRow, by: Actor, helper_id: str) -> None:
        """A case without this helper: what they were asked is dropped, what they do is ours again."""
        for match in await work.unit.list_matches(case.id):
            if helper_id not in both_of(match):
                continue
            if await work.unit.drop_match(match.id, by.worker.id, work.now):
                await enter(work, case, by.worker.id, "taken_back", match, who=by.worker.name)
            elif await work.unit.finish_match(match.id, by.worker.id, work.now):
                await enter(work, case, by.worker.id, "stopped", match, who=by.worker.name)
                await return_to_desk(work, case)
                due_at = await work.wait_anew(case, PromiseReason.MISMATCH)
                await say_ended(work, case, match, due_at, by_helper=True)

    async def _asked(self, unit: Unit, match: MatchRow, helper: Helper) -> Asked | None:
        case = await unit.get_case(match.intake_id)
        if case is None or case.status not in _OPEN:
            return None
        wishes = wishes_for(self._engine, await signed_of(unit, case), case)
        return Asked(case=case, match=match, wishes=wishes, other=await _other(unit, match, helper))

    async def _running(self, unit: Unit, match: MatchRow, helper: Helper) -> Running | None:
        case = await unit.get_case(match.intake_id)
        if case is None or case.status not in _OPEN:
            return None
        budget = await budget_of(unit, self._engine, case, match)
        return Running(case=case, match=match, budget=budget, other=await _other(unit, match, helper))


def _agreed(match: MatchRow, helper: Helper) -> bool:
    return (match.agreed_at if helper.id == match.helper_id else match.second_agreed_at) is not None


async def _other(unit: Unit, match: MatchRow, helper: Helper) -> str:
    """The name of the other one of two; empty for one alone."""
    found = [await unit.find_helper(key) for key in both_of(match) if key != helper.id]
    return next((one.name for one in found if one is not None), "")
