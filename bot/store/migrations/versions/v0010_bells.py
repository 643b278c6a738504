"""Bells: what each account wants to hear of, and what waits for its moment."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables. Who chose nothing gets no bells of their own."""
    op.create_table(
        "bell_choices",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("own", sa.Boolean, nullable=False),
        sa.Column("danger", sa.Boolean, nullable=False),
        sa.Column("everything", sa.Boolean, nullable=False),
        sa.Column("quiet_from", sa.Integer),
        sa.Column("quiet_until", sa.Integer),
        sa.PrimaryKeyConstraint("account_id", name="pk_bell_choices"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_bell_choices_account_id", ondelete="CASCADE"),
    )
    op.create_table(
        "held_bells",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address_key", sa.Text, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_held_bells"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_bells_address_key", "held_bells", ["address_key"])
    op.create_index("ix_held_bells_due_at", "held_bells", ["due_at"])
