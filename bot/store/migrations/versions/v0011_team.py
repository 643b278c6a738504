"""By which team's link a question came, so that a list can be narrowed to it; and when somebody last gave a code."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LISTED = [
    *("status", "waits_for", "snoozed_until", "owner_id", "helper_id", "theme", "area", "language"),
    *("undelivered_at", "conversation_id", "promised_at", "first_reply_at", "team_id"),
]


def upgrade() -> None:
    """Widen intakes with the indexes that lists are read from, and the sessions of the desk."""
    op.add_column("intakes", sa.Column("team_id", sa.Text))
    op.drop_index("ix_intakes_open", "intakes")
    op.drop_index("ix_intakes_done", "intakes")
    is_open, is_done = sa.text("closed_at IS NULL"), sa.text("closed_at IS NOT NULL")
    op.create_index("ix_intakes_open", "intakes", ["danger", "act_by", "closed_at", *_LISTED], sqlite_where=is_open)
    op.create_index("ix_intakes_done", "intakes", ["closed_at", "danger", *_LISTED], sqlite_where=is_done)
    op.add_column("desk_sessions", sa.Column("proved_at", sa.DateTime(timezone=True)))
