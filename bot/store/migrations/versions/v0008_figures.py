"""Figures of a month that is over: sums, kept because the intakes they were counted from go."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. It has no column that leads to anybody."""
    op.create_table(
        "figures",
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("month", "what", "name", name="pk_figures"),
    )
