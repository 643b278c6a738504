"""One message from arrival to delivery: once, in order, in one transaction, whatever fails."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from telegram_lab import GROUP, Lab, engine

from bot.dialogue import from_json
from bot.model.conversation import Event, Kind, Message
from bot.service import (
    STAFF_CHANNEL,
    Arrival,
    Incoming,
    RawUpdate,
    Reachable,
    Service,
    StaffSettings,
    StaffTap,
    TapAction,
    Unreadable,
)
from bot.service.effects import Effects, EventFault, intake_code
from bot.service.service import TRIES
from bot.store import InboxRow, IntakeStatus

WEB = "web"
STORY = "mijn moeder kan niet meer alleen douchen"


def text(words: str, *, address: str = "a", external_id: str | None = None) -> Incoming:
    """Somebody types."""
    return Incoming(
        channel=WEB,
        external_id=external_id or uuid4().hex,
        address=address,
        message=Message(kind=Kind.TEXT, text=words),
    )


def choice(option: str, *, address: str = "a") -> Incoming:
    """Somebody chooses."""
    return Incoming(
        channel=WEB,
        external_id=uuid4().hex,
        address=address,
        message=Message(kind=Kind.CHOICE, text=option),
    )


def read(row: InboxRow) -> Arrival | None:
    """A channel's translator: the body is what was typed."""
    if row.body == "niets":
        return None
    if row.body == "onleesbaar":
        raise Unreadable("no form that we know")
    if row.body == "stuk":
        raise RuntimeError("a fault of our own")
    return text(row.body, address=row.address, external_id=row.external_id)


async def put(lab: Lab, *bodies: str, address: str = "a") -> None:
    """Messages arrive."""
    raws = [RawUpdate(external_id=uuid4().hex, address=address, body=body) for body in bodies]
    assert await lab.service.receive(WEB, raws, {}) == len(raws)


async def sign(service: Service, address: str = "a") -> str:
    """A signed intake; its code."""
    for words in ("mens", "0612345678", STORY):
        await service.handle(text(words, address=address))
    handled = await service.handle(choice("verstuur", address=address))
    (event,) = [event for event in handled.events if event.kind == "intake_signed"]
    return str(event.body["code"])


async def carry_out(lab: Lab, event: Event) -> None:
    """Carry out an event of the conversation with a."""
    async with lab.store.write() as unit:
        talk = await unit.find_conversation(WEB, "a")
        assert talk is not None
        await Effects(unit, lab.service.staff, lab.clock()).carry_out(talk, [event])


async def notices(lab: Lab) -> list[dict]:
    """What waits for the coordinators, in order."""
    async with lab.store.write() as unit:
        found = []
        while rows := [row for row in await unit.due(lab.clock(), 50) if row.channel == STAFF_CHANNEL]:
            found.append(json.loads(rows[0].body))
            await unit.mark_failed(rows[0].id, "Read", lab.clock())
        return found


class TestHandle:
    async def test_it_answers_and_keeps(self, lab: Lab) -> None:
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

    async def test_a_repeated_one_changes_nothing(self, lab: Lab) -> None:
        """W01: also five at once."""
        message = text(STORY, external_id="vast")
        handled = await asyncio.gather(*(lab.service.handle(message) for _ in range(5)))
        assert [one.repeated for one in handled].count(False) == 1
        assert await lab.rows("SELECT turn FROM conversations") == [(1,)]

    async def test_fifty_at_once_of_one_address_keep_every_turn(self, lab: Lab) -> None:
        await asyncio.gather(*(lab.service.handle(text(f"bericht {number}")) for number in range(50)))
        assert await lab.rows("SELECT turn FROM conversations") == [(50,)]

    async def test_numbers_that_we_may_not_keep_are_not_kept(self, lab: Lab) -> None:
        await lab.service.handle(text("mijn bsn is 111222333"))
        async with lab.store.read() as unit:
            row = await unit.find_conversation(WEB, "a")
            assert row is not None
            assert "111222333" not in row.state

    async def test_erasing_leaves_nothing_that_can_be_read(self, lab: Lab) -> None:
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

    async def test_when_the_store_fails_nothing_is_kept(self, lab: Lab) -> None:
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


class TestWork:
    async def test_oldest_first_and_once(self, lab: Lab) -> None:
        await put(lab, "een", "niets", "twee")
        worked = await lab.service.work(WEB, read)
        assert (len(worked.handled), worked.failed) == (3, 0)
        assert (await lab.service.work(WEB, read)).handled == ()
        assert await lab.rows("SELECT turn FROM conversations") == [(2,)]

    async def test_another_channel_is_left_alone(self, lab: Lab) -> None:
        await put(lab, "een")
        assert (await lab.service.work("telegram", read)).handled == ()

    async def test_a_message_that_fails_holds_up_its_own_address_only(self, lab: Lab) -> None:
        await put(lab, "stuk", "een")
        await put(lab, "twee", address="b")
        worked = await lab.service.work(WEB, read)
        assert (len(worked.handled), worked.failed) == (1, 1)
        assert worked.retry_at is not None
        async with lab.store.read() as unit:
            assert await unit.find_conversation(WEB, "a") is None
            assert await unit.find_conversation(WEB, "b") is not None

    async def test_after_three_tries_both_sides_are_told(self, lab: Lab) -> None:
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

    async def test_a_fault_that_passes_leaves_no_trace(self, lab: Lab) -> None:
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

    async def test_what_cannot_be_read_is_given_up_at_once(self, lab: Lab) -> None:
        await put(lab, "onleesbaar", "een")
        worked = await lab.service.work(WEB, read)
        assert (len(worked.handled), worked.failed) == (1, 1)
        assert await lab.rows("SELECT status, error FROM inbox WHERE status = 'dead'") == [("dead", "Unreadable")]

    async def test_danger_is_urgent_and_may_come_twice(self, lab: Lab) -> None:
        await put(lab, "ik wil dood")
        await lab.service.work(WEB, read)
        async with lab.store.read() as unit:
            (row,) = await unit.due(lab.clock(), 5)
        assert row.urgent
        assert json.loads(row.body)["twice"] is True

    async def test_hundreds_of_waiting_retries_hide_nobody(self, lab: Lab) -> None:
        for number in range(60):
            await put(lab, "stuk", address=f"x{number}")
        await put(lab, "hallo", address="b")
        handled = 0
        for _ in range(3):
            handled += len((await lab.service.work(WEB, read)).handled)
        assert handled == 1

    async def test_marks_are_kept_with_what_arrived_or_not_at_all(self, lab: Lab) -> None:
        raw = RawUpdate(external_id="1", address="a", body="een")
        assert await lab.service.receive(WEB, [raw, raw], {"web:offset": "7"}) == 1
        async with lab.store.read() as unit:
            assert await unit.get_mark("web:offset") == "7"

    async def test_somebody_who_left_comes_back(self, lab: Lab) -> None:
        await lab.service.handle(text("hallo"))
        await put(lab, "weg")
        gone = Reachable(channel=WEB, address="a", reachable=False)
        await lab.service.work(WEB, lambda _: gone)
        assert await lab.rows("SELECT reachable FROM conversations") == [(0,)]
        await lab.service.handle(text("hallo"))
        assert await lab.rows("SELECT reachable FROM conversations") == [(1,)]


class TestIntakes:
    async def test_signing_makes_one_intake_and_one_notice(self, lab: Lab) -> None:
        code = await sign(lab.service)
        await lab.service.handle(choice("verstuur"))
        assert await lab.rows("SELECT code, version, status FROM intakes") == [(code, 1, "new")]
        (notice,) = await notices(lab)
        assert notice["code"] == code
        assert STORY not in json.dumps(notice, ensure_ascii=False)
        assert "douchen" not in json.dumps(notice, ensure_ascii=False)
        async with lab.store.read() as unit:
            intake = await unit.find_intake(code)
        assert intake is not None
        assert json.loads(intake.body)["code"] == code

    async def test_the_same_version_twice_changes_nothing(self, lab: Lab) -> None:
        """H01, at the level of the effect."""
        await lab.service.handle(text("hallo"))
        body = {"version": 1, "intake": {"a": 1}, "promised_at": "2026-11-24T16:00:00+00:00", "theme": "zorg"}
        event = Event(kind="intake_signed", body=body)
        for _ in range(2):
            await carry_out(lab, event)
        assert len(await lab.rows("SELECT id FROM intakes")) == 1
        assert len(await notices(lab)) == 1

    async def test_an_event_without_what_it_needs_is_our_fault(self, lab: Lab) -> None:
        await lab.service.handle(text("hallo"))
        for body in ({}, {"version": 1}, {"version": 1, "promised_at": "morgen"}):
            with pytest.raises(EventFault):
                await carry_out(lab, Event(kind="intake_signed", body=body))
        assert await lab.rows("SELECT id FROM intakes") == []

    def test_the_code_is_that_of_the_conversation(self) -> None:
        assert intake_code("4F2KQ", {}) == "W-4F2KQ"
        assert intake_code("4F2KQ", {"version": 1}) == "W-4F2KQ"
        assert intake_code("4F2KQ", {"version": 2}) == "W-4F2KQ-2"
        assert intake_code("4F2KQ", {"code": "W-9", "version": 2}) == "W-9"

    async def test_thirty_claims_at_once_have_one_winner(self, lab: Lab) -> None:
        """H02: by a tap or by another way."""
        code = await sign(lab.service)
        results = await asyncio.gather(*(lab.service.claim(code, f"coordinator {number}") for number in range(30)))
        assert sum(result.won for result in results) == 1
        winner = next(result.claimed_by for result in results if result.won)
        assert {result.claimed_by for result in results} == {winner}
        assert not await lab.service.release(code, "iemand anders")
        assert await lab.service.release(code, str(winner))

    async def test_taps_are_handled_once(self, lab: Lab) -> None:
        code = await sign(lab.service)
        await put(lab, "tik", "tik", address=str(GROUP))

        def tapped(row: InboxRow) -> Arrival:
            return StaffTap(
                external_id=row.external_id,
                who="Anna",
                action=TapAction.CLAIM,
                code=code,
                address=row.address,
                message_id="9",
            )

        assert len((await lab.service.work(WEB, tapped)).handled) == 2
        assert await lab.rows("SELECT status, claimed_by FROM intakes") == [("claimed", "Anna")]
        assert [one["status"] for one in await notices(lab)] == ["new", "claimed", "claimed"]

    async def test_withdrawing_empties_the_intake_and_tells(self, lab: Lab) -> None:
        """H06: what was withdrawn cannot be claimed any more."""
        code = await sign(lab.service)
        await lab.service.handle(text("intrekken"))
        await lab.service.handle(text("ja"))
        async with lab.store.read() as unit:
            intake = await unit.find_intake(code)
        assert intake is not None
        assert (intake.status, intake.body) == (IntakeStatus.WITHDRAWN, "")
        assert not (await lab.service.claim(code, "Anna")).won
        assert [one["status"] for one in await notices(lab)][:2] == ["new", "withdrawn"]

    async def test_what_is_added_is_kept_and_announced_without_words(self, lab: Lab) -> None:
        """H07."""
        code = await sign(lab.service)
        await lab.service.handle(choice("toevoegen"))
        handled = await lab.service.handle(text("zij is ook haar bril kwijt"))
        assert [event.kind for event in handled.events] == ["intake_added"]
        added = (await notices(lab))[-1]
        assert added == {"notice": "added", "code": code}
        async with lab.store.read() as unit:
            intake = await unit.find_intake(code)
        assert intake is not None
        document = json.loads(intake.body)
        assert [one["text"] for one in document["additions"]] == ["zij is ook haar bril kwijt"]
        assert "zij is ook haar bril kwijt" not in json.dumps(document["lines"])

    async def test_a_hidden_number_is_not_kept(self, lab: Lab) -> None:
        """I05: also when characters that show nothing stand between the digits."""
        await lab.service.handle(text(f"{STORY} mijn nummer is 111\u200b222\u200b333"))
        async with lab.store.read() as unit:
            talk = await unit.find_conversation(WEB, "a")
        assert talk is not None
        said = from_json(talk.state).facts["eigen_woorden"].value
        assert "•••••••••" in said
        assert "222" not in said

    async def test_the_story_stands_in_the_intake_alone(self, lab: Lab) -> None:
        """Taking an intake back takes the story along, so no event may hold it."""
        code = await sign(lab.service)
        await lab.service.handle(choice("toevoegen"))
        await lab.service.handle(text("zij is ook haar bril kwijt"))
        async with lab.store.read() as unit:
            intake = await unit.find_intake(code)
            assert intake is not None
            events = await unit.list_events(intake.conversation_id)
        assert {event.kind for event in events} >= {"intake_signed", "intake_added"}
        assert not any("bril" in event.body or "lines" in event.body for event in events)

    async def test_without_a_chat_there_are_no_notices(self, lab: Lab) -> None:
        quiet = Service(lab.store, engine(), lab.clock, StaffSettings())
        assert await sign(quiet)
        assert await lab.rows("SELECT id FROM outbox") == []


class TestHealth:
    async def test_of_an_empty_store(self, lab: Lab) -> None:
        health = await lab.service.health()
        assert health.last_poll_at is None
        assert (health.dead_letters, health.oldest_pending_seconds, health.oldest_unsent_seconds) == (0, 0.0, 0.0)

    async def test_what_waits_is_seen(self, lab: Lab) -> None:
        await put(lab, "een")
        lab.clock.shift += timedelta(minutes=3)
        assert (await lab.service.health(WEB)).oldest_pending_seconds > 170
        await lab.service.work(WEB, read)
        lab.clock.shift += timedelta(minutes=2)
        assert (await lab.service.health(WEB)).oldest_unsent_seconds > 110


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
