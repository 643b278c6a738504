"""Helpers, what was proposed for whom, who never meet again, and hours."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_INTAKE_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_STATES = "state IN ('proposed', 'asked', 'agreed', 'refused', 'dropped', 'active', 'mismatch', 'done')"
_WHAT = "what IN ('gesprek', 'bellen', 'meegaan', 'zoeken', 'reistijd')"


def upgrade() -> None:
    """Make the four tables."""
    _helpers()
    _matches()
    _no_pairs()
    _case_hours()


def _belongs(table: str, column: str, to: str, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}", ondelete=ondelete)


def _helpers() -> None:
    op.create_table(
        "helpers",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("desk", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("max_cases", sa.Integer, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("contact", sa.LargeBinary, nullable=False),
        sa.Column("profile", sa.LargeBinary, nullable=False),
        sa.Column("checked_on", sa.Date, nullable=False),
        sa.Column("account_id", sa.Text),
        sa.Column("created_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_helpers"),
        sa.UniqueConstraint("account_id", name="uq_helpers_account_id"),
        _belongs("helpers", "account_id", "accounts.id", "SET NULL"),
        sa.CheckConstraint("kind IN ('vrijwilliger', 'beroepskracht')", name=op.f("ck_helpers_kind")),
    )


def _matches() -> None:
    op.create_table(
        "matches",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("intake_id", _INTAKE_ID, nullable=False),
        sa.Column("helper_id", sa.Text, nullable=False),
        sa.Column("second_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
        sa.Column("proposed_at", _AT, nullable=False),
        sa.Column("asked_at", _AT),
        sa.Column("agreed_at", _AT),
        sa.Column("second_agreed_at", _AT),
        sa.Column("contact_by", _AT),
        sa.Column("since", _AT),
        sa.Column("first_contact_at", _AT),
        sa.Column("ended_at", _AT),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_code", sa.Text),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
        _belongs("matches", "intake_id", "intakes.id"),
        _belongs("matches", "helper_id", "helpers.id", None),
        _belongs("matches", "second_id", "helpers.id", None),
        sa.CheckConstraint(_STATES, name=op.f("ck_matches_state")),
        sa.CheckConstraint("helper_id <> second_id", name=op.f("ck_matches_two")),
    )
    for column in ("intake_id", "helper_id", "second_id"):
        op.create_index(f"ix_matches_{column}_state", "matches", [column, "state"])


def _no_pairs() -> None:
    op.create_table(
        "no_pairs",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("helper_id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "helper_id", name="pk_no_pairs"),
        _belongs("no_pairs", "conversation_id", "conversations.id"),
        _belongs("no_pairs", "helper_id", "helpers.id"),
    )


def _case_hours() -> None:
    op.create_table(
        "case_hours",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("match_id", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("over_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_case_hours"),
        _belongs("case_hours", "match_id", "matches.id"),
        sa.CheckConstraint("minutes > 0 AND minutes % 15 = 0", name=op.f("ck_case_hours_minutes")),
        sa.CheckConstraint(_WHAT, name=op.f("ck_case_hours_what")),
    )
    op.create_index("ix_case_hours_match_id", "case_hours", ["match_id"])
