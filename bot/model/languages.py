"""How languages are recognised: small words, letters, scripts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSpec:
    """The marks of one language (`knowledge/languages.yaml`)."""

    id: str  # ISO 639
    words: frozenset[str] = frozenset()  # folded
    letters: frozenset[str] = frozenset()  # that only this language of ours has
    script: str = ""  # as in the Unicode names of its letters: "arabic"
