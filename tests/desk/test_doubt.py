"""Heavy acts ask a fresh code when the last one is some time ago, and lose nothing of what was typed."""

import re
from collections.abc import Mapping

import httpx
import pytest
import pytest_asyncio
from desk_lab import PASSWORD, Desk, fault, send
from given_lab import Office

from bot.service.giving import GAVE

FORM = {"vorm": "pdf", "reden": "klacht", "toelichting": "Huisarts De Brug", "weet": "ja"}
FIELD = 'name="bevestiging"'
NEW = "lamp fiets herfst"
GRAVE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "wachtwoord": ("set_password", {"password": PASSWORD, "new_password": NEW}),
    "herstelcodes": ("set_recovery_codes", {"password": PASSWORD}),
}


@pytest_asyncio.fixture
async def office(desk: Desk) -> Office:
    await desk.add("anna")
    return Office(desk)


async def later(desk: Desk, minutes: int = 16) -> httpx.AsyncClient:
    """The browser of Anna, so long after she signed in."""
    browser = await desk.signed_in("anna")
    desk.clock.pass_(minutes=minutes)
    return browser


async def given(office: Office, code: str) -> int:
    async with office.desk.store.read() as unit:
        return len(await unit.list_audit(object=code, action=GAVE))


@pytest.mark.parametrize("way", ["pdf", "json", "zaaksysteem"])
async def test_giving_out_asks_a_code_and_keeps_what_was_typed(office: Office, way: str) -> None:
    code, browser = await office.signed("anna"), await later(office.desk)
    path, form = f"/desk/vragen/{code}/uitgeven", {**FORM, "vorm": way}
    assert FIELD in (await browser.get(path)).text
    for typed, says in (
        ("", "Vul een code uit uw app in."),
        ("000000", "Deze code klopt niet"),
        ("é" * 99, "klopt niet"),
    ):
        answer = await send(browser, path, {**form, "bevestiging": typed})
        assert answer.status_code == 422
        assert says in answer.text
        assert 'value="Huisarts De Brug"' in answer.text
        assert 'id="uitgeven-bevestiging" value=""' in answer.text, "a code is not shown again"
        kept = re.findall(r'(?:id="uitgeven-([a-z-]+)" value="[a-z]+") checked', answer.text)
        assert kept == [way, "reden-klacht", "weet"]
    assert await given(office, code) == 0
    done = await send(browser, path, {**form, "bevestiging": office.desk.code("anna")})
    assert done.status_code == (303 if way == "zaaksysteem" else 200)
    assert (await send(browser, path, form)).status_code == done.status_code, "for a while nothing is asked"
    assert FIELD not in (await browser.get(path)).text


async def test_nothing_is_asked_right_after_signing_in(office: Office) -> None:
    code, browser = await office.signed("anna"), await later(office.desk, minutes=14)
    assert FIELD not in (await browser.get(f"/desk/vragen/{code}/uitgeven")).text
    assert (await send(browser, f"/desk/vragen/{code}/uitgeven", FORM)).status_code == 200


async def test_a_code_counts_once_and_a_recovery_code_as_well(office: Office) -> None:
    code, browser = await office.signed("anna"), await later(office.desk)
    path, used = f"/desk/vragen/{code}/uitgeven", office.desk.code("anna")
    assert (await send(browser, path, {**FORM, "bevestiging": used})).status_code == 200
    other = await later(office.desk)
    recovery = office.desk.codes["anna"][0]
    assert (await send(other, path, {**FORM, "bevestiging": used})).status_code == 422
    assert (await send(other, path, {**FORM, "bevestiging": recovery})).status_code == 200
    third = await later(office.desk)
    assert (await send(third, path, {**FORM, "bevestiging": recovery})).status_code == 422


async def test_a_right_code_counts_also_when_the_rest_is_not_right_yet(office: Office) -> None:
    code, browser = await office.signed("anna"), await later(office.desk)
    path, typed = f"/desk/vragen/{code}/uitgeven", {**FORM, "reden": "", "bevestiging": office.desk.code("anna")}
    answer = await send(browser, path, typed)
    assert answer.status_code == 422
    assert FIELD not in answer.text
    assert (await send(browser, path, FORM)).status_code == 200


async def test_there_is_no_guessing(office: Office) -> None:
    code, browser = await office.signed("anna"), await later(office.desk)
    path = f"/desk/vragen/{code}/uitgeven"
    pages = [(await send(browser, path, {**FORM, "bevestiging": "000000"})).text for _ in range(12)]
    assert ["te vaak geprobeerd" in page for page in pages] == [False] * 10 + [True] * 2
    right = await send(browser, path, {**FORM, "bevestiging": office.desk.code("anna")})
    assert (right.status_code, await given(office, code)) == (422, 0)


@pytest.mark.parametrize("path", GRAVE)
async def test_the_own_account_asks_a_code_beside_the_password(desk: Desk, path: str) -> None:
    await desk.add("anna")
    browser = await later(desk)
    action, form = GRAVE[path]
    assert FIELD in (await browser.get(f"/desk/account/{path}")).text
    for typed, said in (("", "code_needed"), ("000000", "wrong")):
        answer = await send(browser, f"/desk/account/{path}", {**form, "bevestiging": typed})
        assert (answer.status_code, fault(answer), FIELD in answer.text) == (422, said, True)
        assert PASSWORD not in answer.text
    done = await send(browser, f"/desk/account/{path}", {**form, "bevestiging": desk.code("anna")})
    assert done.status_code in (200, 303)
    async with desk.store.read() as unit:
        found = [row.action for row in await unit.list_audit(object="") if row.action in (action, "prove")]
    assert found == ["prove", "prove", action]


async def test_another_app_asks_a_code_of_the_old_one(desk: Desk) -> None:
    await desk.add("anna")
    browser = await later(desk)
    page = (await browser.get("/desk/account/app")).text
    assert "Code uit uw app van nu" in page
    assert "Code uit de nieuwe app" in page
