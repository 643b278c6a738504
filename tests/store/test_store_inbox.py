"""Arrived messages: once each, in order, and never lost in silence."""

import asyncio
from datetime import timedelta

from store_lab import NOW, hand_over, queue

from bot.store import InboxStatus, Store


class TestInbox:
    async def _receive(self, store: Store, external_id: str, body: str = "{}") -> int | None:
        async with store.write() as unit:
            return await unit.receive(channel="telegram", external_id=external_id, address="42", body=body, at=NOW)

    async def test_a_repeated_delivery_changes_nothing(self, store: Store) -> None:
        first = await self._receive(store, "7", '{"text": "eerste"}')
        assert [await self._receive(store, "7", '{"text": "tweede"}') for _ in range(5)] == [None] * 5
        async with store.read() as unit:
            (row,) = await unit.pending(10)
        assert (row.id, row.body, row.address, row.received_at) == (first, '{"text": "eerste"}', "42", NOW)

    async def test_twenty_deliveries_at_once_leave_one_row(self, store: Store) -> None:
        ids = await asyncio.gather(*(self._receive(store, "7") for _ in range(20)))
        assert sum(found is not None for found in ids) == 1

    async def test_the_same_id_on_another_channel_is_another_message(self, store: Store) -> None:
        await self._receive(store, "7")
        async with store.write() as unit:
            assert await unit.receive(channel="web", external_id="7", address="42", body="{}", at=NOW)

    async def test_half_a_surrogate_pair_survives(self, store: Store) -> None:
        await self._receive(store, "7", "half \ud83d teken, \x00 en \n regel")
        async with store.read() as unit:
            (row,) = await unit.pending(10)
        assert row.body == "half \ud83d teken, \x00 en \n regel"

    async def test_pending_is_oldest_first_and_limited(self, store: Store) -> None:
        for number in range(5):
            await self._receive(store, str(number))
        async with store.read() as unit:
            assert [row.external_id for row in await unit.pending(3)] == ["0", "1", "2"]

    async def test_finished_is_not_pending(self, store: Store) -> None:
        inbox_id = await self._receive(store, "7")
        assert inbox_id is not None
        async with store.write() as unit:
            await unit.finish(inbox_id)
            assert await unit.pending(10) == []
        assert await self._receive(store, "7") is None

    async def test_failures_count_until_the_message_is_dead(self, store: Store) -> None:
        inbox_id = await self._receive(store, "7")
        assert inbox_id is not None
        async with store.write() as unit:
            await unit.fail(inbox_id, "KeyError", False)
            (row,) = await unit.pending(10)
            assert (row.attempts, row.error, row.status) == (1, "KeyError", InboxStatus.PENDING)
            await unit.fail(inbox_id, "KeyError", True)
            assert await unit.pending(10) == []
            assert (await unit.backlog(NOW)).inbox_dead == 1


class TestBacklog:
    async def test_an_empty_store_has_none(self, store: Store) -> None:
        async with store.read() as unit:
            backlog = await unit.backlog(NOW)
        assert (backlog.inbox_pending, backlog.inbox_oldest_seconds, backlog.intakes_late) == (0, 0.0, 0)

    async def test_it_counts_what_waits_and_how_long(self, store: Store) -> None:
        later = NOW + timedelta(seconds=90)
        async with store.write() as unit:
            await unit.receive(channel="web", external_id="1", address="a", body="{}", at=NOW)
            talk = await unit.add_conversation(channel="web", address="a", state="{}", at=NOW)
            await hand_over(unit, talk.id, "A1", promised_at=NOW + timedelta(seconds=30))
            waits = await queue(unit, "b", "{}")
            await unit.postpone(waits, later + timedelta(seconds=1))
            backlog = await unit.backlog(later)
            assert (backlog.outbox_queued, backlog.outbox_oldest_seconds) == (1, 0.0)
            await queue(unit, "c", "{}")
            backlog = await unit.backlog(later)
        assert (backlog.inbox_pending, backlog.inbox_oldest_seconds) == (1, 90.0)
        assert (backlog.outbox_queued, backlog.outbox_oldest_seconds) == (2, 90.0)
        assert (backlog.intakes_new, backlog.intakes_late, backlog.intakes_oldest_seconds) == (1, 1, 90.0)

    async def test_a_clock_set_back_gives_no_negative_wait(self, store: Store) -> None:
        async with store.write() as unit:
            await unit.receive(channel="web", external_id="1", address="a", body="{}", at=NOW)
            assert (await unit.backlog(NOW - timedelta(hours=1))).inbox_oldest_seconds == 0.0
