"""What waits in the inbox: oldest first, once, and a failure holds up nobody else."""

import json
from datetime import timedelta

from service_lab import STORY, WEB, notices, put, read, text
from telegram_lab import Lab

from bot.service import (
    Arrival,
    RawUpdate,
    Reachable,
)
from bot.service.service import TRIES
from bot.store import InboxRow


async def test_oldest_first_and_once(lab: Lab) -> None:
    await put(lab, "een", "niets", "twee")
    worked = await lab.service.work(WEB, read)
    assert (len(worked.handled), worked.failed) == (3, 0)
    assert (await lab.service.work(WEB, read)).handled == ()
    assert await lab.rows("SELECT turn FROM conversations") == [(2,)]


async def test_another_channel_is_left_alone(lab: Lab) -> None:
    await put(lab, "een")
    assert (await lab.service.work("telegram", read)).handled == ()


async def test_a_message_that_fails_holds_up_its_own_address_only(lab: Lab) -> None:
    await put(lab, "stuk", "een")
    await put(lab, "twee", address="b")
    worked = await lab.service.work(WEB, read)
    assert (len(worked.handled), worked.failed) == (1, 1)
    assert worked.retry_at is not None
    async with lab.store.read() as unit:
        assert await unit.find_conversation(WEB, "a") is None
        assert await unit.find_conversation(WEB, "b") is not None


async def test_after_three_tries_both_sides_are_told(lab: Lab) -> None:
    """T15."""
    await lab.service.handle(text("hallo"))
    await put(lab, "stuk", "daarna")
    for number in range(1, TRIES + 1):
        worked = await lab.service.work(WEB, read)
        assert worked.failed == 1, number
        lab.clock.shift += timedelta(seconds=5)
    assert await lab.rows("SELECT status, attempts, error FROM inbox WHERE status = 'dead'") == [
        ("dead", TRIES, "RuntimeError")
    ]
    async with lab.store.read() as unit:
        (row,) = [row for row in await unit.due(lab.clock(), 5) if row.channel == WEB]
    assert json.loads(row.body)["text"] == lab.service.fault().text
    assert [one["notice"] for one in await notices(lab)] == ["fault"]
    assert (await lab.service.health(WEB)).dead_letters == 1
    assert await lab.rows("SELECT turn FROM conversations") == [(2,)], "what came after it was handled"


async def test_a_fault_that_passes_leaves_no_trace(lab: Lab) -> None:
    left = [2]

    def fails_twice(row: InboxRow) -> Arrival | None:
        left[0] -= 1
        if left[0] >= 0:
            raise RuntimeError
        return read(row)

    await put(lab, STORY)
    for _ in range(3):
        worked = await lab.service.work(WEB, fails_twice)
        lab.clock.shift += timedelta(seconds=5)
    assert len(worked.handled) == 1
    assert await lab.rows("SELECT turn FROM conversations") == [(1,)]
    assert await notices(lab) == []


async def test_what_cannot_be_read_is_given_up_at_once(lab: Lab) -> None:
    await put(lab, "onleesbaar", "een")
    worked = await lab.service.work(WEB, read)
    assert (len(worked.handled), worked.failed) == (1, 1)
    assert await lab.rows("SELECT status, error FROM inbox WHERE status = 'dead'") == [("dead", "Unreadable")]


async def test_danger_is_urgent_and_may_come_twice(lab: Lab) -> None:
    await put(lab, "ik wil dood")
    await lab.service.work(WEB, read)
    async with lab.store.read() as unit:
        (row,) = await unit.due(lab.clock(), 5)
    assert row.urgent
    assert json.loads(row.body)["twice"] is True


async def test_hundreds_of_waiting_retries_hide_nobody(lab: Lab) -> None:
    for number in range(60):
        await put(lab, "stuk", address=f"x{number}")
    await put(lab, "hallo", address="b")
    handled = 0
    for _ in range(3):
        handled += len((await lab.service.work(WEB, read)).handled)
    assert handled == 1


async def test_marks_are_kept_with_what_arrived_or_not_at_all(lab: Lab) -> None:
    raw = RawUpdate(external_id="1", address="a", body="een")
    assert await lab.service.receive(WEB, [raw, raw], {"web:offset": "7"}) == 1
    async with lab.store.read() as unit:
        assert await unit.get_mark("web:offset") == "7"


async def test_somebody_who_left_comes_back(lab: Lab) -> None:
    await lab.service.handle(text("hallo"))
    await put(lab, "weg")
    gone = Reachable(channel=WEB, address="a", reachable=False)
    await lab.service.work(WEB, lambda _: gone)
    assert await lab.rows("SELECT reachable FROM conversations") == [(0,)]
    await lab.service.handle(text("hallo"))
    assert await lab.rows("SELECT reachable FROM conversations") == [(1,)]


async def test_health_of_an_empty_store(lab: Lab) -> None:
    health = await lab.service.health()
    assert health.last_poll_at is None
    assert (health.dead_letters, health.oldest_pending_seconds, health.oldest_unsent_seconds) == (0, 0.0, 0.0)


async def test_health_sees_what_waits(lab: Lab) -> None:
    await put(lab, "een")
    lab.clock.shift += timedelta(minutes=3)
    assert (await lab.service.health(WEB)).oldest_pending_seconds > 170
    await lab.service.work(WEB, read)
    lab.clock.shift += timedelta(minutes=2)
    assert (await lab.service.health(WEB)).oldest_unsent_seconds > 110
