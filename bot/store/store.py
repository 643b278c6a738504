"""The store: opens the database and hands out units of work, one transaction each."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Self

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.backend import Backend, open_backend
from bot.store.errors import StoreError
from bot.store.keyring import Keyring
from bot.store.migrate import migrate
from bot.store.part import Session
from bot.store.tables import Tables, build_tables
from bot.store.unbroken import unbroken
from bot.store.unit import Unit

_SEALED_WITH = "store:sealed_with"
_INDEXED_WITH = "store:indexed_with"


class Store:
    """Everything Wegwijzer remembers."""

    def __init__(self, *, backend: Backend, keyring: Keyring, tables: Tables) -> None:
        """Use `Store.open`: it also makes and checks the database."""
        self._backend = backend
        self._keyring = keyring
        self._tables = tables
        self._inside: set[asyncio.Task[object]] = set()

    @classmethod
    async def open(cls, url: str, keyring: Keyring) -> Self:
        """Open the database, after making it when there is none and bringing its schema up to date.

        StoreError when the schema is newer than this program or the keyring is another one.
        """
        backend = open_backend(url)
        store = cls(backend=backend, keyring=keyring, tables=build_tables(keyring))
        try:
            await unbroken(store._start())
        except BaseException:
            await unbroken(backend.close())
            raise
        return store

    async def close(self) -> None:
        """Close every connection; what was committed is on disk already."""
        await unbroken(self._backend.close())

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Unit]:
        """Open a unit that is kept when the block ends, and undone when it raises or is cancelled."""
        with self._alone():
            backend = self._backend
            async with backend.turn(), self._unit(backend.writer, backend.write_options) as unit:
                yield unit

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """Open a unit that sees one moment, from its first question on, and can change nothing."""
        with self._alone():
            async with self._unit(self._backend.reader, self._backend.read_options) as unit:
                yield unit

    async def scrub(self) -> None:
        """Make everything that was erased unreadable in the files; StoreBusy when a reader is in the way."""
        with self._alone():
            async with self._backend.turn():
                await unbroken(self._explained(self._backend.scrub()))

    async def settings(self) -> Mapping[str, str]:
        """Show the settings of the database on which durability rests, for the log at start."""
        return await unbroken(self._backend.settings())

    async def _start(self) -> None:
        await self._explained(self._prepare())
        async with self.write() as unit:
            await _check_keyring(unit, self._keyring)

    async def _prepare(self) -> None:
        await self._backend.prepare()
        await migrate(self._backend)

    async def _explained(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except SQLAlchemyError as error:
            raise self._backend.explain(error) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Refuse a unit inside a unit: the inner one would wait for the outer one for ever."""
        task = asyncio.current_task()
        if task is None or task in self._inside:
            raise StoreError("this task has a unit open already; end that one first")
        self._inside.add(task)
        try:
            yield
        finally:
            self._inside.discard(task)

    @asynccontextmanager
    async def _unit(self, engine: AsyncEngine, options: Mapping[str, object]) -> AsyncIterator[Unit]:
        connection = engine.connect()
        session = Session(backend=self._backend, connection=connection, keyring=self._keyring, tables=self._tables)
        try:
            await unbroken(self._explained(_begin(connection, options)))
            yield Unit(session)
            if session.failed is not None:
                raise StoreError("a statement of this unit failed; nothing of it is kept")
            await unbroken(self._explained(connection.commit()))
        finally:
            await unbroken(_close(connection))


async def _begin(connection: AsyncConnection, options: Mapping[str, object]) -> None:
    await connection.start()
    await connection.execution_options(**options)
    await connection.begin()


async def _close(connection: AsyncConnection) -> None:
    """Give the connection back, rolled back if need be; there is none when the start failed."""
    if connection.sync_connection is not None:
        await connection.close()


async def _check_keyring(unit: Unit, keyring: Keyring) -> None:
    """Refuse another keyring at the start: later it would show as residents who are not found."""
    indexed_with = await unit.get_mark(_INDEXED_WITH)
    if indexed_with not in (None, keyring.fingerprint()):
        raise StoreError("the index line of the key file is not the one this database was made with")
    sealed_with = await unit.get_mark(_SEALED_WITH)
    if sealed_with is not None:
        keyring.unseal(sealed_with.encode())
    await unit.set_mark(_INDEXED_WITH, keyring.fingerprint())
    await unit.set_mark(_SEALED_WITH, keyring.seal(_SEALED_WITH).decode())
