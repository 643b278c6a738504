"""Teams that share a link, and how often it was of use."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables. Neither has a column that leads to a conversation."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("municipality", "name", name="uq_teams_municipality_name"),
    )
    op.create_table(
        "team_counts",
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("week", "team_id", "what", name="pk_team_counts"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_team_counts_team_id"),
        sa.CheckConstraint("what IN ('opened', 'route', 'signed')", name="ck_team_counts_what"),
    )
