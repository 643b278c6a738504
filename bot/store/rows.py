"""What the store gives back: rows with their texts unsealed, and counts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.cases import IntakeStatus


class InboxStatus(StrEnum):
    """How far an arrived message is."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"  # failed too often; waits for a person to look at it


class OutboxStatus(StrEnum):
    """How far a message to somebody is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # may have arrived: the answer of the channel was lost
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One message as it arrived; `body` is JSON text."""

    id: int
    channel: str
    external_id: str
    address: str
    body: str
    received_at: datetime
    status: InboxStatus
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """One conversation as of its last saved turn; `state` is JSON text."""

    id: str
    ref: str  # short code that a resident can read out on the phone
    channel: str
    address: str
    state: str
    turn: int
    created_at: datetime
    updated_at: datetime
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One thing that happened in a turn; `body` is JSON text."""

    id: int
    conversation_id: str
    turn: int
    seq: int
    kind: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One message to send; `body` is JSON text."""

    id: int
    channel: str
    conversation_id: str | None  # None: a notice to staff
    address: str
    body: str
    urgent: bool
    status: OutboxStatus
    attempts: int
    recovered: bool  # it was left half sent once: the other side may have it already
    not_before_at: datetime | None
    created_at: datetime
    done_at: datetime | None
    error: str | None
    external_id: str | None
    entry_id: int | None  # the entry whose words it carries


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One intake for the coordinators; `body` is JSON text, empty once withdrawn."""

    id: int
    code: str
    conversation_id: str
    version: int
    body: str
    status: IntakeStatus
    urgent: bool
    theme: str
    area: str
    created_at: datetime
    promised_at: datetime
    waits: bool  # the resident still waits for a first answer: that moment counts
    again: bool  # it was opened again, or waited anew, since it was signed
    claimed_by: str | None
    claimed_at: datetime | None
    closed_at: datetime | None  # when it was closed or withdrawn
    outcome_note: str  # what colleagues should know of how it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimResult:
    """Who has the intake after a claim. `status` is None when no intake has this code."""

    won: bool
    status: IntakeStatus | None
    claimed_by: str | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """How the work on an intake stands, without what was signed: what a list needs."""

    id: int
    code: str
    conversation_id: str
    status: IntakeStatus
    rev: int  # one higher with every change that a page must show before somebody writes to the resident
    brief: str  # JSON: the line of the list; empty when it was taken back
    urgent: bool
    danger: bool  # the resident signed a line about danger
    theme: str
    area: str
    language: str
    municipality: str
    created_at: datetime
    promised_at: datetime
    owner_id: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    waits_for: str
    act_by: datetime | None  # when a person of ours is needed at the latest
    act_why: str | None
    snoozed_until: datetime | None
    released_at: datetime | None
    asked_at: datetime | None  # our question to the resident that is open
    helper_id: str | None
    helper_silent_at: datetime | None
    term_at: datetime | None
    talk_mode: str | None  # a person has the talk by this intake
    waiting_since: datetime | None
    first_reply_at: datetime | None
    unanswered_since: datetime | None
    undelivered_at: datetime | None
    outcome: str | None
    closed_at: datetime | None
    reopened_at: datetime | None
    reachable: bool  # whether messages to the resident can arrive
    cut: bool  # it was filled in on somebody else's device: no chat leads to the resident
    waits: bool  # the resident still waits for a first answer, by the promised moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One thing that was said, noted or done about an intake; `body` is JSON text."""

    id: int
    intake_id: int
    kind: str
    author: str
    body: str
    at: datetime
    delivery: str | None  # of a message to the resident


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """One moment that a resident was told, and what became of it. `basis` is JSON text: the numbers."""

    id: int
    intake_id: int
    made_at: datetime
    due_at: datetime
    reason: str
    basis: str
    outcome: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRow:
    """Something that must happen by itself."""

    id: int
    intake_id: int
    kind: str
    n: int  # the how-manieth of its kind for this intake
    due_at: datetime
    delays: int = 0  # how often it was put off


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """That something about an intake changed."""

    id: int
    at: datetime
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLoad:
    """What lies ahead of a new intake, and when the last ones were signed and answered."""

    open: int  # unanswered, not put off
    urgent: int  # of these
    waiting: tuple[datetime, ...]  # when those that nobody answered yet were signed
    answered: tuple[tuple[datetime, datetime], ...]  # signed and first answered; the last answered first


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """How a question of the flows did in one week, of all residents together."""

    week: date  # its Monday
    step: str
    asked: str  # the fact that was asked there; empty in a menu
    turns: int  # messages that came while it waited
    not_understood: int
    not_for_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRow:
    """A sentence that was not understood and may be kept. Nothing says whose it was."""

    id: str
    week: date  # the Monday of the week in which we were told that we may
    text: str


class TeamToken(StrEnum):
    """What a token of a team is for; one for another purpose does not hold."""

    LINK = "team"  # in the link that the team shares
    PAGE = "teampage"  # in the address of the team's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """A team that shares a link."""

    id: str
    municipality: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What a crash left half sent: sent again once, or given up as uncertain the second time."""

    queued: int
    uncertain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits, and how long the oldest has waited in seconds (0 when nothing waits)."""

    inbox_pending: int
    inbox_dead: int
    inbox_oldest_seconds: float
    outbox_queued: int
    outbox_sending: int
    outbox_uncertain: int
    outbox_failed: int
    outbox_oldest_seconds: float  # only of what may be sent by now
    intakes_new: int
    intakes_late: int  # not claimed, and past the promised moment
    intakes_oldest_seconds: float
    timers_oldest_seconds: float  # how late the first is of what must happen by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeCounts:
    """What a retention run removed, and what it kept on purpose."""

    conversations: int
    inbox: int
    outbox: int
    intakes: int
    held: int  # conversations old enough to go, kept because an intake of theirs is still open
