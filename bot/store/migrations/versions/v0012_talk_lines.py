"""What a resident said before signing, where they may share it afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table: one sealed row a turn, gone with the talk."""
    op.create_table(
        "talk_lines",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "turn", name="pk_talk_lines"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_talk_lines_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_talk_lines_at", "talk_lines", ["at"])
