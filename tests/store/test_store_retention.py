"""Forgetting: erased means unreadable in every file, and a retention run takes nothing young."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from store_lab import ANNA, NOW, Database, hand_over, queue

from bot.store import ConversationRow, RowMissing, Store, StoreBusy, StoreError

Talk = Callable[[str], Awaitable[ConversationRow]]
DAY = timedelta(days=1)


async def fill(store: Store, talk: ConversationRow) -> None:
    async with store.write() as unit:
        await unit.receive(
            channel="web", external_id=f"in-{talk.address}", address=talk.address, body="{}" * 3000, at=NOW
        )
        for row in await unit.pending(10):
            await unit.finish(row.id)
        await unit.add_events(talk.id, 1, [("x", "{}")] * 50, NOW)
        await queue(unit, talk.address, "los")
        await unit.enqueue(channel="web", conversation_id=talk.id, address="staf", body="{}", urgent=False, at=NOW)
        await hand_over(unit, talk.id, f"A-{talk.address}")


def sealed_texts(database: Database) -> list[bytes]:
    """The sealed bytes, and the keys of addresses, as they stand in the file."""
    connection = sqlite3.connect(database.file)
    found: list[bytes] = []
    for table, columns in {
        "inbox": ("address", "body", "address_key"),
        "conversations": ("address", "state", "address_key", "id", "ref"),
        "events": ("body",),
        "outbox": ("address", "body", "address_key"),
        "intakes": ("body",),
    }.items():
        for column in columns:
            for (value,) in connection.execute(f"SELECT {column} FROM {table}"):
                found.append(value if isinstance(value, bytes) else str(value).encode())
    connection.close()
    # A long text is spread over pages: its front and its end are what is looked for.
    fronts = [value[:200] for value in found if len(value) > 4]
    return fronts + [value[-200:] for value in found if len(value) > 200]


class TestErasure:
    async def test_nothing_can_be_read_afterwards(self, store: Store, database: Database, talk: Talk) -> None:
        started = await talk("a")
        await fill(store, started)
        texts = sealed_texts(database)
        before = database.bytes_on_disk()
        assert len(texts) > 50
        assert all(text in before for text in texts)
        async with store.write() as unit:
            assert await unit.erase_conversation(started.id)
        await store.scrub()
        after = database.bytes_on_disk()
        assert [text for text in texts if text in after] == []
        assert database.file.with_name("wegwijzer.db-wal").stat().st_size == 0

    async def test_everything_of_it_goes_and_nothing_of_another(self, store: Store, talk: Talk) -> None:
        one, two = await talk("a"), await talk("b")
        await fill(store, one)
        await fill(store, two)
        async with store.write() as unit:
            assert await unit.erase_conversation(one.id)
            assert not await unit.erase_conversation(one.id)
        async with store.read() as unit:
            with pytest.raises(RowMissing):
                await unit.get_conversation(one.id)
            assert await unit.list_events(one.id) == []
            assert [row.code for row in await unit.list_intakes()] == ["A-b"]
            assert {row.address for row in await unit.due(NOW, 10)} == {"b", "staf"}
            assert (await unit.backlog(NOW)).outbox_queued == 2
            assert len(await unit.list_events(two.id)) == 50

    async def test_a_message_that_was_erased_is_still_known(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        await fill(store, started)
        async with store.write() as unit:
            erased = await unit.receive(channel="web", external_id="wis", address="a", body="{}", at=NOW)
            assert erased is not None
            await unit.erase_conversation(started.id)
            await unit.finish(erased)
        async with store.write() as unit:
            again = await unit.receive(channel="web", external_id="wis", address="a", body="{}", at=NOW)
            assert again is None
            assert await unit.pending(10) == []

    async def test_a_new_conversation_can_start(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await unit.erase_conversation(started.id)
        assert (await talk("a")).id != started.id

    async def test_a_withdrawn_intake_cannot_be_read_either(self, store: Store, database: Database, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1")
        connection = sqlite3.connect(database.file)
        (sealed,) = connection.execute("SELECT body FROM intakes").fetchone()
        connection.close()
        assert sealed in database.bytes_on_disk()
        async with store.write() as unit:
            await unit.withdraw_intakes(started.id, NOW)
        await store.scrub()
        # The short new text may take over some bytes at the front of the old one.
        assert sealed[-100:] not in database.bytes_on_disk()

    async def test_scrubbing_says_so_when_a_reader_is_in_the_way(
        self, store: Store, database: Database, talk: Talk
    ) -> None:
        connection = sqlite3.connect(database.file)
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM marks").fetchall()
        started = await talk("a")
        async with store.write() as unit:
            await unit.erase_conversation(started.id)
        with pytest.raises(StoreBusy, match="still reading"):
            await store.scrub()
        connection.rollback()
        connection.close()
        await store.scrub()

    async def test_scrubbing_inside_a_unit_is_refused(self, store: Store) -> None:
        async with store.read():
            with pytest.raises(StoreError, match="unit open already"):
                await store.scrub()


class TestPurge:
    async def test_old_goes_and_young_stays(self, store: Store, talk: Talk) -> None:
        old, young = await talk("old"), await talk("young")
        async with store.write() as unit:
            await unit.save_conversation(young.id, state="{}", turn=1, at=NOW + 10 * DAY)
            await unit.receive(channel="web", external_id="1", address="old", body="{}", at=NOW)
            (row,) = await unit.pending(1)
            await unit.finish(row.id)
        async with store.write() as unit:
            counts = await unit.purge(
                conversations_before=NOW + 5 * DAY, done_before=NOW - DAY, closed_before=NOW - DAY
            )
        assert (counts.conversations, counts.held, counts.inbox) == (1, 0, 0)
        async with store.read() as unit:
            assert await unit.find_conversation("web", "old") is None
            assert await unit.find_conversation("web", "young") is not None
            with pytest.raises(RowMissing):
                await unit.get_conversation(old.id)

    async def test_on_the_very_moment_it_stays(self, store: Store, talk: Talk) -> None:
        await talk("a")
        async with store.write() as unit:
            counts = await unit.purge(conversations_before=NOW, done_before=NOW, closed_before=NOW)
        assert counts.conversations == 0

    async def test_an_open_intake_or_a_message_in_wait_keeps_it(self, store: Store, talk: Talk) -> None:
        one, two = await talk("a"), await talk("b")
        async with store.write() as unit:
            await hand_over(unit, one.id, "A1")
            await unit.receive(channel="web", external_id="1", address="b", body="{}", at=NOW)
            counts = await unit.purge(conversations_before=NOW + DAY, done_before=NOW + DAY, closed_before=NOW + DAY)
            assert (counts.conversations, counts.held) == (0, 1)
            (row,) = await unit.pending(1)
            await unit.finish(row.id)
            await unit.claim_intake("A1", ANNA, NOW)
            await unit.close_intake("A1", ANNA, NOW)
            counts = await unit.purge(conversations_before=NOW + DAY, done_before=NOW + DAY, closed_before=NOW + DAY)
        assert (counts.conversations, counts.held) == (2, 0)
        async with store.read() as unit:
            assert await unit.find_intake("A1") is None
            assert await unit.find_conversation("web", two.address) is None

    async def test_what_is_done_goes_and_what_waits_stays(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            for number in range(3):
                await unit.receive(channel="web", external_id=str(number), address="z", body="{}", at=NOW)
            first, second, _ = await unit.pending(3)
            await unit.finish(first.id)
            await unit.fail(second.id, "KeyError", True)
            sent, failed = await queue(unit, "x", "1"), await queue(unit, "y", "2")
            await queue(unit, "x", "3")
            await unit.mark_sending(sent)
            await unit.mark_sent(sent, "m", NOW)
            await unit.mark_failed(failed, "Forbidden", NOW)
            await hand_over(unit, started.id, "A1", 1)
            await unit.withdraw_intakes(started.id, NOW)
            await hand_over(unit, started.id, "A2", 2)
            counts = await unit.purge(conversations_before=NOW, done_before=NOW + DAY, closed_before=NOW + DAY)
            again = await unit.purge(conversations_before=NOW, done_before=NOW + DAY, closed_before=NOW + DAY)
        assert (counts.inbox, counts.outbox, counts.intakes) == (2, 2, 1)
        assert (again.inbox, again.outbox, again.intakes) == (0, 0, 0)
        async with store.read() as unit:
            assert len(await unit.pending(10)) == 1
            assert [row.body for row in await unit.due(NOW, 10)] == ["3"]
            assert [row.code for row in await unit.list_intakes()] == ["A2"]

    async def test_a_mark_goes_when_nothing_tells_of_its_intake_any_more(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        marks = {"group:A1": "kept", "group:A2": "kept", "group:A3": None, "group": "kept", "other:A3": "kept"}
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1")
            await unit.add_tombstone("A2", None, NOW)
            for key in marks:
                await unit.set_mark(key, "kept")
            await unit.purge_marks("group:")
            assert {key: await unit.get_mark(key) for key in marks} == marks

    async def test_in_steps(self, store: Store, talk: Talk) -> None:
        for number in range(5):
            await talk(str(number))
        removed = []
        for _ in range(3):
            async with store.write() as unit:
                counts = await unit.purge(conversations_before=NOW + DAY, done_before=NOW, closed_before=NOW, limit=2)
            removed.append(counts.conversations)
        assert removed == [2, 2, 1]
