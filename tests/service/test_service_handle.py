"""One message from arrival to answer: once, in order, in one transaction."""

import asyncio
import json

import pytest
from service_lab import STORY, WEB, choice, put, read, text
from telegram_lab import Lab, engine

from bot.dialogue import from_json
from bot.service import (
    Service,
    StaffSettings,
)


async def test_it_answers_and_keeps(lab: Lab) -> None:
    handled = await lab.service.handle(text(STORY))
    assert handled.replies
    assert not handled.repeated
    assert handled.conversation is not None
    async with lab.store.read() as unit:
        row = await unit.find_conversation(WEB, "a")
        assert row is not None
        assert from_json(row.state).facts.keys() == handled.conversation.facts.keys()
        kept = await unit.list_events(row.id)
        assert [one.kind for one in kept] == [event.kind for event in handled.events]
    assert await lab.rows("SELECT id FROM outbox") == [], "this channel delivers by itself"


async def test_that_a_term_is_over_is_kept_for_the_reports(lab: Lab) -> None:
    await lab.service.handle(text("al 8 maanden niks gehoord van me scootmobiel"))
    for option in ("ja", "nee"):
        await lab.service.handle(choice(option))
    async with lab.store.read() as unit:
        talk = await unit.find_conversation(WEB, "a")
        assert talk is not None
        kept = [event for event in await unit.list_events(talk.id) if event.kind == "term_passed"]
    assert [json.loads(event.body) for event in kept] == [{"term": "wmo_onderzoek", "law": "wmo", "weeks": "13+"}]


async def test_a_repeated_one_changes_nothing(lab: Lab) -> None:
    """W01: also five at once."""
    message = text(STORY, external_id="vast")
    handled = await asyncio.gather(*(lab.service.handle(message) for _ in range(5)))
    assert [one.repeated for one in handled].count(False) == 1
    assert await lab.rows("SELECT turn FROM conversations") == [(1,)]


async def test_fifty_at_once_of_one_address_keep_every_turn(lab: Lab) -> None:
    await asyncio.gather(*(lab.service.handle(text(f"bericht {number}")) for number in range(50)))
    assert await lab.rows("SELECT turn FROM conversations") == [(50,)]


async def test_numbers_that_we_may_not_keep_are_not_kept(lab: Lab) -> None:
    await lab.service.handle(text("mijn bsn is 111222333"))
    async with lab.store.read() as unit:
        row = await unit.find_conversation(WEB, "a")
        assert row is not None
        assert "111222333" not in row.state


async def test_erasing_leaves_nothing_that_can_be_read(lab: Lab) -> None:
    marker = "zwaluwstaartverbinding"
    await lab.service.handle(text(f"{STORY} {marker}"))
    await lab.service.handle(text("wissen"))
    handled = await lab.service.handle(text("ja"))
    assert handled.replies
    for table in ("conversations", "events", "outbox", "intakes"):
        assert await lab.rows(f"SELECT * FROM {table}") == []
    fresh = await lab.service.handle(text("hallo"))
    assert fresh.conversation is not None
    assert fresh.conversation.turn == 1


async def test_when_the_store_fails_nothing_is_kept(lab: Lab) -> None:
    await lab.service.handle(text(STORY))
    before = await lab.rows("SELECT turn FROM conversations")
    async with lab.store.write() as unit:
        row = await unit.find_conversation(WEB, "a")
        assert row is not None
        await unit.save_conversation(row.id, state='{"v": 99}', turn=row.turn + 1, at=lab.clock())
    with pytest.raises(Exception, match="form"):
        await lab.service.handle(text("ja", external_id="later"))
    assert await lab.rows("SELECT turn FROM conversations") == [(before[0][0] + 1,)]
    assert lab.service.safety("ik wil dood") is not None
    assert lab.service.fault().text


async def test_no_word_of_a_resident_in_the_log(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    await lab.service.handle(text(f"{STORY} zwaluwstaartverbinding"))
    await put(lab, "stuk", "onleesbaar", "zwaluwstaartverbinding")
    await lab.service.work(WEB, read)
    out, err = capsys.readouterr()
    assert "message_handled" in out + err
    assert "zwaluwstaart" not in out + err


async def test_the_erasure_is_finished_after_a_restart(lab: Lab) -> None:
    """Somebody was in the way of the scrub; the next process does it."""
    await lab.service.handle(text(STORY))
    async with lab.store.write() as unit:
        await unit.set_mark("service:scrub_due", "yes")
    other = Service(lab.store, engine(), lab.clock, StaffSettings())
    await other.work(WEB, read)
    async with lab.store.read() as unit:
        assert await unit.get_mark("service:scrub_due") == ""
