"""Links for one time that were used: none opens a talk for two a second time."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. It has no column that leads to a team or to a conversation."""
    op.create_table(
        "spent_starts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_spent_starts"),
    )
