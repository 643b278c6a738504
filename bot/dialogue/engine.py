"""Dialogue engine: one message in, one turn out.

Pure by rule. No clock, no randomness, no store, no channel: what the engine needs comes in as an
argument, so any turn can be replayed from the state and the message on record. The order is fixed:
danger first, then buttons of old questions and messages that hold no text, then the words that work
everywhere, then the question in between, then the question that waits; last the walk to the next one.
While a person has the talk everything but danger and somebody's rights is for that person (`presence`).
"""

from dataclasses import replace
from datetime import datetime

from bot.content.wording import HERE
from bot.dialogue import actions, answers, asides, corrections, presence, safety, tongues
from bot.dialogue.links import read_link
from bot.dialogue.memory import learn
from bot.dialogue.parts import Parts, for_municipality
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again, put_standing, walk
from bot.model.conversation import Conversation, Json, Kind, Message, Phase, Reply, Turn
from bot.model.facts import EngineFact, Origin
from bot.model.flow import Action, Command
from bot.model.outside import NOTHING_KNOWN, Outside, StandState
from bot.model.text import DUTCH
from bot.model.wording import Phrase
from bot.understanding.mask import mask
from bot.understanding.normalise import Words, is_blank
from bot.understanding.phrases import says_nothing

_NO_TEXT = {
    Kind.VOICE: Phrase.VOICE,
    Kind.PHOTO: Phrase.PHOTO,
    Kind.FILE: Phrase.FILE,
    Kind.STICKER: Phrase.STICKER,
    Kind.LOCATION: Phrase.LOCATION,
    Kind.CONTACT: Phrase.CONTACT,
    Kind.OTHER: Phrase.OTHER,
}


class Engine:
    """Everything a turn needs that does not change: content, recognisers, the municipalities."""

    def __init__(self, parts: Parts) -> None:
        """`parts` are those of the municipality where a talk starts when nothing says otherwise."""
        self.parts = parts
        known = parts.knowledge.municipalities.values()
        self._by_municipality = {one.id: for_municipality(parts, one) for one in known}

    def parts_for(self, municipality: str) -> Parts:
        """The parts for a municipality; for one that is no longer known those of the default."""
        return self._by_municipality.get(municipality, self.parts)

    def open(self, ref: str, now: datetime, channel: str = "") -> Conversation:
        """A new conversation, before its first message. What the channel keeps itself is told in the hello."""
        known = self.parts.specs[EngineFact.KANAAL].find_option(channel) is not None
        talk = Conversation(ref=ref, municipality=self.parts.municipality.id, started_at=now)
        return learn(talk, self.parts.specs, EngineFact.KANAAL, channel, Origin.GIVEN, now) if known else talk

    def safety(self, text: str, language: str = DUTCH) -> Reply | None:
        """The safety text for `text`, if it needs one. Uses nothing that can fail: no state, no store."""
        return safety.reply_for(self.parts, text, language)


def respond(
    engine: Engine, talk: Conversation, message: Message, now: datetime, outside: Outside = NOTHING_KNOWN
) -> Turn:
    """Answer `message`. Never raises on what a resident sends; same arguments, same turn.

    `now` is UTC; `outside` is what the service knows of the questions that were sent. The new conversation's
    `turn` is one higher than the old one's.
    """
    masked = mask(message.text)
    message = replace(message, text=masked.text)
    asked_for = read_link(message.text) if message.kind is Kind.START else None
    if asked_for is not None and not talk.order and asked_for in engine.parts.knowledge.municipalities:
        talk = replace(talk, municipality=asked_for)
    draft = begin(engine, talk, now, outside)
    if message.together and draft.talk.person is None:
        actions.start_together(draft, message.team)
    elif message.team:
        draft.learn(EngineFact.VIA, message.team, Origin.GIVEN)
    kinds = list(dict.fromkeys((*message.masked, *masked.kinds)))
    if kinds:
        draft.say(Phrase.MASKED)
        draft.event("number_masked", kinds=list[Json](kinds))
    _take(draft, message)
    corrections.settle(draft)
    draft.remember(message)
    return draft.turn()


def begin(engine: Engine, talk: Conversation, now: datetime, outside: Outside) -> TurnDraft:
    """A turn that begins, one higher than the last."""
    parts = engine.parts_for(talk.municipality)
    if talk.aside is not None and talk.aside.id not in parts.flows.asides:
        talk = replace(talk, aside=None)  # the flows changed since it was put
    return TurnDraft(parts, replace(talk, turn=talk.turn + 1), now, now.astimezone(HERE).date(), outside)


def _take(draft: TurnDraft, message: Message) -> None:
    """The order that is fixed (see the module's text)."""
    if draft.talk.person is not None:
        _resume(draft)
        presence.take(draft, draft.talk.person, message)
        return
    if message.kind is not Kind.CHOICE and safety.answer(draft, message.text):
        return
    _resume(draft)
    if message.kind is Kind.START:
        actions.start(draft)
    elif message.kind is Kind.CHOICE:
        _take_choice(draft, message)
    elif message.kind is Kind.EDIT:
        draft.say(Phrase.EDITED)
        put_standing(draft)
    elif message.kind in _NO_TEXT and is_blank(message.text):
        draft.say(_NO_TEXT[message.kind])
        put_standing(draft)
    elif is_blank(message.text):
        draft.say(Phrase.BLANK)
        put_standing(draft)
    else:
        _take_text(draft, message)


def _resume(draft: TurnDraft) -> None:
    """Whoever stopped and says something goes on."""
    if draft.talk.phase is Phase.STOPPED:
        sent = EngineFact.VERZONDEN in draft.talk.facts  # `talk.sent` also counts what was withdrawn
        draft.change(phase=Phase.SENT if sent else Phase.TALKING)
        draft.resumed = True


def _take_choice(draft: TurnDraft, message: Message) -> None:
    """A button. One of a question that is over changes nothing, unless it opens what was finished."""
    talk = draft.talk
    asked = message.asked_turn
    shared = draft.parts.flows.options.get(message.text)
    if shared is not None and shared.do is Action.REOPEN and draft.outside.find(StandState.CLOSED):
        draft.change(aside=None)
        actions.act(draft, Action.REOPEN)
    elif shared is not None and shared.do is Action.SEND and talk.phase is Phase.SENT:
        put_standing(draft)  # tapped twice: it was sent, and nothing was wrong
    elif asked is not None and not talk.asked_turn <= asked < talk.turn:  # of a talk before this one, too
        draft.say(Phrase.OLD_BUTTON)
        put_again(draft)
    elif talk.aside is not None and asides.take_option(draft, message.text):
        return
    elif not answers.take_option(draft, message.text):
        draft.say(Phrase.OLD_BUTTON)
        put_again(draft)


def _take_text(draft: TurnDraft, message: Message) -> None:
    words = draft.read(message.text).words
    if words.cut:
        draft.say(Phrase.TOO_LONG)
    tongues.greet(draft, words)
    command = _command(draft, words)
    meaning = draft.parts.glossary.find(words) if command is None else None
    if command is not None:
        _obey(draft, command)
    elif meaning is not None:
        draft.say(Phrase.MEANING, uitleg=draft.text(meaning))
        put_standing(draft)
    elif draft.talk.aside is not None and asides.take_text(draft, words):
        return
    elif not draft.talk.waiting:
        _take_first(draft, words)
    else:
        answers.take_text(draft, words)


def _take_first(draft: TurnDraft, words: Words) -> None:
    """The first words of a talk: hello, and then what they say; a bare greeting only gets a hello."""
    answers.take_story(draft, words)
    walk(draft)
    still_asked = EngineFact.ONDERWERP not in draft.view and draft.talk.asked == EngineFact.ONDERWERP
    if still_asked and draft.talk.aside is None and words.tokens and not says_nothing(words):
        draft.unsay()
        answers.take_text(draft, words)


def _command(draft: TurnDraft, words: Words) -> Command | None:
    """The global word in the message. Who already waits for a person need not ask again."""
    command = draft.parts.commands.find(words)
    is_again = command is not None and command.do is Action.PERSON and EngineFact.WIL_MENS in draft.talk.facts
    return None if is_again else command


def _obey(draft: TurnDraft, command: Command) -> None:
    """Do what a global word asks, or answer what it asks about us."""
    if command.do is not None:
        actions.act(draft, command.do)
    else:
        draft.say_text(draft.text(command.say))
        put_standing(draft)
