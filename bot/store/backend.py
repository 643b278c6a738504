"""What the store needs from a database besides portable SQL; one module for each kind implements it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from sqlalchemy import Table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.errors import StoreBusy, StoreConflict, StoreError

Values = Mapping[str, object]


class Backend(Protocol):
    """One kind of database."""

    @property
    def writer(self) -> AsyncEngine:
        """The connections to write with; each is used by one transaction at a time."""

    @property
    def reader(self) -> AsyncEngine:
        """The connections to read with."""

    @property
    def write_options(self) -> Mapping[str, object]:
        """Execution options under which a connection begins a writing transaction."""

    @property
    def read_options(self) -> Mapping[str, object]:
        """Execution options under which it begins a read-only view of one moment."""

    async def close(self) -> None:
        """Close every connection."""

    async def prepare(self) -> None:
        """Make the database when there is none, and check that it keeps its promises."""

    def migrating(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open one transaction in which the whole schema may change; all of it holds, or nothing."""

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Wait for the turn to write; StoreBusy when it takes too long."""

    async def scrub(self) -> None:
        """Make deleted rows unreadable in every file of the database."""

    async def settings(self) -> dict[str, str]:
        """Show the settings on which durability and erasure rest, as they are in force."""

    def insert_missing(self, table: Table, values: Values, unique: Sequence[str]) -> ReturningInsert[int]:
        """Insert unless a row with equal `unique` columns exists; returns a row only when it inserted."""

    def upsert(self, table: Table, values: Values, unique: Sequence[str]) -> ReturningInsert[int]:
        """Insert, or overwrite the row with equal `unique` columns."""

    def explain(self, error: SQLAlchemyError) -> StoreError:
        """Turn an error of the database into one of ours."""


def open_backend(url: str) -> Backend:
    """Pick the kind of database from the URL."""
    from bot.store.sqlite import SqliteBackend  # here, because that module uses this one

    try:
        parsed = make_url(url)
    except ArgumentError:
        # The URL itself stays out of the message: it may hold a password.
        raise StoreError("the database URL cannot be read; write sqlite+aiosqlite:///path/file.db") from None
    name = parsed.get_backend_name()
    if name != "sqlite":
        raise StoreError(f"unknown kind of database '{name}'; known: sqlite")
    return SqliteBackend(parsed)


def explain_common(error: SQLAlchemyError) -> StoreError:
    """Explain what every kind of database has in common."""
    if isinstance(error, StatementError) and isinstance(error.orig, StoreError):
        return error.orig
    if isinstance(error, PoolTimeout):
        return StoreBusy("no connection to the database came free in time")
    if isinstance(error, IntegrityError):
        return StoreConflict("the row clashes with one that exists, or belongs to one that does not")
    return StoreError(f"the database refused: {type(error).__name__}")
