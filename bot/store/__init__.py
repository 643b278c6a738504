"""What Wegwijzer remembers: sealed texts in a database, handed out one transaction at a time."""

from bot.model.cases import IntakeStatus
from bot.store.cases import CaseFilter, CaseView
from bot.store.desk_rows import AccountRow, AttemptCounts, AuditEntry, DeskSessionRow, Secrets
from bot.store.errors import RowMissing, StaleTurn, StoreBusy, StoreConflict, StoreError, StoreFull
from bot.store.keyring import Keyring
from bot.store.match_rows import HoursOn, HoursRow, MatchRow, MatchState, Spent
from bot.store.retention import CUT
from bot.store.rows import (
    Backlog,
    CaseRow,
    ChangeRow,
    ClaimResult,
    ConversationRow,
    EntryRow,
    EventRow,
    InboxRow,
    InboxStatus,
    IntakeRow,
    OutboxRow,
    OutboxStatus,
    PromiseRow,
    PurgeCounts,
    Recovered,
    SentenceRow,
    StepCount,
    TeamRow,
    TeamToken,
    TimerRow,
    WorkLoad,
)
from bot.store.store import Store
from bot.store.unit import Unit

__all__ = [
    "CUT",
    "AccountRow",
    "AttemptCounts",
    "AuditEntry",
    "Backlog",
    "CaseFilter",
    "CaseRow",
    "CaseView",
    "ChangeRow",
    "ClaimResult",
    "ConversationRow",
    "DeskSessionRow",
    "EntryRow",
    "EventRow",
    "HoursOn",
    "HoursRow",
    "InboxRow",
    "InboxStatus",
    "IntakeRow",
    "IntakeStatus",
    "Keyring",
    "MatchRow",
    "MatchState",
    "OutboxRow",
    "OutboxStatus",
    "PromiseRow",
    "PurgeCounts",
    "Recovered",
    "RowMissing",
    "Secrets",
    "SentenceRow",
    "Spent",
    "StaleTurn",
    "StepCount",
    "Store",
    "StoreBusy",
    "StoreConflict",
    "StoreError",
    "StoreFull",
    "TeamRow",
    "TeamToken",
    "TimerRow",
    "Unit",
    "WorkLoad",
]
