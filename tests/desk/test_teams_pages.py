"""Teams over HTTP: a page without an account that leads nowhere else, and the list for who gives out links."""

import re
from datetime import date

import httpx
import pytest
from desk_lab import ORIGIN, Desk, send
from given_lab import Office

from bot.model.accounts import Role
from bot.model.teams import TeamUse
from bot.paper import PAPERS

TEAM = "Wijkteam <Haven>"


@pytest.fixture
async def office(desk: Desk) -> Office:
    await desk.add("peter", Role.MANAGER)
    return Office(desk)


async def made(office: Office, name: str = TEAM) -> tuple[httpx.AsyncClient, str]:
    """A team; the browser in which it was made, and the address of its page."""
    browser = await office.desk.signed_in("peter")
    answer = await send(browser, "/desk/teams", {"naam": name})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/teams")
    return browser, await address(browser)


async def address(browser: httpx.AsyncClient) -> str:
    [found] = re.findall(rf'href="{ORIGIN}(/team/[\w-]+)"', (await browser.get("/desk/teams")).text)
    return found


async def test_a_team_is_made_once_and_has_a_link_and_a_page(office: Office) -> None:
    browser, page = await made(office)
    await send(browser, "/desk/teams", {"naam": "  Wijkteam\t<Haven> "})
    text = (await browser.get("/desk/teams")).text
    assert text.count('id="t-') == 1
    assert "Wijkteam &lt;Haven&gt;" in text
    assert "https://t.me/WegwijzerTestBot?start=" in text
    assert page == await address(browser)


async def test_its_page_needs_no_account_and_leads_to_no_inbox(office: Office) -> None:
    _, page = await made(office)
    answer = await office.desk.browser().get(page)
    assert answer.status_code == 200
    assert "Wijkteam &lt;Haven&gt;" in answer.text
    assert "Nog te weinig om te tonen" in answer.text
    assert not re.search(r'href="/desk/(?!static)', answer.text)
    assert "Postvak" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("paper", PAPERS)
async def test_what_it_prints_carries_its_link(office: Office, paper: str) -> None:
    _, page = await made(office)
    browser = office.desk.browser()
    shown = (await browser.get(page)).text
    answer = await browser.get(f"{page}/{paper}")
    if f"/{paper}" not in shown:
        assert answer.status_code == 404
        return
    begins = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg"}
    assert answer.content.startswith(begins[paper.partition(".")[2]])


async def test_what_is_not_there_any_more_is_as_what_never_was(office: Office) -> None:
    browser, page = await made(office)
    [stop] = re.findall(r'action="(/desk/teams/\w+/stop)"', (await browser.get("/desk/teams")).text)
    assert (await send(browser, stop)).status_code == 303
    assert (await send(browser, stop)).status_code == 303
    text = (await browser.get("/desk/teams")).text
    assert "De link is gestopt op" in text
    assert page not in text
    token = page.rpartition("/")[2]
    link_of_another_purpose = "A" * len(token)
    outside = office.desk.browser()
    for path in ("", "/a4.pdf", "/code.svg"):
        wrong = [page, f"/team/{token[:-1]}", f"/team/{token}{token}", f"/team/{link_of_another_purpose}"]
        answers = [await outside.get(one + path) for one in wrong]
        assert {(one.status_code, one.text, str(one.headers)) for one in answers} == {
            (404, answers[0].text, str(answers[0].headers))
        }


async def test_a_file_that_is_none(office: Office) -> None:
    _, page = await made(office)
    assert (await office.desk.browser().get(f"{page}/intake.pdf")).status_code == 404


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "Haven\x07"])
async def test_what_is_no_name_is_refused_and_stays_typed(office: Office, name: str) -> None:
    browser = await office.desk.signed_in("peter")
    answer = await send(browser, "/desk/teams", {"naam": name})
    assert answer.status_code == 422
    assert "Schrijf een naam van 1 tot 60 letters." in answer.text
    assert f'value="{name}"' in answer.text
    assert 'id="t-' not in answer.text


async def test_a_team_that_ended_does_not_come_back(office: Office) -> None:
    browser, _ = await made(office, "Haven")
    [stop] = re.findall(r'action="(/desk/teams/\w+/stop)"', (await browser.get("/desk/teams")).text)
    await send(browser, stop)
    answer = await send(browser, "/desk/teams", {"naam": "Haven"})
    assert (answer.status_code, "Kies een andere naam" in answer.text) == (422, True)


async def test_what_may_be_told_of_it_stands_in_the_list(office: Office) -> None:
    browser, page = await made(office, "Haven")
    async with office.desk.store.write() as unit:
        [team] = await unit.list_teams()
        for use, times in ((TeamUse.OPENED, 12), (TeamUse.SIGNED, 3)):
            for _ in range(times):
                await unit.count_use(date(2026, 9, 7), team.id, use)
    for text in ((await browser.get("/desk/teams")).text, (await browser.get(page)).text):
        words = " ".join(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split())
        _, _, told = words.partition("september 2026")
        assert re.findall(r"(?<!\d)12(?!\d)|&lt; 10|(?<!\d)3(?!\d)", told)[:3] == ["12", "&lt; 10", "&lt; 10"]


async def test_who_makes_and_ends_a_team_is_on_record(office: Office) -> None:
    browser, _ = await made(office, "Haven")
    async with office.desk.store.read() as unit:
        [team] = await unit.list_teams()
    await send(browser, f"/desk/teams/{team.id}/stop")
    async with office.desk.store.read() as unit:
        rows = await unit.list_audit(object=team.id)
    assert [(row.account_id, row.action) for row in rows] == [("id_peter", "add_team"), ("id_peter", "revoke_team")]


LINK = re.compile(r'href="https://t\.me/WegwijzerTestBot\?start=([\w-]{46})"')


async def test_a_link_for_one_time_is_made_by_a_button_only(office: Office) -> None:
    _, page = await made(office)
    outside = office.desk.browser()
    assert (await outside.get(f"{page}/samen")).status_code == 404
    tokens = set()
    for _ in range(2):
        moved = await send(outside, f"{page}/samen", token="")
        assert (moved.status_code, moved.headers["location"].startswith(f"{page}/samen/")) == (303, True)
        shown = await outside.get(moved.headers["location"])
        assert "Wijkteam &lt;Haven&gt;" in shown.text
        assert not re.search(r'href="/desk/(?!static)', shown.text)
        [token] = LINK.findall(shown.text)
        tokens.add(token)
        code = await outside.get(f"{moved.headers['location']}/code.svg")
        assert (code.status_code, code.headers["content-type"]) == (200, "image/svg+xml")
    assert len(tokens) == 2
    async with office.desk.store.write() as unit:
        team = await unit.spend_start(token, office.desk.clock())
    assert team is not None
    assert team.name == TEAM


async def test_it_is_shown_on_the_page_of_its_own_team_for_two_hours(office: Office) -> None:
    browser, page = await made(office)
    outside = office.desk.browser()
    shown = (await send(outside, f"{page}/samen", token="")).headers["location"]
    await send(browser, "/desk/teams", {"naam": "Wijkteam Buiten"})
    pages = re.findall(rf'href="{ORIGIN}(/team/[\w-]+)"', (await browser.get("/desk/teams")).text)
    other = next(one for one in pages if one != page) + shown.removeprefix(page)
    for wrong in (other, f"{shown}x", f"{page}/samen/{page.rpartition('/')[2]}"):
        assert [(await outside.get(wrong + end)).status_code for end in ("", "/code.svg")] == [404, 404]
    assert (await outside.get(shown)).status_code == 200
    office.desk.clock.pass_(hours=2)
    assert [(await outside.get(shown + end)).status_code for end in ("", "/code.svg")] == [404, 404]


async def test_the_desk_makes_one_too_and_that_is_on_record(office: Office) -> None:
    browser, page = await made(office)
    [path] = re.findall(r'action="(/desk/teams/\w+/samen)"', (await browser.get("/desk/teams")).text)
    moved = (await send(browser, path)).headers["location"]
    assert len(LINK.findall((await browser.get(moved)).text)) == 1
    async with office.desk.store.read() as unit:
        [team] = await unit.list_teams()
        assert [row.action for row in await unit.list_audit(object=team.id)][-1] == "begin_together"
    await send(browser, f"/desk/teams/{team.id}/stop")
    for where, status in ((path, 303), (f"{page}/samen", 404), ("/desk/teams/ZZZZZ/samen", 303)):
        answer = await send(browser, where)
        assert (answer.status_code, answer.headers.get("location")) == (
            (303, "/desk/teams") if status == 303 else (404, None)
        )
    assert (await browser.get(moved)).status_code == 404
