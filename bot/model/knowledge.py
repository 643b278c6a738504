"""What Wegwijzer knows: topics, routes, and all that goes with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.condition import ALWAYS, Condition
from bot.model.danger import DangerBook, Helpline
from bot.model.desk import DeskWords
from bot.model.facts import FactSpec
from bot.model.helpers import MatchWords
from bot.model.hints import Lexicon
from bot.model.languages import LanguageSpec
from bot.model.law import Law, Stage
from bot.model.municipality import Municipality, QuestionKind
from bot.model.places import Place
from bot.model.preparation import Preparation
from bot.model.rules import Change, Rule
from bot.model.terms import Term
from bot.model.text import EMPTY, Source, Text
from bot.model.weights import Weights

USUAL_ORDER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something people come with (`knowledge/topics/<id>.yaml`)."""

    id: str
    name: Text  # on a button, at most 40 characters
    noun: Text  # fits after "uw vraag over ...": "een scootmobiel"
    heard: Text  # one sentence that says the need back
    theme: str  # id of a theme: the first, coarse choice
    law: Law  # where it usually lands
    also: tuple[Law, ...] = ()  # where it may land too
    words: tuple[str, ...] = ()  # single words, also inside compounds
    phrases: tuple[str, ...] = ()  # how people say it, also without naming it
    asks: tuple[str, ...] = ()  # facts that decide between routes, most telling first
    behind: tuple[str, ...] = ()  # topics that often lie behind it
    process: bool = False  # about how it goes (a letter, a term, a complaint), not about what is needed
    heavy: bool = False  # its name alone may frighten: nobody reads it on a mere guess
    first: Text = EMPTY  # what somebody can do today, before anything else
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A coarse group of topics (`knowledge/themes.yaml`), for buttons and for notices without a story."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way to go: which desk, under which law, with which first step (`knowledge/routes/<id>.yaml`)."""

    id: str
    name: Text
    law: Law
    step: int  # 1 yourself and your network, 2 freely open nearby, 3 municipality, 4 Zvw or Wlz, 5 objection
    topics: tuple[str, ...]  # for which topics; empty: the condition alone decides
    lead: tuple[str, ...] = ()  # topics for which this is the way to name first
    urgent: bool = False  # cannot wait: named before everything else when it surely fits
    order: int = USUAL_ORDER  # among ways that are level in everything else: 1 first, 9 last
    fallback: bool = False  # for when the others fall through: behind every other way that surely fits the same need
    when: Condition = ALWAYS
    why: Text  # why this way
    first_step: Text  # one action, for today
    bring: tuple[Text, ...] = ()
    terms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # roles or place ids of the country, best first; what is lacking here is left out
    nobody_answers: Text = EMPTY
    sources: tuple[Source, ...]

    def place(self, topic: str) -> tuple[bool, int, int, str]:
        """Sorts the ways for a topic, all of them equally sure: in the order of help."""
        return (topic not in self.lead, self.step, self.order, self.id)

    def sure_place(self, topic: str) -> tuple[bool, bool, bool, int, int, str]:
        """Sorts the ways for a topic that surely fit: what cannot wait comes first, a fallback last."""
        return (not self.urgent, self.fallback, *self.place(topic))


ANY_VALUE, NO_FACT = "*", ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteIndex:
    """Routes in the order in which they are named; the topic "" holds those for any topic."""

    by_topic: Mapping[str, tuple[Route, ...]]  # in the order of `place`
    by_need: Mapping[tuple[str, str, str], tuple[Route, ...]]
    """In the order of `sure_place`, by topic, fact and value: one of these a route needs to surely fit.

    `ANY_VALUE`: any value of that fact; `NO_FACT` twice: it may fit when nothing is known.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one region or municipality adds to the wider layers, or puts in place of what is there."""

    id: str
    name: str
    folder: str  # as `check` names it
    places: Mapping[str, Place]
    routes: Mapping[str, Route]
    replaced: frozenset[tuple[str, str]]  # ("place" or "route", id) of what takes the place of something wider


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What must be told with every way of these laws (`knowledge/duties.yaml`)."""

    id: str
    laws: tuple[Law, ...]
    covered_by: tuple[str, ...] = ()  # duties that say this as well
    text: Text  # for the resident
    summary: Text  # a line of the intake: that it was told, and the law that says so
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All of it, frozen. `places` of the country; those of a municipality stand with the municipality."""

    facts: Mapping[str, FactSpec]
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    routes: Mapping[str, Route]
    index: RouteIndex  # every route
    mine: RouteIndex  # those with a term in which the resident must act
    timed: Mapping[str, RouteIndex]  # those with a term, by the date fact it counts from
    rules: Mapping[str, Rule]  # by the fact that each concludes
    wlz_changes: Mapping[str, Change]  # what Wlz can change in the help of now, the gravest first
    duties: Mapping[str, Duty]
    terms: Mapping[str, Term]
    preparations: Mapping[str, Preparation]
    places: Mapping[str, Place]
    question_kinds: Mapping[str, QuestionKind]
    municipalities: Mapping[str, Municipality]
    layers: Mapping[str, tuple[Layer, ...]] = field(default_factory=dict)  # municipality -> its layers, widest first
    roles: Mapping[str, Text]  # what a municipality has of its own, and its words in a sentence elsewhere
    stages: Mapping[Stage, tuple[str, ...]]  # wordings that tell how far somebody is
    glossary: Mapping[str, Text]  # hard word -> explanation
    helplines: Mapping[str, Helpline]
    danger: DangerBook
    lexicon: Lexicon  # of the hints
    weights: Weights  # what the hints, words and topics in a text say
    languages: Mapping[str, LanguageSpec]
    match_words: MatchWords
    desk: DeskWords
