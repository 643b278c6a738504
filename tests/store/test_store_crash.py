"""kill -9 at named points and at random ones: nothing confirmed is lost, nothing happens twice."""

import asyncio
import random
import sqlite3
from collections import Counter
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import forked
import pytest
from store_lab import Database

HERE = Path(__file__).parent
POINTS = [
    "received",
    "begun",
    "loaded",
    "saved",
    "events",
    "queued",
    "handed_over",
    "finished",
    "commit",
    "committed",
    "sending",
    "delivered",
    "sent",
]
EXTRA_COPY = {"sending", "delivered"}  # only here the answer may have arrived without our knowing
KILLED = -9


def start(folder: Path, point: str) -> ForkServerProcess:
    return forked.start(HERE / "crash_child.py", str(folder), point)


def lines(path: Path) -> Counter[str]:
    return Counter(path.read_text(encoding="ascii").split()) if path.exists() else Counter()


def check_file(folder: Path) -> None:
    connection = sqlite3.connect(folder / "data" / "wegwijzer.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


async def check_all_handled(folder: Path, copies: int) -> None:
    check_file(folder)
    database = Database(url=f"sqlite+aiosqlite:///{folder}/data/wegwijzer.db", folder=folder / "data")
    store = await database.open()
    async with store.read() as unit:
        talk = await unit.find_conversation("web", "a")
        assert talk is not None
        assert (talk.turn, talk.state) == (5, "5")
        assert [event.body for event in await unit.list_events(talk.id)] == list("12345")
        assert sorted(intake.code for intake in await unit.list_intakes()) == ["A1", "A2", "A3", "A4", "A5"]
        assert await unit.pending(10) == []
        backlog = await unit.backlog(talk.updated_at)
        assert (backlog.outbox_queued, backlog.outbox_sending, backlog.outbox_failed) == (0, 0, 0)
    await store.close()
    delivered = lines(folder / "delivered")
    assert set(delivered) == set("12345")
    assert sum(delivered.values()) <= 5 + copies


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_a_named_point(tmp_path: Path, point: str) -> None:
    assert await forked.ended(start(tmp_path, point)) == KILLED
    check_file(tmp_path)
    assert await forked.ended(start(tmp_path, "-")) == 0
    await check_all_handled(tmp_path, copies=1 if point in EXTRA_COPY else 0)


async def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20260302)
    kills = 0
    for _ in range(12):
        child = start(tmp_path, "-")
        await asyncio.sleep(chance.uniform(0.05, 0.3))
        child.kill()
        kills += await forked.ended(child) == KILLED
    assert kills > 0
    confirmed = set(lines(tmp_path / "confirmed"))
    assert await forked.ended(start(tmp_path, "-")) == 0
    assert confirmed <= set("12345")
    await check_all_handled(tmp_path, copies=kills)
