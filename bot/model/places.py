"""The social map: desks, organisations, help lines and meeting places, one record each.

What is absent is unknown: no record claims a "no" that nobody saw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.law import Law
from bot.model.text import EMPTY, Text

CHECK_AGAIN_AFTER = 180  # days
CHECK_LINE_AGAIN_AFTER = 90  # days; for crisis places and help lines
LONGEST_UNCHECKED = 365  # days; no record may ask for more


class Confidence(StrEnum):
    """How likely a place still is what the record says."""

    HIGH = "high"  # shown
    MEDIUM = "medium"  # shown with "call or look first"
    LOW = "low"  # kept for editors, never shown


class Status(StrEnum):
    """Whether it runs, in the words of HSDS. Only what is active is shown."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    CLOSED_FOR_NOW = "temporarily closed"


class Access(StrEnum):
    """How somebody gets in, in the words of the laws that decide on it."""

    VRIJ = "vrij"
    AANMELDEN = "aanmelden"
    MELDING_GEMEENTE = "melding_gemeente"
    INDICATIE_CIZ = "indicatie_ciz"
    VERWIJZING_HUISARTS = "verwijzing_huisarts"
    BESCHIKKING = "beschikking"
    VIA_SCHOOL = "via_school"


class Role(StrEnum):
    """What the organisation is to a resident. Whoever decides or provides is not independent (Wmo 2015 art. 1.1.1)."""

    OCO = "oco"
    BELANGEN = "belangen"
    AANBIEDER = "aanbieder"
    TOEGANG = "toegang"


class PhoneKind(StrEnum):
    """What answers at the number."""

    VOICE = "voice"
    HELPLINE = "helpline"
    SMS = "sms"
    WHATSAPP = "whatsapp"


class CheckedHow(StrEnum):
    """How an editor found out. `bron`: read at somebody else's, such as a newspaper."""

    GEBELD = "gebeld"
    MAIL = "mail"
    WEBSITE = "website"
    BEZOEK = "bezoek"
    BRON = "bron"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One number, written as a resident dials it."""

    number: str
    kind: PhoneKind = PhoneKind.VOICE
    languages: tuple[str, ...] = ()  # ISO 639; empty: unknown
    note: str = ""  # what to choose or for what: "kies 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where somebody can go. `near`: the district and then the neighbourhood it lies in, widest first."""

    name: str = ""
    address: str = ""  # street and number
    postcode: str = ""  # 1315 HR
    city: str = ""
    province: str = ""
    near: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Name, street, postcode and city in one line, as far as known; a city alone says nothing."""
        if not (self.name or self.address):
            return ""
        parts = (self.name, self.address, " ".join(part for part in (self.postcode, self.city) if part))
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Whom it serves, within what its folder stands for. All empty: everybody there."""

    municipalities: tuple[str, ...] = ()  # codes of the CBS: gm0034
    neighbourhoods: tuple[str, ...] = ()
    postcodes: tuple[tuple[int, int], ...] = ()  # inclusive ranges of the four digits

    def __bool__(self) -> bool:
        return bool(self.municipalities or self.neighbourhoods or self.postcodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What the building offers; None: nobody looked."""

    step_free: bool | None = None
    toilet: bool | None = None
    hearing_loop: bool | None = None
    note: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """When the record was last held against the world, and in which role; never a person's name."""

    on: date
    by: str
    how: CheckedHow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSource:
    """A page that was read. `dated`: the day the page bears; None: it shows none."""

    url: str
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something that holds around a day: a waiting time seen on it, an alert that ends with it."""

    text: Text
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A desk, organisation, help line or meeting place."""

    id: str
    name: str
    short: str = ""  # how people call it in a sentence; empty: the name
    also_called: tuple[str, ...] = ()
    organisation: str = ""  # who runs it; empty: itself
    branch_of: str = ""  # id of the place whose neighbourhood branch this is
    kind: str  # category of the record
    status: Status = Status.ACTIVE
    what: Text
    who: Text
    not_for: Text = EMPTY
    ages: tuple[int | None, int | None] = (None, None)  # from and up to, in years, both included
    first_step: Text
    bring: tuple[Text, ...] = ()
    costs: Text = EMPTY
    phones: tuple[Phone, ...] = ()
    email: str = ""
    web: str = ""
    locations: tuple[Location, ...] = ()
    accessibility: Accessibility = Accessibility()
    open: str = ""  # opening hours as OpenStreetMap writes them; empty: not known in full
    hours: Text = EMPTY  # the same in words, when there is more to say or less to know
    hours_valid_until: date | None = None  # None: as long as the record itself
    area: Area = Area()
    languages: tuple[str, ...] = ()  # ISO 639, spoken there; empty: unknown
    interpreter: Text = EMPTY
    topics: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    access: Access | None = None
    trede: int = (
        3  # 1 zelf, 2 netwerk, 3 vrij toegankelijk, 4 gemeente, 5 Wlz of Zvw, 6 bezwaar of klacht; never a gate
    )
    role: Role | None = None
    secret_address: bool = False  # a shelter: where it stands is nobody's business
    crisis: bool = False
    waiting: Dated | None = None
    alert: Dated | None = None
    confidence: Confidence
    checked: Checked | None = None  # None only for records that are never shown
    expires_after: int = CHECK_AGAIN_AFTER  # days after `checked` from which it is called old
    sources: tuple[PlaceSource, ...] = ()  # empty only for records that are never shown
    note: str = ""  # for editors

    @property
    def called(self) -> str:
        """The name in a sentence."""
        return self.short or self.name

    @property
    def phone(self) -> str:
        """The number to give when there is room for one."""
        return self.phones[0].number if self.phones else ""

    @property
    def independent(self) -> bool | None:
        """Whether it neither decides nor provides; None: unknown."""
        return None if self.role is None else self.role in (Role.OCO, Role.BELANGEN)

    @property
    def open_locations(self) -> tuple[Location, ...]:
        """The locations that may be told; none when the address is secret."""
        return () if self.secret_address else self.locations

    @property
    def reachable(self) -> bool:
        """Whether a resident can do something with it."""
        there = any(location.in_words for location in self.open_locations)
        return bool(self.phones or self.email or self.web or there)


def branches_of(places: Iterable[Place]) -> Mapping[str, tuple[Place, ...]]:
    """The neighbourhood branches of each place that has any, by the id of that place."""
    found: dict[str, list[Place]] = {}
    for place in places:
        if place.branch_of:
            found.setdefault(place.branch_of, []).append(place)
    return {name: tuple(held) for name, held in found.items()}


def districts_of(places: Iterable[Place]) -> Mapping[str, str]:
    """The district in which each neighbourhood lies, as far as the locations of places tell."""
    lines = (location.near for place in places for location in place.locations)
    return {name: near[0] for near in lines for name in near[1:]}
