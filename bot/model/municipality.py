"""A municipality's own choices: who takes the question, when, and where the line runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.places import Place
from bot.model.text import Text


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
    code: str = ""  # of the CBS: gm0034
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
    branches: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)  # place id -> its neighbourhood branches
    districts: Mapping[str, str] = field(default_factory=dict)  # neighbourhood -> the district it lies in
