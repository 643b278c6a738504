"""Those who help residents: the list, one of them, and what they see themselves."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.desk.views.frame import Choice, Form
from bot.desk.views.inbox import InboxItem
from bot.desk.views.match import Wish
from bot.model.helpers import HelperKind
from bot.service.csv_table import RowFault


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperItem:
    """One helper in the list."""

    id: str
    name: str
    kind: HelperKind
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    areas: tuple[str, ...]
    open: int
    most: int
    minutes: int  # this month
    broad: bool = False  # helps with anything
    paused_until: date | None = None
    checked_on: date | None = None
    stale: bool = False  # not looked at for 90 days


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpersView:
    """The list with its filters."""

    items: tuple[HelperItem, ...]
    topics: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    kind: HelperKind | None = None
    free: bool = False  # only who has room
    by_room: bool = False  # sorted by room, not by name
    filtered: bool = False
    import_faults: tuple[RowFault, ...] = ()
    pasted: str = ""  # what was pasted, when something was wrong with it
    imported: int | None = None  # how many lines were read


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperForm(Form):
    """Every field of a helper. `typed` holds what was typed when something was wrong."""

    name: str = ""
    kind: HelperKind = HelperKind.VRIJWILLIGER
    desks: tuple[Choice, ...] = ()
    accounts: tuple[Choice, ...] = ()  # of supporters, that no other helper has
    phone: str = ""
    mail: str = ""
    topics: tuple[Choice, ...] = ()
    broad: bool = False
    experience: tuple[Choice, ...] = ()
    consent: bool = False  # agreed that own experience is kept
    languages: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    days: tuple[Choice, ...] = ()
    parts: tuple[Choice, ...] = ()
    does: tuple[Choice, ...] = ()
    visits_alone: bool = True
    age_group: tuple[Choice, ...] = ()
    most: int = 2
    public_line: str = ""
    private_note: str = ""
    paused_until: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperCase:
    """A question that a helper has."""

    code: str
    theme: str
    area: str
    since: datetime
    minutes: int
    usual: int | None = None
    first_contact_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperView:
    """The page of one helper; `id` empty: a new one."""

    id: str
    form: HelperForm
    cases: tuple[HelperCase, ...] = ()
    minutes: int = 0  # this month
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Form):
    """A question that a helper is asked for; no story, no name."""

    key: str  # of the match
    helper: str  # id of who is asked
    theme: str
    area: str
    language: str = ""
    wishes: tuple[Wish, ...] = ()
    asked_at: datetime
    answer_by: datetime
    other: str = ""  # name of who is asked to go along
    chat: bool = True  # whether one leads to the resident; else nothing is read of what we say


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCase:
    """A question of one's own."""

    case: HelperCase
    rev: int
    name: str
    coordinator: str
    other: str = ""  # name of who goes along


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCasesView:
    """What a helper sees: what is asked, and the own questions."""

    proposals: tuple[Proposal, ...] = ()
    agreed: tuple[Proposal, ...] = ()  # they said yes, who goes along did not answer yet
    cases: tuple[MyCase, ...] = ()
    owned: tuple[InboxItem, ...] = ()  # handed to them; they have it as a coordinator has one
