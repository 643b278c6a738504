"""Intakes, marks and leases: of all who try, exactly one wins."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from store_lab import ANNA, BERT, NOW, hand_over

from bot.model.worker import Worker
from bot.store import ConversationRow, IntakeStatus, Store, StoreConflict

Talk = Callable[[str], Awaitable[ConversationRow]]


class TestIntakes:
    async def test_a_version_is_handed_over_once(self, store: Store, talk: Talk) -> None:
        started = await talk("a")

        async def submit(code: str) -> int | None:
            async with store.write() as unit:
                return await hand_over(unit, started.id, code)

        ids = await asyncio.gather(*(submit(f"A{n}") for n in range(10)))
        assert sum(found is not None for found in ids) == 1
        async with store.write() as unit:
            assert len(await unit.list_intakes()) == 1
            assert await hand_over(unit, started.id, "B1", version=2)

    async def test_a_code_is_given_once(self, store: Store, talk: Talk) -> None:
        one, two = await talk("a"), await talk("b")
        async with store.write() as unit:
            await hand_over(unit, one.id, "A1")
        with pytest.raises(StoreConflict):
            async with store.write() as unit:
                await hand_over(unit, two.id, "A1")
        async with store.read() as unit:
            assert [row.conversation_id for row in await unit.list_intakes()] == [one.id]

    async def test_find_and_list(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1", version=1)
            await hand_over(unit, started.id, "A2", version=2)
            await hand_over(unit, started.id, "A3", version=3, urgent=True)
            await unit.claim_intake("A1", ANNA, NOW)
        async with store.read() as unit:
            found = await unit.find_intake("A2")
            assert found is not None
            assert found.body == '{"vraag": "hulp thuis"}'
            assert (found.theme, found.area) == ("hulp_thuis", "centrum")
            assert await unit.find_intake("ZZ") is None
            assert [row.code for row in await unit.list_intakes()] == ["A3", "A1", "A2"]
            assert [row.code for row in await unit.list_intakes(IntakeStatus.NEW)] == ["A3", "A2"]
            assert len(await unit.list_intakes(limit=1)) == 1

    async def test_open_codes_are_those_of_one_talk_that_nobody_finished(self, store: Store, talk: Talk) -> None:
        one, other = await talk("a"), await talk("b")
        async with store.write() as unit:
            for version, code in enumerate(("A1", "A2", "A3"), start=1):
                await hand_over(unit, one.id, code, version)
            await hand_over(unit, other.id, "B1")
            for code in ("A1", "A2"):
                await unit.claim_intake(code, ANNA, NOW)
            await unit.close_intake("A1", ANNA, NOW)
        async with store.read() as unit:
            assert await unit.open_codes(one.id) == ["A2", "A3"]

    async def test_of_thirty_claims_one_wins_and_the_others_see_who(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1")

        async def claim(number: int) -> tuple[bool, str | None, object]:
            async with store.write() as unit:
                at = NOW + timedelta(seconds=number)
                result = await unit.claim_intake("A1", Worker(id=str(number), name="Anna"), at)
                return result.won, result.claimed_by, result.claimed_at

        results = await asyncio.gather(*(claim(number) for number in range(30)))
        assert sum(won for won, _, _ in results) == 1, "one name, thirty people"
        assert len({(who, since) for _, who, since in results}) == 1

    async def test_a_double_click_is_no_quarrel(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1")
            await unit.claim_intake("A1", ANNA, NOW)
            again = await unit.claim_intake("A1", ANNA, NOW + timedelta(hours=1))
        assert (again.won, again.claimed_at) == (True, NOW)

    async def test_claiming_what_does_not_exist(self, store: Store) -> None:
        async with store.write() as unit:
            result = await unit.claim_intake("ZZ", ANNA, NOW)
        assert (result.won, result.status) == (False, None)

    async def test_only_the_holder_releases_and_closes(self, store: Store, talk: Talk) -> None:
        started = await talk("a")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1")
            assert not await unit.release_intake("A1", ANNA)
            await unit.claim_intake("A1", ANNA, NOW)
            assert not await unit.release_intake("A1", BERT)
            assert await unit.release_intake("A1", ANNA)
            assert (await unit.claim_intake("A1", BERT, NOW)).won
            assert not await unit.close_intake("A1", ANNA, NOW)
            assert await unit.close_intake("A1", BERT, NOW)
            late = await unit.claim_intake("A1", ANNA, NOW)
        assert (late.won, late.status, late.claimed_by) == (False, IntakeStatus.CLOSED, "Bert")

    async def test_withdrawn_is_empty_and_cannot_be_claimed(self, store: Store, talk: Talk) -> None:
        started, other = await talk("a"), await talk("b")
        async with store.write() as unit:
            await hand_over(unit, started.id, "A1", version=1)
            await hand_over(unit, started.id, "A2", version=2)
            await hand_over(unit, other.id, "B1")
            await unit.claim_intake("A2", ANNA, NOW)
            assert await unit.withdraw_intakes(started.id, NOW) == ["A1", "A2"]
            assert await unit.withdraw_intakes(started.id, NOW) == []
            gone = await unit.find_intake("A2")
            assert gone is not None
            assert (gone.body, gone.status, gone.claimed_by) == ("", IntakeStatus.WITHDRAWN, "Anna")
            assert not (await unit.claim_intake("A1", BERT, NOW)).won
            assert [row.code for row in await unit.list_intakes(IntakeStatus.NEW)] == ["B1"]


class TestMarks:
    async def test_a_mark_is_kept_and_overwritten(self, store: Store) -> None:
        async with store.write() as unit:
            assert await unit.get_mark("telegram:offset") is None
            await unit.set_mark("telegram:offset", "1")
            await unit.set_mark("telegram:offset", "2")
        async with store.read() as unit:
            assert await unit.get_mark("telegram:offset") == "2"


class TestLeases:
    async def test_one_holder_until_it_ends(self, store: Store) -> None:
        async with store.write() as unit:
            assert await unit.take_lease("poll", "one", NOW, 30)
            assert not await unit.take_lease("poll", "two", NOW + timedelta(seconds=29), 30)
            assert await unit.take_lease("poll", "one", NOW + timedelta(seconds=29), 30)
            assert not await unit.take_lease("poll", "two", NOW + timedelta(seconds=31), 30)
            assert await unit.take_lease("poll", "two", NOW + timedelta(seconds=59), 30)
            assert not await unit.take_lease("poll", "one", NOW + timedelta(seconds=60), 30)

    async def test_only_the_holder_drops_it(self, store: Store) -> None:
        async with store.write() as unit:
            await unit.take_lease("poll", "one", NOW, 30)
            await unit.drop_lease("poll", "two")
            assert not await unit.take_lease("poll", "two", NOW, 30)
            await unit.drop_lease("poll", "one")
            assert await unit.take_lease("poll", "two", NOW, 30)

    async def test_of_twenty_who_start_at_once_one_polls(self, store: Store) -> None:
        async def take(number: int) -> bool:
            async with store.write() as unit:
                return await unit.take_lease("poll", str(number), NOW, 30)

        assert sum(await asyncio.gather(*(take(number) for number in range(20)))) == 1
