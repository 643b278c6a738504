"""Hints: words that mean the same for us, in any language. What they point to is learned from examples (`weights`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.patterns import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One meaning and its words (`knowledge/hints/*.yaml`); several of them in one text count once."""

    id: str
    patterns: Mapping[str, tuple[Pattern, ...]]  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class HintBook:
    """All hints as editors write them."""

    hints: Mapping[str, Hint]
    fillers: frozenset[str]  # words that a "~" in a pattern may step over


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All hints made ready for finding (`knowledge/lexicon.json`, made by `scripts/weigh`): quick to load.

    An atom is a stem, "=word" for a word as it stands, or "begin*". A row is "hint|language|place|parts": the atom
    under which it stands is at that place among the parts. The rows of an atom stand below each other in one text.
    """

    rows: Mapping[str, str] = field(default_factory=dict)  # atom -> rows
    sounds: Mapping[str, str] = field(default_factory=dict)  # Dutch atom -> a spelling that words of that sound share
    atoms: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
