"""A statement of SQLite in one trip to the thread that holds its connection.

The driver makes a trip for each step of a statement (make a cursor, execute, fetch, close), and a trip costs more than
most statements do.
"""

import sqlite3
from collections.abc import Callable, Iterable

import aiosqlite
from aiosqlite.context import contextmanager

_Row = tuple[object, ...]


class _Cursor(aiosqlite.Cursor):
    """Executes, fetches all and closes in one; what it tells of the statement (`rowcount`) holds from then on."""

    _rows: list[_Row]

    async def execute(self, sql: str, parameters: Iterable[object] | None = None) -> "_Cursor":
        """Run a statement and fetch all of its rows."""
        return await self._trip(self._conn._conn.execute, sql, tuple(parameters or ()))

    async def executemany(self, sql: str, parameters: Iterable[Iterable[object]]) -> "_Cursor":
        """Run a statement for each of these."""
        return await self._trip(self._conn._conn.executemany, sql, parameters)

    async def fetchall(self) -> list[_Row]:  # type: ignore[override]  # no row factory is set
        """Give the rows."""
        return self._rows

    async def close(self) -> None:
        """It is closed already."""

    async def _trip(self, run: Callable[..., sqlite3.Cursor], *given: object) -> "_Cursor":
        self._cursor, self._rows = await self._conn._execute(_all_of, run, *given)  # type: ignore[no-untyped-call]
        return self


class _Connection(aiosqlite.Connection):
    @contextmanager
    async def cursor(self) -> _Cursor:  # type: ignore[override]  # mypy sees no subclass through the decorator
        """Make one; nothing goes to the thread yet."""
        return _Cursor(self, None)  # type: ignore[arg-type]  # the cursor below it comes with the statement


def connect(database: str, **settings: str | float | None) -> aiosqlite.Connection:
    """Open the file when this is awaited, as `async_creator_fn` of SQLAlchemy is."""
    connection = _Connection(lambda: sqlite3.connect(database, **settings), 64)  # type: ignore[call-overload]
    connection._thread.daemon = True  # a store that nobody closed keeps no program alive
    return connection


def _all_of(run: Callable[..., sqlite3.Cursor], *given: object) -> tuple[sqlite3.Cursor, list[_Row]]:
    cursor = run(*given)
    rows = cursor.fetchall() if cursor.description else []
    cursor.close()
    return cursor, rows
