"""What the resident reads of who helps: only the name, and the line that the helper wrote for this."""

from datetime import datetime

from bot.dialogue import people
from bot.model.wording import PeopleText
from bot.service.casework import Casework
from bot.service.match_steps import helpers_of
from bot.service.turns import take_staff_turn
from bot.store import CaseRow, MatchRow


async def introduce(work: Casework, case: CaseRow, match: MatchRow) -> None:
    """Who helps, who comes along, and when they are in touch."""
    first, *second = await helpers_of(work, match)
    await _tell(work, case, PeopleText.HELPER_FOUND, helper=first.name, code=case.code, reden=first.public_line)
    for other in second:
        await _tell(work, case, PeopleText.HELPER_PAIR, helper=first.name, helper_twee=other.name)
    if match.contact_by is not None:
        await _tell(work, case, PeopleText.HELPER_WHEN, helper=first.name, moment=match.contact_by)


async def say_ended(work: Casework, case: CaseRow, match: MatchRow, due_at: datetime, *, by_helper: bool) -> None:
    """Somebody else is looked for, and until when; to who said so themselves, that it was heard."""
    name = " en ".join(helper.name for helper in await helpers_of(work, match))
    if by_helper:
        who = case.claimed_by or work.office.engine.parts_for(case.municipality).values["coordinatiepunt"]
        await _tell(work, case, PeopleText.HELPER_STOPS, helper=name, wie=who, moment=due_at)
    else:
        await _tell(work, case, PeopleText.MISMATCH, helper=name, moment=due_at)


async def _tell(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> None:
    engine, now = work.office.engine, work.now
    talk = await work.unit.get_conversation(case.conversation_id)
    await take_staff_turn(work.unit, engine, talk, lambda state: people.tell(engine, state, now, phrase, values), now)
