"""A message of a resident while a person has the talk, or waits for one answer.

The order is fixed: danger first, then the few words that are somebody's right (erase, withdraw, what do you know,
stop, back to the computer); all else is for the person, and the bot stays silent.
"""

from bot.dialogue import actions, asides, safety
from bot.dialogue.between import own_options
from bot.dialogue.owner import hand_back, let_go
from bot.dialogue.shown import button_label
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Kind, Message, Person, PersonMode
from bot.model.flow import Action, Option
from bot.model.wording import Between, PeopleText
from bot.understanding.normalise import Words, is_blank, read_words

_LONGEST = 4_096  # characters that are passed on: a whole message in any chat
_WRITTEN = (Kind.TEXT, Kind.EDIT)
_BY_WORD = frozenset({Between.ASKED.value, Between.ERASE.value, Between.WITHDRAW.value})
"""Questions that may be answered in words as well. Whether an answer was put right only by a button: "nee" may be
for the person."""


def take(draft: TurnDraft, person: Person, message: Message) -> None:
    """Pass the message on, or do what it asks for."""
    if message.kind is Kind.CHOICE:
        _take_choice(draft, person, message)
    elif _in_danger(draft, person, message):
        return
    elif message.kind is Kind.START:
        _take_start(draft, person)
    elif is_blank(message.text):
        draft.say(PeopleText.UNREADABLE, wie=person.name)
        put_again(draft)
    else:
        _take_words(draft, person, message)


def _in_danger(draft: TurnDraft, person: Person, message: Message) -> bool:
    """The safety text, whoever has the talk; the words themselves go on to the person too."""
    if person.mode is PersonMode.LIVE:
        if not safety.warn(draft, message.text):
            return False
        draft.say(PeopleText.DANGER_SEEN, wie=person.name)
        _pass_on(draft, message.text, message.kind)
        return True
    if not safety.answer(draft, message.text):
        return False
    _event_on(draft, message.text, message.kind)
    draft.event("ask_postponed", ask=person.ask)
    draft.change(person=None)
    return True


def _take_start(draft: TurnDraft, person: Person) -> None:
    """The chat was opened anew: say who is there."""
    if person.mode is PersonMode.LIVE:
        draft.say(PeopleText.COMES, wie=person.name)
    else:
        put_again(draft)


def _take_choice(draft: TurnDraft, person: Person, message: Message) -> None:
    """A button: of the question that was put since the person came, else one from before, passed on in words."""
    shared = draft.parts.flows.options.get(message.text)
    if shared is not None and shared.do is Action.TAKE_BACK:
        actions.act(draft, shared.do)
        return
    asked = message.asked_turn
    in_time = asked is None or asked >= draft.talk.asked_turn
    if draft.talk.aside is not None and in_time and asides.take_option(draft, message.text):
        return
    _pass_on(draft, button_label(draft.parts, draft.talk.language, draft.talk.asked, message.text), message.kind)
    if person.mode is PersonMode.ASK:
        put_again(draft)


def _take_words(draft: TurnDraft, person: Person, message: Message) -> None:
    words = draft.read(message.text).words
    command = draft.parts.commands.find_with_person(words) if message.kind is Kind.TEXT else None
    option = _exact_option(draft, words)
    if command is not None and command.do is not None:
        if command.do is Action.STOP and person.mode is PersonMode.ASK:
            draft.event("ask_postponed", ask=person.ask)  # what they say when they come back is no answer
            let_go(draft)
        actions.act(draft, command.do)
        return
    if option is not None:
        asides.take_option(draft, option.id)
        return
    if message.kind not in _WRITTEN:
        draft.say(PeopleText.UNREADABLE, wie=person.name)  # the words under a photo go on, the photo does not
    if person.mode is PersonMode.LIVE:
        _pass_on(draft, message.text, message.kind)
    elif message.kind is Kind.EDIT:
        _pass_on(draft, message.text, message.kind)
        put_again(draft)
    else:
        draft.event("ask_answered", ask=person.ask, text=message.text[:_LONGEST])
        draft.say(PeopleText.THANKS, code=person.code)
        hand_back(draft)


def _exact_option(draft: TurnDraft, words: Words) -> Option | None:
    """The option that the message names in full. No likeness and no number: it may well be meant for the person."""
    aside = draft.talk.aside
    if aside is None or aside.id not in _BY_WORD:
        return None
    for option in own_options(draft, aside):
        wordings = (option.label.to(draft.talk.language), *option.means)
        if any(read_words(wording).tokens == words.tokens for wording in wordings):
            return option
    return None


def _pass_on(draft: TurnDraft, text: str, kind: Kind) -> None:
    """Tell the person. A question of the bot that was not answered is dropped, so that no later "ja" answers it."""
    aside = draft.talk.aside
    if aside is not None and aside.id != Between.RIGHT:
        draft.change(aside=None)
    _event_on(draft, text, kind)


def _event_on(draft: TurnDraft, text: str, kind: Kind) -> None:
    draft.event("said_to_person", text=text[:_LONGEST], kind=kind.value)
