"""Helpers (ondersteuners), what a resident wishes of one, and why the two would or would not go together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.model.law import Law
from bot.model.municipality import Objections
from bot.model.text import DUTCH, Text


class HelperKind(StrEnum):
    """As what somebody helps."""

    VRIJWILLIGER = "vrijwilliger"
    BEROEPSKRACHT = "beroepskracht"


class Way(StrEnum):
    """How somebody helps, and what they do for a resident."""

    BELLEN = "bellen"
    CHAT = "chat"
    HUISBEZOEK = "huisbezoek"
    MEEGAAN = "meegaan"  # along to a talk with others
    BEZWAAR = "bezwaar"  # write an objection together


class DayPart(StrEnum):
    """Part of a day; `contact_wanneer` has the same answers for those that a resident can wish."""

    OCHTEND = "ochtend"
    MIDDAG = "middag"
    AVOND = "avond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who helps residents, by what they told of themselves."""

    id: str
    name: str
    kind: HelperKind
    desk: str  # id of the desk in the municipality's profile
    checked_on: date  # when somebody last asked whether this still holds
    active: bool = True
    paused_until: date | None = None  # not asked up to and with this day
    max_cases: int = 1  # questions at the same time
    hours: int = 8  # that they want to spend on one question
    broad: bool = False  # helps with any question
    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    experience: tuple[str, ...] = ()  # topics they lived through; health data, so never without `agreed_on`
    agreed_on: date | None = None  # that this may be kept and weighed
    languages: tuple[str, ...] = (DUTCH,)
    areas: tuple[str, ...] = ()  # neighbourhoods and districts; empty: everywhere
    days: tuple[str, ...] = ()  # ma, di ...; empty: any
    parts: tuple[DayPart, ...] = ()  # empty: any
    ways: tuple[Way, ...] = ()
    visits_alone: bool = True
    age: str = ""  # an answer of the fact `leeftijd`
    public_line: str = ""  # the only line that a resident reads of them, in their own words
    note: str = ""  # for coordinators
    phone: str = ""
    email: str = ""
    account_id: str = ""  # with which they sign in at the desk; empty: they do not
    # What is counted, not told:
    open_cases: int = 0
    asked_at: datetime | None = None  # the last time a question was laid before them


class Wish(StrEnum):
    """What a coordinator may leave aside for once. That somebody should not come alone is not among these."""

    KIND = "soort"
    EXPERIENCE = "ervaring"
    LANGUAGE = "taal"
    AREA = "wijk"
    MOMENT = "moment"
    WAYS = "manier"
    AGE = "leeftijd"
    OBJECTION = "bezwaar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What an intake asks of a helper."""

    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    heavy: bool = False  # many things at once: takes long
    long_hours: int = 0  # hours that such a question may take here; 0: nothing was agreed
    together: bool = False  # nobody comes to this address alone
    kind: HelperKind | None = None
    experience: bool = False  # somebody who lived through the same
    decides: bool = True  # False: here the resident does not choose who helps, so these two weigh nothing
    language: str = DUTCH
    area: str = ""
    nearby: frozenset[str] = frozenset()  # its district, and what else lies in that
    moment: DayPart | None = None
    ways: tuple[Way, ...] = ()
    age: str = ""
    objection: Objections | None = None  # what helpers may do about the objection that is asked; None: none is

    def present(self) -> tuple[Wish, ...]:
        """The wishes that are there, to be shown and perhaps left aside."""
        said = {
            Wish.KIND: self.kind,
            Wish.EXPERIENCE: self.experience,
            Wish.LANGUAGE: self.language != DUTCH,
            Wish.AREA: self.area,
            Wish.MOMENT: self.moment,
            Wish.WAYS: self.ways,
            Wish.AGE: self.age,
            Wish.OBJECTION: self.objection,
        }
        return tuple(wish for wish, value in said.items() if value)

    def without(self, ignored: Collection[Wish]) -> "Wishes":
        """The same with these wishes left aside."""
        return replace(
            self,
            kind=None if Wish.KIND in ignored else self.kind,
            experience=self.experience and Wish.EXPERIENCE not in ignored,
            language=DUTCH if Wish.LANGUAGE in ignored else self.language,
            area="" if Wish.AREA in ignored else self.area,
            nearby=frozenset() if Wish.AREA in ignored else self.nearby,
            moment=None if Wish.MOMENT in ignored else self.moment,
            ways=() if Wish.WAYS in ignored else self.ways,
            age="" if Wish.AGE in ignored else self.age,
            objection=None if Wish.OBJECTION in ignored else self.objection,
        )


class Mismatch(StrEnum):
    """Why it did not work out between a resident and a helper; the answers to that question in the chat."""

    KLIK = "ander_klik"
    TIJD = "ander_tijd"
    KENNIS = "ander_kennis"
    TAAL = "ander_taal"
    BEKEND = "ander_bekend"  # they know each other
    STIL = "ander_stil"  # not told


class Refusal(StrEnum):
    """Why a helper does not take a question that was laid before them."""

    TIJD = "tijd"
    KENNIS = "kennis"
    BEKEND = "bekend"  # knows the resident, so is not independent
    ZWAAR = "zwaar"


class Bar(StrEnum):
    """What stands between this resident and a helper."""

    MISMATCH = "mismatch"
    KNOWN = "known"  # they know each other
    REFUSED = "refused"  # said no to this question
    UNWISHED = "unwished"  # helped before; the resident asks for somebody else now


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What happened before between this resident and the helpers."""

    barred: Mapping[str, Bar] = field(default_factory=dict)  # by the id of the helper
    helped: frozenset[str] = frozenset()  # ids of those who helped this resident well
    mismatches: tuple[Mismatch, ...] = ()  # of this question, the oldest first


class Side(StrEnum):
    """For which side a reason speaks."""

    FOR = "for"
    AGAINST = "against"
    NEVER = "never"  # this helper may not
    NOTE = "note"  # about the list as a whole


class Slot(StrEnum):
    """What a reason can name, by its placeholder in `knowledge/desk/redenen.yaml`."""

    TOPIC = "onderwerp"
    THEME = "thema"
    LAW = "wet"
    LANGUAGE = "taal"
    AREA = "wijk"
    HOURS = "uren"
    FREE = "vrij"
    ALL = "totaal"
    DAY = "dag"


class Why(StrEnum):
    """A reason, by its name in `knowledge/desk/redenen.yaml`; with its side, and what it names."""

    side: Side
    slots: tuple[Slot, ...]

    TOPIC = "kent_onderwerp", Side.FOR, Slot.TOPIC
    THEME = "kent_thema", Side.FOR, Slot.THEME
    LAW = "kent_wet", Side.FOR, Slot.LAW
    BROAD = "breed", Side.FOR
    EXPERIENCE = "zelf_ervaren", Side.FOR, Slot.TOPIC
    SPEAKS = "spreekt", Side.FOR, Slot.LANGUAGE
    PROFESSIONAL = "beroepskracht", Side.FOR
    HELPED = "hielp_eerder", Side.FOR
    LONG = "lange_vraag", Side.FOR, Slot.HOURS
    LONG_PROFESSIONAL = "zware_vraag", Side.FOR
    SAME_AREA = "in_de_wijk", Side.FOR, Slot.AREA
    NEAR = "in_de_buurt", Side.FOR, Slot.AREA
    MORNING = "kan_ochtend", Side.FOR
    AFTERNOON = "kan_middag", Side.FOR
    CALLS = "belt", Side.FOR
    CHATS = "schrijft", Side.FOR
    VISITS = "komt_langs", Side.FOR
    GOES_ALONG = "gaat_mee", Side.FOR
    OBJECTS = "helpt_bezwaar", Side.FOR
    SAME_AGE = "zelfde_leeftijd", Side.FOR
    ROOM = "ruimte", Side.FOR, Slot.FREE, Slot.ALL
    PAIR = "samen", Side.FOR

    TOPIC_NEW = "onderwerp_nieuw", Side.AGAINST
    NO_EXPERIENCE = "niet_ervaren", Side.AGAINST
    INTERPRETER = "tolk_nodig", Side.AGAINST, Slot.LANGUAGE
    VOLUNTEER = "vrijwilliger", Side.AGAINST
    SHORT = "korte_vragen", Side.AGAINST
    ELSEWHERE = "andere_wijk", Side.AGAINST
    OTHER_MOMENT = "ander_moment", Side.AGAINST
    NO_CALLS = "belt_niet", Side.AGAINST
    NO_CHAT = "schrijft_niet", Side.AGAINST
    NOT_ALONG = "gaat_niet_mee", Side.AGAINST
    NEARLY_FULL = "bijna_vol", Side.AGAINST, Slot.FREE, Slot.ALL
    OLD = "lang_niet_nagekeken", Side.AGAINST
    WEAK = "past_matig", Side.AGAINST

    STOPPED = "gestopt", Side.NEVER
    PAUSED = "pauze", Side.NEVER, Slot.DAY
    FULL = "vol", Side.NEVER, Slot.ALL
    NO_CLICK = "klikte_niet", Side.NEVER
    KNOWS_RESIDENT = "kent_inwoner", Side.NEVER
    SAID_NO = "zei_nee", Side.NEVER
    WISHES_OTHER = "liever_ander", Side.NEVER
    NO_VISITS = "komt_niet_langs", Side.NEVER
    NOT_ALONE = "niet_alleen_langs", Side.NEVER
    NO_OBJECTIONS = "geen_bezwaar", Side.NEVER
    OBJECTIONS_ELSEWHERE = "bezwaar_elders", Side.NEVER
    NO_PARTNER = "zonder_tweede", Side.NEVER

    NOBODY = "niemand", Side.NOTE
    NOBODY_SPEAKS = "niemand_spreekt", Side.NOTE, Slot.LANGUAGE
    NO_PAIR = "geen_tweetal", Side.NOTE
    SECOND_TIME = "tweede_keer", Side.NOTE

    def __new__(cls, name: str, side: Side, *slots: Slot) -> Self:
        """A name that is a text, with the rest beside it."""
        member = str.__new__(cls, name)
        member._value_, member.side, member.slots = name, side, slots
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason. `values` fill its slots in order; of one slot they are a list. `helper` says about whom it is."""

    why: Why
    values: tuple[str, ...] = ()
    helper: str = ""  # id; empty: about the match or the list as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One helper, or two who go together, with what speaks for and against. No number: people choose."""

    helpers: tuple[Helper, ...]
    reasons: tuple[Reason, ...]

    def on(self, side: Side) -> tuple[Reason, ...]:
        """The reasons of one side."""
        return tuple(reason for reason in self.reasons if reason.why.side is side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who could help: the best, the others in order, who may not and why, and what to know of the list."""

    best: tuple[Match, ...]  # at most three
    rest: tuple[Match, ...]
    never: tuple[Match, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchWords:
    """How reasons are said to a coordinator (`knowledge/desk/redenen.yaml`)."""

    reasons: Mapping[Why, Text]
    laws: Mapping[Law, Text]
