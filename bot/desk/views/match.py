"""Finding a helper: what is wished, who fits and why, who does not and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.desk.views.frame import Form
from bot.desk.views.intake import Head


class HelperKind(StrEnum):
    """Who helps: the words of the field."""

    VOLUNTEER = "vrijwilliger"
    PROFESSIONAL = "beroepskracht"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the resident wishes; can be left out of the search. `id` is the fact."""

    id: str
    text: str
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A reason for or against, by the id of its words in `reasons.html`, with what to fill in."""

    id: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A helper, or a pair, who may be asked. `key` is what the form sends back."""

    key: str
    names: tuple[str, ...]
    kind: HelperKind
    pros: tuple[Because, ...]
    cons: tuple[Because, ...] = ()
    last_contact: datetime | None = None
    weak: bool = False  # fits a little


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """Somebody who cannot be asked, and the reason that decides."""

    name: str
    why: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who was asked and has not answered yet."""

    key: str
    name: str
    at: datetime
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """With whom it did not click; `why` is the id of the resident's answer."""

    name: str
    why: str
    second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView(Form):
    """The page on which a coordinator asks somebody. At most three `cards`; the rest is in `more`."""

    head: Head
    wishes: tuple[Wish, ...]
    cards: tuple[Card, ...]
    more: tuple[Card, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    asked: tuple[Asked, ...] = ()
    mismatch: Mismatch | None = None
    pairs: bool = False  # not alone to this address
    nobody: Because | None = None  # why the list is empty
