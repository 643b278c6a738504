"""One turn in the making: the conversation as it becomes, and what is said and told meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.advice.outcome import Outlook
from bot.advice.preparation import fitting
from bot.advice.routes import Advice
from bot.advice.terms import TermState
from bot.advice.view import derive
from bot.dialogue.memory import learn
from bot.dialogue.parts import Parts
from bot.intake.aftercare import CHECK_IN_AFTER
from bot.model.conversation import Button, Conversation, Event, Json, Kind, Message, Reply, ReplyKind, Turn
from bot.model.facts import EngineFact, FactKind, Facts, Origin, Value
from bot.model.outside import NOTHING_KNOWN, Outside
from bot.model.preparation import Preparation
from bot.model.text import Text
from bot.understanding.listen import NO_ANSWERS, Heard, Reading
from bot.understanding.normalise import read_words

_THEIRS = "inwoner"  # the answer to `apparaat`
_DAY_MARK = "termijn#"
_REMEMBERED = 200  # characters of the last message, for words that are split over two


def day_mark(state: TermState) -> str:
    """The mark that the last day of a term was told; with "!" behind it: that it is over."""
    return f"{_DAY_MARK}{state.term.id}:{state.last_day.isoformat()}"


class TurnDraft:
    """Lives for one call of `respond`. Nothing outside sees it."""

    def __init__(
        self, parts: Parts, talk: Conversation, now: datetime, today: date, outside: Outside = NOTHING_KNOWN
    ) -> None:
        self.parts, self.talk, self.now, self.today, self.outside = parts, talk, now, today, outside
        self.resumed = False  # whoever stopped goes on with this message
        self._seen_facts: Facts | None = None
        self._outlook: Outlook
        self._read: dict[str, Reading] = {}
        self._heard: dict[tuple[str, tuple[tuple[str, Value], ...]], Heard] = {}
        self._replies: list[Reply] = []
        self._events: list[Event] = []
        self._fell_short = False

    # what is known

    @property
    def outlook(self) -> Outlook:
        """What follows from the facts; worked out once for the same facts."""
        if self._seen_facts is not self.talk.facts:
            self._seen_facts = self.talk.facts
            knowledge, municipality = self.parts.knowledge, self.parts.municipality
            derived = derive(knowledge, municipality, self.talk.facts)
            self._outlook = Outlook(knowledge, municipality, self._with_outside(derived), self.today)
        return self._outlook

    def _with_outside(self, facts: Facts) -> Facts:
        """With what became of the question that was sent.

        `na_weken`: some weeks have passed, and nobody else asks how it goes by then.
        """
        sent = facts.get(EngineFact.VERZONDEN)
        if sent is None:
            return facts
        more: dict[str, Value] = {}
        cases = self.outside.cases
        if self.now - sent.at >= CHECK_IN_AFTER and not (cases and self.outside.can_push):
            more[EngineFact.NA_WEKEN] = sent.value
        if cases:
            more[EngineFact.STAND] = self.outside.whose.value
        if any(case.asked for case in cases):
            more[EngineFact.GEVRAAGD] = sent.value
        if any(case.helped_by for case in cases):
            more[EngineFact.WAS_GEHOLPEN] = sent.value
        return {**facts, **{name: replace(sent, value=value, origin=Origin.RULED) for name, value in more.items()}}

    @property
    def is_second(self) -> bool:
        """Whether another question was begun beside those that were sent, and is not sent itself."""
        facts = self.talk.facts
        return bool(self.outside.cases and self.talk.order) and EngineFact.VERZONDEN not in facts

    @property
    def is_own_chat(self) -> bool:
        """Whether the chat is the resident's. What is filled in together may stand on somebody else's device."""
        facts = self.talk.facts
        device = facts.get(EngineFact.APPARAAT)
        return EngineFact.SAMEN not in facts or (device is not None and _THEIRS in device.values())

    @property
    def can_push(self) -> bool:
        """Whether a message in this chat comes to the resident when they are away."""
        return self.outside.can_push and self.is_own_chat

    @property
    def full(self) -> Outside:
        """What is known of outside, for what only few turns read; where it is not in full, the turn is taken again."""
        self._fell_short |= not self.outside.in_full
        return self.outside

    def see(self, outside: Outside) -> None:
        """What is known of outside is different from now on: something was done about it in this very turn."""
        self.outside, self._seen_facts = outside, None

    @property
    def view(self) -> Facts:
        """The facts, with what follows from them and from the day it is now."""
        return self.outlook.facts

    @property
    def advice(self) -> tuple[Advice, ...]:
        """The ways for these facts."""
        return self.outlook.advice

    @property
    def terms(self) -> tuple[TermState, ...]:
        """The terms of the ways that were advised, as far as their days are known."""
        return self.outlook.terms

    @property
    def told_terms(self) -> tuple[TermState, ...]:
        """The terms of which the last day was told; of two that were counted alike the first."""
        if not any(mark.startswith(_DAY_MARK) for mark in self.talk.told):
            return ()  # mostly so, and then the ways need not be worked out
        told = [state for state in self.terms if self.talk.told & {day_mark(state), day_mark(state) + "!"}]
        alike = {state.steps: state.term.id for state in reversed(told)}
        return tuple(state for state in told if state.term.id in alike.values())

    @property
    def talks(self) -> tuple[Preparation, ...]:
        """The talks that somebody with these ways may want to prepare."""
        return fitting(self.parts.knowledge, self.advice, self.view)

    def read(self, text: str) -> Reading:
        """A text as it is read; in one turn each text once."""
        if text not in self._read:
            self._read[text] = self.parts.listener.read(text)
        return self._read[text]

    def hear(self, text: str, answers: Mapping[str, Value] = NO_ANSWERS) -> Heard:
        """What a text says, beside the answers that were given since."""
        key = text, tuple(answers.items())
        if key not in self._heard:
            self._heard[key] = self.parts.listener.hear(self.read(text), self.today, answers)
        return self._heard[key]

    def hear_story(self) -> Heard:
        """What the resident's own words say, beside the answers given since."""
        choices = {FactKind.CHOICE, FactKind.CHOICES}
        answers = {name: fact.value for name, fact in self.talk.facts.items() if self.parts.specs[name].kind in choices}
        return self.hear(self.own_words, answers)

    @property
    def own_words(self) -> str:
        """What the resident told in words of their own, one after the other; empty when nothing was."""
        told = self.talk.facts.get(EngineFact.EIGEN_WOORDEN)
        return told.values()[0] if told else ""

    def change(self, **fields: object) -> None:
        """Replace fields of the conversation."""
        self.talk = replace(self.talk, **fields)  # type: ignore[arg-type]

    def learn(self, name: str, value: Value, origin: Origin) -> None:
        """Keep an answer, see `memory.learn`."""
        self.talk = learn(self.talk, self.parts.specs, name, value, origin, self.now)

    def tell_once(self, key: str) -> bool:
        """True the first time this key is used in the conversation."""
        if key in self.talk.told:
            return False
        self.change(told=self.talk.told | {key})
        return True

    # what is said

    def text(self, text: Text, **values: str) -> str:
        """A text in the resident's language, filled in."""
        return self.parts.words(text, self.talk.language, **{**self.standing_values(), **values})

    def standing_values(self) -> Mapping[str, str]:
        """The placeholders that are the same in every text of this turn."""
        return {"dagen_vraag": str(self.outside.keep_days)}

    def advice_text(self, text: Text) -> str:
        """A text of a topic or a way, filled in; without the desks of this municipality for who lives elsewhere."""
        return self.parts.advice_words(text, self.talk.language, elsewhere=EngineFact.ELDERS in self.view)

    def phrase(self, name: str, **values: str) -> str:
        """A sentence of the engine in the resident's language, filled in."""
        return self.text(self.parts.flows.texts[name], **values)

    def say(self, name: str, **values: str) -> None:
        """Say a sentence of the engine."""
        self.say_text(self.phrase(name, **values))

    def say_text(self, text: str) -> None:
        """Say a text that is filled in already."""
        self.reply(ReplyKind.SAY, text)

    def reply(
        self,
        kind: ReplyKind,
        text: str,
        options: tuple[Button, ...] = (),
        *,
        document: Mapping[str, Json] | None = None,
    ) -> None:
        """Say something, with a sheet to print when there is one. Empty text says nothing."""
        if text.strip():
            turn = self.talk.turn
            self._replies.append(Reply(kind=kind, text=text.strip(), options=options, turn=turn, document=document))

    def unsay(self) -> None:
        """Take the last reply back: something better takes its place."""
        self._replies.pop()

    def event(self, kind: str, /, **body: Json) -> None:
        """Tell the service that something happened."""
        self._events.append(Event(kind=kind, body=body))

    # the end

    def remember(self, message: Message) -> None:
        """Keep the last words in normalised form, for the next message's danger check."""
        said = read_words(message.text).plain[-_REMEMBERED:] if message.kind is not Kind.CHOICE else ""
        self.change(previous=said)

    def turn(self) -> Turn:
        """The finished turn."""
        return Turn(
            conversation=self.talk,
            replies=tuple(self._replies),
            events=tuple(self._events),
            fell_short=self._fell_short,
        )
