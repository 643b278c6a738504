"""Words for people, in one or more languages, and where a claim comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Text:
    """One text, by language code. Dutch is always there: the content check sees to it."""

    words: Mapping[str, str]

    def to(self, language: str) -> str:
        """The text in `language`, else in Dutch."""
        return self.words.get(language) or self.words[DUTCH]

    def __bool__(self) -> bool:
        return bool(self.words.get(DUTCH))


EMPTY = Text({DUTCH: ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a claim comes from: the page, the law article where there is one, the day it was checked."""

    url: str
    checked_on: date
    article: str = ""
