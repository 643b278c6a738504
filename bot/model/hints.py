"""Hints: what words, in any language, point to. Evidence as data, that can be printed and argued with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.law import Law, Stage
from bot.model.patterns import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """How strongly something points where: 1 a little, 2 clearly, 3 nearly alone; below zero: away from it."""

    topics: Mapping[str, float] = field(default_factory=dict)
    laws: Mapping[Law, float] = field(default_factory=dict)
    stages: Mapping[Stage, float] = field(default_factory=dict)
    off: float = 0.0  # not a question for us: a passport, the library


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Words that mean the same for us (`knowledge/hints/*.yaml`); several of them in one text count once."""

    id: str
    patterns: Mapping[str, tuple[Pattern, ...]]  # by language
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class HintRule:
    """Hints (or answers, as `voor_wie.kind`) that together say more, or something else, than each alone."""

    when: tuple[str, ...]
    unless: tuple[str, ...]
    points: Points

    @property
    def shown(self) -> str:
        """The rule as a reason."""
        return " + ".join((*self.when, *(f"zonder {name}" for name in self.unless)))


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """All hints, and where a text stands of which nothing is known."""

    hints: Mapping[str, Hint]
    rules: tuple[HintRule, ...]
    fillers: frozenset[str]  # words that a "~" in a pattern may step over
    law_priors: Mapping[Law, float]  # points
    stage_priors: Mapping[Stage, float]
