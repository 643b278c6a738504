"""The desk: accounts, what they hold open, attempts to sign in, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Written out, and not taken from bot.store: this step must stay what it is when the tables change.
_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    _accounts()
    _recovery_codes()
    _desk_sessions()
    _known_devices()
    _sign_in_attempts()
    _audit()


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=f"fk_{table}_account_id", ondelete="CASCADE")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("display_name", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.LargeBinary),
        sa.Column("totp_secret", sa.LargeBinary),
        sa.Column("totp_step", sa.Integer, nullable=False),
        sa.Column("oidc_key", sa.Text),
        sa.Column("invite_hash", sa.Text),
        sa.Column("invite_until_at", _AT),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("disabled_at", _AT),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name_key", name="uq_accounts_name_key"),
        sa.UniqueConstraint("oidc_key", name="uq_accounts_oidc_key"),
        sa.UniqueConstraint("invite_hash", name="uq_accounts_invite_hash"),
        sa.CheckConstraint("role IN ('coordinator', 'oco', 'editor', 'manager')", name="ck_accounts_role"),
    )


def _recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text, nullable=False),
        _belongs("recovery_codes"),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name="pk_recovery_codes"),
    )


def _desk_sessions() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("seen_at", _AT, nullable=False),
        sa.Column("id_token", sa.LargeBinary),
        _belongs("desk_sessions"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_desk_sessions_token_hash"),
    )
    op.create_index("ix_desk_sessions_account_id", "desk_sessions", ["account_id"])


def _known_devices() -> None:
    op.create_table(
        "known_devices",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("seen_at", _AT, nullable=False),
        _belongs("known_devices"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_known_devices"),
    )
    op.create_index("ix_known_devices_account_id", "known_devices", ["account_id"])


def _sign_in_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", _ROW_ID, nullable=False, autoincrement=True),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("address_key", sa.Text, nullable=False),
        sa.Column("device_hash", sa.Text, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_in_attempts_at", "sign_in_attempts", ["at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _ROW_ID, nullable=False, autoincrement=True),
        sa.Column("at", _AT, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("session_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_object_id", "audit", ["object", "id"])
    op.create_index("ix_audit_account_id_id", "audit", ["account_id", "id"])
