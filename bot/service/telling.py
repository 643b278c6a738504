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


async def tell(work: Casework, case: CaseRow, phrase: PeopleText, **values: str | datetime) -> bool:
    """Say what happened at the coordination point; False when it would not reach the resident, then it is not said."""
    if not await is_within_reach(work, case):
        return False
    words = {"code": case.code, **values}
    await take(
        work, case, lambda talk, outside: people.tell(work.office.engine, talk, work.now, phrase, words, outside)
    )
    return True
