"""What was said before signing: in order, of one talk only, and never older than what is typed may be."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from store_lab import NOW, hand_over

from bot.store import ConversationRow, Store, StoreConflict, StoreError

Talk = Callable[[str], Awaitable[ConversationRow]]
DAY = timedelta(days=1)


async def say(store: Store, talk: ConversationRow, *turns: int) -> None:
    async with store.write() as unit:
        for turn in turns:
            await unit.add_talk_line(talk.id, turn, f"regel {turn}", NOW + turn * DAY)


async def lines(store: Store, talk: ConversationRow, most: int = 9) -> list[str]:
    async with store.read() as unit:
        return list(await unit.last_talk_lines(talk.id, most))


async def test_the_last_ones_in_order_and_of_this_talk_alone(store: Store, talk: Talk) -> None:
    ours, theirs = await talk("a"), await talk("b")
    await say(store, ours, 2, 3, 10)
    await say(store, theirs, 1)
    assert await lines(store, ours) == ["regel 2", "regel 3", "regel 10"]
    assert await lines(store, ours, 2) == ["regel 3", "regel 10"]
    async with store.write() as unit:
        await unit.drop_talk_lines(ours.id)
    assert (await lines(store, ours), await lines(store, theirs)) == ([], ["regel 1"])


async def test_one_line_a_turn(store: Store, talk: Talk) -> None:
    ours = await talk("a")
    await say(store, ours, 1)
    with pytest.raises(StoreConflict):
        await say(store, ours, 1)


async def test_it_goes_with_the_talk(store: Store, talk: Talk) -> None:
    ours = await talk("a")
    await say(store, ours, 1)
    async with store.write() as unit:
        await unit.erase_conversation(ours.id)
    assert await lines(store, ours) == []


async def test_it_goes_after_its_own_term_while_somebody_is_still_busy_with_the_question(
    store: Store, talk: Talk
) -> None:
    ours = await talk("a")
    await say(store, ours, 1, 2, 3)
    async with store.write() as unit:
        await hand_over(unit, ours.id, "A-1")
        counts = await unit.purge(conversations_before=NOW + 3 * DAY, done_before=NOW, closed_before=NOW)
    assert counts.held == 1
    assert await lines(store, ours) == ["regel 3"]


async def test_a_line_that_was_moved_to_another_talk_is_refused(store: Store, talk: Talk) -> None:
    ours, theirs = await talk("a"), await talk("b")
    await say(store, ours, 1)
    async with store.write() as unit:
        table = unit._session.tables.talk_lines
        await unit._run(table.update().values(conversation_id=theirs.id))
    with pytest.raises(StoreError):
        await lines(store, theirs)
