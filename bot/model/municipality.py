"""A municipality's own choices: who takes the question, when, and where the line runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.model.condition import Condition
from bot.model.places import Place
from bot.model.text import EMPTY, Text


class Objections(StrEnum):
    """What the municipality lets its client supporters do about objections (bezwaar)."""

    EXCLUDED = "excluded"
    ADVICE = "advice"
    ALLOWED = "allowed"
    UNKNOWN = "unknown"  # nothing is known of it: nothing is said of it


class BeforeWlz(StrEnum):
    """Who pays for support with a question about the Wlz before there is a decision."""

    MUNICIPALITY = "municipality"
    ZORGKANTOOR = "zorgkantoor"  # it may (Wlz art. 4.2.4 lid 5), and here it does


class ShareTalk(StrEnum):
    """Whether residents may share the talk of before they signed."""

    NEVER = "never"  # nothing of it is kept for that
    ASK = "ask"  # each of them is asked, after signing


class DeskKind(StrEnum):
    """Who sits at a desk."""

    VRIJWILLIGER = "vrijwilliger"
    BEROEPSKRACHT = "beroepskracht"
    COORDINATIEPUNT = "coordinatiepunt"
    WIJKTEAM = "wijkteam"
    ZORGKANTOOR = "zorgkantoor"  # client support that the zorgkantoor pays
    LANGDURIG = "langdurig"  # long support, such as GCO
    RAADSLIEDEN = "raadslieden"  # legal help, such as sociaal raadslieden or the Juridisch Loket
    GEMEENTE = "gemeente"


SUPPORT = frozenset({DeskKind.VRIJWILLIGER, DeskKind.BEROEPSKRACHT})
"""Client support of the municipality: for them its policy on objections counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKind:
    """A sort of question that municipalities treat differently (`knowledge/question_kinds.yaml`)."""

    id: str
    name: Text  # fits in "bij ... helpt deze organisatie niet"
    when: Condition  # the question is of this sort
    beside: Condition  # it comes up, if only beside the question


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHours:
    """Minutes that a desk has for a case; None: nothing was agreed."""

    short: int | None = None
    usual: int | None = None
    long: int | None = None
    wlz: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Somebody who can take the question over from the bot."""

    id: str
    name: str
    kind: DeskKind
    place: str  # id of the place with its contact details
    why: Text  # why this desk, as said to the resident
    limits: Text = EMPTY  # what it does not do for anybody, as said to the resident
    expertise: tuple[str, ...] = ()  # kinds of question it knows best
    leaves: tuple[str, ...] = ()  # kinds of question it does not take
    languages: tuple[str, ...] = ()  # codes; empty: not known
    areas: tuple[str, ...] = ()  # neighbourhoods; empty: everywhere
    hours: CaseHours = CaseHours()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the line: who takes questions of this kind."""

    kind: str  # id of the kind; empty: any question
    to: tuple[Desk, ...]  # best first
    resident_chooses: bool = False  # the resident may choose between them


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When the coordination point works, and how fast it answers."""

    weekdays: frozenset[int]  # 0 = Monday
    opens: str  # "09:00", local time
    closes: str
    answer_hours: int  # working hours within which a person answers
    confirmed: bool  # False: the coordination point has not confirmed this yet; `check` warns
    phone_after_minutes: int = 120  # of opening time, for who sent a question of which no bell was heard
    closed: frozenset[date] = frozenset()  # its own days off, beside the holidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A municipality's own choices (`knowledge/municipalities/<id>/profile.yaml`)."""

    id: str
    name: str
    code: str = ""  # of the CBS: gm0034
    region: str = ""  # id of its region
    postcodes: tuple[tuple[int, int], ...]  # inclusive ranges of the four digits; empty: not known
    neighbourhoods: tuple[str, ...]
    coordination: str  # place id of the coordination point
    access: str  # place id of the municipality's own access (wijkteam, Wmo-loket)
    shelter: str  # place id of the desk for who has no bed tonight
    desks: tuple[Desk, ...]
    line: tuple[Rule, ...]  # first that holds; the last one is for any question
    instead: Mapping[str, Desk]  # kind of question that some desk leaves -> who does take it
    long_term: Desk | None  # who takes over when support gets long; None: nothing was agreed
    kinds: Mapping[str, QuestionKind]
    objections: Objections
    before_wlz: BeforeWlz
    hours: Hours
    keep_days: int  # a conversation that rests this long is erased
    share_talk: ShareTalk = ShareTalk.NEVER
    places: Mapping[str, Place]  # its own and those of its region
    branches: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)  # place id -> its neighbourhood branches
    districts: Mapping[str, str] = field(default_factory=dict)  # neighbourhood -> the district it lies in
    words: Mapping[str, str] = field(
        default_factory=dict
    )  # the part played here -> what people here call it, in a sentence
    roles: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # the part played here (`knowledge/roles.yaml`) -> place ids, best first
