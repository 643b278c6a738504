"""The coordinators' group: who may claim, what a notice says, and above all what it does not."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from fake_updates import group_message, group_tap, member
from telegram_lab import ANNA, BRAM, GROUP, STAFF, STRANGER, Lab, Resident, open_lab

from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk
from bot.service.notices import Notice, notify

OTHER_GROUP = -2002
NEW_GROUP = -3003
STORY = "mijn moeder kan niet meer alleen douchen zwaluwstaartverbinding"
ANONYMOUS_ADMIN = 1087968824


async def claim_rows(lab: Lab) -> list[tuple]:
    """Who has what."""
    return await lab.rows("SELECT code, status, claimed_by FROM intakes")


async def settled_tap(lab: Lab, who: int, data: str, group: int = GROUP, query: str = "q") -> None:
    """Somebody taps, and we wait for what follows."""
    lab.api.push(group_tap(group, who, data, message_id=lab.api.sent[-1].message_id, query_id=query))
    await lab.settle()


async def test_a_notice_holds_a_reference_and_no_story(lab: Lab) -> None:
    """O12: not one word of the resident, in any message to the group."""
    async with lab.running():
        man = Resident(lab, 1)
        code = await man.sign(STORY)
        notice = lab.api.texts(GROUP)[0]
        assert code in notice
        await man.tap("toevoegen")
        await man.say("en ook zwaluwstaartverbinding nummer twee")
        await man.tap("verstuur_erbij")
        assert len(lab.api.texts(GROUP)) == 2
        for who in (ANNA, BRAM):
            await settled_tap(lab, who, f"claim:{code}")
        await settled_tap(lab, ANNA, f"release:{code}")
    said = [one.text for one in (*lab.api.sent, *lab.api.edits) if one.chat_id == str(GROUP)]
    said += [str(one.get("text", "")) for one in lab.api.answers]
    assert len(said) >= 3
    for text in said:
        for word in ("zwaluwstaart", "douchen", "0612345678", "06 12345678", "+31612345678"):
            assert word not in text


async def test_a_question_that_is_opened_again_rings_anew(lab: Lab) -> None:
    """A message that is changed makes no sound: the group would not hear of it."""
    async with lab.running():
        man = Resident(lab, 1)
        code = await man.sign()
        await settled_tap(lab, ANNA, f"claim:{code}")
        desk, anna = Desk(lab.service), Actor(worker=Worker(id=f"telegram:{ANNA}", name="Anna"), role=Role.COORDINATOR)
        await desk.close(anna, code, "zelf_verder", sure=True)
        await lab.settle()
        first = [one for one in lab.api.sent if one.chat_id == str(GROUP)]
        assert len(first) == 1
        await man.say("hallo")
        await man.tap("speelt_weer")
        await lab.settle()
        [_, again] = [one for one in lab.api.sent if one.chat_id == str(GROUP)]
        assert again.text.startswith(f"Vraagt weer aandacht: {code}")
        assert [button["callback_data"] for button in again.buttons] == [f"claim:{code}", f"open:{code}"]
        edits = len(lab.api.edits)
        lab.api.push(group_tap(GROUP, ANNA, f"claim:{code}", again.message_id, "again"))
        await lab.settle()
        assert len([one for one in lab.api.sent if one.chat_id == str(GROUP)]) == 2
        assert {one.message_id for one in lab.api.edits[edits:]} == {again.message_id}


async def test_one_of_two_gets_it_and_the_notice_says_who(lab: Lab) -> None:
    async with lab.running():
        code = await Resident(lab, 1).sign()
        notice = next(one for one in lab.api.sent if one.chat_id == str(GROUP))
        assert [button["callback_data"] for button in notice.buttons] == [f"claim:{code}", f"open:{code}"]
        for who, query in ((ANNA, "a"), (BRAM, "b")):
            lab.api.push(group_tap(GROUP, who, f"claim:{code}", notice.message_id, query))
        await lab.settle()
        assert await claim_rows(lab) == [(code, "claimed", "Anna")]
        assert lab.api.edits[-1].message_id == notice.message_id
        assert "Anna" in lab.api.edits[-1].text
        assert [button["callback_data"] for button in lab.api.edits[-1].buttons] == [f"release:{code}", f"open:{code}"]
        await settled_tap(lab, ANNA, f"claim:{code}")  # O08: nothing changes, and that is fine
        await settled_tap(lab, BRAM, f"release:{code}")
        assert await claim_rows(lab) == [(code, "claimed", "Anna")]
        await settled_tap(lab, ANNA, f"release:{code}")
        assert await claim_rows(lab) == [(code, "new", None)]
        assert not await lab.rows("SELECT id FROM outbox WHERE status = 'failed'")


@pytest.mark.parametrize("who", [STRANGER, ANONYMOUS_ADMIN])
async def test_somebody_else_is_refused_without_a_word_about_it(lab: Lab, who: int) -> None:
    """T22."""
    async with lab.running():
        code = await Resident(lab, 1).sign()
        for data in (f"claim:{code}", f"open:{code}", "1:ja", "onzin"):
            await settled_tap(lab, who, data, query=data)
        await lab.api.until(lambda: len(lab.api.answers) >= 4)
        assert await claim_rows(lab) == [(code, "new", None)]
        answer = next(one for one in lab.api.answers if one["callback_query_id"] == f"claim:{code}")
        assert answer["text"]
        assert code not in answer["text"]
        await settled_tap(lab, ANNA, f"claim:{code}", group=OTHER_GROUP)
        assert await claim_rows(lab) == [(code, "new", None)]


async def test_open_tells_where_to_read_and_shows_nothing(lab: Lab) -> None:
    async with lab.running():
        code = await Resident(lab, 1).sign(STORY)
        await settled_tap(lab, ANNA, f"open:{code}", query="open")
        await lab.api.until(lambda: any(one["callback_query_id"] == "open" for one in lab.api.answers))
        answer = next(one for one in lab.api.answers if one["callback_query_id"] == "open")
        assert code in answer["text"]


async def test_in_groups_nothing_is_asked_shown_or_kept(lab: Lab) -> None:
    """T23: groups that are not the coordinators' are left."""
    async with lab.running():
        for group in (GROUP, OTHER_GROUP):
            for text in ("/start", "ik wil dood", "mijn moeder kan niet meer alleen douchen"):
                lab.api.push(group_message(group, STRANGER, text))
        lab.api.push(member(-4004, "member", group=True))
        await lab.settle()
        await lab.api.until(lambda: {str(OTHER_GROUP), "-4004"} <= set(lab.api.left))
        await asyncio.sleep(0.1)
        assert str(GROUP) not in lab.api.left
        assert lab.api.sent == []
        assert await lab.rows("SELECT id FROM conversations") == []


@pytest.mark.parametrize("way", ["update", "new_group_first", "error", "both"])
async def test_a_group_that_becomes_a_supergroup_is_followed(lab: Lab, way: str) -> None:
    """T26: told by an update, by an error, or by both; the notice comes once."""
    async with lab.running():
        if way in ("update", "both"):
            lab.api.push(group_message(GROUP, ANNA, migrate_to_chat_id=NEW_GROUP))
        if way in ("update", "both", "new_group_first"):
            lab.api.push(group_message(NEW_GROUP, ANNA, migrate_from_chat_id=GROUP))
        if way in ("error", "both"):
            lab.api.fault(
                "sendMessage",
                status=400,
                description="Bad Request: group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": NEW_GROUP},
                chat_id=str(GROUP),
                times=100,
            )
        await lab.settle()
        code = await Resident(lab, 1).sign()
        await lab.settle()
        assert len(lab.api.texts(NEW_GROUP)) == 1
        assert lab.api.texts(GROUP) == []
        await settled_tap(lab, ANNA, f"claim:{code}", group=NEW_GROUP)
        assert await claim_rows(lab) == [(code, "claimed", "Anna")]
        assert lab.api.left == []
    async with lab.running():
        await Resident(lab, 2).sign()
        assert len(lab.api.texts(NEW_GROUP)) == 2, "also after a restart"


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_when_the_group_is_closed_health_says_so_and_the_intake_is_there(
    lab: Lab, status: int, description: str
) -> None:
    """T27: the notice is a bell, the intake is what counts."""
    async with lab.running():
        lab.api.fault("sendMessage", status=status, description=description, chat_id=str(GROUP), times=100)
        code = await Resident(lab, 1).sign()
        assert await claim_rows(lab) == [(code, "new", None)]
        assert (await lab.service.health()).staff_closed_at is not None
        lab.api.clear_faults()
        await Resident(lab, 2).sign()
        assert (await lab.service.health()).staff_closed_at is None
        lab.api.push(member(GROUP, "kicked", group=True))
        await lab.settle()
        assert (await lab.service.health()).staff_closed_at is not None


async def test_what_is_withdrawn_disappears_from_the_notice(lab: Lab) -> None:
    async with lab.running():
        man = Resident(lab, 1)
        code = await man.sign()
        await settled_tap(lab, ANNA, f"claim:{code}")
        await man.say("intrekken")
        await man.say("ja")
        assert [row[1] for row in await claim_rows(lab)] == ["withdrawn"]
        assert not lab.api.edits[-1].buttons
        edits = len(lab.api.edits)
        await settled_tap(lab, BRAM, f"claim:{code}")
        assert [row[1] for row in await claim_rows(lab)] == ["withdrawn"]
        assert len(lab.api.edits) == edits or not lab.api.edits[-1].buttons


async def test_the_menu_is_set_and_privacy_is_looked_at(lab: Lab) -> None:
    lab.api.reads_groups = True
    async with lab.running():
        await lab.api.until(lambda: lab.api.count("setMyShortDescription"))
        menu = next(call.params["commands"] for call in lab.api.calls if call.method == "setMyCommands")
        assert [one["command"] for one in menu] == ["start", "help", "mens", "gegevens", "wissen", "stop"]


@pytest.mark.parametrize("notice", [Notice.ADDED, Notice.REPLY, Notice.PROMISE_SOON, Notice.MISMATCH, Notice.HANDED])
async def test_a_notice_leads_to_the_desk_where_there_is_one(tmp_path: Path, notice: Notice) -> None:
    staff = replace(STAFF, desk_url="https://postvak.example")
    async with open_lab(tmp_path / "data", staff=staff) as lab, lab.running():
        async with lab.store.write() as unit:
            await notify(unit, staff, lab.clock(), notice, code="W-7K4QM")
            await notify(unit, staff, lab.clock(), Notice.FAULT, ref="7K4QM")
        await lab.settle()
        first, second = (one for one in lab.api.sent if one.chat_id == str(GROUP))
    assert "W-7K4QM" in first.text
    assert [button["url"] for button in first.buttons] == ["https://postvak.example/desk/vragen/W-7K4QM"]
    assert [button["url"] for button in second.buttons] == ["https://postvak.example/desk/"]
