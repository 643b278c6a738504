"""Filled in together: what leads to the talk afterwards, and what never does again."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from service_lab import STORY, WEB, choice, text, together
from telegram_lab import Lab
from token_lab import spoiled

from bot.model.accounts import Role
from bot.model.conversation import Kind, Message
from bot.model.worker import Actor, Worker
from bot.service import Handled, Incoming
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.service.refusals import Refusal, Why
from bot.store import CUT, IntakeStatus, TeamToken

ANNA = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
COUNTS = "SELECT what, n FROM team_counts ORDER BY what"
RIGHTS = ("waar is mijn vraag", "wat weet u van mij", "intrekken", "wissen")


async def link(lab: Lab) -> str:
    async with lab.store.write() as unit:
        team = await unit.add_team(municipality="almere", name="Wijkteam Haven", at=lab.clock())
        return unit.start_token(team.id, lab.clock())


async def start(lab: Lab, payload: str, address: str = "a") -> Handled:
    message = Message(kind=Kind.START, text=payload)
    return await lab.service.handle(Incoming(channel=WEB, external_id=uuid4().hex, address=address, message=message))


async def fill_in(lab: Lab, who: str, device: str, address: str = "a", phone: str = "0612345678") -> str:
    return await together(lab.service, who=who, device=device, address=address, phone=phone)


async def says(lab: Lab, words: str, address: str = "a") -> str:
    handled = await lab.service.handle(text(words, address=address))
    return "\n".join(reply.text for reply in handled.replies)


async def is_there(lab: Lab, code: str) -> bool:
    async with lab.store.read() as unit:
        case = await unit.find_case(code)
    return case is not None and case.status is not IntakeStatus.WITHDRAWN


async def test_on_somebody_elses_device_nothing_leads_back_to_it(lab: Lab) -> None:
    code = await fill_in(lab, "helper", "ander")
    for words in RIGHTS:
        heard = await says(lab, words)
        assert code not in heard
        assert "douchen" not in heard
        assert "612345678" not in heard
        await says(lab, "ja")
    assert await is_there(lab, code)
    for option in ("intrekken", "trek_in", "toevoegen", "wis_ja", "samen_klopt", "verstuur"):
        await lab.service.handle(choice(option))
    assert await is_there(lab, code)
    async with lab.store.read() as unit:
        case = await unit.find_case(code)
        assert case is not None
        talk = await unit.get_conversation(case.conversation_id)
        new = await unit.find_conversation(WEB, "a")
        assert (talk.channel, talk.address, talk.reachable) == (CUT, "", False)
        assert new is not None
        assert new.ref not in code


async def test_what_arrived_from_that_device_does_not_stay_under_its_address(lab: Lab) -> None:
    await fill_in(lab, "helper", "ander")
    async with lab.store.write() as unit:
        table = unit._session.tables.inbox
        bodies = [row["body"] for row in await unit._rows(table.select())]
    assert bodies
    assert not [body for body in bodies if "douchen" in str(body)]


@pytest.mark.parametrize("who", ["inwoner", "helper"])
async def test_on_the_residents_own_device_all_stays_as_it_was(lab: Lab, who: str) -> None:
    code = await fill_in(lab, who, "inwoner")
    assert code in await says(lab, "waar is mijn vraag")
    await says(lab, "intrekken")
    await lab.service.handle(choice("trek_in"))
    assert not await is_there(lab, code)


async def test_the_next_two_on_that_device_have_a_talk_of_their_own(lab: Lab) -> None:
    first, second = await fill_in(lab, "helper", "ander"), await fill_in(lab, "helper", "ander", phone="0687654321")
    assert first != second
    assert await is_there(lab, first)
    async with lab.store.read() as unit:
        intake = await unit.find_intake(second)
    assert intake is not None
    assert "612345678" not in intake.body
    assert "687654321" in intake.body


async def test_nothing_is_sent_before_the_resident_signed(lab: Lab) -> None:
    await start(lab, await link(lab))
    for option in ("helper", "ander"):
        await lab.service.handle(choice(option))
    for words in (STORY, "ja", "mens", "0612345678"):
        await lab.service.handle(text(words))
    for said in (
        choice("laat_tekenen"),
        text("verstuur"),
        choice("verstuur"),
        choice("samen_niet"),
        text("stuur maar"),
        text("ja"),
    ):
        handled = await lab.service.handle(said)
        assert "intake_signed" not in [event.kind for event in handled.events]
    assert await lab.rows("SELECT id FROM intakes") == []


async def test_a_link_opens_one_talk_even_when_two_use_it_at_once(lab: Lab) -> None:
    token = await link(lab)
    both = await asyncio.gather(start(lab, token, "a"), start(lab, token, "b"))
    waits = [one.conversation.waiting for one in both if one.conversation]
    assert sorted(waits) == ["begin.wie_typt", "luisteren.vraag"]


async def test_whatever_is_no_link_that_holds_is_an_ordinary_start(lab: Lab) -> None:
    token = await link(lab)
    async with lab.store.read() as unit:
        (team,) = await unit.list_teams()
        page = unit.team_token(team.id, TeamToken.PAGE)
    plain = await told(lab, "", "plain")
    for number, payload in enumerate([page, *list(spoiled(token))[::23]]):
        assert await told(lab, payload, str(number)) == plain, payload
    lab.clock.shift += timedelta(hours=2)
    assert await told(lab, token, "late") == plain
    lab.clock.shift -= timedelta(hours=2)
    assert await told(lab, token, "first") != plain
    assert await told(lab, token, "second") == plain


async def told(lab: Lab, payload: str, address: str) -> list[tuple[str, tuple[str, ...]]]:
    handled = await start(lab, payload, address)
    return [(reply.text, tuple(button.id for button in reply.options)) for reply in handled.replies]


async def test_it_counts_for_the_team_once_a_talk(lab: Lab) -> None:
    await fill_in(lab, "helper", "ander")
    assert await lab.rows(COUNTS) == [("opened", 1), ("route", 1), ("signed", 1)]
    await says(lab, "waar is mijn vraag")
    await fill_in(lab, "helper", "ander")
    assert await lab.rows(COUNTS) == [("opened", 2), ("route", 2), ("signed", 2)]


async def test_the_desk_cannot_write_where_nobody_of_the_resident_reads(lab: Lab) -> None:
    code = await fill_in(lab, "helper", "ander")
    desk = Desk(lab.service)
    talk = DeskTalk(desk)
    await desk.claim(ANNA, code)
    rev = (await desk.look(ANNA, code)).case.rev
    later = lab.clock() + timedelta(days=9)
    for act in (
        talk.say(ANNA, code, "Dag", rev=rev),
        talk.ask(ANNA, code, "Hebt u de brief nog?", rev=rev),
        talk.join(ANNA, code),
        talk.tell_unanswered(ANNA, code, "geen-gehoor"),
        talk.move_promise(ANNA, code, later),
    ):
        with pytest.raises(Refusal) as refused:
            await act
        assert refused.value.why is Why.CUT
    await desk.close(ANNA, code, "zelf_verder", sure=True)
    assert await lab.rows("SELECT id FROM outbox WHERE channel = 'cut'") == []
    assert "Anna" not in await says(lab, "hallo")


async def test_who_asks_by_phone_is_forgotten(lab: Lab) -> None:
    code, own = await fill_in(lab, "helper", "ander"), await fill_in(lab, "inwoner", "inwoner", "b")
    desk = Desk(lab.service)
    talk = DeskTalk(desk)
    await desk.claim(ANNA, code)
    await desk.claim(ANNA, own)
    await talk.erase(ANNA, code)
    with pytest.raises(Refusal) as refused:
        await talk.erase(ANNA, own)
    assert refused.value.why is Why.OWN_CHAT
    assert await is_there(lab, own)
    assert await lab.rows(f"SELECT id FROM intakes WHERE code = '{code}'") == []
    assert await lab.rows("SELECT id FROM conversations WHERE channel = 'cut'") == []
    async with lab.store.read() as unit:
        assert [row.action for row in await unit.list_audit(object=code)][-1] == "erase"
