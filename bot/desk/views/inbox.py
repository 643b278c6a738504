"""The list: what waits for us, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.views.frame import Choice
from bot.model.cases import CaseState
from bot.store import CaseView


class Flag(StrEnum):
    """Why something stands where it stands; the gravest first."""

    DANGER = "danger"  # only when that line was signed
    PROMISE_LATE = "promise_late"
    PROMISE_SOON = "promise_soon"
    MISMATCH = "mismatch"
    UNDELIVERED = "undelivered"
    NO_CHAT = "no_chat"  # nothing failed: there never was a chat that leads to the resident
    REPLY = "reply"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """What was promised, and how that moment came about."""

    due_at: datetime
    minutes_left: int  # in opening hours; negative: late
    norm_hours: int
    ahead: int = 0  # questions that come before this one
    corrected: int = 0  # how often the moment was moved
    confirmed: bool = True  # False: nobody confirmed the opening hours yet


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """One question in the list. `brief` is the first line of the question as signed."""

    code: str
    rev: int
    name: str  # empty: not given
    brief: str
    theme: str
    area: str
    language: str  # the language's name; empty: Dutch
    state: CaseState
    since: datetime  # of what was put off: until when
    owner: str = ""
    mine: bool = False
    may_claim: bool = False
    helper: str = ""
    flags: tuple[Flag, ...] = ()
    promise: PromiseView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TabView:
    """A tab with how many it holds."""

    tab: CaseView
    count: int | None  # None: not counted
    address: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed by; all in the address."""

    danger: bool = False
    promise: bool = False
    waits_for_resident: bool = False
    undelivered: bool = False
    topics: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    teams: tuple[Choice, ...] = ()

    @property
    def active(self) -> bool:
        """Whether anything is left out of the list."""
        chosen = any(one.chosen for group in (self.topics, self.areas, self.languages, self.teams) for one in group)
        return chosen or self.danger or self.promise or self.waits_for_resident or self.undelivered


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxView:
    """One page of the list."""

    tab: CaseView
    tabs: tuple[TabView, ...]
    items: tuple[InboxItem, ...]
    total: int | None  # None: not counted
    filters: Filters = Filters()
    query: str = ""
    first: str = ""  # address of the first page; empty: this is it
    more: str = ""  # address of what comes after; empty: this is all
    next_promise: datetime | None = None
