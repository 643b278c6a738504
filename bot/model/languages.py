"""How languages are recognised: small words, letters, scripts."""

from dataclasses import dataclass

from bot.model.text import EMPTY, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSpec:
    """The marks of one language (`knowledge/languages.yaml`)."""

    id: str  # ISO 639
    name: str = ""  # in Dutch, as a resident calls it
    hello: Text = EMPTY  # in the language itself: that we write Dutch, and that a person can help
    danger: Text = EMPTY  # in the language itself: whom to call in danger
    either: str = ""  # "or", between two numbers of one help line
    words: frozenset[str] = frozenset()  # folded
    letters: frozenset[str] = frozenset()  # that only this language of ours has
    script: str = ""  # as in the Unicode names of its letters: "arabic"
