"""A question that is too big for who helps, at the desk over HTTP."""

import httpx
import pytest
from desk_lab import Desk, send
from office_lab import Office
from service_lab import choice, together

from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.service.desk_talk import DeskTalk
from bot.service.giving import GAVE

MEE = "MEE IJsseloevers"


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
        assert (await office.log(minuten="465")).status_code == 303
        assert f"Eerst naar {MEE}" not in (await office.anna.get(office.page)).text
        assert (await office.log(minuten="15")).status_code == 303
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

    async def test_without_a_chat_nobody_can_be_asked_in_it(self, desk: Desk, office: Office) -> None:
        office.code = await together(desk.service, device="ander")
        await office.take()
        await self.says(office, "groot")
        page = (await office.anna.get(office.page)).text
        assert "De inwoner leest niets van ons. Vraag het zelf." in page
        assert 'name="toestemming"' not in page
        answer = await self.ask(office)
        assert answer.status_code == 409
        assert "er is geen chat" in answer.text
        assert (await self.give(office, reden="verzoek")).status_code == 200

    async def test_nobody_asks_over_a_person_in_the_talk(self, office: Office) -> None:
        await self.says(office, "groot")
        anna = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
        await DeskTalk(Work(office.desk.service)).join(anna, office.code)
        answer = await self.ask(office)
        assert answer.status_code == 409
        assert "Er praat iemand met de inwoner" in answer.text
