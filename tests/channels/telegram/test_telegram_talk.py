"""A talk through the whole channel: updates in, answers out."""

from fake_updates import edited, member, message, tap
from telegram_lab import Lab, Resident

from bot.dialogue import from_json
from bot.model.text import DUTCH
from bot.model.wording import Phrase
from bot.store import TeamToken

MAN = 42


async def state(lab: Lab, chat: int):
    """The conversation as it is stored."""
    async with lab.store.read() as unit:
        row = await unit.find_conversation("telegram", str(chat))
    return from_json(row.state) if row is not None else None


async def test_a_talk_until_the_intake_is_with_the_coordinators(lab: Lab) -> None:
    async with lab.running():
        man = Resident(lab, MAN)
        hello = await man.say("/start")
        assert len(hello) >= 2
        code = await man.sign()
        assert any(code in text for text in man.texts)
        assert await lab.rows("SELECT code, version, status FROM intakes") == [(code, 1, "new")]


async def test_the_link_of_a_team_brings_its_name_along(lab: Lab) -> None:
    async with lab.store.write() as unit:
        team = await unit.add_team(municipality="almere", name="Wijkteam Haven", at=lab.clock())
        token = unit.team_token(team.id, TeamToken.LINK)
    async with lab.running():
        await Resident(lab, MAN).say(f"/start {token}")
        assert (await state(lab, MAN)).facts["via"].value == "Wijkteam Haven"
        assert await lab.rows("SELECT what, n FROM team_counts") == [("opened", 1)]


async def test_whatever_stands_behind_start_it_starts(lab: Lab) -> None:
    async with lab.running():
        for chat, link in ((1, "g-almere-t-haven"), (2, "g-almere"), (3, "G ONZIN %%%"), (4, "x" * 300)):
            assert await Resident(lab, chat).say(f"/start {link}"), link
        assert len({(await state(lab, chat)).waiting for chat in (1, 2, 3, 4)}) == 1


async def test_commands_in_the_middle_lose_nothing(lab: Lab) -> None:
    """T30."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        await man.say("mijn moeder kan niet meer alleen douchen")
        facts = (await state(lab, MAN)).facts
        assert facts
        for command in ("/start", "/help", "/gegevens", "/wissen", "/stop", "/help@wegwijzer_test_bot", "/onzin"):
            assert await man.say(command), command
            assert facts.items() <= (await state(lab, MAN)).facts.items(), command
        assert await man.say("/mens")


async def test_an_edit_is_not_the_answer_to_the_next_question(lab: Lab) -> None:
    """T16."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        await man.say("mijn moeder kan niet meer alleen douchen")
        before = await state(lab, MAN)
        assert len(await man.does(edited(MAN, "ja", 2))) >= 1
        after = await state(lab, MAN)
        assert (after.facts, after.waiting) == (before.facts, before.waiting)
        assert await man.does(edited(MAN, "", 2)), "an edit to an empty caption is answered as well"
        assert (await state(lab, MAN)).facts == before.facts
        danger = await man.does(edited(MAN, "ik wil dood", 2))
        assert any("113" in text for text in danger)


async def test_an_album_gets_one_answer(lab: Lab) -> None:
    """T17."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        before = len(man.texts)
        for number in range(6):
            lab.api.push(message(MAN, message_id=10 + number, photo=[{"file_id": "a"}], media_group_id="77"))
        await lab.settle()
        first = len(man.texts) - before
        assert await man.does(message(MAN, message_id=17, photo=[{"file_id": "a"}], media_group_id="77")) == []
        one = await man.does(message(MAN, message_id=18, photo=[{"file_id": "a"}]))
        assert len(one) == first


async def test_words_under_an_album_count_once_and_are_never_lost(lab: Lab) -> None:
    """T17, with the words on any of the pictures."""
    for chat, place in ((1, 0), (2, 2), (3, 4)):
        lab.api.updates.clear()
        for number in range(5):
            words = {"caption": "mijn moeder kan niet meer alleen douchen"} if number == place else {}
            lab.api.push(message(chat, message_id=number, photo=[{}], media_group_id=f"g{chat}", **words))
        async with lab.running():
            await lab.settle()
        assert (await state(lab, chat)).turn == 1, place
        assert (await state(lab, chat)).facts, place


KINDS = {
    "voice": {"file_id": "a", "duration": 1},
    "photo": [{"file_id": "a"}],
    "video": {"file_id": "a"},
    "video_note": {"file_id": "a"},
    "sticker": {"file_id": "a", "emoji": "x"},
    "location": {"latitude": 52.3, "longitude": 5.2},
    "contact": {"phone_number": "0612345678", "first_name": "Testpersoon"},
    "document": {"file_id": "a", "file_name": "brief.pdf"},
    "audio": {"file_id": "a"},
    "animation": {"file_id": "a"},
    "poll": {"id": "1", "question": "?", "options": []},
    "dice": {"emoji": "x", "value": 1},
    "story": {"id": 1},
    "iets_nieuws": {"id": 1},
}


async def test_what_is_no_text_is_answered_and_changes_nothing(lab: Lab) -> None:
    """T18 and C14: every kind is answered, and nothing of the file is kept."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        await man.say("mijn moeder kan niet meer alleen douchen")
        before = await state(lab, MAN)
        for kind, body in KINDS.items():
            answer = await man.does(message(MAN, **{kind: body}))
            assert answer, kind
            after = await state(lab, MAN)
            assert (after.facts, after.waiting) == (before.facts, before.waiting), kind
            if kind in ("voice", "photo", "document", "location"):
                assert any("112" in text for text in answer), kind
        assert await man.does(message(MAN, pinned_message={"message_id": 1})) == []
    async with lab.store.read() as unit:
        for number in range(1, 40):
            body = await stored(unit, number)
            assert "file_id" not in body
            assert "0612345678" not in body
            assert "Testpersoon" not in body


async def stored(unit, number: int) -> str:
    """The body of an arrived message."""
    from sqlalchemy import select

    inbox = unit._session.tables.inbox
    row = (await unit._session.connection.execute(select(inbox.c.body).where(inbox.c.id == number))).first()
    return row[0] if row else ""


async def test_numbers_and_names_are_gone_before_they_are_stored(lab: Lab) -> None:
    async with lab.running():
        answers = await Resident(lab, MAN).say("mijn bsn is 111222333 en ik heet Testpersoon")
    assert lab.service.engine.parts.phrase(Phrase.MASKED, DUTCH) in answers
    async with lab.store.read() as unit:
        body = await stored(unit, 1)
    assert "111222333" not in body
    assert "test_42" not in body
    assert '"from"' not in body


async def test_a_button_of_an_old_question_changes_nothing(lab: Lab) -> None:
    """T19: every earlier button, in every later state."""
    async with lab.running():
        man = Resident(lab, MAN)
        old: list[str] = []
        for words in ("/start", "mijn moeder kan niet meer alleen douchen", "ja", "ja"):
            await man.say(words)
            current = (await state(lab, MAN)).asked_turn
            for data in [one for one in old if int(one.split(":")[0]) < current]:
                before = await state(lab, MAN)
                assert await man.does(tap(MAN, data)), data
                after = await state(lab, MAN)
                assert (after.facts, after.waiting) == (before.facts, before.waiting), data
            shown = [one for one in lab.api.sent if one.chat_id == str(MAN)][-1]
            old += [button["callback_data"] for button in shown.buttons]
        for data in ("", "onzin", "1:" + "x" * 60, "0:", "claim:W-22222", "1:ja\n2:nee"):
            before = (await state(lab, MAN)).facts
            await man.does(tap(MAN, data))
            assert (await state(lab, MAN)).facts == before, data
    assert all(len(button.encode()) <= 64 for button in old)


async def test_a_double_tap_counts_once_and_both_stop_spinning(lab: Lab) -> None:
    """T20."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("mens")
        await man.say("0612345678")
        await man.say("mijn moeder kan niet meer alleen douchen")
        shown = [one for one in lab.api.sent if one.chat_id == str(MAN)][-1]
        data = next(b["callback_data"] for b in shown.buttons if b["callback_data"].endswith(":verstuur"))
        lab.api.push(tap(MAN, data, query_id="een"))
        lab.api.push(tap(MAN, data, query_id="twee"))
        await lab.settle()
        await lab.api.until(lambda: {"een", "twee"} <= {one["callback_query_id"] for one in lab.api.answers})
        assert len(await lab.rows("SELECT id FROM intakes")) == 1
        assert len(lab.api.texts(-1001)) == 1


async def test_an_answer_to_a_tap_that_comes_too_late_stops_nothing(lab: Lab) -> None:
    """T21."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        lab.api.fault("answerCallbackQuery", status=400, description=old)
        assert await man.tap("lijst")


async def test_who_blocks_the_bot_is_not_written_to_until_they_are_back(lab: Lab) -> None:
    """T25, told by an update."""
    async with lab.running():
        man = Resident(lab, MAN)
        await man.say("/start")
        await man.does(member(MAN, "kicked"))
        assert await lab.rows("SELECT reachable FROM conversations") == [(0,)]
        await man.does(member(MAN, "member"))
        assert await lab.rows("SELECT reachable FROM conversations") == [(1,)]
        await man.does(member(MAN, "kicked"))
        assert await man.say("hallo")
        assert await lab.rows("SELECT reachable FROM conversations") == [(1,)]


async def test_erasing_leaves_nothing_behind(lab: Lab) -> None:
    """The confirmation arrives, and then it is gone as well."""
    marker = "zwaluwstaartverbinding"
    async with lab.running():
        man = Resident(lab, MAN)
        code = await man.sign(f"mijn moeder kan niet meer alleen douchen {marker}")
        await man.say("/wissen")
        asked = len(man.texts)
        await man.say("ja")
        assert len(man.texts) > asked
        assert await lab.rows("SELECT id FROM conversations") == []
        assert await lab.rows("SELECT id FROM outbox WHERE conversation_id IS NOT NULL") == []
        assert await lab.rows("SELECT id FROM intakes") == []
        assert code in lab.api.edits[-1].text, "the coordinators see that it is withdrawn"
        assert await man.say("hallo"), "and one can begin anew"
        assert (await state(lab, MAN)).turn == 1
