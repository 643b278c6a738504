"""How a case ends: what the outcome asks besides, and what the resident reads of it."""

from dataclasses import dataclass

from bot.content.wording import HERE, fill
from bot.intake.own_terms import next_own_last_day
from bot.model.cases import TimerKind
from bot.model.desk import Needs, Outcome
from bot.model.text import DUTCH
from bot.service.casework import Casework
from bot.service.intakes import read_intake
from bot.service.refusals import Refusal, Why
from bot.store import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An outcome, and what the resident reads of it; empty: nothing more."""

    outcome: Outcome
    says: str

    @property
    def still_happens(self) -> frozenset[TimerKind]:
        """What is not over with the case: a term of the resident's own, unless another case of theirs watches it."""
        return frozenset() if self.outcome.needs is Needs.CODE else frozenset({TimerKind.TERM})


async def needs_second_look(work: Casework, case: CaseRow) -> bool:
    """Whether it may be too early: danger was signed, nobody spoke to the resident, or a term of their own runs."""
    row = await work.unit.find_intake(case.code)
    intake = read_intake(row) if row is not None else None
    today, terms = work.now.astimezone(HERE).date(), work.office.engine.parts_for(case.municipality).knowledge.terms
    runs = intake is not None and next_own_last_day(intake, terms, today) is not None
    return case.danger or case.first_reply_at is None or runs


async def ending_of(work: Casework, case: CaseRow, code: str, *, note: str, place: str, other: str) -> Ending:
    """The outcome of this code, with all that it asks; `place` is an id of the social map. Refused without."""
    parts = work.office.engine.parts_for(case.municipality)
    outcome = parts.knowledge.desk.outcomes.get(code)
    if outcome is None:
        raise Refusal(Why.NO_OUTCOME)
    words = outcome.says.to(DUTCH)
    match outcome.needs:
        case Needs.PLACE:
            known = {**parts.knowledge.places, **parts.municipality.places}.get(place)
            if known is None:
                raise Refusal(Why.NO_PLACE)
            words = fill(words, {"naam_plek": known.called, "telefoon_plek": known.phone})
        case Needs.NOTE if not note:
            raise Refusal(Why.NO_NOTE)
        case Needs.CODE if not await _is_same_talk(work, case, other):
            raise Refusal(Why.NO_CODE)
    return Ending(outcome=outcome, says=words)


async def _is_same_talk(work: Casework, case: CaseRow, other: str) -> bool:
    found = await work.unit.find_case(other.strip().upper())
    return found is not None and found.id != case.id and found.conversation_id == case.conversation_id
