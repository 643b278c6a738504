"""Who has the talk: given to a person of the coordination point, and handed back to the bot at the very same place.

The step that waits, its facts and its buttons stay as they are meanwhile, and so does a question in between.
"""

from bot.dialogue.between import put_aside, put_open
from bot.dialogue.standing import who
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Person, PersonMode, Phase
from bot.model.wording import Between, PeopleText, Phrase


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


def take_back(draft: TurnDraft) -> None:
    """The resident goes on with the computer; who was there is told. What was asked stays asked."""
    person = draft.talk.person
    if person is None:
        draft.say(Phrase.GO_ON)
        put_again(draft)
    elif person.mode is PersonMode.ASK:
        later(draft)
    else:
        draft.event("took_back")
        draft.say(PeopleText.TAKEN_BACK, wie=person.name)
        hand_back(draft)


def answer_after_all(draft: TurnDraft) -> None:
    """What a person asked before is put again."""
    for case in draft.outside.cases:
        if case.asked is not None:
            draft.say(PeopleText.ASKS_AGAIN, code=case.code, tekst=case.asked.text)
            let_ask(draft, who(draft, case), case.asked.id, case.code)
            return
    put_again(draft)


def later(draft: TurnDraft) -> None:
    """Not now: the person's question stays."""
    _leave_unanswered(draft, "ask_postponed", PeopleText.LATER)


def decline(draft: TurnDraft) -> None:
    """The person's question gets no answer."""
    _leave_unanswered(draft, "ask_declined", PeopleText.RATHER_NOT)


def _leave_unanswered(draft: TurnDraft, event: str, said: PeopleText) -> None:
    person = draft.talk.person
    if person is not None:
        draft.event(event, ask=person.ask)
        draft.say(said)
    hand_back(draft)
