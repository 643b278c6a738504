"""Helpers at the desk, over HTTP: found with reasons, asked, saying yes or no, hours, and who may see what."""

import re
from dataclasses import replace

import httpx
import pytest
from desk_lab import Desk, csrf, send
from office_lab import Office
from service_lab import choice, sign, text, together

from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.store import MatchState

SECRET = ("vertrouwelijk", "0612345678", "+31612345678", "fatima@voorbeeld.nl", "mantelzorg_zwaar")


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


class TestWithoutAChat:
    """Filled in together on somebody else's device: the resident reads nothing of what we say."""

    READS = ("Dit leest de inwoner.", "De inwoner hoort pas een naam", "De inwoner leest wanneer")

    async def pages(self, office: Office) -> list[str]:
        """What coordinator and helper read while somebody is looked for, is asked, and helps."""
        found = [(await office.anna.get(office.page)).text]
        await office.ask("fatima")
        found += [(await office.anna.get(office.page)).text, (await office.fatima.get("/desk/mijn-vragen")).text]
        key = re.findall(r"/desk/voorstellen/(\w+)/ja", found[1])[-1]
        said = {"ondersteuner": office.ids["fatima"], "contact": office.soon()}
        assert (await send(office.fatima, f"/desk/voorstellen/{key}/ja", said)).status_code == 303
        return [*found, (await office.anna.get(f"/desk/vragen/{office.code}/iemand-anders")).text]

    async def test_no_page_says_that_the_resident_reads_it(self, desk: Desk, office: Office) -> None:
        with_chat = await self.pages(office)
        assert all(any(words in page for words in self.READS) for page in with_chat)
        assert not any("De inwoner leest niets van ons" in page for page in with_chat)
        office.code = await together(desk.service, device="ander")
        await office.take()
        for page in await self.pages(office):
            assert not [words for words in self.READS if words in page]
            assert "De inwoner leest niets van ons." in page


class TestTwo:
    """An address to which nobody goes alone."""

    async def yes(self, office: Office, name: str) -> None:
        browser = {"fatima": office.fatima, "joop": office.joop}[name]
        key = re.findall(r"/desk/voorstellen/(\w+)/ja", (await browser.get("/desk/mijn-vragen")).text)[0]
        said = {"ondersteuner": office.ids[name], "contact": office.soon()}
        assert (await send(browser, f"/desk/voorstellen/{key}/ja", said)).status_code == 303

    async def test_both_read_with_whom_before_and_after_their_yes(self, office: Office) -> None:
        await office.signs(niet_alleen="ja")
        (pair,) = re.findall(r'name="wie" value="(\w+\+\w+)"', (await office.anna.get(office.page)).text)
        assert (await send(office.anna, office.page, {"wie": pair})).status_code == 303
        search = (await office.anna.get(office.page)).text
        assert "Verder past er nu niemand" in search
        assert "geen 2 mensen" not in search
        for browser, other in ((office.fatima, "Joop"), (office.joop, "Fatima")):
            mine = (await browser.get("/desk/mijn-vragen")).text
            assert f"Samen met <bdi>{other}</bdi>.</strong> Niemand gaat alleen naar dit adres." in mine
        await self.yes(office, "fatima")
        assert "wacht nog op het antwoord van <bdi>Joop</bdi>" in (await office.fatima.get("/desk/mijn-vragen")).text
        await self.yes(office, "joop")
        for browser, other in ((office.fatima, "Joop"), (office.joop, "Fatima")):
            assert f"samen met <bdi>{other}</bdi>" in (await browser.get("/desk/mijn-vragen")).text
            page = (await browser.get(f"/desk/vragen/{office.code}")).text
            (helpers,) = set(re.findall("Bij ondersteuner <bdi>(.*?)</bdi>", page))
            assert set(helpers.split(" en ")) == {"Fatima", "Joop"}


class TestOnTheirOwnPage:
    async def test_who_helps_finds_hours_and_ready_there(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        page = (await office.fatima.get(f"/desk/vragen/{office.code}")).text
        assert f'href="/desk/vragen/{office.code}/uren"' in page
        assert f'action="/desk/vragen/{office.code}/klaar"' in page
        assert "U helpt bij deze vraag. De coördinator is <bdi>Anna</bdi>." in page
        theirs = (await office.anna.get(f"/desk/vragen/{office.code}")).text
        assert f'href="/desk/vragen/{office.code}/ondersteuner" data-key="z">Wie helpt' in theirs

    async def test_the_history_says_to_whom_it_went_and_why(self, office: Office) -> None:
        assert await office.give_out(office.anna) == 200
        shown = (await office.anna.get(f"/desk/vragen/{office.code}")).text
        assert "gaf de vraag uit: <bdi>Huisarts De Brug, overdracht met toestemming</bdi>" in shown

    async def test_what_was_handed_to_a_supporter_is_among_theirs(self, office: Office) -> None:
        await office.ask("fatima")
        rev = await office.rev()
        path = f"/desk/vragen/{office.code}/overdragen"
        assert (await send(office.anna, path, {"naar": "id_joop", "rev": rev})).status_code == 303
        mine = (await office.joop.get("/desk/mijn-vragen")).text
        assert "Aan u overgedragen" in mine
        assert f'href="/desk/vragen/{office.code}"' in mine
        assert office.code not in (await office.fatima.get("/desk/mijn-vragen")).text
        page = (await office.joop.get(f"/desk/vragen/{office.code}")).text
        assert f"/desk/vragen/{office.code}/ondersteuner" not in page, "only coordinators choose who helps"


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
        assert "Helpt nu: <bdi>Fatima</bdi>" in (await office.anna.get(office.page)).text

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
    async def test_hours(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        assert (await office.log()).status_code == 303
        page = (await office.fatima.get(f"/desk/vragen/{office.code}/uren")).text
        assert "1 uur van meestal 8 uur" in page
        answer = await office.log(minuten="480")
        assert answer.status_code == 422
        assert "Waarom is er meer tijd nodig?" in answer.text
        assert (await office.log(minuten="480", reden="een tweede gesprek")).status_code == 303
        assert "9 uur" in (await office.fatima.get("/desk/mijn-vragen")).text

    async def test_who_helps_writes_down_a_contact(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        mine = (await office.fatima.get("/desk/mijn-vragen")).text
        assert "Nog geen contact opgeschreven" in mine
        path = f"/desk/vragen/{office.code}/gebeld"
        assert path in mine
        shown = await office.fatima.get(path)
        assert shown.status_code == 200, "the button leads to the form"
        assert "Laat het de inwoner weten" not in shown.text, "only who has the case speaks in the chat"
        said = {"hoe": "gesproken", "rev": await office.rev()}
        assert (await send(office.fatima, path, said)).status_code == 303
        assert "Nog geen contact opgeschreven" not in (await office.fatima.get("/desk/mijn-vragen")).text

    @pytest.mark.parametrize(
        "typed", [{"minuten": "10"}, {"minuten": ""}, {"minuten": "99999999999"}, {"dag": ""}, {"dag": "2027-01-01"}]
    )
    async def test_hours_that_cannot_be(self, office: Office, typed: dict[str, str]) -> None:
        await office.start("fatima", office.fatima)
        answer = await office.log(notitie="wat ik deed", **typed)
        assert answer.status_code == 422
        assert "wat ik deed" in answer.text

    async def test_hours_sent_twice_are_logged_once(self, office: Office) -> None:
        await office.start("fatima", office.fatima)
        rev = await office.rev()
        assert [(await office.log(rev=rev)).status_code for _ in range(2)] == [303, 409]

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
