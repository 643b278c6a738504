"""Phrases in YAML -> patterns; faults point to the line of the phrase.

A pattern is a row of words. `a|b` is either word, `woord*` the beginning of a word, `<lijst>` a word of
that list, `?` behind a place makes it optional; `~` steps over filler words, `..` over at most 3 words
and `...` over at most 7 words of the same sentence; `$` is the end of a sentence.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

from bot.content.problems import did_you_mean
from bot.content.reader import Fields, Spot
from bot.model.fold import fold
from bot.model.patterns import Gap, Part, Pattern

GAPS = {
    "~": Gap(most=5, fillers=True),
    "..": Gap(most=3, fillers=False),
    "...": Gap(most=7, fillers=False),
}
END = "$"
_LIST = re.compile(r"<([a-z0-9_]+)>")
_SHORTEST_START = 3  # letters before a "*"; fewer would catch half the dictionary

Lists = Mapping[str, tuple[str, ...]]


def read_list(key: str, spot: Spot) -> tuple[str, ...]:
    """The words of one list; empty lists, doubles and words that can never match are faults."""
    words = tuple(checked_word(item.scalar() or "", item, start=True) for item in spot.items())
    if not words:
        spot.fail(f"list '{key}' is empty", "add words or take it out")
    for word in {word for word in words if words.count(word) > 1}:
        spot.fail(f"'{word}' stands twice in list '{key}'", "keep one of the two")
    return words


def word_set(fields: Fields, key: str) -> frozenset[str]:
    """The words under `key`, several a line."""
    spot = fields.get(key)
    if spot is None:
        return frozenset()
    return frozenset(
        word for item in spot.items() for word in (item.scalar() or "").split() if checked_word(word, item)
    )


def checked_word(word: str, spot: Spot, *, start: bool = False) -> str:
    """The word; a fault when no normalised text can hold it."""
    bare = word[:-1] if start and word.endswith("*") else word
    if not _is_folded(bare):
        spot.fail(f"'{word}' can never match", "write one word in small letters, without accents or punctuation")
    elif re.search(r"([^\W\d_])\1\1", bare):
        spot.fail(f"'{word}' can never match", "write a letter at most twice in a row")
    elif bare != word and len(bare) < _SHORTEST_START:
        spot.fail(f"'{word}' is too short a beginning", f"give at least {_SHORTEST_START} letters before the '*'")
    return word


def _is_folded(word: str) -> bool:
    """Whether normalised text can hold this word as it is written."""
    return word.isalnum() and fold(word) == word


class PatternReader:
    """Turns phrases into patterns and remembers where each phrase stood first."""

    def __init__(
        self, lists: Lists, used: set[str], *, fold: bool = False, known: dict[str, Part | Gap] | None = None
    ) -> None:
        """`fold`: words may be written with capitals and accents, as in the language itself. `known`: parts that were
        read before and are right; readers of the same lists may share them.
        """
        self._lists, self._used, self._fold = lists, used, fold
        self._known = {} if known is None else known
        self._seen: dict[str, int] = {}

    def patterns(self, fields: Fields, key: str) -> tuple[Pattern, ...]:
        """The phrases under `key`; an empty list is a fault."""
        spot = fields.get(key)
        if spot and not spot.items():
            spot.fail(f"'{key}' is empty", "add a phrase or take the rule out")
        return self.read(spot) if spot else ()

    def read(self, spot: Spot) -> tuple[Pattern, ...]:
        """The phrases of a list."""
        return tuple(pattern for item in spot.items() if (pattern := self._pattern(item)) is not None)

    def _pattern(self, spot: Spot) -> Pattern | None:
        shown = spot.scalar()
        if shown is None:
            return None
        line = spot.node.start_mark.line + 1
        if shown in self._seen:
            spot.fail(f"phrase '{shown}' stands twice", f"first on line {self._seen[shown]}; keep one of the two")
        self._seen.setdefault(shown, line)
        written = fold(shown) if self._fold else shown
        parts = tuple(self._known.get(word) or self._new(word, spot) for word in written.split())
        if all(isinstance(part, Gap) or part.optional or END in part.words for part in parts):
            spot.fail(f"phrase '{shown}' is empty: nothing in it is required", "take a '?' away or add a word")
            return None
        if isinstance(parts[0], Gap) or isinstance(parts[-1], Gap):
            spot.fail(
                f"phrase '{shown}' starts or ends with a gap", "take the gap away; what stands there does not matter"
            )
        if any(isinstance(a, Gap) and isinstance(b, Gap) for a, b in pairwise(parts)):
            spot.fail(f"phrase '{shown}' has two gaps in a row", "keep the widest of the two")
        return Pattern(shown=shown, parts=parts)

    def _new(self, written: str, spot: Spot) -> Part | Gap:
        faults = len(spot.report.problems)
        part = self._part(written, spot)
        if len(spot.report.problems) == faults:
            self._known[written] = part
        return part

    def _part(self, written: str, spot: Spot) -> Part | Gap:
        if written in GAPS:
            return GAPS[written]
        optional = written.endswith("?")
        words: list[str] = []
        for choice in written.removesuffix("?").split("|"):
            name = _LIST.fullmatch(choice)
            if choice == END:
                words.append(END)
            elif name is None:
                words.append(checked_word(choice, spot, start=True))
            elif name[1] in self._lists:
                self._used.add(name[1])
                words.extend(self._lists[name[1]])
            else:
                spot.fail(f"unknown list '{name[1]}'", did_you_mean(name[1], self._lists))
        return Part(
            words=frozenset(word for word in words if not word.endswith("*")),
            starts=tuple(sorted(word[:-1] for word in words if word.endswith("*"))),
            optional=optional,
        )
