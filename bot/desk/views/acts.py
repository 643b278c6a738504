"""The forms of what a coordinator can do at a question; each stands on the page and is a page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.desk.views.frame import Choice, Form
from bot.desk.views.thread import ThreadLine


class Act(StrEnum):
    """What can be done; the value is the path below `/desk/vragen/CODE/`."""

    CLAIM = "oppakken"
    RELEASE = "teruggeven"
    MESSAGE = "bericht"
    UNDO = "ongedaan"
    NOTE = "notitie"
    JOIN = "meepraten"
    LEAVE = "uit-gesprek"
    HAND_ON = "overdragen"
    ASK = "vraag"
    LATER = "later"
    CALLED = "gebeld"
    HELPER = "ondersteuner"
    OTHER_HELPER = "iemand-anders"
    HOURS = "uren"
    PROMISE = "belofte"
    CORRECT = "aanpassen"
    CLOSE = "afronden"
    REOPEN = "heropenen"
    ERASE = "wissen"
    EXPORT = "uitgeven"


class Called(StrEnum):
    """How a call or a visit went."""

    SPOKEN = "gesproken"
    NO_ANSWER = "geen-gehoor"
    VOICEMAIL = "voicemail"
    VISITED = "bezoek"


class Export(StrEnum):
    """In what form an intake leaves the desk."""

    PDF = "pdf"
    JSON = "json"
    CASE_SYSTEM = "zaaksysteem"
    EVERYTHING = "alles"  # all that is kept about the resident, for themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A moment to choose; `past_promise`: it lies behind what was promised."""

    id: str
    at: datetime
    past_promise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterForm(Form):
    """Put away until a moment. The presets' ids: `morgen`, `drie-dagen`, `week`; `dag` is a day of one's own."""

    presets: tuple[Preset, ...]
    promise_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who can take a question over."""

    id: str
    name: str
    open: int  # questions they have now


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOnForm(Form):
    """To a colleague, or to everybody."""

    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm(Form):
    """One question to the resident. `before` and `after` are what the bot says around it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledForm(Form):
    """A call or visit. `tell` is what the resident reads after no answer; empty: it cannot be told."""

    tell: str = ""
    no_answer: int = 0  # how often before


class Control(StrEnum):
    """How a fact is filled in."""

    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """A fact that can be corrected, with its value of now."""

    id: str
    label: str
    control: Control
    value: str  # as stored; several ids are joined with a comma
    words: str  # as people read it; empty: not known yet
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectForm(Form):
    """First which fact, then its value. `tell` is what the resident will read."""

    facts: tuple[FactField, ...]
    chosen: FactField | None = None
    tell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseForm(Form):
    """Move the promise. `tell` is what the resident will read."""

    due_at: datetime
    proposed_at: datetime
    tell: str
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a question can end; what it asks besides."""

    id: str
    label: str
    says: str = ""  # what the resident reads of it; empty: nothing more
    tell: str = ""  # the whole of what the resident reads; {naam_plek} and {telefoon_plek} are still to be filled in
    needs_place: bool = False
    needs_note: bool = False
    needs_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination(Choice):
    """Where a resident goes on; `called` and `phone` as the resident reads them."""

    called: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseForm(Form):
    """Finish. Where nobody spoke, danger was named or a term still runs, a second look is asked."""

    outcomes: tuple[Outcome, ...]
    places: tuple[Destination, ...] = ()
    tell: str = ""  # what the resident will read, of what was chosen; empty: nothing was
    no_contact: bool = False
    danger: bool = False
    own_term_on: date | None = None  # the last day of a term in which the resident must act


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportForm(Form):
    """Out of the house, with a reason."""

    kinds: tuple[Export, ...] = (Export.PDF, Export.JSON)
    doubt: str = ""  # why a fresh proof of who somebody is must come first; empty: none is needed, as far as is known
    hand_over_by: date | None = None  # of all that is kept, when it is asked for today


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForm(Form):
    """Time given to a question, against what is usual."""

    minutes: int
    usual: int | None = None  # minutes; None: nothing was agreed
    reason: bool = False  # more than was agreed needs one
    kinds: tuple[str, ...] = ("gesprek", "bellen", "meegaan", "zoeken", "reistijd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What this person may do here now; what is None or not in `plain` is not on the page."""

    plain: frozenset[Act] = frozenset()  # acts that are one button
    later: LaterForm | None = None
    hand_on: HandOnForm | None = None
    ask: AskForm | None = None
    called: CalledForm | None = None
    correct: CorrectForm | None = None
    promise: PromiseForm | None = None
    close: CloseForm | None = None
    export: ExportForm | None = None
    hours: HoursForm | None = None

    def forms(self) -> Mapping[Act, Form]:
        """The acts that ask something, in the order of the page."""
        found = {
            Act.ASK: self.ask,
            Act.CALLED: self.called,
            Act.LATER: self.later,
            Act.HAND_ON: self.hand_on,
            Act.HOURS: self.hours,
            Act.PROMISE: self.promise,
            Act.CORRECT: self.correct,
            Act.CLOSE: self.close,
            Act.EXPORT: self.export,
        }
        return {act: form for act, form in found.items() if form is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxForm(Form):
    """One of the two boxes under the thread: a message or a note. `draft_at`: when the draft was kept."""

    text: str = ""
    draft_at: datetime | None = None
    key: str = ""  # the client key: sent twice, kept once


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """Something happened first, mostly by a colleague or the resident: both texts, and what to do with the own one."""

    act: Act
    text: str
    who: str
    at: datetime
    theirs: str = ""
    line: ThreadLine | None = None  # what they did, as it stands in the thread; None: not in there
    again: bool = True  # it can be sent all the same; otherwise only kept as a note
    fields: Mapping[str, str] = field(default_factory=dict)  # the other fields of the form that was refused
