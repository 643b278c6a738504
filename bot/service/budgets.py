"""The time that a case took, against what the desk of its helper has for one."""

from dataclasses import dataclass

from bot.advice.desks import minutes_for
from bot.advice.view import derive
from bot.dialogue import Engine
from bot.service.intakes import read_intake
from bot.store import CaseRow, MatchRow, MatchState, Spent, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Time that a case took, against what the desk of its helper has for one. All in minutes; None: not agreed."""

    spent: Spent
    usual: int | None = None

    @property
    def used_up(self) -> bool:
        """Nothing is left of what was agreed."""
        return self.usual is not None and self.spent.counted >= self.usual


async def budget_of(unit: Unit, engine: Engine, case: CaseRow, match: MatchRow | None) -> Budget:
    """What the case took until now, by the desk of who helps or helped by this match."""
    spent = await unit.sum_hours(case.id)
    helper = await unit.find_helper(match.helper_id) if match is not None else None
    row = await unit.find_intake(case.code)
    intake = read_intake(row) if row is not None else None
    if helper is None or intake is None:
        return Budget(spent=spent)
    parts = engine.parts_for(case.municipality)
    facts = derive(parts.knowledge, parts.municipality, intake.draft.facts)
    return Budget(spent=spent, usual=minutes_for(parts.municipality, helper.desk, facts))


async def last_match(unit: Unit, case: CaseRow) -> MatchRow | None:
    """The match that runs, or the last one that did."""
    started = [match for match in await unit.list_matches(case.id) if match.since is not None]
    return max(started, key=lambda match: (match.state is MatchState.ACTIVE, match.since), default=None)
