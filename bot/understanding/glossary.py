"""Side questions about hard words: "wat is een indicatie?". Pure."""

from collections.abc import Mapping

from bot.model.text import Text
from bot.understanding.normalise import Words
from bot.understanding.phrases import StrictPhrases

_SHORT = 8  # words; a longer message is a story
_STARTS = ("wat is", "wat zijn", "wat betekent", "wat betekend", "wat houdt", "wat bedoel", "what is")


class GlossaryFinder:
    """Finds the hard word that somebody asks about. Built once; holds no state."""

    def __init__(self, glossary: Mapping[str, Text]) -> None:
        self._texts = glossary
        self._words = StrictPhrases((word, word) for word in glossary)

    def find(self, words: Words) -> Text | None:
        """The explanation that is asked for, if the message is such a question about a word we know."""
        if len(words.tokens) > _SHORT or not words.plain.startswith(_STARTS):
            return None
        found = self._words.find(words)
        longest = max(found, key=lambda hit: (hit.length, hit.start), default=None)
        return self._texts[longest.key] if longest else None
