"""Reads `knowledge/languages.yaml`."""

from collections.abc import Mapping

from bot.content.reader import LANGUAGE, Fields, Spot
from bot.model.fold import fold
from bot.model.languages import LanguageSpec
from bot.model.text import EMPTY, Text


def read_languages(spot: Spot) -> Mapping[str, LanguageSpec]:
    """Every language by its code."""
    found: dict[str, LanguageSpec] = {}
    for key, at, value in spot.pairs():
        if not LANGUAGE.fullmatch(key):
            at.fail(f"'{key}' is not a language", "use the code of ISO 639, as nl or pap")
        fields = value.fields()
        words = [fold(word) for line in fields.strings("words") for word in line.split()]
        found[key] = LanguageSpec(
            id=key,
            name=fields.plain("name", ""),
            hello=_said(fields, "hello", key),
            danger=_said(fields, "danger", key),
            either=fields.plain("either", ""),
            words=frozenset(words),
            letters=frozenset(fields.plain("letters", "")),
            script=fields.plain("script", ""),
        )
        fields.done()
    return found


def _said(fields: Fields, name: str, language: str) -> Text:
    """A text in the language itself; none for one that the flows have."""
    spot = fields.find(name)
    return spot.text((language,)) if spot is not None else EMPTY
