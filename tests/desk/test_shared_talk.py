"""The talk of before signing at the desk: on no page before a yes; after it where who may see the case reads it."""

import html
from collections.abc import Mapping

import httpx
import pytest
from desk_lab import Desk, send
from given_lab import actor
from service_lab import STORY, choice, text
from sheet_lab import text_of

from bot.model.accounts import Role
from bot.service.desk import Desk as Work

MARK, BSN = "zilverpopulier", "123456782"
HOSTILE = "<img src=x onerror=alert(x)>{{x*x}}\u202e'\"=SUM(x)"
LISTS = ("/desk/", "/desk/?weergave=open", f"/desk/?zoek={MARK}", "/desk/overzicht", "/desk/mijn")
GIVE = {"reden": "overdracht", "toelichting": "Huisarts De Brug", "weet": "ja"}


async def says(desk: Desk, *words: str) -> str:
    for said in words:
        handled = await desk.service.handle(choice(said[1:]) if said.startswith("#") else text(said))
    return "\n".join(reply.text for reply in handled.replies)


@pytest.fixture
async def code(desk: Desk) -> str:
    """A question of Anna's; the mark was said before it was signed."""
    await desk.add("anna")
    await desk.add("bram", Role.OCO)
    said = ("mens", "0612345678", STORY, f"{MARK} {HOSTILE} {BSN}")
    await says(desk, *said)
    handled = await desk.service.handle(choice("verstuur"))
    [event] = [event for event in handled.events if event.kind == "intake_signed"]
    found = str(event.body["code"])
    await Work(desk.service).claim(actor("anna"), found)
    return found


async def surfaces(desk: Desk, browser: httpx.AsyncClient, code: str) -> Mapping[str, str]:
    """All that leaves the desk about a question: lists, pages, documents, bells, what live pages and a search hear."""
    found = {path: (await browser.get(path)).text for path in LISTS}
    page = f"/desk/vragen/{code}"
    found["page"] = html.unescape((await browser.get(page)).text)
    found["form"] = (await browser.get(f"{page}/uitgeven")).text
    found["json"] = (await send(browser, f"{page}/uitgeven", {**GIVE, "vorm": "json"})).text
    found["pdf"] = text_of((await send(browser, f"{page}/uitgeven", {**GIVE, "vorm": "pdf"})).content)
    async with desk.store.read() as unit:
        bells = [row.body for row in await unit.due(desk.clock(), 99)]
        changes = [str(row) for row in await unit.changes_after(0, 999)]
        case = await unit.find_case(code)
    assert case is not None
    return {**found, "bells": "\n".join(bells), "changes": "\n".join(changes), "line": case.brief}


def holding(found: Mapping[str, str], word: str) -> set[str]:
    return {name for name, words in found.items() if word in words}


async def test_it_is_read_nowhere_before_a_yes_and_only_with_the_question_after_it(desk: Desk, code: str) -> None:
    anna = await desk.signed_in("anna")
    assert holding(await surfaces(desk, anna, code), MARK) <= {f"/desk/?zoek={MARK}"}  # the field that was searched by
    await says(desk, "#gesprek_delen")
    assert holding(await surfaces(desk, anna, code), MARK) <= {f"/desk/?zoek={MARK}"}
    await says(desk, "#delen_ja")
    found = await surfaces(desk, anna, code)
    assert holding(found, MARK) - {f"/desk/?zoek={MARK}"} == {"page", "json", "pdf"}
    assert code not in found[f"/desk/?zoek={MARK}"]
    assert holding(found, BSN) == set()
    await says(desk, "ons gesprek niet meer delen")
    assert holding(await surfaces(desk, anna, code), MARK) <= {f"/desk/?zoek={MARK}"}


async def test_the_page_says_whose_words_they_are_and_shows_them_as_text(desk: Desk, code: str) -> None:
    anna = await desk.signed_in("anna")
    before = (await anna.get(f"/desk/vragen/{code}")).text
    assert "Wat de inwoner aan Wegwijzer vertelde, staat hier niet." in before
    await says(desk, "#gesprek_delen", "#delen_ja")
    page = (await anna.get(f"/desk/vragen/{code}")).text
    assert "Het gesprek, gedeeld door de inwoner" in page
    assert "De inwoner deelde ook het gesprek van voor het tekenen" in page
    assert "Op welk nummer kan iemand u bellen?" in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(x)&gt;{{x*x}}" in page
    assert "\u202e" not in page
    assert "alleen het laatste deel" not in page


async def test_who_may_not_see_the_case_reads_nothing_of_it(desk: Desk, code: str) -> None:
    await says(desk, "#gesprek_delen", "#delen_ja")
    bram = await desk.signed_in("bram")
    answer = await bram.get(f"/desk/vragen/{code}")
    assert answer.status_code == 404
    assert MARK not in answer.text
