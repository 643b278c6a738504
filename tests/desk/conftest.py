"""A desk on an empty database for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from bench_lab import Bench, open_bench
from desk_lab import Desk, open_desk

from bot.store import Keyring


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Nobody works there yet."""
    made = await open_desk(f"sqlite+aiosqlite:///{tmp_path}/wegwijzer.db", Keyring.from_file(tmp_path / "keys"))
    yield made
    await made.store.close()


@pytest_asyncio.fixture
async def bench(desk: Desk) -> Bench:
    """Signed in, signed, and taken."""
    return await open_bench(desk)
