"""A real database in a temporary folder for every test; add a kind to `database` to run all of it there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from store_lab import NOW, Database

from bot.store import ConversationRow, Store


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """One kind of database after the other."""
    return Database(url=f"sqlite+aiosqlite:///{tmp_path}/data/wegwijzer.db", folder=tmp_path / "data")


@pytest_asyncio.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """An open, empty store."""
    opened = await database.open()
    yield opened
    await opened.close()


@pytest.fixture
def talk(store: Store) -> Callable[[str], Awaitable[ConversationRow]]:
    """Start a conversation with an address."""

    async def start(address: str) -> ConversationRow:
        async with store.write() as unit:
            return await unit.add_conversation(channel="web", address=address, state="{}", at=NOW)

    return start
