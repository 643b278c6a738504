"""What Wegwijzer remembers: sealed texts in a database, handed out one transaction at a time."""

from bot.store.errors import RowMissing, StaleTurn, StoreBusy, StoreConflict, StoreError, StoreFull
from bot.store.keyring import Keyring
from bot.store.rows import (
    Backlog,
    ClaimResult,
    ConversationRow,
    EventRow,
    InboxRow,
    InboxStatus,
    IntakeRow,
    IntakeStatus,
    OutboxRow,
    OutboxStatus,
    PurgeCounts,
    Recovered,
    SentenceRow,
    StepCount,
    TeamRow,
    TeamToken,
)
from bot.store.store import Store
from bot.store.unit import Unit

__all__ = [
    "Backlog",
    "ClaimResult",
    "ConversationRow",
    "EventRow",
    "InboxRow",
    "InboxStatus",
    "IntakeRow",
    "IntakeStatus",
    "Keyring",
    "OutboxRow",
    "OutboxStatus",
    "PurgeCounts",
    "Recovered",
    "RowMissing",
    "SentenceRow",
    "StaleTurn",
    "StepCount",
    "Store",
    "StoreBusy",
    "StoreConflict",
    "StoreError",
    "StoreFull",
    "TeamRow",
    "TeamToken",
    "Unit",
]
