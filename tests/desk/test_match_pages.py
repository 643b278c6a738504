"""Helpers at the desk, over HTTP: found with reasons, asked, saying yes or no, hours, and who may see what."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from desk_lab import FROM_HERE, Desk, csrf, send
from match_lab import helper
from service_lab import choice, sign, text

from bot.content.wording import HERE
from bot.model.accounts import Role
from bot.model.helpers import Helper
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.service.desk_talk import DeskTalk
from bot.service.giving import GAVE
from bot.store import MatchState

MEE = "MEE IJsseloevers"
SECRET = ("vertrouwelijk", "0612345678", "+31612345678", "fatima@voorbeeld.nl", "mantelzorg_zwaar")
FORM = {
    "naam": "Noor",
    "soort": "vrijwilliger",
    "bureau": "oco",
    "telefoon": "06 12345678",
    "doet": "bellen",
    "taal": "nl",
    "meeste": "2",
    "alleen": "ja",
    "nagekeken": "ja",
}


@dataclass
class Office:
    """Anna, who coordinates, with a case; Fatima and Joop, who help and have accounts."""

    desk: Desk
    code: str
    ids: dict[str, str]
    anna: httpx.AsyncClient
    fatima: httpx.AsyncClient
    joop: httpx.AsyncClient

    @property
    def page(self) -> str:
        return f"/desk/vragen/{self.code}/ondersteuner"

    def soon(self) -> str:
        return (self.desk.clock() + timedelta(days=2)).astimezone(HERE).strftime("%Y-%m-%dT%H:%M")

    async def states(self) -> list[MatchState]:
        async with self.desk.store.read() as unit:
            case = await unit.find_case(self.code)
            assert case is not None
            return [row.state for row in await unit.list_matches(case.id)]

    async def ask(self, name: str) -> str:
        """Anna asks, and the key of what was asked."""
        assert (await send(self.anna, self.page, {"wie": self.ids[name]})).status_code == 303
        return re.findall(r"/desk/voorstellen/(\w+)/ja", (await self.anna.get(self.page)).text)[-1]

    async def give_out(self, browser: httpx.AsyncClient) -> int:
        form = {"vorm": "json", "reden": "overdracht", "toelichting": "Huisarts De Brug"}
        return (await send(browser, f"/desk/vragen/{self.code}/uitgeven", form)).status_code

    async def start(self, name: str, browser: httpx.AsyncClient) -> None:
        key = await self.ask(name)
        said = {"ondersteuner": self.ids[name], "contact": self.soon()}
        assert (await send(browser, f"/desk/voorstellen/{key}/ja", said)).status_code == 303


def told(name: str, **more: object) -> Helper:
    usual = helper(name, broad=True, ways=["bellen", "huisbezoek"], max_cases=3)
    return replace(usual, public_line="Ik denk graag mee.", note="vertrouwelijk", phone="+31612345678", **more)


@pytest_asyncio.fixture
async def office(desk: Desk) -> Office:
    for name, role in (("anna", Role.COORDINATOR), ("fatima", Role.OCO), ("joop", Role.OCO)):
        await desk.add(name, role)
    code = await sign(desk.service)
    ids = {}
    async with desk.store.write() as unit:
        own = {"experience": ("mantelzorg_zwaar",), "agreed_on": desk.clock().date(), "email": "fatima@voorbeeld.nl"}
        for name, more in (("fatima", own), ("joop", {})):
            ids[name] = await unit.add_helper(told(name, account_id=f"id_{name}", **more), desk.clock())
    anna = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
    await Work(desk.service).claim(anna, code)
    browsers = {name: await desk.signed_in(name) for name in ("anna", "fatima", "joop")}
    return Office(desk=desk, code=code, ids=ids, **browsers)


def body(answer: httpx.Response) -> tuple[int, str]:
    """What tells one answer from another, but for the token in the page."""
    return answer.status_code, re.sub(r'value="\w{40,}"', "", answer.text)


class TestFinding:
    async def test_cards_have_reasons_and_buttons(self, office: Office) -> None:
        page = await office.anna.get(office.page)
        assert page.status_code == 200
        assert "Vraag <bdi>Fatima</bdi>" in page.text
        assert "Plek voor vragen: nog 3 van 3" in page.text
        assert not re.search(r"score|punten", page.text)

    async def test_who_is_asked_waits_and_can_be_asked_no_more(self, office: Office) -> None:
        key = await office.ask("fatima")
        page = (await office.anna.get(office.page)).text
        assert "Vraag <bdi>Fatima</bdi>" not in page
        assert "antwoord voor" in page
        assert (await send(office.anna, office.page, {"wie": key, "intrekken": "ja"})).status_code == 303
        assert await office.states() == [MatchState.DROPPED]
        assert "Vraag <bdi>Fatima</bdi>" in (await office.anna.get(office.page)).text

    async def test_who_is_not_proposed_cannot_be_asked(self, office: Office) -> None:
        for who in ("", "0" * 16, f"{office.ids['fatima']}+{office.ids['joop']}"):
            answer = await send(office.anna, office.page, {"wie": who})
            assert answer.status_code == 409, who
        assert await office.states() == []

    async def test_a_wish_can_be_left_out(self, office: Office) -> None:
        async with office.desk.store.write() as unit:
            found = await unit.find_helper(office.ids["fatima"])
            assert found is not None
            await unit.change_helper(replace(found, paused_until=office.desk.clock().date()))
        page = (await office.anna.get(f"{office.page}?gekozen=ja&wens=niets")).text
        assert "Heeft pauze tot en met" in page, "that is no wish"

    async def test_without_anybody_the_page_leads_to_where_they_are_added(self, desk: Desk) -> None:
        await desk.add("anna")
        code = await sign(desk.service)
        page = (await (await desk.signed_in("anna")).get(f"/desk/vragen/{code}/ondersteuner")).text
        assert 'href="/desk/ondersteuners">Voeg er een toe</a>' in page
        assert "Zet een wens uit" not in page

    async def test_another_coordinator_reads_but_does_not_ask(self, office: Office) -> None:
        await office.desk.add("bram")
        bram = await office.desk.signed_in("bram")
        assert (await bram.get(office.page)).status_code == 200
        answer = await send(bram, office.page, {"wie": office.ids["fatima"]})
        assert answer.status_code == 409
        assert "Een collega heeft deze vraag." in answer.text


class TestAnswering:
    async def test_yes_by_their_own_account(self, office: Office) -> None:
        await office.ask("fatima")
        mine = (await office.fatima.get("/desk/mijn-vragen")).text
        assert "Wilt u hier helpen?" in mine
        assert office.code not in mine, "no case yet"
        key = re.findall(r"/desk/voorstellen/(\w+)/ja", mine)[0]
        said = {"ondersteuner": office.ids["fatima"], "contact": office.soon()}
        answer = await send(office.fatima, f"/desk/voorstellen/{key}/ja", said)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/mijn-vragen")
        assert await office.states() == [MatchState.ACTIVE]
        assert office.code in (await office.fatima.get("/desk/mijn-vragen")).text
        assert (await office.fatima.get(f"/desk/vragen/{office.code}")).status_code == 200

    @pytest.mark.parametrize("contact", ["", "morgen", "2020-01-01T10:00", "2026-12-01"])
    async def test_a_yes_needs_a_moment_to_come(self, office: Office, contact: str) -> None:
        key = await office.ask("fatima")
        said = {"ondersteuner": office.ids["fatima"], "contact": contact}
        for browser in (office.fatima, office.anna):
            answer = await send(browser, f"/desk/voorstellen/{key}/ja", said)
            assert answer.status_code == 422
            assert "utrecht-form-field-error-message" in answer.text
            assert f'value="{contact}"' in answer.text
        assert await office.states() == [MatchState.ASKED]

    async def test_a_no_needs_a_reason(self, office: Office) -> None:
        key = await office.ask("fatima")
        no = f"/desk/voorstellen/{key}/nee"
        assert (await send(office.fatima, no, {"ondersteuner": office.ids["fatima"]})).status_code == 422
        said = {"ondersteuner": office.ids["fatima"], "waarom": "tijd"}
        assert (await send(office.fatima, no, said)).status_code == 303
        assert await office.states() == [MatchState.REFUSED]
        assert "Zei nee tegen deze vraag" in (await office.anna.get(office.page)).text

    async def test_the_coordinator_who_phoned_says_it(self, office: Office) -> None:
        await office.start("fatima", office.anna)
        assert await office.states() == [MatchState.ACTIVE]
        assert "helpt nu" in (await office.anna.get(office.page)).text

    async def test_of_another_it_is_not_there(self, office: Office) -> None:
        key = await office.ask("fatima")
        said = {"ondersteuner": office.ids["fatima"], "contact": office.soon(), "waarom": "tijd"}
        for act in ("ja", "nee"):
            there = await send(office.joop, f"/desk/voorstellen/{key}/{act}", said)
            nowhere = await send(office.joop, f"/desk/voorstellen/{'0' * 16}/{act}", said)
            assert body(there) == body(nowhere)
            assert there.status_code == 404
        assert await office.states() == [MatchState.ASKED]


class TestWhileItRuns:
    async def rev(self, office: Office) -> str:
        async with office.desk.store.read() as unit:
            case = await unit.find_case(office.code)
        assert case is not None
        return str(case.rev)

    async def log(self, office: Office, **typed: str) -> httpx.Response:
        usual = {"wat": "zoeken", "minuten": "60", "dag": "2026-11-23", "rev": await self.rev(office)}
        return await send(office.fatima, f"/desk/vragen/{office.code}/uren", {**usual, **typed})

    async def test_hours(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        assert (await self.log(office)).status_code == 303
        page = (await office.fatima.get(f"/desk/vragen/{office.code}/uren")).text
        assert "1 uur van meestal 8 uur" in page
        answer = await self.log(office, minuten="480")
        assert answer.status_code == 422
        assert "Waarom is er meer tijd nodig?" in answer.text
        assert (await self.log(office, minuten="480", reden="een tweede gesprek")).status_code == 303
        assert "9 uur" in (await office.fatima.get("/desk/mijn-vragen")).text

    @pytest.mark.parametrize(
        "typed", [{"minuten": "10"}, {"minuten": ""}, {"minuten": "99999999999"}, {"dag": ""}, {"dag": "2027-01-01"}]
    )
    async def test_hours_that_cannot_be(self, office: Office, typed: dict[str, str]) -> None:
        await office.start("fatima", office.fatima)
        answer = await self.log(office, notitie="wat ik deed", **typed)
        assert answer.status_code == 422
        assert "wat ik deed" in answer.text

    async def test_hours_sent_twice_are_logged_once(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        rev = await self.rev(office)
        assert [(await self.log(office, rev=rev)).status_code for _ in range(2)] == [303, 409]

    @pytest.mark.parametrize("why", ["uren", "groot", "klik", "tijd"])
    async def test_a_helper_who_cannot_go_on(self, office: Office, why: str) -> None:
        await office.start("fatima", office.fatima)
        other = f"/desk/vragen/{office.code}/iemand-anders"
        assert (await send(office.fatima, other, {"waarom": why})).status_code == 303
        assert await office.states() == [MatchState.MISMATCH]
        page = (await office.anna.get(office.page)).text
        assert "<bdi>Fatima</bdi> kan niet verder helpen" in page
        assert "Vraag <bdi>Joop</bdi>" in page
        assert "Vraag <bdi>Fatima</bdi>" not in page
        assert "Beloofd:" in page

    async def test_a_coordinator_says_who_it_came_from(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        other = f"/desk/vragen/{office.code}/iemand-anders"
        assert (await send(office.anna, other)).status_code == 422
        assert (await send(office.anna, other, {"wie": "inwoner", "waarom": "uren"})).status_code == 422
        said = {"wie": "inwoner", "waarom": "ander_klik", "notitie": "belde"}
        assert (await send(office.anna, other, said)).status_code == 303
        assert "De inwoner wil liever iemand anders (het klikt niet)" in (await office.anna.get(office.page)).text
        assert (await office.anna.get(other)).status_code == 409, "nobody helps"

    async def test_ready(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        ready = f"/desk/vragen/{office.code}/klaar"
        assert [(await send(office.fatima, ready)).status_code for _ in range(2)] == [303, 404]
        assert await office.states() == [MatchState.DONE]


class TestGivingOut:
    async def test_who_helps_may_with_a_reason_as_long_as_they_help(self, office: Office) -> None:
        assert await office.give_out(office.fatima) == 404
        await office.start("fatima", office.fatima)
        assert "Geef uit" in (await office.fatima.get(f"/desk/vragen/{office.code}")).text
        assert [await office.give_out(one) for one in (office.fatima, office.joop)] == [200, 404]
        assert (await send(office.fatima, f"/desk/vragen/{office.code}/uitgeven", {"vorm": "json"})).status_code == 422
        assert (await send(office.fatima, f"/desk/vragen/{office.code}/klaar")).status_code == 303
        assert await office.give_out(office.fatima) == 404


class TestOnceMore:
    """A finished question that is opened again, with who helped or rather with somebody else."""

    @pytest.mark.parametrize(
        ("button", "first", "said"), [("zelfde_helper", "Fatima", "dezelfde"), ("andere_helper", "Joop", "een andere")]
    )
    async def test_the_wish_steers_who_is_proposed(self, office: Office, button: str, first: str, said: str) -> None:
        await office.start("fatima", office.fatima)
        await send(office.fatima, f"/desk/vragen/{office.code}/klaar")
        anna = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
        await Work(office.desk.service).close(anna, office.code, "zelf_verder", sure=True)
        await office.desk.service.handle(text("waar is mijn vraag"))
        await office.desk.service.handle(choice(button))
        await Work(office.desk.service).claim(anna, office.code)
        page = (await office.anna.get(office.page)).text
        names = re.findall(r"Vraag <bdi>(\w+)</bdi>", page)
        assert names[0] == first
        assert ("Fatima" in names) is (first == "Fatima")
        assert ("de inwoner wil nu iemand anders" in page) is (first == "Joop")
        assert f"liefst met {said} ondersteuner" in (await office.anna.get(f"/desk/vragen/{office.code}")).text


class TestTooBig:
    """The desk for heavy questions is offered first, and nothing goes there without the resident's yes."""

    async def says(self, office: Office, why: str) -> None:
        await office.start("fatima", office.fatima)
        await send(office.fatima, f"/desk/vragen/{office.code}/iemand-anders", {"waarom": why})

    async def give(self, office: Office, **more: str) -> httpx.Response:
        form = {"vorm": "json", "reden": "overdracht", "toelichting": MEE, "weet": "ja", **more}
        return await send(office.anna, f"/desk/vragen/{office.code}/uitgeven", form)

    async def given(self, office: Office) -> int:
        async with office.desk.store.read() as unit:
            return len(await unit.list_audit(object=office.code, action=GAVE))

    async def ask(self, office: Office) -> httpx.Response:
        return await send(office.anna, office.page, {"toestemming": "ja"})

    async def answer(self, office: Office, option: str) -> None:
        await office.desk.service.handle(choice(option))

    @pytest.mark.parametrize("why", ["groot", "uren"])
    async def test_with_a_yes_it_goes_whole_and_on_record(self, office: Office, why: str) -> None:
        await self.says(office, why)
        page = (await office.anna.get(office.page)).text
        assert page.index(f"Eerst naar {MEE}") < page.index("Vraag <bdi>Joop</bdi>")
        assert (await self.give(office)).status_code == 422
        assert (await self.ask(office)).status_code == 303
        assert "nog geen antwoord" in (await office.anna.get(office.page)).text
        assert (await self.give(office)).status_code == 422
        await self.answer(office, "bureau_ja")
        assert "De inwoner zei ja" in (await office.anna.get(office.page)).text
        assert await self.given(office) == 0
        answer = await self.give(office)
        assert (answer.status_code, answer.json()["code"]) == (200, office.code)
        assert await self.given(office) == 1
        case = (await office.anna.get(f"/desk/vragen/{office.code}")).text
        assert "De inwoner zei: de vraag mag hierheen" in case
        assert "vroeg of de vraag naar een ander bureau mag" in case

    async def test_with_a_no_nothing_goes_and_nobody_asks_again(self, office: Office) -> None:
        await self.says(office, "groot")
        await self.ask(office)
        await self.answer(office, "bureau_nee")
        page = (await office.anna.get(office.page)).text
        assert "De inwoner zei nee" in page
        assert 'name="toestemming"' not in page
        assert (await self.ask(office)).status_code == 409
        for to in (MEE, MEE.upper(), f"Jan van {MEE}"):
            answer = await self.give(office, toelichting=to)
            assert answer.status_code == 422
            assert "nog geen ja op gezegd" in answer.text
        assert await self.given(office) == 0

    async def test_who_asks_for_it_themselves_has_said_yes(self, office: Office) -> None:
        assert (await self.give(office)).status_code == 422
        assert (await self.give(office, reden="verzoek")).status_code == 200

    async def test_a_helper_who_does_not_take_it_because_it_is_heavy(self, office: Office) -> None:
        key = await office.ask("fatima")
        said = {"ondersteuner": office.ids["fatima"], "waarom": "zwaar"}
        assert (await send(office.fatima, f"/desk/voorstellen/{key}/nee", said)).status_code == 303
        assert f"Eerst naar {MEE}" in (await office.anna.get(office.page)).text

    async def test_hours_that_are_used_up(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        log = TestWhileItRuns().log
        assert (await log(office, minuten="465")).status_code == 303
        assert f"Eerst naar {MEE}" not in (await office.anna.get(office.page)).text
        assert (await log(office, minuten="15")).status_code == 303
        assert f"Eerst naar {MEE}" in (await office.anna.get(office.page)).text

    async def test_a_coordinator_heard_it_from_the_helper(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        said = {"wie": "ondersteuner", "waarom": "groot"}
        assert (await send(office.anna, f"/desk/vragen/{office.code}/iemand-anders", said)).status_code == 303
        assert f"Eerst naar {MEE}" in (await office.anna.get(office.page)).text

    @pytest.mark.parametrize("why", ["klik", "tijd"])
    async def test_what_is_not_too_big_is_not_offered(self, office: Office, why: str) -> None:
        await self.says(office, why)
        assert MEE not in (await office.anna.get(office.page)).text
        assert (await self.ask(office)).status_code == 409

    async def test_nobody_asks_over_a_person_in_the_talk(self, office: Office) -> None:
        await self.says(office, "groot")
        anna = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
        await DeskTalk(Work(office.desk.service)).join(anna, office.code)
        answer = await self.ask(office)
        assert answer.status_code == 409
        assert "Er praat iemand met de inwoner" in answer.text


class TestOwnOnly:
    async def test_a_case_of_another_is_not_there(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        token = await csrf(office.joop)
        for path in ("", "/uren", "/iemand-anders", "/klaar"):
            answers = []
            for code in (office.code, "W-ZZZZZ"):
                url = f"/desk/vragen/{code}{path}"
                if path in ("", "/uren", "/iemand-anders"):
                    answers.append(body(await office.joop.get(url)))
                if path:
                    answers.append(body(await send(office.joop, url, {"waarom": "klik"}, token=token)))
            assert len({answer for answer in answers if answer[0] == 404}) == 1, path
            assert {status for status, _ in answers} == {404}, path
        assert office.code not in (await office.joop.get("/desk/mijn-vragen")).text

    async def test_what_a_helper_told_in_confidence_stays_with_coordinators(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        pages = [f"/desk/vragen/{office.code}", "/desk/mijn-vragen", f"/desk/vragen/{office.code}/uren"]
        for browser in (office.fatima, office.anna):
            for path in pages if browser is office.fatima else [pages[0], office.page]:
                page = (await browser.get(path)).text
                assert not [word for word in SECRET[:1] if word in page], path
        read = []
        async with office.desk.store.write() as unit:
            while waiting := [row for row in await unit.due(office.desk.clock(), 50) if row.channel == "web"]:
                read.append(waiting[0].body)
                await unit.mark_failed(waiting[0].id, "Read", office.desk.clock())
        assert any("Ik denk graag mee." in one for one in read), "the line that is meant for the resident"
        assert not [word for word in SECRET for one in read if word in one]


class TestHelpers:
    async def test_the_list_and_its_filters(self, office: Office) -> None:
        every = (await office.anna.get("/desk/ondersteuners")).text
        assert "Fatima" in every
        assert "Joop" in every
        for query, found in (("vrij=1", True), ("soort=beroepskracht", False), ("taal=tr", False), ("wijk=weg", True)):
            page = (await office.anna.get(f"/desk/ondersteuners?{query}")).text
            assert ("Fatima" in page) is found, query

    @pytest.mark.parametrize("read", ["9" * 5000, "²", "-1", "x"])
    async def test_an_odd_number_of_lines_read(self, office: Office, read: str) -> None:
        assert (await office.anna.get("/desk/ondersteuners", params={"gelezen": read})).status_code == 200

    async def test_a_new_one_with_several_of_a_kind(self, office: Office) -> None:
        token = await csrf(office.anna)
        pairs = [("csrf", token), *FORM.items(), ("doet", "chat"), ("taal", "tr"), ("dag", "ma"), ("dag", "di")]
        content = str(httpx.QueryParams(pairs))
        headers = {**FROM_HERE, "content-type": "application/x-www-form-urlencoded"}
        answer = await office.anna.post("/desk/ondersteuners/nieuw", content=content, headers=headers)
        assert answer.status_code == 303, answer.text
        key = answer.headers["location"].rpartition("/")[2]
        async with office.desk.store.read() as unit:
            noor = await unit.find_helper(key)
        assert noor is not None
        assert (noor.name, noor.languages, noor.days, noor.phone) == (
            "Noor",
            ("nl", "tr"),
            ("ma", "di"),
            "+31612345678",
        )
        assert [way.value for way in noor.ways] == ["bellen", "chat"]
        again = str(httpx.QueryParams([("csrf", token), *FORM.items(), ("naam", "Twee")]))
        answer = await office.anna.post("/desk/ondersteuners/nieuw", content=again, headers=headers)
        assert answer.status_code == 400, "a name that has one value"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"naam": ""}, "h-naam"),
            ({"bureau": "weg"}, "h-bureau"),
            ({"telefoon": "112"}, "h-telefoon"),
            ({"telefoon": ""}, "h-telefoon"),
            ({"mail": "geen"}, "h-mail"),
            ({"meeste": "0"}, "h-meeste"),
            ({"meeste": "veel"}, "h-meeste"),
            ({"ervaring": "scootmobiel"}, "h-toestemming"),
            ({"account": "id_anna"}, "h-account"),
            ({"account": "id_joop"}, "h-account"),
            ({"pauze": "morgen"}, "h-pauze"),
            ({"regel": "x" * 201}, "h-regel"),
        ],
    )
    async def test_what_is_wrong_comes_back(self, office: Office, typed: dict[str, str], field: str) -> None:
        answer = await send(office.anna, "/desk/ondersteuners/nieuw", {**FORM, "notitie": "belt graag", **typed})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert "belt graag" in answer.text

    async def test_changing_keeps_what_the_form_does_not_ask(self, office: Office) -> None:
        path = f"/desk/ondersteuners/{office.ids['fatima']}"
        async with office.desk.store.write() as unit:
            found = await unit.find_helper(office.ids["fatima"])
            assert found is not None
            await unit.change_helper(replace(found, themes=("geld",), hours=16))
        typed = {**FORM, "naam": "Fatima", "account": "id_fatima", "notitie": "bsn 123456782"}
        assert (await send(office.anna, path, typed)).status_code == 303
        async with office.desk.store.read() as unit:
            now = await unit.find_helper(office.ids["fatima"])
        assert now is not None
        assert (now.themes, now.hours, now.account_id) == (("geld",), 16, "id_fatima")
        assert (now.experience, now.agreed_on) == ((), None), "unticked is forgotten"
        assert "123456782" not in now.note

    async def test_who_stops_gives_back_and_is_forgotten(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        path = f"/desk/ondersteuners/{office.ids['fatima']}"
        assert (await send(office.anna, f"{path}/stopt")).status_code == 422
        assert (await send(office.anna, f"{path}/stopt", {"zeker": "ja"})).status_code == 303
        async with office.desk.store.read() as unit:
            now, case = await unit.find_helper(office.ids["fatima"]), await unit.find_case(office.code)
        assert now is not None
        assert case is not None
        assert (now.active, now.experience, case.helper_id, case.act_why) == (False, (), None, "mismatch")
        assert (await office.fatima.get(f"/desk/vragen/{office.code}")).status_code == 404
        assert "Fatima" not in (await office.anna.get("/desk/ondersteuners")).text

    async def test_a_table_that_is_pasted(self, office: Office) -> None:
        head = "voornaam;soort;bureau;manieren;nagekeken_op;telefoon"
        wrong = f"{head}\nNoor;vrijwiliger;oco;bellen;2026-11-01;06 12345678"
        answer = await send(office.anna, "/desk/ondersteuners/inlezen", {"regels": wrong})
        assert answer.status_code == 422
        assert "Regel 2, <bdi>soort</bdi>: ‘<bdi>vrijwiliger</bdi>’ is niet bekend." in answer.text
        assert "Noor;vrijwiliger" in answer.text, "what was pasted is not lost"
        right = wrong.replace("vrijwiliger", "vrijwilliger")
        answer = await send(office.anna, "/desk/ondersteuners/inlezen", {"regels": right})
        assert answer.status_code == 303
        assert "1 regel gelezen" in (await office.anna.get(answer.headers["location"])).text
        assert (await send(office.anna, "/desk/ondersteuners/inlezen", {"regels": right})).status_code == 422
        assert (await send(office.anna, "/desk/ondersteuners/inlezen", {"regels": ""})).status_code == 422
