"""What the coordination point keeps of an intake: its thread, promises, timers and how it is worked on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_AT = sa.DateTime(timezone=True)
_OUTCOME = "outcome IN ('open', 'kept', 'corrected', 'broken', 'void')"
_DELIVERY = "delivery IN ('waiting', 'sent', 'uncertain', 'failed')"

_LISTED = [
    *("status", "waits_for", "snoozed_until", "owner_id", "helper_id", "theme", "area", "language"),
    *("undelivered_at", "conversation_id", "promised_at", "first_reply_at"),
]


def upgrade() -> None:
    """Widen intakes and the outbox, and make the tables of the desk."""
    _widen()
    _entries()
    _promises()
    _timers()
    _lists()
    _drafts()


def _widen() -> None:
    for column in (
        sa.Column("owner_id", sa.Text),
        sa.Column("rev", sa.Integer, nullable=False, server_default="0"),
        sa.Column("brief", sa.LargeBinary),
        sa.Column("danger", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("language", sa.Text, nullable=False, server_default=""),
        sa.Column("municipality", sa.Text, nullable=False, server_default=""),
        sa.Column("waits_for", sa.Text, nullable=False, server_default="us"),
        sa.Column("act_by", _AT),
        sa.Column("act_why", sa.Text),
        sa.Column("snoozed_until", _AT),
        sa.Column("released_at", _AT),
        sa.Column("asked_at", _AT),
        sa.Column("helper_id", sa.Text),
        sa.Column("helper_silent_at", _AT),
        sa.Column("term_at", _AT),
        sa.Column("talk_mode", sa.Text),
        sa.Column("waiting_since", _AT),
        sa.Column("first_reply_at", _AT),
        sa.Column("unanswered_since", _AT),
        sa.Column("undelivered_at", _AT),
        sa.Column("outcome", sa.Text),
        sa.Column("outcome_note", sa.LargeBinary),
        sa.Column("reopened_at", _AT),
    ):
        op.add_column("intakes", column)
    is_open, is_done = sa.text("closed_at IS NULL"), sa.text("closed_at IS NOT NULL")
    op.create_index("ix_intakes_open", "intakes", ["danger", "act_by", "closed_at", *_LISTED], sqlite_where=is_open)
    op.create_index("ix_intakes_done", "intakes", ["closed_at", "danger", *_LISTED], sqlite_where=is_done)
    op.create_index("ix_intakes_first_reply_at", "intakes", ["first_reply_at"])
    # What was open before the desk existed is still promised; who claimed it is known by name only.
    op.execute("UPDATE intakes SET waiting_since = created_at")
    op.execute("UPDATE intakes SET act_by = promised_at, act_why = 'promise' WHERE status IN ('new', 'claimed')")
    op.execute("UPDATE intakes SET owner_id = claimed_by WHERE status = 'claimed'")
    op.add_column("outbox", sa.Column("entry_id", _ROW_ID))
    op.create_index("ix_outbox_entry_id", "outbox", ["entry_id"])
    op.create_index("ix_conversations_lost", "conversations", ["id"], sqlite_where=sa.text("reachable IS 0"))


def _id() -> sa.Column[int]:
    return sa.Column("id", _ROW_ID, nullable=False, autoincrement=True)


def _intake_id() -> sa.Column[int]:
    return sa.Column("intake_id", _ROW_ID, nullable=False)


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["intake_id"], ["intakes.id"], name=f"fk_{table}_intake_id", ondelete="CASCADE")


def _entries() -> None:
    op.create_table(
        "entries",
        _id(),
        _intake_id(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("client_key", sa.Text),
        sa.Column("delivery", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        _belongs("entries"),
        sa.UniqueConstraint("author", "client_key", name="uq_entries_author_client_key"),
        sa.CheckConstraint(_DELIVERY, name=op.f("ck_entries_delivery")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_intake_id_id", "entries", ["intake_id", "id"])


def _promises() -> None:
    op.create_table(
        "promises",
        _id(),
        _intake_id(),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("ended_at", _AT),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
        _belongs("promises"),
        sa.CheckConstraint(_OUTCOME, name=op.f("ck_promises_outcome")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_promises_intake_id_id", "promises", ["intake_id", "id"])
    op.create_index("ix_promises_outcome_ended_at", "promises", ["outcome", "ended_at"])
    op.create_index("ix_promises_outcome_due_at", "promises", ["outcome", "due_at"])


def _timers() -> None:
    op.create_table(
        "timers",
        _id(),
        _intake_id(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("done_at", _AT),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        _belongs("timers"),
        sa.UniqueConstraint("intake_id", "kind", "n", name="uq_timers_intake_id_kind_n"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timers_done_at_due_at", "timers", ["done_at", "due_at"])


def _lists() -> None:
    op.create_table(
        "search_words",
        sa.Column("word", sa.Text, nullable=False),
        _intake_id(),
        sa.PrimaryKeyConstraint("word", "intake_id", name="pk_search_words"),
        _belongs("search_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_words_intake_id", "search_words", ["intake_id"])
    op.create_table(
        "desk_changes",
        _id(),
        sa.Column("at", _AT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_desk_changes_at", "desk_changes", ["at"])
    op.create_table(
        "tombstones",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("owner_id", sa.Text),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_tombstones"),
    )
    op.create_table(
        "opinion_counts",
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("week", "municipality", "question", "answer", name="pk_opinion_counts"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "place", name="pk_drafts"),
    )
    op.create_index("ix_drafts_at", "drafts", ["at"])
