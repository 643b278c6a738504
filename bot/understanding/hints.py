"""Hints in a text: which meanings its words have, each with the words as the reason. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.hints import Lexicon
from bot.understanding.denial import is_denied
from bot.understanding.hint_words import HintWords
from bot.understanding.lexicon import HintMatcher
from bot.understanding.word_match import Row

_DUTCH = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardHint:
    """A hint that a text gives: by which words, at which of them it begins, and whether it is denied ("geen huis")."""

    hint: str
    shown: str
    start: int
    denied: bool = False


class HintFinder:
    """Finds hints. Built once from the lexicon; holds no state."""

    def __init__(self, lexicon: Lexicon, ordinary: frozenset[str]) -> None:
        """`ordinary`: words that are never taken for a misspelt hint."""
        self.words = HintWords(lexicon, ordinary)
        self._matcher = HintMatcher(lexicon)

    def find(self, tokens: Sequence[str], language: str = _DUTCH) -> tuple[HeardHint, ...]:
        """Every hint in these words (with BREAK where a sentence ends), each once, where it comes first.

        Words of another language count when the text is in it, or when it holds no Dutch hint at all: the beginning
        of a Polish word may be that of a Dutch one.
        """
        hits = self._matcher.find(Row(tokens, self.words))
        spoken = {language, _DUTCH}
        own = [hit for hit in hits if hit[0].language in spoken]
        found: dict[tuple[str, bool], HeardHint] = {}
        for row, start, end in own or hits:
            denied = not row.denies and is_denied(tokens, start)
            key = row.hint, denied
            if key not in found or start < found[key].start:
                found[key] = HeardHint(hint=row.hint, shown=" ".join(tokens[start:end]), start=start, denied=denied)
        return tuple(found.values())
