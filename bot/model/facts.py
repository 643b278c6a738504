"""Facts: the named, typed answers that a conversation keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.model.law import Stage
from bot.model.sections import Section
from bot.model.text import EMPTY, Text


class FactKind(StrEnum):
    """What sort of answer a fact holds; the stored value is a string or a tuple of strings."""

    CHOICE = "choice"  # one option id
    CHOICES = "choices"  # several option ids, in the order given
    TOPICS = "topics"  # several topic ids, best first
    DATE = "date"  # ISO day; a leading "~" says: approximately
    TEXT = "text"  # the resident's own words, masked
    PHONE = "phone"  # +31...
    POSTCODE = "postcode"  # 1234AB or 1234
    TIME = "time"  # reserved for a moment in words; stored as text


class EngineFact(StrEnum):
    """The facts that the program itself reads or writes, each with its kind; the others only content knows."""

    kind: FactKind

    ONDERWERP = "onderwerp", FactKind.TOPICS
    THEMA = "thema", FactKind.CHOICE
    EIGEN_WOORDEN = "eigen_woorden", FactKind.TEXT
    KLOPT = "klopt", FactKind.CHOICE
    STADIUM = "stadium", FactKind.CHOICE
    WET = "wet", FactKind.CHOICE  # of the first topic
    OMVANG = "omvang", FactKind.CHOICE  # over how many areas of life it goes
    ONDERSTEUNER = "ondersteuner", FactKind.CHOICE  # whom the resident would like best
    TAAL = "taal", FactKind.TEXT
    LEEFTIJD = "leeftijd", FactKind.CHOICE  # of who needs help
    CONTACT_HOE = "contact_hoe", FactKind.CHOICE
    CONTACT_WANNEER = "contact_wanneer", FactKind.CHOICE
    NIET_ALLEEN = "niet_alleen", FactKind.CHOICE  # whether a helper should not come alone
    MELDING_OP = "melding_op", FactKind.DATE
    POSTCODE = "postcode", FactKind.POSTCODE
    WIJK = "wijk", FactKind.TEXT
    ELDERS = "elders", FactKind.CHOICE  # the postcode lies in another municipality
    NAAM = "naam", FactKind.TEXT  # how the resident wants to be called
    KANAAL = "kanaal", FactKind.CHOICE
    VIA = "via", FactKind.TEXT  # the team that shared the link
    SAMEN = "samen_met", FactKind.TEXT  # the team of which somebody sits beside the resident
    WIE_TYPT = "wie_typt", FactKind.CHOICE  # who of the two types, see `Typist`
    APPARAAT = "apparaat", FactKind.CHOICE  # whose device it is, the resident loses sight of what stays on another
    BEREIKEN = "bereiken", FactKind.TEXT  # how to reach the resident, when not by phone
    WIL_MENS = "wil_mens", FactKind.CHOICE
    HOE_VERDER = "hoe_verder", FactKind.CHOICE
    TOESTEMMING = "toestemming", FactKind.CHOICE
    VERZONDEN = "verzonden", FactKind.CHOICE
    VOORBIJ = "voorbij", FactKind.CHOICES  # terms that are over
    NA_WEKEN = "na_weken", FactKind.CHOICE  # some weeks after sending
    STAND = "stand", FactKind.CHOICE  # where the question is that was sent, see `Whose`
    GEVRAAGD = "gevraagd", FactKind.CHOICE  # a person waits for an answer
    WAS_GEHOLPEN = "was_geholpen", FactKind.CHOICE  # somebody helped with what is finished
    NAZORG = "nazorg", FactKind.CHOICE
    GESPREK = "gesprek", FactKind.CHOICE  # the talk to prepare: the id of a preparation
    WLZ_VOORAF = "wlz_vooraf", FactKind.CHOICE  # the profile: whether the zorgkantoor helps before the indication
    WLZ_MOMENT = "wlz_moment", FactKind.CHOICE  # outcome of the second look at Wlz

    def __new__(cls, name: str, kind: FactKind) -> Self:
        """A name that is a text, with the kind beside it."""
        member = str.__new__(cls, name)
        member._value_, member.kind = name, kind
        return member


class Extent(StrEnum):
    """Over how many areas of life a question goes."""

    ONE = "enkel"
    TWO = "meer"
    MORE = "veel"


class Origin(StrEnum):
    """How we know."""

    SAID = "said"  # found in free text
    TAPPED = "tapped"  # a button, or a typed answer to exactly this question
    GIVEN = "given"  # came with the link or the settings
    RULED = "ruled"  # follows from another answer, by a rule in the knowledge
    PERSON = "person"  # put right by a person of the coordination point; the resident may say no


Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One answer: what, how we know, when (UTC)."""

    value: Value
    origin: Origin
    at: datetime

    def values(self) -> tuple[str, ...]:
        """The value as a tuple, whatever the kind."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOption:
    """One possible answer."""

    id: str
    label: Text
    means: tuple[str, ...] = ()  # wordings that are this answer, when exactly this question is asked
    story: tuple[str, ...] = ()  # wordings that say this in a story, without being asked
    heard: Text = EMPTY  # how we say it back; empty: not said back
    summary: Text = EMPTY  # how the summary words it; empty: the label
    adds: tuple[str, ...] = ()  # topics that this answer brings along
    ages: tuple[int, int] | None = None  # an age in years from the first to the last is this answer
    alone: bool = False  # "none of these": no other answer goes with it
    urgent: bool = False  # whoever reads the intake must see this first
    push: bool = False  # only where the channel can bring a message later


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """What a fact is, how it is asked, what depends on it (`knowledge/facts.yaml`)."""

    id: str
    kind: FactKind
    label: Text  # short name, used in overviews and in the summary
    question: Text = EMPTY  # empty: never asked, only concluded
    why: Text = EMPTY  # answer to "waarom vraagt u dat?"
    options: tuple[FactOption, ...] = ()
    depends_on: tuple[str, ...] = ()  # a change of one of these drops this fact
    section: Section | None = None  # where the intake puts it; None: not in the intake
    sensitive: bool = False  # may always be skipped
    past: bool = True  # dates only: must not lie in the future
    stages: tuple[Stage, ...] = ()  # dates only: a moment in a story about such a stage is this fact

    def find_option(self, option_id: str) -> FactOption | None:
        """The option with this id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)


def as_day(value: str) -> tuple[date, bool]:
    """The day in a stored date, and whether it is approximate. Raises ValueError on anything else."""
    return date.fromisoformat(value.lstrip("~")), value.startswith("~")
