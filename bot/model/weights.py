"""Weights: what the signs in a text say, learned from labelled examples (`knowledge/weights.json`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NONE = "geen"
"""The answer that none of the others fits: a question that is not for us, or a topic that we do not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """For one question (which law, how far, which topic): how strongly each sign speaks for each answer.

    Points add up; the answer's share is that of the exponent of its points among all answers.
    """

    answers: tuple[str, ...] = ()
    start: tuple[float, ...] = ()  # points of each answer before anything was read
    signs: Mapping[str, Sequence[float]] = field(default_factory=dict)  # sign -> place of an answer, points, place ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightBook:
    """The weights of all questions. Without any, nothing is ever sure."""

    laws: Weights = Weights()
    stages: Weights = Weights()
    topics: Weights = Weights()
    danger: Weights = Weights()
    made_of: str = ""  # a digest of the hints and examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message as a resident may write it, with what a good adviser hears in it (`knowledge/examples/*.yaml`)."""

    text: str
    law: str  # a law, or NONE: not a question for us
    stage: str = ""  # empty: not told, or danger comes before it
    topic: str = NONE
    also: tuple[str, ...] = ()  # laws that are right as well
    crisis: str = ""  # the kind of danger, if somebody is in danger now
