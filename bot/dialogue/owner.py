"""Who has the talk: given to a person of the coordination point, and handed back to the bot at the very same place.

The step that waits, its facts and its buttons stay as they are meanwhile, and so does a question in between.
"""

from bot.dialogue.between import put_aside, put_open
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Person, PersonMode, Phase
from bot.model.wording import Between, PeopleText


def give(draft: TurnDraft, name: str, mode: PersonMode, *, ask: str = "", code: str = "") -> None:
    """Let a person have the talk. Where the bot was is kept, also when somebody else was there already."""
    talk = draft.talk
    before = talk.person
    person = Person(
        name=name,
        mode=mode,
        since=draft.now,
        ask=ask,
        code=code,
        under=before.under if before else talk.aside,
        asked_turn=before.asked_turn if before else talk.asked_turn,
    )
    draft.change(person=person, aside=None)


def let_ask(draft: TurnDraft, name: str, ask: str, code: str) -> None:
    """A person asks one thing: what the resident says next is the answer."""
    give(draft, name, PersonMode.ASK, ask=ask, code=code)
    put_aside(draft, Between.ASKED, before=draft.phrase(PeopleText.ASKS_HOW))


def let_go(draft: TurnDraft) -> None:
    """The person is out of the talk; nothing is put. A question whether an answer was put right stays open."""
    person, aside = draft.talk.person, draft.talk.aside
    if person is None:
        return
    if aside is not None and aside.id == Between.RIGHT:
        draft.change(person=None)
    else:
        known = person.under if person.under and person.under.id in draft.parts.flows.asides else None
        draft.change(person=None, aside=known, asked_turn=person.asked_turn)


def hand_back(draft: TurnDraft) -> None:
    """The bot has the talk again: the very question that waited is put, that in between before the one under it."""
    let_go(draft)
    if draft.talk.phase is Phase.STOPPED:
        return
    if draft.talk.aside is not None:
        put_open(draft)
    else:
        put_again(draft)
