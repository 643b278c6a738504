"""What Wegwijzer knows: topics, routes, terms, places, help lines, and a municipality's own choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.danger import DangerBook, Helpline
from bot.model.facts import FactSpec
from bot.model.law import Law, Stage
from bot.model.text import EMPTY, Source, Text


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
    when: Condition = ALWAYS
    why: Text  # why this way
    first_step: Text  # one action, for today
    bring: tuple[Text, ...] = ()
    terms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # place ids, best first; those that the municipality lacks are left out
    nobody_answers: Text = EMPTY
    sources: tuple[Source, ...]


class TermUnit(StrEnum):
    """What a term counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the law: so long after a known day (`knowledge/terms/<id>.yaml`)."""

    id: str
    name: Text
    start: str  # the date fact it counts from
    count: int
    unit: TermUnit
    extended: bool  # Algemene termijnenwet art. 1: a last day on a weekend or holiday moves to the next working day
    mine: bool  # True: the resident must act before it; False: the other side must
    opens: bool = False  # True: when it is over, the resident may do something
    when: Condition = ALWAYS
    running: Text  # shown while it runs; {dag} is the last day, {start} the first
    passed: Text  # shown when it is over
    sources: tuple[Source, ...]


class Confidence(StrEnum):
    """How likely a place still is what the record says."""

    HIGH = "high"  # shown
    MEDIUM = "medium"  # shown with "call or look first"
    LOW = "low"  # kept for editors, never shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A desk, organisation or meeting place of the social map."""

    id: str
    name: str
    short: str = ""  # how people call it in a sentence; empty: the name
    kind: str  # category of the record
    what: Text
    who: Text
    first_step: Text
    phone: str = ""
    email: str = ""
    web: str = ""
    address: str = ""
    hours: Text = EMPTY
    costs: Text = EMPTY
    areas: tuple[str, ...] = ()  # neighbourhoods; empty: the whole municipality or country
    topics: tuple[str, ...] = ()
    confidence: Confidence
    seen_on: date | None  # day of the page or copy that was read; None: the page shows no date
    source: str  # url; empty only for records that are never shown
    note: str = ""  # for editors

    @property
    def called(self) -> str:
        """The name in a sentence."""
        return self.short or self.name


class Objections(StrEnum):
    """What the municipality lets its client supporters do about objections (bezwaar)."""

    EXCLUDED = "excluded"
    ADVICE = "advice"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody who can take the question over from the bot."""

    id: str
    name: str
    kind: str  # vrijwilliger, beroepskracht, wijkteam, zorgkantoor
    place: str  # id of the place with its contact details
    when: Condition = ALWAYS  # which questions it takes; first that holds wins
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When the coordination point works, and how fast it answers."""

    weekdays: frozenset[int]  # 0 = Monday
    opens: str  # "09:00", local time
    closes: str
    answer_hours: int  # working hours within which a person answers
    confirmed: bool  # False: the coordination point has not confirmed this yet; `check` warns


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality's own choices (`knowledge/municipalities/<id>/profile.yaml`)."""

    id: str
    name: str
    postcodes: tuple[tuple[int, int], ...]  # inclusive ranges of the four digits
    neighbourhoods: tuple[str, ...]
    coordination: str  # place id of the coordination point
    access: str  # place id of the municipality's own access (wijkteam, Wmo-loket)
    shelter: str  # place id of the desk for who has no bed tonight
    desks: tuple[Desk, ...]
    objections: Objections
    wlz_before_indication: bool
    hours: Hours
    keep_days: int  # a conversation that rests this long is erased
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All of it, frozen. `places` of the country; those of a municipality stand with the municipality."""

    facts: Mapping[str, FactSpec]
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    routes: Mapping[str, Route]
    routes_by_topic: Mapping[str, tuple[Route, ...]]  # under "" those for any topic
    terms: Mapping[str, Term]
    places: Mapping[str, Place]
    municipalities: Mapping[str, Municipality]
    stages: Mapping[Stage, tuple[str, ...]]  # wordings that tell how far somebody is
    glossary: Mapping[str, Text]  # hard word -> explanation
    helplines: Mapping[str, Helpline]
    danger: DangerBook
