"""What is said to a resident although they said nothing: by a timer, or with an act of the desk. Inside one unit."""

from datetime import datetime

from bot.dialogue import people
from bot.model.wording import PeopleText
from bot.service.casework import Casework
from bot.service.messages import PUSHED
from bot.service.turns import Act, take_staff_turn
from bot.store import CaseRow


async def is_within_reach(work: Casework, case: CaseRow) -> bool:
    """Whether a message comes to the resident by itself."""
    talk = await work.unit.get_conversation(case.conversation_id)
    return talk.reachable and talk.channel in PUSHED


async def take(
    work: Casework, case: CaseRow, act: Act, *, entry_id: int | None = None, hold_until: datetime | None = None
) -> None:
    """Take a turn in the talk of this case, with all that is known now; see `take_staff_turn`."""
    talk = await work.unit.get_conversation(case.conversation_id)
    await take_staff_turn(work.unit, work.office, talk, act, work.now, entry_id=entry_id, hold_until=hold_until)


def saying(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> Act:
    """The turn in which we say what happened at the coordination point."""
    words = {"code": case.code, **values}
    return lambda talk, outside: people.tell(work.office.engine, talk, work.now, phrase, words, outside)


async def say(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> None:
    """Say what happened at the coordination point."""
    await take(work, case, saying(work, case, phrase, **values))


async def tell(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> None:
    """Say it where it comes to the resident by itself: later it would not be true any more."""
    if await is_within_reach(work, case):
        await say(work, case, phrase, **values)
