"""In which language somebody writes, from one short message. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from bot.model.languages import LanguageSpec
from bot.model.text import DUTCH
from bot.understanding.normalise import Words

_LETTER = 1.0  # points of a letter that only one of our languages has
_MOST_LETTERS = 2
_READ = 60  # words that are looked at
_LEAD = 0.5  # another language than Dutch must be so many points ahead


class LanguageFinder:
    """Tells languages apart. Built once; holds no state."""

    def __init__(self, languages: Mapping[str, LanguageSpec]) -> None:
        self._specs = languages
        shared = Counter(word for spec in languages.values() for word in spec.words)
        self._worth = {word: 1 / held for word, held in shared.items()}  # a word of two languages tells half

    def find(self, words: Words) -> str:
        """The language of `words`; Dutch when nothing tells."""
        points = {key: self._points(words, spec) for key, spec in self._specs.items()}
        best = max(points, key=lambda key: points[key], default=DUTCH)
        return best if points.get(best, 0.0) > points.get(DUTCH, 0.0) + _LEAD else DUTCH

    def knows(self, token: str) -> bool:
        """Whether this is a small word of one of the languages, or a word of a script that only one has."""
        return token in self._worth or any(
            _is_script(token, spec.script) for spec in self._specs.values() if spec.script
        )

    def _points(self, words: Words, spec: LanguageSpec) -> float:
        tokens = words.tokens[:_READ]
        if spec.script:
            return float(sum(_is_script(token, spec.script) for token in tokens))
        found = sum(self._worth[token] for token in tokens if token in spec.words)
        letters = sum(letter in spec.letters for letter in words.text.lower()) if spec.letters else 0
        return found + min(letters, _MOST_LETTERS) * _LETTER


def _is_script(token: str, script: str) -> bool:
    return unicodedata.name(token[0], "").startswith(script.upper())
