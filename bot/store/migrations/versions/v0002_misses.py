"""Counts of what was not understood, and sentences to learn from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables. Neither has a column that leads to a conversation."""
    op.create_table(
        "step_counts",
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("not_understood", sa.Integer, nullable=False),
        sa.Column("not_for_us", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("week", "step", "asked", name="pk_step_counts"),
    )
    op.create_table(
        "sentences",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sentences"),
    )
