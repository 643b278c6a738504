"""A conversation: what came in, what is kept, what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.facts import Fact
from bot.model.text import DUTCH

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class Kind(StrEnum):
    """What a resident sent."""

    TEXT = "text"
    CHOICE = "choice"  # a button; `text` is the option's id
    START = "start"  # opened the chat; `text` may hold the payload of the link
    VOICE = "voice"
    PHOTO = "photo"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    EDIT = "edit"  # changed an earlier message
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing a resident sent. `asked_turn` says to which turn a button belonged (None: the last)."""

    kind: Kind
    text: str = ""
    asked_turn: int | None = None
    masked: tuple[str, ...] = ()  # kinds of numbers that the channel took out before it kept the text
    team: str = (
        ""  # name of the team whose own link opened the chat; only the service sets it, after a look at the seal
    )
    together: bool = False  # by a link for one time, with somebody of that team beside the resident


class ReplyKind(StrEnum):
    """How a channel may dress a reply up; nothing depends on it."""

    SAY = "say"
    ASK = "ask"
    ADVICE = "advice"
    DANGER = "danger"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One option under a reply."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message to the resident. `turn` is what a button's data carries back as `asked_turn`."""

    kind: ReplyKind
    text: str
    options: tuple[Button, ...] = ()
    turn: int = 0
    document: Mapping[str, Json] | None = None  # a sheet to print (`bot/paper`): data, the channel makes the file


class Miss(StrEnum):
    """How a message was missed: in the event `not_understood`, and in the counts."""

    NOT_UNDERSTOOD = "not_understood"
    NOT_FOR_US = "not_for_us"


class HelperWish(StrEnum):
    """Who should help when a finished question is one again."""

    ANY = "any"
    SAME = "same"
    OTHER = "other"


class CheckIn(StrEnum):
    """How it goes some weeks later: in the event `check_in_answered`."""

    GOOD = "good"
    GOING = "going"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An effect for the service to carry out, or a fact for the counts. Past tense."""

    kind: str
    body: Mapping[str, Json] = field(default_factory=dict)


class Phase(StrEnum):
    """Who has the talk."""

    TALKING = "talking"
    SENT = "sent"  # the intake is with the coordination point
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A question in between, over the step that waits."""

    id: str  # of the aside in the flows
    about: str = ""  # what it is about: an option, a fact or a summary line


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """What a resident adds to what was sent: read back to them, not signed yet."""

    text: str
    line: str = ""  # of the intake, that is different now; empty: it comes beside what was signed


class PersonMode(StrEnum):
    """How a person is in the talk."""

    LIVE = "live"  # they have the talk: the bot says nothing of its own
    ASK = "ask"  # they asked one thing: the next words are the answer


class Leaving(StrEnum):
    """Why a person is out of the talk."""

    DONE = "done"
    IDLE = "idle"  # nothing was said for a while
    WISH = "wish"  # the resident goes on with the computer
    ERASED = "erased"  # there is nothing left to go on with: nothing is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the coordination point in the talk, and where the talk was when they came."""

    name: str  # as the resident reads it
    mode: PersonMode
    since: datetime
    ask: str = ""  # what was asked, by the id that the desk knows it by
    code: str = ""  # of the intake that it is about
    under: Aside | None = None  # the question in between that was open, to be put again
    asked_turn: int = 0  # from which turn on the buttons of the question under it count


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is kept of one resident's talk. Ids and short values only; stored as JSON."""

    ref: str  # short public code, unique
    municipality: str
    language: str = DUTCH
    phase: Phase = Phase.TALKING
    turn: int = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)
    order: tuple[str, ...] = ()  # facts in the order they were answered, for "terug"
    skipped: frozenset[str] = frozenset()  # asked, and answered with nothing
    told: frozenset[str] = frozenset()  # what was said or shown once
    waiting: str = ""  # the step that waits
    asked: str = ""  # the fact that was asked there
    asked_turn: int = 0  # the turn in which that question was first put
    misses: int = 0  # answers to it that were not understood
    aside: Aside | None = None
    person: Person | None = None  # who has the talk, when that is not the bot
    undo: Mapping[str, Fact] = field(default_factory=dict)  # answers as they were before a person put one right
    rejected: frozenset[str] = frozenset()  # topics that were not meant
    edits: Mapping[str, str] = field(default_factory=dict)  # summary line -> other words; "" leaves it out
    sent: int = 0  # version of the intake that was sent last
    unsigned: Unsigned | None = None  # what comes with it when the resident signs that too
    shared: Mapping[str, datetime] = field(default_factory=dict)  # code -> since when the talk of before is with it
    alarms: frozenset[str] = frozenset()  # kinds of danger for which the full text was given
    missed: str = ""  # what was not understood, without names; to be asked about when the talk has come to rest
    previous: str = ""  # the last message in normalised form, for words split over two messages
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one message leads to."""

    conversation: Conversation
    replies: tuple[Reply, ...]
    events: tuple[Event, ...] = ()
    fell_short: bool = False  # it read what `Outside` did not hold: it must be taken again, with all of it
