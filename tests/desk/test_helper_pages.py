"""The list of helpers at the desk over HTTP: found, added, changed, stopped, pasted."""

from dataclasses import replace

import httpx
import pytest
from desk_lab import FROM_HERE, csrf, send
from office_lab import Office

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

    async def test_what_is_wrong_is_told_in_the_order_of_the_form(self, office: Office) -> None:
        page = (await send(office.anna, "/desk/ondersteuners/nieuw", {})).text
        places = [page.index(f'<a class="nl-link" href="#h-{one}">') for one in ("naam", "bureau", "telefoon")]
        assert places == sorted(places)

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
