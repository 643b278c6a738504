"""The talk at a question, line by line: messages, notes and what happened."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.cases import Delivery, EntryKind


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
    leaves_at: datetime | None = None  # what did not leave yet can be taken back until then
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that stands ready, with the names filled in; it only ever fills the box."""

    id: str
    title: str
    text: str
