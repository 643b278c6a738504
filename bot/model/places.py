"""The social map: desks, organisations and meeting places."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.text import EMPTY, Text


class Confidence(StrEnum):
    """How likely a place still is what the record says."""

    HIGH = "high"  # shown
    MEDIUM = "medium"  # shown with "call or look first"
    LOW = "low"  # kept for editors, never shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A desk, organisation or meeting place of the social map."""

    id: str
    name: str
    short: str = ""  # how people call it in a sentence; empty: the name
    kind: str  # category of the record
    what: Text
    who: Text
    first_step: Text
    phone: str = ""
    email: str = ""
    web: str = ""
    address: str = ""
    hours: Text = EMPTY
    costs: Text = EMPTY
    areas: tuple[str, ...] = ()  # neighbourhoods; empty: the whole municipality or country
    topics: tuple[str, ...] = ()
    confidence: Confidence
    seen_on: date | None  # day of the page or copy that was read; None: the page shows no date
    source: str  # url; empty only for records that are never shown
    note: str = ""  # for editors

    @property
    def called(self) -> str:
        """The name in a sentence."""
        return self.short or self.name
