"""The talk at a question, line by line: messages, notes and what happened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What a line of the thread is."""

    SAID = "said"  # by the resident
    TOLD = "told"  # by a person of ours
    ASK = "ask"  # one question of ours, put by the bot
    NOTE = "note"  # never leaves the desk
    CONTACT = "contact"  # a call or a visit
    JOINED = "joined"
    LEFT = "left"
    HANDED = "handed"
    CORRECTION = "correction"
    MATCH = "match"
    PROMISE = "promise"
    SYSTEM = "system"  # something the bot showed on its own, such as a danger text


class Delivery(StrEnum):
    """How far a message of ours came."""

    HELD = "held"  # may still be taken back
    WAITS = "waits"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    """One line. `text` is what somebody wrote, or empty where the kind says it all."""

    id: int
    kind: EntryKind
    at: datetime
    who: str  # first name; empty: the resident, or the bot
    what: str = ""  # id of what happened, or of how a call went; the template has the words
    text: str = ""
    delivery: Delivery | None = None  # None: nothing that travels
    why_not: str = ""  # id of the reason it did not arrive, as the outbox has it
    leaves_at: datetime | None = None  # until then a held message can be taken back
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that stands ready, with the names filled in; it only ever fills the box."""

    id: str
    title: str
    text: str
