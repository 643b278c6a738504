"""The tables of the coordination point: the thread of an intake, what was promised, what must happen when."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.columns import ROW_ID, Sealed, UtcTime
from bot.store.keyring import Keyring


def entries(metadata: MetaData, keyring: Keyring) -> Table:
    """What was said, noted and done about an intake since it was signed."""
    return Table(
        "entries",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        _of_intake(),
        Column("kind", Text, nullable=False),
        Column("author", Text, nullable=False),  # who did it, as an id; the name stands in the body
        Column("body", Sealed(keyring, "entries.body"), nullable=False),
        Column("at", UtcTime, nullable=False),
        Column("client_key", Text),  # given by the page: the same one twice is one entry
        Column("delivery", Text),  # of a message to the resident
        UniqueConstraint("author", "client_key"),
        CheckConstraint("delivery IN ('waiting', 'sent', 'uncertain', 'failed')", name="delivery"),
        Index(None, "intake_id", "id"),
        sqlite_autoincrement=True,
    )


def promises(metadata: MetaData) -> Table:
    """By when a person answers: every moment that a resident was told, and what became of it."""
    return Table(
        "promises",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        _of_intake(),
        Column("made_at", UtcTime, nullable=False),
        Column("due_at", UtcTime, nullable=False),
        Column("reason", Text, nullable=False),
        Column("basis", Text, nullable=False),  # the numbers it was worked out from, as JSON
        Column("outcome", Text, nullable=False),
        Column("ended_at", UtcTime),
        CheckConstraint("outcome IN ('open', 'kept', 'corrected', 'broken', 'void')", name="outcome"),
        Index(None, "intake_id", "id"),
        Index(None, "outcome", "ended_at"),
        Index(None, "outcome", "due_at"),
        sqlite_autoincrement=True,
    )


def timers(metadata: MetaData) -> Table:
    """What must happen by itself, and when. Done rows stay, so that nothing happens twice."""
    return Table(
        "timers",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        _of_intake(),
        Column("kind", Text, nullable=False),
        Column("n", Integer, nullable=False),  # the how-manieth of its kind for this intake
        Column("due_at", UtcTime, nullable=False),
        Column("done_at", UtcTime),
        Column("delays", Integer, nullable=False, server_default="0"),  # how often it was put off
        UniqueConstraint("intake_id", "kind", "n"),
        Index(None, "done_at", "due_at"),
        sqlite_autoincrement=True,
    )


def search_words(metadata: MetaData) -> Table:
    """Keyed digests of the words by which an intake can be found; none of them can be read back."""
    return Table(
        "search_words",
        metadata,
        Column("word", Text, primary_key=True),
        Column("intake_id", ForeignKey("intakes.id", ondelete="CASCADE"), primary_key=True, index=True),
        sqlite_with_rowid=False,  # a table that is its own key: half as big
    )


def desk_changes(metadata: MetaData) -> Table:
    """That something about an intake changed, for the pages that stand open."""
    return Table(
        "desk_changes",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("at", UtcTime, nullable=False),
        Column("kind", Text, nullable=False),
        Column("code", Text, nullable=False),
        Index(None, "at"),
        sqlite_autoincrement=True,
    )


def tombstones(metadata: MetaData) -> Table:
    """Codes of intakes that a resident erased: whoever had one must know why it is gone."""
    return Table(
        "tombstones",
        metadata,
        Column("code", Text, primary_key=True),
        Column("owner_id", Text),
        Column("at", UtcTime, nullable=False),
    )


def drafts(metadata: MetaData, keyring: Keyring) -> Table:
    """What somebody at the desk typed and did not send yet."""
    return Table(
        "drafts",
        metadata,
        Column("account_id", Text, primary_key=True),
        Column("place", Text, primary_key=True),  # code and field
        Column("body", Sealed(keyring, "drafts.body"), nullable=False),
        Column("at", UtcTime, nullable=False),
        Index(None, "at"),
    )


def opinion_counts(metadata: MetaData) -> Table:
    """What residents thought of the help, counted per week. Nothing leads to a conversation."""
    return Table(
        "opinion_counts",
        metadata,
        Column("week", Date, primary_key=True),
        Column("municipality", Text, primary_key=True),
        Column("question", Text, primary_key=True),
        Column("answer", Text, primary_key=True),
        Column("number", Integer, nullable=False),
    )


def figures(metadata: MetaData) -> Table:
    """What a month that is over came to. Nothing leads to an intake: those go, this stays."""
    return Table(
        "figures",
        metadata,
        Column("month", Date, primary_key=True),  # its first day
        Column("what", Text, primary_key=True),
        Column("name", Text, primary_key=True),
        Column("number", Integer, nullable=False),
    )


def _of_intake() -> Column[int]:
    return Column("intake_id", ForeignKey("intakes.id", ondelete="CASCADE"), nullable=False)
