"""In which language somebody writes, from one short message. Pure."""

import unicodedata
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
        self._speakers: dict[str, list[str]] = {}  # a small word -> the languages that have it
        for key, spec in languages.items():
            for word in spec.words:
                self._speakers.setdefault(word, []).append(key)

    def find(self, words: Words) -> str:
        """The language of `words`; Dutch when nothing tells."""
        points = self._points(words)
        best = max(points, key=lambda key: points[key], default=DUTCH)
        return best if points.get(best, 0.0) > points.get(DUTCH, 0.0) + _LEAD else DUTCH

    def is_plainly(self, language: str, words: Words) -> bool:
        """Whether `words` say by themselves that they are in `language`."""
        points = self._points(words)
        others = (held for key, held in points.items() if key != language)
        return points.get(language, 0.0) > max(others, default=0.0) + _LEAD

    def knows(self, token: str) -> bool:
        """Whether this is a small word of one of the languages, or a word of a script that only one has."""
        return token in self._speakers or any(
            _is_script(token, spec.script) for spec in self._specs.values() if spec.script
        )

    def _points(self, words: Words) -> dict[str, float]:
        """For each language its small words, of which one of two languages tells half, its letters and its script."""
        tokens, text = words.tokens[:_READ], words.text.lower()
        points = dict.fromkeys(self._specs, 0.0)
        for token in filter(self._speakers.__contains__, tokens):
            for key in self._speakers[token]:
                points[key] += 1 / len(self._speakers[token])
        if text.isascii():
            return points
        for key, spec in self._specs.items():
            points[key] += min(sum(map(text.count, spec.letters)), _MOST_LETTERS) * _LETTER
            if spec.script:
                points[key] += sum(_is_script(token, spec.script) for token in tokens)
        return points


def _is_script(token: str, script: str) -> bool:
    return unicodedata.name(token[0], "").startswith(script.upper())
