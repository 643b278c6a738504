"""What every part of a unit shares: one connection, the tables, and how a statement is run."""

from collections.abc import Mapping, Sequence

from sqlalchemy import CursorResult, Executable, RowMapping
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.backend import Backend
from bot.store.errors import StoreError
from bot.store.keyring import Keyring
from bot.store.tables import Tables
from bot.store.unbroken import unbroken


class Session:
    """One open transaction; `failed` holds the first error, after which it can only be undone."""

    __slots__ = ("backend", "connection", "failed", "keyring", "tables")

    def __init__(self, *, backend: Backend, connection: AsyncConnection, keyring: Keyring, tables: Tables) -> None:
        """Tie the connection to what is needed to use it."""
        self.backend = backend
        self.connection = connection
        self.keyring = keyring
        self.tables = tables
        self.failed: StoreError | None = None


class Part:
    """Base of the parts of a unit."""

    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        """Work inside this transaction."""
        self._session = session

    async def _rows(self, statement: Executable) -> Sequence[RowMapping]:
        """Run and give every row, unsealed."""
        return (await self._run(statement)).mappings().all()

    async def _row(self, statement: Executable) -> RowMapping | None:
        """Run and give the first row, if there is one."""
        return (await self._run(statement)).mappings().first()

    async def _count(self, statement: Executable) -> int:
        """Run and tell how many rows were changed."""
        return (await self._run(statement)).rowcount

    async def _run(
        self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None
    ) -> CursorResult[*tuple[object, ...]]:
        """Run; with `rows` once for each of these, for the cost of one."""
        session = self._session
        if session.failed is not None:
            # SQLite may have rolled back by itself: what ran now would be kept, halfway.
            raise StoreError("an earlier statement of this unit failed; start a new unit")
        try:
            return await unbroken(session.connection.execute(statement, rows))
        except SQLAlchemyError as error:
            session.failed = session.backend.explain(error)
            raise session.failed from error
