"""The tables of helpers, of what was proposed for whom, and of the hours that went into it."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from bot.store.columns import Sealed, UtcTime
from bot.store.keyring import Keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperTables:
    """These four."""

    helpers: Table
    matches: Table
    no_pairs: Table
    case_hours: Table


def build_helper_tables(metadata: MetaData, keyring: Keyring) -> HelperTables:
    """Describe them as the newest migration leaves them."""
    return HelperTables(
        helpers=_helpers(metadata, keyring),
        matches=_matches(metadata, keyring),
        no_pairs=_no_pairs(metadata),
        case_hours=_case_hours(metadata, keyring),
    )


def _helpers(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "helpers",
        metadata,
        Column("id", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("desk", Text, nullable=False),
        Column("active", Boolean, nullable=False),
        Column("paused_until", Date),
        Column("max_cases", Integer, nullable=False),
        Column("name", Sealed(keyring, "helpers.name"), nullable=False),
        Column("contact", Sealed(keyring, "helpers.contact"), nullable=False),
        Column("profile", Sealed(keyring, "helpers.profile"), nullable=False),
        Column("checked_on", Date, nullable=False),
        Column("account_id", ForeignKey("accounts.id", ondelete="SET NULL"), unique=True),
        Column("created_at", UtcTime, nullable=False),
        CheckConstraint("kind IN ('vrijwilliger', 'beroepskracht')", name="kind"),
    )


def _matches(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "matches",
        metadata,
        Column("id", Text, primary_key=True),
        Column("intake_id", ForeignKey("intakes.id", ondelete="CASCADE"), nullable=False),
        Column("helper_id", ForeignKey("helpers.id"), nullable=False),
        Column("second_id", ForeignKey("helpers.id")),
        Column("state", Text, nullable=False),
        Column("reasons", Sealed(keyring, "matches.reasons"), nullable=False),
        Column("proposed_at", UtcTime, nullable=False),
        Column("asked_at", UtcTime),
        Column("agreed_at", UtcTime),
        Column("second_agreed_at", UtcTime),
        Column("contact_by", UtcTime),
        Column("since", UtcTime),
        Column("first_contact_at", UtcTime),
        Column("ended_at", UtcTime),
        Column("ended_by", Text),
        Column("ended_code", Text),
        Column("note", Sealed(keyring, "matches.note"), nullable=False),
        CheckConstraint(
            "state IN ('proposed', 'asked', 'agreed', 'refused', 'dropped', 'active', 'mismatch', 'done')",
            name="state",
        ),
        CheckConstraint("helper_id <> second_id", name="two"),
        Index(None, "intake_id", "state"),
        Index(None, "helper_id", "state"),
        Index(None, "second_id", "state"),
    )


def _no_pairs(metadata: MetaData) -> Table:
    return Table(
        "no_pairs",
        metadata,
        Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        Column("helper_id", ForeignKey("helpers.id", ondelete="CASCADE"), nullable=False),
        Column("code", Text, nullable=False),
        Column("at", UtcTime, nullable=False),
        PrimaryKeyConstraint("conversation_id", "helper_id"),
    )


def _case_hours(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "case_hours",
        metadata,
        Column("id", Text, primary_key=True),
        Column("match_id", ForeignKey("matches.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("minutes", Integer, nullable=False),
        Column("on_date", Date, nullable=False),
        Column("what", Text, nullable=False),
        Column("note", Sealed(keyring, "case_hours.note"), nullable=False),
        Column("over_reason", Sealed(keyring, "case_hours.over_reason")),
        CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="minutes"),
        CheckConstraint("what IN ('gesprek', 'bellen', 'meegaan', 'zoeken', 'reistijd')", name="what"),
    )
