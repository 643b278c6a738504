"""Whether a question may go to the desk for heavy ones: the resident decides, and both answers are kept."""

from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Aside
from bot.model.wording import PeopleText


def give(draft: TurnDraft, aside: Aside) -> None:
    """It may."""
    _decide(draft, aside, "giving_allowed", PeopleText.LEAVE_GIVEN)


def refuse(draft: TurnDraft, aside: Aside) -> None:
    """It may not."""
    _decide(draft, aside, "giving_refused", PeopleText.LEAVE_REFUSED)


def _decide(draft: TurnDraft, aside: Aside, event: str, said: PeopleText) -> None:
    code, _, desk_id = aside.about.partition("/")
    desk = next(one for one in draft.parts.municipality.desks if one.id == desk_id)
    draft.event(event, code=code, desk=desk.id)
    draft.say(said, code=code, bureau=desk.name)
    put_again(draft)
