"""What is said to a resident although they said nothing: by a timer, or with an act of the desk. Inside one unit."""

from collections.abc import Callable
from datetime import datetime

from bot.dialogue import from_json, people
from bot.model.conversation import Conversation, Turn
from bot.model.outside import Outside
from bot.model.wording import PeopleText
from bot.service.casework import Casework
from bot.service.messages import PUSHED
from bot.service.standing import outside_of
from bot.service.turns import take_staff_turn
from bot.store import CaseRow

Do = Callable[[Conversation, Outside], Turn]


async def is_within_reach(work: Casework, case: CaseRow) -> bool:
    """Whether a message comes to the resident by itself."""
    talk = await work.unit.get_conversation(case.conversation_id)
    return talk.reachable and talk.channel in PUSHED


async def take(work: Casework, case: CaseRow, do: Do) -> None:
    """Take a turn in the talk of this case, with all that is known now."""
    talk = await work.unit.get_conversation(case.conversation_id)
    outside = await outside_of(work.unit, work.office, from_json(talk.state), talk.id, work.now, can_push=True)
    await take_staff_turn(work.unit, work.office.engine, talk, lambda before: do(before, outside), work.now)


async def say(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> None:
    """Say what happened at the coordination point."""
    words = {"code": case.code, **values}
    engine, now = work.office.engine, work.now
    await take(work, case, lambda talk, outside: people.tell(engine, talk, now, phrase, words, outside))


async def tell(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> None:
    """Say it where it comes to the resident by itself: later it would not be true any more."""
    if await is_within_reach(work, case):
        await say(work, case, phrase, **values)
