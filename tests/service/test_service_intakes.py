"""Signed intakes, and what the coordinators are told of them."""

import asyncio
import json

import pytest
from service_lab import STORY, WEB, carry_out, choice, notices, put, sign, signed, text
from telegram_lab import GROUP, Lab, engine

from bot.dialogue import from_json
from bot.model.conversation import Event
from bot.model.worker import Worker
from bot.service import (
    Arrival,
    Service,
    StaffSettings,
    StaffTap,
    TapAction,
)
from bot.service.effects import EventFault, intake_code
from bot.store import InboxRow, IntakeStatus


async def test_signing_makes_one_intake_and_one_notice(lab: Lab) -> None:
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


async def test_the_same_version_twice_changes_nothing(lab: Lab) -> None:
    """H01, at the level of the effect."""
    handled = await signed(lab.service)
    (event,) = [event for event in handled.events if event.kind == "intake_signed"]
    await carry_out(lab, event)
    assert len(await lab.rows("SELECT id FROM intakes")) == 1
    assert len(await notices(lab)) == 1


async def test_an_event_without_what_it_needs_is_our_fault(lab: Lab) -> None:
    await lab.service.handle(text("hallo"))
    for body in ({}, {"version": 1}, {"version": 1, "promised_at": "morgen"}):
        with pytest.raises(EventFault):
            await carry_out(lab, Event(kind="intake_signed", body=body))
    assert await lab.rows("SELECT id FROM intakes") == []


def test_the_code_is_that_of_the_conversation() -> None:
    assert intake_code("4F2KQ", {}) == "W-4F2KQ"
    assert intake_code("4F2KQ", {"version": 1}) == "W-4F2KQ"
    assert intake_code("4F2KQ", {"version": 2}) == "W-4F2KQ-2"
    assert intake_code("4F2KQ", {"code": "W-9", "version": 2}) == "W-9"


async def test_thirty_claims_at_once_have_one_winner(lab: Lab) -> None:
    """H02: by a tap or by another way."""
    code = await sign(lab.service)
    results = await asyncio.gather(
        *(lab.service.claim(code, Worker(id=str(number), name="Anna")) for number in range(30))
    )
    assert sum(result.won for result in results) == 1
    winner = next(number for number, result in enumerate(results) if result.won)
    assert {result.claimed_by for result in results} == {"Anna"}
    assert not await lab.service.release(code, Worker(id="iemand anders", name="Anna"))
    assert await lab.service.release(code, Worker(id=str(winner), name="Anna"))


async def test_taps_are_handled_once(lab: Lab) -> None:
    code = await sign(lab.service)
    await put(lab, "tik", "tik", address=str(GROUP))

    def tapped(row: InboxRow) -> Arrival:
        return StaffTap(
            external_id=row.external_id,
            who=Worker(id="telegram:1", name="Anna"),
            action=TapAction.CLAIM,
            code=code,
            address=row.address,
            message_id="9",
        )

    assert len((await lab.service.work(WEB, tapped)).handled) == 2
    assert await lab.rows("SELECT status, claimed_by FROM intakes") == [("claimed", "Anna")]
    assert [one["status"] for one in await notices(lab)] == ["new", "claimed", "claimed"]


async def test_withdrawing_empties_the_intake_and_tells(lab: Lab) -> None:
    """H06: what was withdrawn cannot be claimed any more."""
    code = await sign(lab.service)
    await lab.service.handle(text("intrekken"))
    await lab.service.handle(text("ja"))
    async with lab.store.read() as unit:
        intake = await unit.find_intake(code)
    assert intake is not None
    assert (intake.status, intake.body) == (IntakeStatus.WITHDRAWN, "")
    assert not (await lab.service.claim(code, Worker(id="1", name="Anna"))).won
    assert [one["status"] for one in await notices(lab)][:2] == ["new", "withdrawn"]


async def test_what_is_added_is_kept_and_announced_without_words(lab: Lab) -> None:
    """H07."""
    code = await sign(lab.service)
    await lab.service.handle(choice("toevoegen"))
    await lab.service.handle(text("zij is ook haar bril kwijt"))
    handled = await lab.service.handle(choice("verstuur_erbij"))
    assert [event.kind for event in handled.events] == ["intake_added"]
    added = (await notices(lab))[-1]
    assert added == {"notice": "added", "code": code}
    async with lab.store.read() as unit:
        intake = await unit.find_intake(code)
    assert intake is not None
    document = json.loads(intake.body)
    assert [one["text"] for one in document["additions"]] == ["zij is ook haar bril kwijt"]
    assert "zij is ook haar bril kwijt" not in json.dumps(document["lines"])


async def test_a_line_that_changed_is_kept_beside_the_signed_one(lab: Lab) -> None:
    """H07: what was signed stays, and who reads it sees old and new."""
    code = await sign(lab.service)
    async with lab.store.read() as unit:
        before = await unit.find_intake(code)
    assert before is not None
    line = json.loads(before.body)["lines"][0]
    await lab.service.handle(text("wijzig"))
    await lab.service.handle(choice(line["id"]))
    await lab.service.handle(text("dat is nu anders"))
    await lab.service.handle(choice("verstuur_erbij"))
    async with lab.store.read() as unit:
        intake, case = await unit.find_intake(code), await unit.find_case(code)
    assert intake is not None
    assert case is not None
    after = json.loads(intake.body)
    assert [(one["line"], one["text"]) for one in after["additions"]] == [(line["id"], "dat is nu anders")]
    assert after["lines"] == json.loads(before.body)["lines"]
    assert case.unanswered_since is not None
    assert (await notices(lab))[-1] == {"notice": "added", "code": code}


async def test_a_hidden_number_is_not_kept(lab: Lab) -> None:
    """I05: also when characters that show nothing stand between the digits."""
    await lab.service.handle(text(f"{STORY} mijn nummer is 111\u200b222\u200b333"))
    async with lab.store.read() as unit:
        talk = await unit.find_conversation(WEB, "a")
    assert talk is not None
    said = from_json(talk.state).facts["eigen_woorden"].value
    assert "•••••••••" in said
    assert "222" not in said


async def test_the_story_stands_in_the_intake_alone(lab: Lab) -> None:
    """Taking an intake back takes the story along, so no event may hold it."""
    code = await sign(lab.service)
    await lab.service.handle(choice("toevoegen"))
    await lab.service.handle(text("zij is ook haar bril kwijt"))
    await lab.service.handle(choice("verstuur_erbij"))
    async with lab.store.read() as unit:
        intake = await unit.find_intake(code)
        assert intake is not None
        events = await unit.list_events(intake.conversation_id)
    assert {event.kind for event in events} >= {"intake_signed", "intake_added"}
    assert not any("bril" in event.body or "lines" in event.body for event in events)


async def test_without_a_chat_there_are_no_notices(lab: Lab) -> None:
    quiet = Service(lab.store, engine(), lab.clock, StaffSettings())
    assert await sign(quiet)
    assert await lab.rows("SELECT id FROM outbox") == []
