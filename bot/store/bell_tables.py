"""The tables of bells: what each account wants to hear of, and what waits for its moment."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

from bot.store.columns import ROW_ID, Sealed, UtcTime
from bot.store.keyring import Keyring


def bell_choices(metadata: MetaData, keyring: Keyring) -> Table:
    """A row for every account that wants bells of its own. Quiet hours are minutes of the day on the wall clock."""
    return Table(
        "bell_choices",
        metadata,
        Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        Column("address", Sealed(keyring, "bell_choices.address"), nullable=False),
        Column("own", Boolean, nullable=False),
        Column("danger", Boolean, nullable=False),
        Column("everything", Boolean, nullable=False),
        Column("quiet_from", Integer),
        Column("quiet_until", Integer),
    )


def held_bells(metadata: MetaData, keyring: Keyring) -> Table:
    """Bells that wait. Not in the outbox: there they would hold up what comes after them at the same address."""
    return Table(
        "held_bells",
        metadata,
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        Column("channel", Text, nullable=False),
        Column("address_key", Text, nullable=False, index=True),
        Column("address", Sealed(keyring, "held_bells.address"), nullable=False),
        Column("body", Sealed(keyring, "held_bells.body"), nullable=False),
        Column("urgent", Boolean, nullable=False),
        Column("at", UtcTime, nullable=False),
        Column("due_at", UtcTime, nullable=False),
        Index(None, "due_at"),
        sqlite_autoincrement=True,
    )
