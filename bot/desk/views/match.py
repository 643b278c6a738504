"""Finding a helper: what is wished, who fits and why, who does not and why not."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.views.frame import Form
from bot.desk.views.intake import Head
from bot.model.helpers import HelperKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the resident wishes; can be left out of the search. `id` as the template words it, with `what` in it."""

    id: str
    what: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A helper, or a pair, who may be asked. `key` is what the form sends back. Reasons are in words."""

    key: str
    names: tuple[str, ...]
    kind: HelperKind
    pros: tuple[str, ...]
    cons: tuple[str, ...] = ()
    last_asked: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """Somebody who cannot be asked, and why."""

    name: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One helper who was asked and has not answered yet."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Form):
    """What was asked, of one or of two who go together; `waiting` are those who said nothing yet."""

    key: str
    name: str
    at: datetime
    answer_by: datetime
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """With whom it did not work out; `why` is the id of the answer."""

    name: str
    why: str
    by_helper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Helps:
    """Who helps now."""

    name: str
    since: datetime
    met: bool  # a contact was written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Heavier:
    """The desk for questions that are too big; `leave` is the id of what the resident says to it."""

    name: str
    leave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView(Form):
    """The page on which a coordinator asks somebody. At most three `cards`; the rest is in `more`."""

    head: Head
    wishes: tuple[Wish, ...]
    aside: str = ""  # the wishes that were left out, as a form sends them along
    cards: tuple[Card, ...]
    more: tuple[Card, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    asked: tuple[Asked, ...] = ()
    helps: Helps | None = None
    mismatch: Mismatch | None = None
    heavier: Heavier | None = None  # offered before anybody else
    pairs: bool = False  # not alone to this address
    notes: tuple[str, ...] = ()  # what to know of the list, such as why it is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherView(Form):
    """The page on which somebody writes down that it does not work out."""

    head: Head
    name: str  # who helps now
