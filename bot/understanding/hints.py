"""Hints in a text: which meanings its words have, each with the words as the reason. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.model.hints import HintBook
from bot.model.patterns import Gap, Part, Pattern
from bot.understanding.denial import DENIALS, is_denied
from bot.understanding.hint_words import HintWords, dutch, exact
from bot.understanding.normalise import clean, plain
from bot.understanding.word_match import BREAK, Matcher, Row

_BREAK_WORD = "0break0"  # survives normalising; with digits on both sides nobody types it
_SENTENCE_END = re.compile(r"[.!?;\u061f\u06d4]+(?=\s|$)|\n+")
_DUTCH = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardHint:
    """A hint that a text gives: by which words, at which of them it begins, and whether it is denied ("geen huis")."""

    hint: str
    shown: str
    start: int
    denied: bool = False


class HintFinder:
    """Finds hints. Built once from the book; holds no state."""

    def __init__(self, book: HintBook, ordinary: frozenset[str]) -> None:
        """`ordinary`: words that are never taken for a misspelt hint."""
        self._owner: list[str] = []
        self._language: list[str] = []
        self._denies: list[bool] = []
        patterns: list[Pattern] = []
        for hint in book.hints.values():
            for language, written in hint.patterns.items():
                for pattern in written:
                    patterns.append(_stemmed(pattern) if language == _DUTCH else _exact(pattern))
                    self._owner.append(hint.id)
                    self._language.append(language)
                    self._denies.append(not DENIALS.isdisjoint(pattern.shown.replace("|", " ").split()))
        fillers = frozenset(map(dutch, book.fillers))
        self.words = HintWords(patterns, fillers, ordinary)
        self._matcher = Matcher(patterns, fillers)

    def find(self, text: str, language: str = _DUTCH) -> tuple[HeardHint, ...]:
        """Every hint in `text`, each once, where it comes first.

        Words of another language count when `text` is in it, or when it holds no Dutch hint at all: the beginning
        of a Polish word may be that of a Dutch one.
        """
        tokens = sentences(text)
        hits = self._matcher.find(Row(tokens, self.words))
        spoken = {language, _DUTCH}
        own = [hit for hit in hits if self._language[hit.pattern] in spoken]
        found: dict[tuple[str, bool], HeardHint] = {}
        for hit in own or hits:
            denied = not self._denies[hit.pattern] and is_denied(tokens, hit.start)
            key = self._owner[hit.pattern], denied
            if key not in found or hit.start < found[key].start:
                shown = " ".join(tokens[hit.start : hit.end])
                found[key] = HeardHint(hint=key[0], shown=shown, start=hit.start, denied=denied)
        return tuple(found.values())


def sentences(text: str) -> list[str]:
    """The words of `text`, with BREAK where a sentence ends."""
    seen = _SENTENCE_END.sub(f" {_BREAK_WORD} ", clean(text))
    return [BREAK if token == _BREAK_WORD else token for token in plain(seen).split()]


def _stemmed(pattern: Pattern) -> Pattern:
    return _changed(pattern, dutch)


def _exact(pattern: Pattern) -> Pattern:
    return _changed(pattern, exact)


def _changed(pattern: Pattern, change: Callable[[str], str]) -> Pattern:
    parts: list[Part | Gap] = [
        replace(part, words=frozenset(word if word == "$" else change(word) for word in part.words))
        if isinstance(part, Part)
        else part
        for part in pattern.parts
    ]
    return replace(pattern, parts=tuple(parts))
