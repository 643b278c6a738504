"""Weights: what the signs in a text say, learned from labelled examples (`knowledge/weights.json`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NONE = "geen"
"""The answer that none of the others fits: a question that is not for us, or a topic that we do not have."""

PERHAPS = "misschien"
"""In an example: two good advisers may differ whether somebody is in danger. It teaches nothing about that."""


class Matter(StrEnum):
    """What the weights tell."""

    LAW = "laws"
    STAGE = "stages"
    TOPIC = "topics"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How strongly each sign speaks for each answer about each matter; without any, nothing is ever sure.

    All answers stand in one row, those about one matter behind each other. Points add up; an answer's share is that
    of the exponent of its points among all answers about its matter.
    """

    answers: Mapping[Matter, tuple[str, ...]] = field(default_factory=dict)  # in the order of the row
    start: tuple[float, ...] = ()  # points of each answer in the row before anything was read
    # Sign -> "place points place points": places in the row, points in hundredths. Text loads fast and stays small.
    signs: Mapping[str, str] = field(default_factory=dict)
    made_of: str = ""  # a digest of the hints and examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message as a resident may write it, with what a good adviser hears in it (`knowledge/examples/*.yaml`)."""

    text: str
    law: str  # a law, or NONE: not a question for us
    stage: str = ""  # empty: not told, or danger comes before it
    topic: str = NONE
    also: tuple[str, ...] = ()  # laws that are right as well
    crisis: str = ""  # the kind of danger, if somebody is in danger now; or PERHAPS
