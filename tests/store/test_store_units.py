"""Units: all or nothing, one at a time, and no cancelled task leaves a lock behind."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from store_lab import NOW, Database, queue

from bot.store import ConversationRow, Store, StoreBusy, StoreConflict, StoreError, StoreFull, Unit
from bot.store.backend import open_backend
from bot.store.unbroken import unbroken

Talk = Callable[[str], Awaitable[ConversationRow]]


class TestUnits:
    async def test_an_error_undoes_all_of_it(self, store: Store) -> None:
        async def fail() -> None:
            async with store.write() as unit:
                await unit.set_mark("a", "1")
                raise KeyError

        with pytest.raises(KeyError):
            await fail()
        async with store.read() as unit:
            assert await unit.get_mark("a") is None

    async def test_a_reading_unit_cannot_write(self, store: Store) -> None:
        with pytest.raises(StoreError):
            async with store.read() as unit:
                await unit.set_mark("a", "1")
        async with store.write() as unit:
            assert await unit.get_mark("a") is None

    async def test_a_reading_unit_sees_one_moment(self, store: Store) -> None:
        async def write() -> None:
            async with store.write() as unit:
                await unit.set_mark("a", "1")

        async with store.read() as unit:
            assert await unit.get_mark("a") is None
            await asyncio.create_task(write())
            assert await unit.get_mark("a") is None
        async with store.read() as unit:
            assert await unit.get_mark("a") == "1"

    async def test_a_unit_inside_a_unit_is_refused_and_does_not_hang(self, store: Store) -> None:
        async with store.write() as unit:
            with pytest.raises(StoreError, match="unit open already"):
                async with store.write():
                    pass
            with pytest.raises(StoreError, match="unit open already"):
                async with store.read():
                    pass
            await unit.set_mark("a", "1")
        async with store.read() as unit:
            assert await unit.get_mark("a") == "1"

    async def test_a_unit_that_is_over_does_nothing(self, store: Store) -> None:
        async with store.write() as unit:
            await unit.set_mark("a", "1")
        with pytest.raises(StoreError):
            await unit.set_mark("a", "2")

    async def test_after_a_failed_statement_nothing_is_kept(self, store: Store, talk: Talk) -> None:
        await talk("a")

        async def swallow() -> None:
            async with store.write() as unit:
                await unit.set_mark("a", "1")
                with pytest.raises(StoreConflict):
                    await unit.add_conversation(channel="web", address="a", state="", at=NOW)
                with pytest.raises(StoreError, match="earlier statement"):
                    await unit.set_mark("a", "2")

        with pytest.raises(StoreError, match="nothing of it is kept"):
            await swallow()
        async with store.read() as unit:
            assert await unit.get_mark("a") is None

    async def test_fifty_at_once_lose_nothing(self, store: Store, talk: Talk) -> None:
        chance = random.Random(7)
        talks = [await talk(str(number)) for number in range(50)]

        async def chat(one: ConversationRow) -> None:
            for turn in range(1, 5):
                async with store.write() as unit:
                    count = int(await unit.get_mark("count") or 0)
                    await asyncio.sleep(chance.uniform(0, 0.001))
                    await unit.save_conversation(one.id, state=str(turn), turn=turn, at=NOW)
                    await unit.add_events(one.id, turn, [("x", str(turn))], NOW)
                    await unit.set_mark("count", str(count + 1))
                async with store.read() as unit:
                    assert (await unit.get_conversation(one.id)).turn == turn

        await asyncio.gather(*(chat(one) for one in talks))
        async with store.read() as unit:
            assert await unit.get_mark("count") == "200"
            for one in talks:
                assert [row.turn for row in await unit.list_events(one.id)] == [1, 2, 3, 4]


class TestCancellation:
    async def _work(self, store: Store, address: str) -> None:
        async with store.write() as unit:
            talk = await unit.add_conversation(channel="web", address=address, state="{}", at=NOW)
            await unit.add_events(talk.id, 1, [("x", "{}")], NOW)
            await queue(unit, address, "{}")
        async with store.read() as unit:
            await unit.due(NOW, 5)

    async def test_a_cancelled_task_leaves_all_or_nothing_and_no_lock(self, store: Store) -> None:
        chance = random.Random(20260302)
        started = time.perf_counter()
        await self._work(store, "warm")
        usual = time.perf_counter() - started
        interrupted = 0
        for number in range(200):
            tasks = [asyncio.create_task(self._work(store, f"{number}/{n}")) for n in range(2)]
            await asyncio.sleep(chance.uniform(0, 2.2 * usual))
            for task in tasks:
                task.cancel()
                if chance.random() < 0.3:
                    await asyncio.sleep(0)
                    task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            interrupted += sum(isinstance(result, asyncio.CancelledError) for result in results)
            assert all(result is None or isinstance(result, asyncio.CancelledError) for result in results)
            async with asyncio.timeout(20):
                async with store.write() as unit:
                    await unit.set_mark("a", str(number))
        assert interrupted > 100
        async with store.read() as unit:
            queued = await unit.due(NOW, 1000)
            for row in queued:
                talk = await unit.find_conversation("web", row.address)
                assert talk is not None
                assert len(await unit.list_events(talk.id)) == 1

    async def test_cancelled_at_every_single_step_of_the_loop(self, store: Store) -> None:
        """Step by step instead of by time: after n turns of the loop, for every n until it gets through."""
        for steps in range(2000):
            task = asyncio.create_task(self._work(store, f"s{steps}"))
            for _ in range(steps):
                await asyncio.sleep(0)
                if task.done():
                    break
            task.cancel()
            (result,) = await asyncio.gather(task, return_exceptions=True)
            async with asyncio.timeout(20):
                async with store.write() as unit:
                    await unit.set_mark("a", str(steps))
            if result is None or steps > 300:
                break
        assert steps > 10

    async def test_waiting_for_a_turn_is_given_up_at_once(self, store: Store) -> None:
        async with store.write() as unit:
            waiting = asyncio.create_task(self._work(store, "a"))
            await asyncio.sleep(0.05)
            waiting.cancel()
            async with asyncio.timeout(0.5):
                await asyncio.gather(waiting, return_exceptions=True)
            await unit.set_mark("a", "1")
        assert waiting.cancelled()

    async def test_unbroken_finishes_what_it_began(self) -> None:
        seen: list[str] = []

        async def work() -> None:
            await asyncio.sleep(0.05)
            seen.append("done")

        task = asyncio.create_task(unbroken(work()))
        await asyncio.sleep(0)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.005)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen == ["done"]

    async def test_unbroken_lets_the_cancellation_win_over_an_error(self) -> None:
        async def work() -> None:
            await asyncio.sleep(0.01)
            raise KeyError

        task = asyncio.create_task(unbroken(work()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    def test_a_loop_that_is_torn_down_leaves_no_lock(self, database: Database) -> None:
        async def abandon() -> None:
            store = await database.open()
            ready = asyncio.Event()

            async def hold() -> None:
                try:
                    async with store.write() as unit:
                        await unit.set_mark("a", "1")
                        ready.set()
                        await asyncio.sleep(60)
                finally:
                    await store.close()

            holding = asyncio.create_task(hold())
            await ready.wait()
            assert not holding.done()

        async def after() -> str | None:
            store = await database.open()
            async with asyncio.timeout(20):
                async with store.write() as unit:
                    found = await unit.get_mark("a")
            await store.close()
            return found

        asyncio.run(abandon())
        assert asyncio.run(after()) is None


class TestSqlite:
    """What holds for SQLite only."""

    async def test_the_pragmas_are_in_force(self, store: Store) -> None:
        assert await store.settings() == {
            "busy_timeout": "10000",
            "foreign_keys": "1",
            "journal_mode": "wal",
            "secure_delete": "1",
            "synchronous": "2",
            "temp_store": "2",
        }

    async def test_every_connection_has_them(self, store: Store) -> None:
        backend = store._backend
        connections = [backend.reader.connect() for _ in range(8)] + [backend.writer.connect()]
        for connection in connections:
            await connection.start()
            for pragma, wanted in (("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)):
                assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one() == wanted
        for connection in connections:
            await connection.close()

    async def test_the_files_are_ours_alone(self, store: Store, database: Database) -> None:
        async with store.write() as unit:
            await unit.set_mark("a", "1")
        modes = {path.name: path.stat().st_mode & 0o777 for path in database.folder.glob("wegwijzer.db*")}
        assert set(modes.values()) == {0o600}
        assert database.folder.stat().st_mode & 0o777 == 0o700

    async def test_another_process_that_writes_is_waited_for(self, store: Store, database: Database) -> None:
        other = sqlite3.connect(database.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        async def write() -> None:
            async with store.write() as unit:
                await unit.set_mark("a", "1")

        writing = asyncio.create_task(write())
        await asyncio.sleep(1)
        assert not writing.done()
        async with store.read() as unit:
            assert await unit.get_mark("a") is None
        other.execute("COMMIT")
        async with asyncio.timeout(20):
            await writing
        other.close()

    async def test_another_process_that_keeps_writing_gives_a_clear_error(
        self, store: Store, database: Database
    ) -> None:
        other = sqlite3.connect(database.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another process"):
            async with store.write() as unit:
                await unit.set_mark("a", "1")
        other.execute("ROLLBACK")
        other.close()
        async with store.write() as unit:
            await unit.set_mark("a", "2")

    async def test_a_full_disk_stops_writing_and_nothing_else(self, store: Store) -> None:
        limit = [200]

        def small(connection: DBAPIConnection, *_: object) -> None:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA max_page_count={limit[0]}")
            cursor.close()

        event.listen(store._backend.writer.sync_engine, "checkout", small)
        kept: list[int | None] = []

        async def fill() -> None:
            for number in range(1000):
                async with store.write() as unit:
                    kept.append(
                        await unit.receive(channel="web", external_id=str(number), address="a", body="x" * 3000, at=NOW)
                    )

        with pytest.raises(StoreFull, match="disk is full"):
            await fill()
        async with store.read() as unit:
            assert [row.id for row in await unit.pending(1000)] == kept
        assert len(kept) > 0
        limit[0] = 10_000
        async with store.write() as unit:
            assert await unit.receive(channel="web", external_id="later", address="a", body="x", at=NOW)

    @pytest.mark.parametrize(
        ("url", "fault"),
        [
            ("sqlite+aiosqlite://", "in memory forgets"),
            ("sqlite+aiosqlite:///:memory:", "in memory forgets"),
            ("mysql://user:geheim@host/name", "unknown kind of database 'mysql'"),
            ("geheim", "cannot be read"),
        ],
    )
    def test_a_url_that_will_not_do(self, url: str, fault: str) -> None:
        with pytest.raises(StoreError, match=fault) as caught:
            open_backend(url)
        assert "geheim" not in str(caught.value)

    async def test_a_plain_sqlite_url_will_do(self, tmp_path: Path, database: Database) -> None:
        store = await Store.open(f"sqlite:///{tmp_path}/plain.db", database.keyring())
        await store.close()
        assert (tmp_path / "plain.db").exists()

    async def test_an_error_shows_no_text(self, store: Store, talk: Talk) -> None:
        await talk("adres-merkteken")
        with pytest.raises(StoreConflict) as caught:
            async with store.write() as unit:
                await unit.add_conversation(channel="web", address="adres-merkteken", state="", at=NOW)
        assert "merkteken" not in f"{caught.value!r} {caught.value.__cause__!r}"

    def test_no_part_of_a_unit_hides_a_method_of_another(self) -> None:
        """The parts are one object: of two methods with one name, public or not, only the first would be there."""
        named: dict[str, type] = {}
        for part in Unit.__bases__:
            for name in vars(part).keys() - {"__slots__", "__module__", "__doc__", "__qualname__"}:
                assert name not in named or name.startswith("__"), f"{part.__name__}.{name} is hidden"
                named[name] = part
        assert len(Unit.__bases__) > 5
