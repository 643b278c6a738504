"""Hints in a text: which words point where, and what they say together. Each with its words as the reason. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.model.hints import HintBook, Points
from bot.model.patterns import Gap, Part, Pattern
from bot.understanding.denial import DENIALS, is_denied
from bot.understanding.hint_words import HintWords, dutch, exact
from bot.understanding.normalise import clean, plain
from bot.understanding.word_match import BREAK, Matcher, Row

_BREAK_WORD = "0break0"  # survives normalising; with digits on both sides nobody types it
_SENTENCE_END = re.compile(r"[.!?;\u061f\u06d4]+(?=\s|$)|\n+")
_TYPO_WORTH = 0.75  # a misspelt word is so much of a hint
_DUTCH = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Points for something, and why."""

    points: Points
    why: str
    start: int  # place of the first word, for what was said first
    worth: float = 1.0  # so much of the points counts


class HintFinder:
    """Finds hints and applies their rules. Built once from the book; holds no state."""

    def __init__(self, book: HintBook, ordinary: frozenset[str]) -> None:
        """`ordinary`: words that are never taken for a misspelt hint."""
        self._book = book
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

    def find(self, text: str, answers: Collection[str], language: str = _DUTCH) -> tuple[Evidence, ...]:
        """All evidence in `text`; `answers` are facts already heard, as `voor_wie.kind`.

        Words of another language count when `text` is in it, or when it holds no Dutch hint at all: the beginning
        of a Polish word may be that of a Dutch one.
        """
        tokens = sentences(text)
        hits = self._matcher.find(Row(tokens, self.words))
        spoken = {language, _DUTCH}
        own = [hit for hit in hits if self._language[hit.pattern] in spoken]
        best: dict[str, Evidence] = {}
        for hit in own or hits:
            name = self._owner[hit.pattern]
            if not self._denies[hit.pattern] and is_denied(tokens, hit.start):
                continue
            worth = _TYPO_WORTH if hit.typos else 1.0
            if name not in best or worth > best[name].worth:
                why = f"{name}: '{' '.join(tokens[hit.start : hit.end])}'"
                best[name] = Evidence(points=self._book.hints[name].points, why=why, start=hit.start, worth=worth)
        return (*best.values(), *self._together(best, answers))

    def _together(self, found: Mapping[str, Evidence], answers: Collection[str]) -> Iterable[Evidence]:
        names = {*found, *answers}
        for rule in self._book.rules:
            if names.issuperset(rule.when) and names.isdisjoint(rule.unless):
                own = [found[name] for name in rule.when if name in found]
                start = min((one.start for one in own), default=0)
                worth = min((one.worth for one in own), default=1.0)
                yield Evidence(points=rule.points, why=rule.shown, start=start, worth=worth)


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
