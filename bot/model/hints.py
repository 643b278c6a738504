"""Hints: words that mean the same for us, in any language. What they point to is learned from examples (`weights`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.patterns import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One meaning and its words (`knowledge/hints/*.yaml`); several of them in one text count once."""

    id: str
    patterns: Mapping[str, tuple[Pattern, ...]]  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """All hints."""

    hints: Mapping[str, Hint]
    fillers: frozenset[str]  # words that a "~" in a pattern may step over
