"""Everything that holds for SQLite only: files, pragmas, locks, upserts and error codes.

Readers and one writer work side by side (WAL). A transaction that will write says so when it
begins (BEGIN IMMEDIATE): one that read first and wrote later would fail without waiting.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL, Connection, Table, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.backend import Values, explain_common
from bot.store.errors import StoreBusy, StoreError, StoreFull

_BUSY_MILLISECONDS = 10_000  # how long to wait for another process
_TURN_SECONDS = 30.0  # how long to wait for other writers in this process
_READERS = 8
_WRITERS = 2  # one for the turn to write, one for a look at the settings meanwhile
_WAL_TRIES = 100
_BEGIN = "sqlite_begin"  # execution option: the statement that begins the transaction
_PRAGMAS = MappingProxyType(
    {
        "busy_timeout": str(_BUSY_MILLISECONDS),
        "foreign_keys": "1",
        "secure_delete": "1",
        "synchronous": "2",  # FULL: a commit that was confirmed survives a power cut
        "temp_store": "2",  # MEMORY: no text in a temporary file
    }
)
_READING = MappingProxyType({**_PRAGMAS, "query_only": "1"})
# A table that is rebuilt is dropped first, and with foreign keys on that would empty its children.
_MIGRATING = MappingProxyType({**_PRAGMAS, "foreign_keys": "0"})


class SqliteBackend:
    """One SQLite file on a local disk."""

    write_options: Mapping[str, object] = MappingProxyType({_BEGIN: "BEGIN IMMEDIATE"})
    read_options: Mapping[str, object] = MappingProxyType({_BEGIN: "BEGIN"})

    def __init__(self, url: URL) -> None:
        """Take the file that the URL names; nothing is opened yet."""
        if url.database in (None, "", ":memory:") or "mode" in url.query:
            raise StoreError("a database in memory forgets; name a file: sqlite+aiosqlite:///path/file.db")
        self._path = Path(str(url.database))
        self._url = url.set(drivername="sqlite+aiosqlite")
        self._lock = asyncio.Lock()
        self.writer = _engine(self._url, _PRAGMAS, _WRITERS)
        self.reader = _engine(self._url, _READING, _READERS)

    async def close(self) -> None:
        """Close every connection; the last one to go empties the write-ahead log."""
        await self.reader.dispose()
        await self.writer.dispose()

    async def prepare(self) -> None:
        """Make folder and file for our eyes only, switch to WAL and check every pragma."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        await self._switch_to_wal()
        settings = await self.settings()
        for name, wanted in {**_PRAGMAS, "journal_mode": "wal"}.items():
            if settings[name] != wanted:
                raise StoreError(f"pragma {name} is '{settings[name]}', not '{wanted}'; use a local disk")

    async def settings(self) -> dict[str, str]:
        """Show the pragmas as they are in force."""
        async with self.writer.connect() as connection:
            names = sorted({*_PRAGMAS, "journal_mode"})
            return {name: await _pragma(connection, name) for name in names}

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection of its own without foreign keys; broken references are refused at the end."""
        engine = _engine(self._url, _MIGRATING, 1)
        try:
            async with engine.connect() as connection:
                await connection.execution_options(**self.write_options)
                async with connection.begin():
                    yield connection
                    if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
                        raise StoreError("the migration leaves rows that refer to nothing; it is undone")
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Let one task of this process write at a time, in order of arrival.

        SQLite itself would let them poll for the lock in no order, some of them for ever.
        """
        try:
            async with asyncio.timeout(_TURN_SECONDS):
                await self._lock.acquire()
        except TimeoutError:
            raise StoreBusy(f"no turn to write within {_TURN_SECONDS:.0f} seconds") from None
        try:
            yield
        finally:
            self._lock.release()

    async def scrub(self) -> None:
        """Empty the write-ahead log; secure_delete has overwritten what is gone from the file."""
        async with self.writer.connect() as connection:
            busy = await _pragma(connection, "wal_checkpoint(TRUNCATE)")
        if busy != "0":
            raise StoreBusy("the write-ahead log could not be emptied: somebody is still reading")

    def insert_missing(self, table: Table, values: Values, unique: Sequence[str]) -> ReturningInsert[int]:
        """Insert unless a row with equal `unique` columns exists."""
        statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=unique)
        return statement.returning(*table.primary_key)

    def upsert(self, table: Table, values: Values, unique: Sequence[str]) -> ReturningInsert[int]:
        """Insert, or overwrite the row with equal `unique` columns."""
        statement = insert(table).values(**values)
        statement = statement.on_conflict_do_update(index_elements=unique, set_=dict(values))
        return statement.returning(*table.primary_key)

    def explain(self, error: SQLAlchemyError) -> StoreError:
        """Tell a full disk and a lock from everything else."""
        cause = error.orig if isinstance(error, DBAPIError) else None
        # Absent when the error comes from the driver and not from SQLite.
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF if isinstance(cause, sqlite3.Error) else 0
        if code == sqlite3.SQLITE_FULL:
            return StoreFull("the disk is full; free some space")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy("another process holds the database")
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return StoreError("the database file is damaged or is no database; restore a backup")
        return explain_common(error)

    async def _switch_to_wal(self) -> None:
        """Switch once for all time; two processes that both do so get an error instead of a wait."""
        for _ in range(_WAL_TRIES):
            try:
                async with self.writer.connect() as connection:
                    await _pragma(connection, "journal_mode=WAL")
                return
            except SQLAlchemyError as error:
                if not isinstance(self.explain(error), StoreBusy):
                    raise
            await asyncio.sleep(0.05)
        raise StoreBusy("another process holds the database")


def _engine(url: URL, pragmas: Mapping[str, str], connections: int) -> AsyncEngine:
    # isolation_level None: the driver begins nothing by itself, `_begin` below does.
    engine = create_async_engine(
        url,
        connect_args={"isolation_level": None},
        hide_parameters=True,
        max_overflow=0,
        pool_size=connections,
    )

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin as the execution option says; without it every statement stands by itself."""
    statement = connection.get_execution_options().get(_BEGIN)
    if isinstance(statement, str):
        connection.exec_driver_sql(statement)


async def _pragma(connection: AsyncConnection, pragma: str) -> str:
    return str((await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one())
