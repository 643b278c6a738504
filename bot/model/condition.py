"""Conditions over facts: one small language for flows, routes and profiles. Data, never code."""

from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """Three answers, because "we do not know yet" is not "no"."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Is:
    """The fact holds one of `values` (for facts with several values: at least one of them)."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """The fact is known, or (`wanted` False) not known. Never PERHAPS."""

    fact: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts: YES."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Is | Known | All | AnyOf | AtLeast | Not
ALWAYS = All(())
