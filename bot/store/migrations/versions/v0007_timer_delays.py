"""How often a timer was put off: what waits for a quiet moment must not wait for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Timers that are there were never put off."""
    op.add_column("timers", sa.Column("delays", sa.Integer, nullable=False, server_default="0"))
