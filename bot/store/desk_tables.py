"""The tables of the desk: accounts, what they hold open, attempts to sign in, and the audit trail."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from bot.store.columns import ROW_ID, Sealed, UtcTime
from bot.store.keyring import Keyring


def accounts(metadata: MetaData, keyring: Keyring) -> Table:
    """People who may sign in. The role is in clear: that it was changed shows in the audit trail."""
    return Table(
        "accounts",
        metadata,
        Column("id", Text, primary_key=True),
        Column("name_key", Text, nullable=False, unique=True),
        Column("name", Sealed(keyring, "accounts.name"), nullable=False),
        Column("display_name", Sealed(keyring, "accounts.display_name"), nullable=False),
        Column("role", Text, nullable=False),
        Column("password_hash", Sealed(keyring, "accounts.password_hash")),
        Column("totp_secret", Sealed(keyring, "accounts.totp_secret")),
        Column("totp_step", Integer, nullable=False),  # the last step of 30 seconds whose code was used
        Column("oidc_key", Text, unique=True),
        Column("invite_hash", Text, unique=True),
        Column("invite_until_at", UtcTime),
        Column("created_at", UtcTime, nullable=False),
        Column("disabled_at", UtcTime),
        CheckConstraint("role IN ('coordinator', 'oco', 'editor', 'manager')", name="role"),
    )


def recovery_codes(metadata: MetaData) -> Table:
    """Codes on paper, to come in without the app; a row goes when its code is used."""
    return Table(
        "recovery_codes",
        metadata,
        Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        Column("code_hash", Text, primary_key=True),
    )


def desk_sessions(metadata: MetaData, keyring: Keyring) -> Table:
    """Signed-in browsers."""
    return Table(
        "desk_sessions",
        metadata,
        Column("id", Text, primary_key=True),
        Column("token_hash", Text, nullable=False, unique=True),
        Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("created_at", UtcTime, nullable=False),
        Column("seen_at", UtcTime, nullable=False),
        Column("id_token", Sealed(keyring, "desk_sessions.id_token")),  # hint for signing out at the provider
        Column("proved_at", UtcTime),  # when somebody proved once more who they are; None: not since signing in
    )


def known_devices(metadata: MetaData) -> Table:
    """Browsers from which somebody signed in before: strangers cannot lock those out."""
    return Table(
        "known_devices",
        metadata,
        Column("token_hash", Text, primary_key=True),
        Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("seen_at", UtcTime, nullable=False),
    )


def sign_in_attempts(metadata: MetaData) -> Table:
    """Attempts to sign in, for the limits; names and addresses as keyed digests only."""
    return Table(
        "sign_in_attempts",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("name_key", Text, nullable=False),
        Column("address_key", Text, nullable=False),
        Column("device_hash", Text, nullable=False),  # "" from a browser the account does not know
        Column("at", UtcTime, nullable=False),
        Column("passed", Boolean, nullable=False),
        Index(None, "at"),
        sqlite_autoincrement=True,
    )


def audit(metadata: MetaData, keyring: Keyring) -> Table:
    """The audit trail. No foreign key: it outlives the account and the intake."""
    return Table(
        "audit",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("at", UtcTime, nullable=False),
        Column("account_id", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("session_id", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("object", Text, nullable=False),
        Column("result", Text, nullable=False),
        Column("origin", Text, nullable=False),
        Column("reason", Sealed(keyring, "audit.reason"), nullable=False),
        Column("follows", Text, nullable=False),  # hash of the row before
        Column("hash", Text, nullable=False),
        Index(None, "object", "id"),
        Index(None, "account_id", "id"),
        sqlite_autoincrement=True,
    )
