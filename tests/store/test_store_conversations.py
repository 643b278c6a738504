"""Conversations, their turns and their events."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from store_lab import NOW

from bot.store import ConversationRow, RowMissing, StaleTurn, Store, StoreConflict, StoreError
from bot.store.conversations import REF_ALPHABET

Talk = Callable[[str], Awaitable[ConversationRow]]


class TestConversations:
    async def test_it_is_found_by_its_address(self, store: Store, talk: Talk) -> None:
        started = await talk("42")
        async with store.read() as unit:
            assert await unit.find_conversation("web", "42") == started
            assert await unit.get_conversation(started.id) == started
            assert await unit.find_conversation("telegram", "42") is None
            assert await unit.find_conversation("web", "43") is None
        assert (started.turn, started.reachable, started.created_at) == (0, True, NOW)
        assert len(started.id) == 32

    async def test_one_that_must_exist_and_does_not(self, store: Store) -> None:
        async with store.read() as unit:
            with pytest.raises(RowMissing):
                await unit.get_conversation("nobody")

    async def test_an_address_has_one_conversation(self, store: Store, talk: Talk) -> None:
        await talk("42")
        with pytest.raises(StoreConflict):
            await talk("42")

    async def test_twenty_first_messages_at_once_start_one(self, store: Store) -> None:
        async def find_or_add() -> str:
            async with store.write() as unit:
                found = await unit.find_conversation("web", "42")
                await asyncio.sleep(0)
                if found is None:
                    found = await unit.add_conversation(channel="web", address="42", state="{}", at=NOW)
                return found.id

        assert len(set(await asyncio.gather(*(find_or_add() for _ in range(20))))) == 1

    async def test_refs_are_unique_short_and_unambiguous(self, store: Store) -> None:
        async with store.write() as unit:
            refs = [
                (await unit.add_conversation(channel="web", address=str(n), state="", at=NOW)).ref for n in range(300)
            ]
        assert len(set(refs)) == 300
        assert {len(ref) for ref in refs} == {5}
        assert set("".join(refs)) <= set(REF_ALPHABET)
        assert not set(REF_ALPHABET) & set("0O1ILU")

    async def test_a_taken_ref_is_drawn_again(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        letters = iter("22222" + "22222" + "33333")
        monkeypatch.setattr("bot.store.conversations.secrets.choice", lambda _: next(letters))
        async with store.write() as unit:
            first = await unit.add_conversation(channel="web", address="a", state="", at=NOW)
            second = await unit.add_conversation(channel="web", address="b", state="", at=NOW)
        assert (first.ref, second.ref) == ("22222", "33333")

    async def test_a_later_turn_is_saved_and_a_stale_one_refused(self, store: Store, talk: Talk) -> None:
        started = await talk("42")
        later = NOW + timedelta(minutes=1)
        async with store.write() as unit:
            await unit.save_conversation(started.id, state='{"stap": 2}', turn=2, at=later)
        for stale in (1, 2):
            with pytest.raises(StaleTurn):
                async with store.write() as unit:
                    await unit.save_conversation(started.id, state="oud", turn=stale, at=later)
        async with store.read() as unit:
            saved = await unit.get_conversation(started.id)
        assert (saved.state, saved.turn, saved.updated_at) == ('{"stap": 2}', 2, later)

    async def test_saving_one_that_is_gone(self, store: Store) -> None:
        with pytest.raises(RowMissing):
            async with store.write() as unit:
                await unit.save_conversation("nobody", state="", turn=1, at=NOW)

    async def test_of_twenty_writers_of_one_turn_one_wins(self, store: Store, talk: Talk) -> None:
        started = await talk("42")

        async def save(number: int) -> bool:
            try:
                async with store.write() as unit:
                    await unit.save_conversation(started.id, state=str(number), turn=1, at=NOW)
            except StaleTurn:
                return False
            return True

        assert sum(await asyncio.gather(*(save(number) for number in range(20)))) == 1

    async def test_reachable_is_noted(self, store: Store, talk: Talk) -> None:
        started = await talk("42")
        async with store.write() as unit:
            await unit.mark_reachable(started.id, False)
            assert not (await unit.get_conversation(started.id)).reachable

    async def test_times_come_back_in_utc(self, store: Store) -> None:
        summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
        async with store.write() as unit:
            row = await unit.add_conversation(channel="web", address="a", state="", at=summer)
        assert row.created_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
        assert row.created_at.tzinfo is UTC

    async def test_a_time_without_zone_is_refused(self, store: Store) -> None:
        with pytest.raises(StoreError, match="time zone"):
            async with store.write() as unit:
                await unit.add_conversation(channel="web", address="a", state="", at=NOW.replace(tzinfo=None))


class TestEvents:
    async def test_they_keep_their_order(self, store: Store, talk: Talk) -> None:
        started = await talk("42")
        async with store.write() as unit:
            await unit.add_events(started.id, 2, [("c", "3")], NOW)
            await unit.add_events(started.id, 1, [("a", "1"), ("b", "2")], NOW)
        async with store.read() as unit:
            events = await unit.list_events(started.id)
        assert [(e.turn, e.seq, e.kind, e.body) for e in events] == [
            (1, 0, "a", "1"),
            (1, 1, "b", "2"),
            (2, 0, "c", "3"),
        ]

    async def test_a_turn_has_its_events_once(self, store: Store, talk: Talk) -> None:
        started = await talk("42")
        async with store.write() as unit:
            await unit.add_events(started.id, 1, [("a", "1")], NOW)
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await unit.add_events(started.id, 1, [("a", "1")], NOW)

    async def test_they_belong_to_a_conversation(self, store: Store) -> None:
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await unit.add_events("nobody", 1, [("a", "1")], NOW)
