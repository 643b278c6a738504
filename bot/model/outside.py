"""What a turn needs to know that no conversation holds: what became of the questions that were sent. Plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.accounts import Role
from bot.model.intake import Line
from bot.model.talk_lines import TalkLine


class StandState(StrEnum):
    """Where a question that was sent stands; the sentence is `stand_<value>` under `texts`."""

    NEW = "nieuw"  # nobody has it
    TAKEN = "bij"  # a person of the coordination point has it
    ASKED = "gevraagd"  # that person waits for the resident
    LATER = "later"  # it rests until a moment
    HELPER = "helper"  # somebody helps
    CLOSED = "klaar"


class Whose(StrEnum):
    """Who has the questions that were sent, taken together: the answers of the fact `stand`."""

    DESK = "punt"
    HELPER = "helper"
    NOBODY = "klaar"  # all of them are finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody opened the question."""

    name: str
    role: Role
    at: datetime  # the last time


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The question left the house. `to` is empty for the case system of the municipality."""

    to: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked and the resident has not answered yet."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one question stands. What is not known is empty or None."""

    code: str
    state: StandState
    person: str = ""  # who has it
    helper: str = ""
    helped_by: str = ""  # who helped, when it is finished
    back_at: datetime | None = None  # until then it rests
    closed_at: datetime | None = None
    keep_until: datetime | None = None
    asked: Asked | None = None
    # What only few turns read, see `Outside.in_full`.
    promised_at: datetime | None = None  # the promise that is still open
    last_contact_at: datetime | None = None
    seen_by: tuple[Look, ...] = ()
    given: tuple[Given, ...] = ()  # oldest first
    lines: tuple[Line, ...] = ()  # as they were signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the service knows at this moment. The default knows nothing: a talk with no coordination point behind it."""

    promise: datetime | None = None  # what is promised if the resident signs now; None: by the opening hours alone
    urgent_promise: datetime | None = None  # the same where something cannot wait
    busy: bool = False  # that promise is as late as it may be
    cases: tuple[Standing, ...] = ()  # oldest first
    can_push: bool = True  # whether the channel can bring a message when the resident is away
    keep_days: int = 60  # a finished question is kept so long
    talk_lines: tuple[TalkLine, ...] = ()  # what was said before signing, as far as it may be shared; oldest first
    in_full: bool = True  # False: without `talk_lines`, and without what few turns read of the cases

    @property
    def whose(self) -> Whose:
        """Who has the questions, taken together: who helps goes before the desk, the desk before nobody."""
        states = {case.state for case in self.cases}
        if StandState.HELPER in states:
            return Whose.HELPER
        return Whose.NOBODY if states == {StandState.CLOSED} else Whose.DESK

    def lines_of(self, code: str) -> tuple[Line, ...]:
        """What was signed under a code; nothing when that is not known."""
        return next((case.lines for case in self.cases if case.code == code), ())

    def find(self, *states: StandState) -> Standing | None:
        """The newest question in one of these states."""
        return next((case for case in reversed(self.cases) if case.state in states), None)


NOTHING_KNOWN = Outside()
