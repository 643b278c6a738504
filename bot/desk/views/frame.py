"""What is around every page: who works here, where they may go, what does not work now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from types import MappingProxyType


class Nav(StrEnum):
    """The parts of the desk; the value is the path below `/desk/`."""

    INBOX = ""
    MINE = "mijn-vragen"
    HELPERS = "ondersteuners"
    TEAMS = "teams"
    COUNTS = "cijfers"
    ACCOUNT = "account"


NAV_OF: Mapping[str, frozenset[Nav]] = MappingProxyType(
    {
        "coordinator": frozenset({Nav.INBOX, Nav.HELPERS, Nav.TEAMS, Nav.COUNTS, Nav.ACCOUNT}),
        "oco": frozenset({Nav.MINE, Nav.ACCOUNT}),
        "editor": frozenset({Nav.ACCOUNT}),
        "manager": frozenset({Nav.TEAMS, Nav.COUNTS, Nav.ACCOUNT}),
    }
)
"""Which parts each role may see. What a role may *do* is decided by whoever answers the request."""


def nav_of(roles: Iterable[str]) -> tuple[Nav, ...]:
    """The parts that somebody with these roles may see, in the order of the menu."""
    seen = frozenset(chain.from_iterable(NAV_OF.get(role, frozenset()) for role in roles))
    return tuple(part for part in Nav if part in seen)


class Bell(StrEnum):
    """A way in which coordinators are told of something."""

    TELEGRAM = "telegram"
    MAIL = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class BellDown:
    """A bell that does not ring, and since when."""

    bell: Bell
    since: datetime


class Scheme(StrEnum):
    """Which colours somebody chose; the value is what the page's root carries."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same on every page of one request."""

    now: datetime
    municipality: str  # its name
    person: str = ""  # first name of who is signed in; empty: nobody
    nav: tuple[Nav, ...] = ()
    here: Nav | None = None
    waiting: int = 0  # questions for us, in the menu
    csrf: str = ""
    position: str = ""  # of the feed when the page was made: what came later is told
    bells_down: tuple[BellDown, ...] = ()
    keys: bool = True  # single keys work
    scheme: Scheme = Scheme.AUTO


class Why(StrEnum):
    """What is wrong with an answer in a form; the words stand in `faults.html`."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    LONG_LINE = "long_line"  # for a field of one line
    NO_CHOICE = "no_choice"
    NOT_SO = "not_so"  # typed in words that such an answer cannot be
    NOT_A_MOMENT = "not_a_moment"
    NOT_YET = "not_yet"
    PAST = "past"  # the moment lies behind us
    PAST_PROMISE = "past_promise"  # later than what was promised
    UNFILLED = "unfilled"  # a {placeholder} is still in the text
    PLACE_NEEDED = "place_needed"
    NOTE_NEEDED = "note_needed"
    CODE_NEEDED = "code_needed"
    TO_NEEDED = "to_needed"
    NO_LEAVE = "no_leave"  # the resident did not say yes to this desk
    NO_NAME = "no_name"  # of a team
    ENDED = "ended"  # the link of the team of this name
    REASON_NEEDED = "reason_needed"
    SURE_NEEDED = "sure_needed"  # a second look was asked
    NO_PHONE = "no_phone"
    NO_MAIL = "no_mail"
    NO_NUMBER = "no_number"
    PROOF_NEEDED = "proof_needed"  # a fresh code
    PROOF_WRONG = "proof_wrong"
    PROOF_LIMITED = "proof_limited"
    PROOF_ELSEWHERE = "proof_elsewhere"  # sign in at the provider once more
    NO_TIME = "no_time"  # one of the two is there without the other, or is no time


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with what was sent, by the name of the field."""

    field: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What somebody typed before, and what was wrong with it: nothing that was typed is lost."""

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice out of several; the label comes from the knowledge or is a name."""

    id: str
    label: str
    chosen: bool = False
