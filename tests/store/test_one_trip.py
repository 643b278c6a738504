"""What a unit costs in trips to the thread that holds the connection."""

import aiosqlite
import pytest

from bot.store import Store

AROUND = 3  # to begin, to keep what was done, and to leave nothing open


async def test_a_statement_takes_one_trip(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[object] = []
    work = aiosqlite.Connection._execute

    async def counted(connection: aiosqlite.Connection, *given: object) -> object:
        trips.append(given)
        return await work(connection, *given)

    await store.settings()  # the connection is open
    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    async with store.write() as unit:
        await unit.set_mark("one", "1")
        assert await unit.get_mark("one") == "1"
        await unit.mark_reachable("nobody", True)
    assert len(trips) == 3 + AROUND
