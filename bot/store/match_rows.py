"""What the store gives back about matches: rows with their texts unsealed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MatchState(StrEnum):
    """How far a match is."""

    PROPOSED = "proposed"
    ASKED = "asked"  # laid before the helper, or both
    AGREED = "agreed"  # everybody who was asked said yes
    REFUSED = "refused"
    DROPPED = "dropped"  # taken back by us, before it started or because the resident took the question back
    ACTIVE = "active"  # of an intake at most one
    MISMATCH = "mismatch"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """One helper for one intake, or two who go together."""

    id: str
    intake_id: int
    helper_id: str
    second_id: str | None
    state: MatchState
    reasons: str  # JSON text: why it was proposed
    proposed_at: datetime
    asked_at: datetime | None
    agreed_at: datetime | None
    second_agreed_at: datetime | None
    contact_by: datetime | None  # when the resident hears of who helps, at the latest; both said so
    since: datetime | None  # when it started
    first_contact_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None  # id of a helper or an account, or what else ends one
    ended_code: str | None
    note: str


class HoursOn(StrEnum):
    """What time went into."""

    GESPREK = "gesprek"
    BELLEN = "bellen"
    MEEGAAN = "meegaan"
    ZOEKEN = "zoeken"
    REISTIJD = "reistijd"  # kept apart: it does not count for the hours of a question


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """Time that somebody logged."""

    id: str
    match_id: str
    minutes: int
    on_date: date
    what: HoursOn
    note: str
    over_reason: str | None  # why more than was agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Minutes that went into an intake."""

    counted: int
    travel: int
