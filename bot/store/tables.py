"""The tables. Portable: what SQLite and PostgreSQL both understand, nothing else."""

from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    text,
)

from bot.store import bell_tables, case_tables, desk_tables
from bot.store.columns import ROW_ID, Sealed, UtcTime
from bot.store.helper_tables import HelperTables, build_helper_tables
from bot.store.keyring import Keyring
from bot.store.team_tables import spent_starts_table, team_counts_table, teams_table

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every table, with its sealed columns tied to one keyring."""

    metadata: MetaData
    inbox: Table
    conversations: Table
    events: Table
    talk_lines: Table
    outbox: Table
    intakes: Table
    marks: Table
    leases: Table
    step_counts: Table
    sentences: Table
    entries: Table
    promises: Table
    timers: Table
    search_words: Table
    desk_changes: Table
    tombstones: Table
    drafts: Table
    opinion_counts: Table
    accounts: Table
    recovery_codes: Table
    desk_sessions: Table
    known_devices: Table
    sign_in_attempts: Table
    audit: Table
    helpers: HelperTables
    teams: Table
    team_counts: Table
    spent_starts: Table
    figures: Table
    bell_choices: Table
    held_bells: Table


def build_tables(keyring: Keyring) -> Tables:
    """Describe the tables as the newest migration leaves them; a test compares the two."""
    metadata = MetaData(naming_convention=_NAMES)
    return Tables(
        metadata=metadata,
        conversations=_conversations(metadata, keyring),
        inbox=_inbox(metadata, keyring),
        events=_events(metadata, keyring),
        talk_lines=_talk_lines(metadata, keyring),
        outbox=_outbox(metadata, keyring),
        intakes=_intakes(metadata, keyring),
        marks=_marks(metadata),
        leases=_leases(metadata),
        step_counts=_step_counts(metadata),
        sentences=_sentences(metadata, keyring),
        entries=case_tables.entries(metadata, keyring),
        promises=case_tables.promises(metadata),
        timers=case_tables.timers(metadata),
        search_words=case_tables.search_words(metadata),
        desk_changes=case_tables.desk_changes(metadata),
        tombstones=case_tables.tombstones(metadata),
        drafts=case_tables.drafts(metadata, keyring),
        opinion_counts=case_tables.opinion_counts(metadata),
        accounts=desk_tables.accounts(metadata, keyring),
        recovery_codes=desk_tables.recovery_codes(metadata),
        desk_sessions=desk_tables.desk_sessions(metadata, keyring),
        known_devices=desk_tables.known_devices(metadata),
        sign_in_attempts=desk_tables.sign_in_attempts(metadata),
        audit=desk_tables.audit(metadata, keyring),
        helpers=build_helper_tables(metadata, keyring),
        teams=teams_table(metadata),
        team_counts=team_counts_table(metadata),
        spent_starts=spent_starts_table(metadata),
        figures=case_tables.figures(metadata),
        bell_choices=bell_tables.bell_choices(metadata, keyring),
        held_bells=bell_tables.held_bells(metadata, keyring),
    )


def still_waits(intakes: Table) -> ColumnElement[bool]:
    """Whether the resident waits for a first answer, to what was signed or to what was opened again."""
    return and_(intakes.c.first_reply_at.is_(None), intakes.c.waiting_since.is_not(None))


def _inbox(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("channel", Text, nullable=False),
        Column("external_id", Text, nullable=False),
        Column("address_key", Text, nullable=False),
        Column("address", Sealed(keyring, "inbox.address"), nullable=False),
        Column("body", Sealed(keyring, "inbox.body"), nullable=False),
        Column("received_at", UtcTime, nullable=False),
        Column("status", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("error", Text),
        UniqueConstraint("channel", "external_id"),
        CheckConstraint("status IN ('pending', 'done', 'dead')", name="status"),
        Index(None, "status", "id"),
        Index(None, "address_key"),
        sqlite_autoincrement=True,  # an id is never given out twice, also not after an erasure
    )


def _conversations(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "conversations",
        metadata,
        Column("id", Text, primary_key=True),
        Column("ref", Text, nullable=False, unique=True),
        Column("channel", Text, nullable=False),
        Column("address_key", Text, nullable=False),
        Column("address", Sealed(keyring, "conversations.address"), nullable=False),
        Column("state", Sealed(keyring, "conversations.state"), nullable=False),
        Column("turn", Integer, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("updated_at", UtcTime, nullable=False),
        Column("reachable", Boolean, nullable=False),
        UniqueConstraint("channel", "address_key"),
        Index(None, "updated_at"),
        Index("ix_conversations_lost", "id", sqlite_where=text("reachable IS 0")),
    )


def _events(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "events",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        Column("turn", Integer, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("body", Sealed(keyring, "events.body"), nullable=False),
        Column("at", UtcTime, nullable=False),
        UniqueConstraint("conversation_id", "turn", "seq"),
        sqlite_autoincrement=True,
    )


def _talk_lines(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "talk_lines",
        metadata,
        Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
        Column("turn", Integer, primary_key=True),
        Column("body", Sealed(keyring, "talk_lines.body"), nullable=False),
        Column("at", UtcTime, nullable=False),
        Index(None, "at"),
    )


def _outbox(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "outbox",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("channel", Text, nullable=False),
        Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
        Column("address_key", Text, nullable=False),
        Column("address", Sealed(keyring, "outbox.address"), nullable=False),
        Column("body", Sealed(keyring, "outbox.body"), nullable=False),
        Column("urgent", Boolean, nullable=False),
        Column("status", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("recovered", Boolean, nullable=False),
        Column("not_before_at", UtcTime),
        Column("created_at", UtcTime, nullable=False),
        Column("done_at", UtcTime),
        Column("error", Text),
        Column("external_id", Text),
        Column("entry_id", ROW_ID),  # the entry whose words it carries
        CheckConstraint("status IN ('queued', 'sending', 'sent', 'uncertain', 'failed')", name="status"),
        Index(None, "status", "address_key", "id"),
        Index(None, "address_key"),
        Index(None, "entry_id"),
        sqlite_autoincrement=True,
    )


_LISTED = (
    *("status", "waits_for", "snoozed_until", "owner_id", "helper_id", "theme", "area", "language"),
    *("undelivered_at", "conversation_id", "promised_at", "first_reply_at", "team_id"),
)


def _intakes(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "intakes",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("code", Text, nullable=False, unique=True),
        Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        Column("version", Integer, nullable=False),
        Column("body", Sealed(keyring, "intakes.body"), nullable=False),
        Column("status", Text, nullable=False),
        Column("urgent", Boolean, nullable=False),
        Column("theme", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("promised_at", UtcTime, nullable=False),
        Column("claimed_by", Text),  # the name that a notice shows
        Column("claimed_at", UtcTime),
        Column("closed_at", UtcTime),
        Column("owner_id", Text),  # who claimed it: two colleagues may have one name
        Column("rev", Integer, nullable=False, server_default="0"),  # one higher with every change at the desk
        Column("brief", Sealed(keyring, "intakes.brief")),  # the line of the list, so that no body is opened for it
        Column("danger", Boolean, nullable=False, server_default=false()),  # the resident signed a line about danger
        Column("language", Text, nullable=False, server_default=""),
        Column("municipality", Text, nullable=False, server_default=""),
        Column("waits_for", Text, nullable=False, server_default="us"),
        Column("act_by", UtcTime),  # when a person of ours is needed at the latest; None: not now
        Column("act_why", Text),
        Column("snoozed_until", UtcTime),
        Column("released_at", UtcTime),  # when somebody gave it back
        Column("asked_at", UtcTime),  # our question to the resident that is open
        Column("helper_id", Text),  # who helps now
        Column("helper_silent_at", UtcTime),  # when nothing was heard of the first contact for too long
        Column("term_at", UtcTime),  # when a term of the resident's own came near
        Column("talk_mode", Text),  # a person has the talk by this intake: live, or with one question
        Column("waiting_since", UtcTime),  # since when the resident waits or waited for a first answer; NULL: for none
        Column("first_reply_at", UtcTime),  # to what was signed, or to what was opened again
        Column("unanswered_since", UtcTime),  # the oldest message of the resident that nobody answered
        Column("undelivered_at", UtcTime),
        Column("outcome", Text),
        Column("outcome_note", Sealed(keyring, "intakes.outcome_note")),
        Column("reopened_at", UtcTime),
        Column("team_id", Text),  # the team whose link the resident signed that they came by
        UniqueConstraint("conversation_id", "version"),
        CheckConstraint("status IN ('new', 'claimed', 'closed', 'withdrawn')", name="status"),
        Index(None, "status", "created_at"),
        # All that a list is sorted, narrowed and counted by: in the row itself it lies behind pages of sealed body.
        Index("ix_intakes_open", "danger", "act_by", "closed_at", *_LISTED, sqlite_where=text("closed_at IS NULL")),
        Index("ix_intakes_done", "closed_at", "danger", *_LISTED, sqlite_where=text("closed_at IS NOT NULL")),
        Index(None, "first_reply_at"),
        sqlite_autoincrement=True,
    )


def _marks(metadata: MetaData) -> Table:
    return Table("marks", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))


def _leases(metadata: MetaData) -> Table:
    return Table(
        "leases",
        metadata,
        Column("name", Text, primary_key=True),
        Column("holder", Text, nullable=False),
        Column("until_at", UtcTime, nullable=False),
    )


def _step_counts(metadata: MetaData) -> Table:
    return Table(
        "step_counts",
        metadata,
        Column("week", Date, primary_key=True),
        Column("step", Text, primary_key=True),
        Column("asked", Text, primary_key=True),
        Column("turns", Integer, nullable=False),
        Column("not_understood", Integer, nullable=False),
        Column("not_for_us", Integer, nullable=False),
    )


def _sentences(metadata: MetaData, keyring: Keyring) -> Table:
    return Table(
        "sentences",
        metadata,
        Column("id", Text, primary_key=True),
        Column("week", Date, nullable=False),
        Column("text", Sealed(keyring, "sentences.text"), nullable=False),
    )
