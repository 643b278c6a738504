"""What the resident reads of who helps: only the name, and the line that the helper wrote for this."""

from datetime import datetime

from bot.model.wording import PeopleText
from bot.service.casework import Casework
from bot.service.match_steps import helpers_of
from bot.service.telling import say
from bot.store import CaseRow, MatchRow


async def introduce(work: Casework, case: CaseRow, match: MatchRow) -> None:
    """Who helps, who comes along, and when they are in touch."""
    first, *second = await helpers_of(work, match)
    await say(work, case, PeopleText.HELPER_FOUND, helper=first.name, reden=first.public_line)
    for other in second:
        await say(work, case, PeopleText.HELPER_PAIR, helper=first.name, helper_twee=other.name)
    if match.contact_by is not None:
        await say(work, case, PeopleText.HELPER_WHEN, helper=first.name, moment=match.contact_by)


async def say_ended(work: Casework, case: CaseRow, match: MatchRow, due_at: datetime, *, by_helper: bool) -> None:
    """Somebody else is looked for, and until when; to who said so themselves, that it was heard."""
    name = " en ".join(helper.name for helper in await helpers_of(work, match))
    if by_helper:
        who = case.claimed_by or work.office.engine.parts_for(case.municipality).values["coordinatiepunt"]
        await say(work, case, PeopleText.HELPER_STOPS, helper=name, wie=who, moment=due_at)
    else:
        await say(work, case, PeopleText.MISMATCH, helper=name, moment=due_at)
