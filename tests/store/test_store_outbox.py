"""Messages to send: in order per address, urgent first, at most one copy too many."""

import asyncio
from datetime import timedelta

from store_lab import NOW, queue

from bot.store import OutboxRow, OutboxStatus, Store, Unit
from bot.store.outbox import PARKED

LATER = NOW + timedelta(minutes=5)


async def bodies(unit: Unit) -> list[str]:
    return [row.body for row in await unit.due(NOW, 100)]


class TestOutbox:
    async def test_a_row_comes_back_whole(self, store: Store) -> None:
        async with store.write() as unit:
            talk = await unit.add_conversation(channel="web", address="a", state="", at=NOW)
            queued = await unit.enqueue(
                channel="web", conversation_id=talk.id, address="a", body="{}", urgent=True, at=NOW
            )
            (row,) = await unit.due(NOW, 1)
        assert row == OutboxRow(
            id=queued,
            channel="web",
            conversation_id=talk.id,
            address="a",
            body="{}",
            urgent=True,
            status=OutboxStatus.QUEUED,
            attempts=0,
            recovered=False,
            not_before_at=None,
            created_at=NOW,
            done_at=None,
            error=None,
            external_id=None,
            entry_id=None,
        )

    async def test_only_the_head_of_each_address_is_due(self, store: Store) -> None:
        async with store.write() as unit:
            for address, body in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("b", "b2")):
                await queue(unit, address, body)
            assert await bodies(unit) == ["a1", "b1"]
            assert len(await unit.due(NOW, 1)) == 1

    async def test_a_message_in_sending_holds_up_its_own_address_only(self, store: Store) -> None:
        async with store.write() as unit:
            first = await queue(unit, "a", "a1")
            await queue(unit, "a", "a2")
            await queue(unit, "b", "b1")
            assert await unit.mark_sending(first)
            assert await bodies(unit) == ["b1"]
            assert await unit.mark_sent(first, "99", NOW)
            assert await bodies(unit) == ["a2", "b1"]

    async def test_a_postponed_message_waits_and_keeps_its_place(self, store: Store) -> None:
        async with store.write() as unit:
            first = await queue(unit, "a", "a1")
            await queue(unit, "a", "a2")
            await unit.mark_sending(first)
            assert await unit.postpone(first, LATER)
            assert await bodies(unit) == []
            assert [row.body for row in await unit.due(LATER, 10)] == ["a1"]

    async def test_a_message_for_later(self, store: Store) -> None:
        async with store.write() as unit:
            await unit.enqueue(
                channel="web",
                conversation_id=None,
                address="a",
                body="later",
                urgent=False,
                at=NOW,
                not_before_at=LATER,
            )
            assert await bodies(unit) == []
            assert len(await unit.due(LATER, 10)) == 1

    async def test_an_address_with_something_urgent_comes_first(self, store: Store) -> None:
        async with store.write() as unit:
            await queue(unit, "a", "a1")
            await queue(unit, "b", "b1")
            await queue(unit, "b", "b2", urgent=True)
            assert await bodies(unit) == ["b1", "a1"]

    async def test_uncertain_and_failed_let_the_next_one_go(self, store: Store) -> None:
        async with store.write() as unit:
            first = await queue(unit, "a", "a1")
            second = await queue(unit, "a", "a2")
            await queue(unit, "a", "a3")
            await unit.mark_sending(first)
            assert await unit.mark_uncertain(first, NOW)
            assert await bodies(unit) == ["a2"]
            await unit.mark_sending(second)
            assert await unit.mark_failed(second, "Forbidden", NOW)
            assert await bodies(unit) == ["a3"]
            backlog = await unit.backlog(NOW)
        assert (backlog.outbox_uncertain, backlog.outbox_failed, backlog.outbox_queued) == (1, 1, 1)

    async def test_of_twenty_senders_one_takes_the_message(self, store: Store) -> None:
        async with store.write() as unit:
            queued = await queue(unit, "a", "a1")

        async def take() -> bool:
            async with store.write() as unit:
                return await unit.mark_sending(queued)

        assert sum(await asyncio.gather(*(take() for _ in range(20)))) == 1

    async def test_what_is_done_stays_done(self, store: Store) -> None:
        async with store.write() as unit:
            queued = await queue(unit, "a", "a1")
            await unit.mark_sending(queued)
            await unit.mark_sent(queued, "99", NOW)
            assert not await unit.mark_failed(queued, "Late", NOW)
            assert not await unit.postpone(queued, LATER)
            assert not await unit.mark_sending(queued)

    async def test_a_closed_address_is_parked(self, store: Store) -> None:
        async with store.write() as unit:
            await queue(unit, "a", "a1")
            await unit.enqueue(
                channel="web", conversation_id=None, address="a", body="a2", urgent=False, at=NOW, entry_id=7
            )
            await queue(unit, "b", "b1")
            assert await unit.park_address("web", "a", NOW) == [7], "whose words it carried"
            assert await bodies(unit) == ["b1"]
            assert (await unit.backlog(NOW)).outbox_failed == 2
        assert PARKED == "Parked"

    async def test_what_stands_behind_one_that_has_to_wait_could_not_have_been_sent(self, store: Store) -> None:
        async with store.write() as unit:
            first = await queue(unit, "a", "a1")
            await queue(unit, "a", "a2")
            assert (await unit.backlog(LATER)).outbox_oldest_seconds == 300
            await unit.postpone(first, LATER + timedelta(minutes=1))
            assert (await unit.backlog(LATER)).outbox_oldest_seconds == 0
            assert (await unit.backlog(LATER + timedelta(minutes=2))).outbox_oldest_seconds == 420
            assert (await unit.backlog(LATER)).outbox_queued == 2

    async def test_a_channel_that_is_gone_is_parked(self, store: Store) -> None:
        async with store.write() as unit:
            await queue(unit, "a", "a1")
            assert await unit.park_channel("mail_staff", NOW) == 0
            assert await unit.park_channel("web", NOW) == 1
            assert await bodies(unit) == []

    async def test_a_channel_sees_and_recovers_its_own_only(self, store: Store) -> None:
        async with store.write() as unit:
            queued = await queue(unit, "a", "a1")
            assert [row.id for row in await unit.due(NOW, 10, ["web"])] == [queued]
            assert await unit.due(NOW, 10, ["mail_staff"]) == []
            await unit.mark_sending(queued)
            assert (await unit.recover_sending(NOW, ["mail_staff"])).queued == 0
            assert (await unit.recover_sending(NOW, ["web"])).queued == 1

    async def test_what_may_have_arrived_goes_once_more(self, store: Store) -> None:
        async with store.write() as unit:
            queued = await queue(unit, "a", "a1")
            assert not await unit.once_more(queued, NOW), "it was not sent at all"
            await unit.mark_sending(queued)
            assert await unit.once_more(queued, LATER)
            assert await unit.due(NOW, 10) == []
            [row] = await unit.due(LATER, 10)
            assert row.recovered
            await unit.mark_sending(queued)
            assert not await unit.once_more(queued, LATER)

    async def test_what_waits_is_dropped_and_what_leaves_is_not(self, store: Store) -> None:
        async with store.write() as unit:
            talk = await unit.add_conversation(channel="web", address="a", state="", at=NOW)
            about = {"conversation_id": talk.id, "address": "webhook", "urgent": False, "at": NOW}
            first = await unit.enqueue(channel="webhook", body="1", **about)
            second = await unit.enqueue(channel="webhook", body="2", **about)
            await unit.enqueue(channel="other", body="3", **about)
            await unit.mark_sending(first)
            assert [row.body for row in await unit.queued_about("webhook", talk.id)] == ["2"]
            assert not await unit.drop_queued(first)
            assert await unit.drop_queued(second)
            assert await unit.queued_about("webhook", talk.id) == []

    async def test_after_a_crash_a_message_is_sent_once_more_and_no_oftener(self, store: Store) -> None:
        async with store.write() as unit:
            queued = await queue(unit, "a", "a1")
            await queue(unit, "a", "a2")
            await unit.mark_sending(queued)
            first = await unit.recover_sending(NOW)
            (head,) = await unit.due(NOW, 10)
            assert (first.queued, first.uncertain) == (1, 0)
            assert (head.id, head.recovered, head.attempts) == (queued, True, 1)
            await unit.mark_sending(queued)
            second = await unit.recover_sending(NOW)
            assert (second.queued, second.uncertain) == (0, 1)
            assert await bodies(unit) == ["a2"]
            third = await unit.recover_sending(NOW)
            assert (third.queued, third.uncertain) == (0, 0)
