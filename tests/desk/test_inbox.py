"""The list over a real store: what stands in it, in which order, and what narrows it."""

import html
import json
import re
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from desk_lab import Desk
from service_lab import choice, sign, text

from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.store import AuditEntry, Unit

ANNA = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)


async def change(desk: Desk, code: str, **values: object) -> None:
    """Set columns of a case."""
    async with desk.store.write() as unit:
        case = await unit.find_case(code)
        assert case is not None
        await unit.change_case(case.id, **values)


async def listed(browser: httpx.AsyncClient, query: str = "") -> list[str]:
    """The codes in the list, from above."""
    answer = await browser.get(f"/desk/{query}")
    assert answer.status_code == 200, answer.text
    return re.findall(r'<li class="desk-item[^>]*data-code="([^"]+)"', answer.text)


async def flags(browser: httpx.AsyncClient, query: str = "?weergave=open") -> list[str]:
    """What stands out in the list, in order."""
    page = (await browser.get(f"/desk/{query}")).text
    return re.findall(r'class="utrecht-status-badge [^>]*>([^<]+)<', page)


async def anna(desk: Desk) -> httpx.AsyncClient:
    await desk.add("anna")
    return await desk.signed_in("anna")


@pytest.mark.parametrize(
    ("role", "to"),
    [(Role.OCO, "/desk/mijn-vragen"), (Role.MANAGER, "/desk/cijfers"), (Role.EDITOR, "/desk/account")],
)
async def test_who_has_no_list_goes_on(desk: Desk, role: Role, to: str) -> None:
    await sign(desk.service)
    await desk.add("bram", role)
    answer = await (await desk.signed_in("bram")).get("/desk/")
    assert (answer.status_code, answer.headers["location"], answer.text) == (303, to, "")


async def test_every_tab(desk: Desk) -> None:
    browser = await anna(desk)
    names = ("new", "mine", "brams", "helped", "later", "closed", "gone")
    codes = {name: await sign(desk.service, name) for name in names}
    now = desk.clock()
    for name in ("mine", "closed"):
        await Work(desk.service).claim(ANNA, codes[name])
    for name in ("brams", "helped"):
        await desk.service.claim(codes[name], Worker(id="id_bram", name="Bram"))
    await change(desk, codes["helped"], waits_for="helper", helper_id="h1")
    await change(desk, codes["later"], snoozed_until=now + timedelta(days=1))
    await Work(desk.service).close(ANNA, codes["closed"], "zelf_verder", sure=True)
    await desk.service.handle(text("intrekken", address="gone"))
    await desk.service.handle(text("ja", address="gone"))
    shown = {
        "": ["new", "mine", "brams"],
        "?weergave=voor-ons": ["new", "mine", "brams"],
        "?weergave=onzin&na=-1&wijk=": ["new", "mine", "brams"],
        "?weergave=van-mij": ["mine"],
        "?weergave=van-niemand": ["new"],
        "?weergave=bij-ondersteuner": ["helped"],
        "?weergave=later": ["later"],
        "?weergave=open": ["new", "mine", "brams", "helped", "later"],
        "?weergave=afgerond": ["gone", "closed"],
    }
    for query, expected in shown.items():
        assert await listed(browser, query) == [codes[name] for name in expected], query
    page = (await browser.get("/desk/")).text
    assert re.findall(r'class="desk-count">(\d+)<', page) == ["3", "3", "1", "1", "1", "1", "5"]
    assert "Later tot <time" in (await browser.get("/desk/?weergave=later")).text
    assert await flags(browser, "?weergave=afgerond") == ["Ingetrokken"]


async def test_every_filter(desk: Desk) -> None:
    browser = await anna(desk)
    one, two = await sign(desk.service, "one"), await sign(desk.service, "two")
    now = desk.clock()
    await change(desk, one, danger=True, waits_for="resident", undelivered_at=now, language="tr")
    await change(desk, one, theme="geld", area="Almere Haven", promised_at=now + timedelta(hours=2))
    await change(desk, two, theme="wonen", area="Almere Poort", promised_at=now + timedelta(hours=5))
    async with desk.store.write() as unit:
        team = await unit.add_team(municipality="almere", name="Wijkteam Haven", at=now)
        await unit.add_team(municipality="almere", name="Wijkteam Poort", at=now)
    await change(desk, one, team_id=team.id)
    ticked = ("gevaar=1", "belofte=1", "wacht=1", "niet-bezorgd=1")
    filters = (*ticked, "onderwerp=geld", "wijk=Almere+Haven", "taal=tr", f"team={team.id}")
    for narrowed in filters:
        assert await listed(browser, f"?weergave=open&{narrowed}") == [one], narrowed
    assert await listed(browser, f"?weergave=open&{'&'.join(filters)}") == [one]
    assert await listed(browser, "?weergave=open&gevaar=1&wijk=Almere+Poort") == []
    assert await listed(browser, "?weergave=open&gevaar=0") == [one, two]
    page = (await browser.get(f"/desk/?weergave=open&team={team.id}")).text
    assert f'<option value="{team.id}" selected>Wijkteam Haven</option>' in page
    assert ">Wijkteam Poort</option>" in page
    page = (await browser.get("/desk/?weergave=open&gevaar=1&taal=tr&zoek=haven")).text
    assert re.search(r'name="gevaar"[^>]* checked', page)
    assert '<option value="tr" selected>Turks</option>' in page
    assert "/desk/?weergave=van-mij&amp;zoek=haven&amp;gevaar=1&amp;taal=tr" in page, "kept on the way to another tab"


async def test_what_stands_out(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    assert await flags(browser) == []
    now = desk.clock()
    await change(desk, code, danger=True, act_why="mismatch", unanswered_since=now, undelivered_at=now)
    await change(desk, code, promised_at=now + timedelta(hours=4))
    shown = ["Gevaar genoemd", "Belofte bijna om", "Liever iemand anders", "Niet bezorgd", "Antwoord van inwoner"]
    assert await flags(browser) == shown
    await change(desk, code, promised_at=now - timedelta(seconds=1))
    assert (await flags(browser))[1] == "Belofte voorbij"
    await change(desk, code, first_reply_at=now)
    assert "Belofte voorbij" not in await flags(browser)
    async with desk.store.write() as unit:
        await unit.mark_reachable((await unit.find_case(code)).conversation_id, False)  # type: ignore[union-attr]
    await change(desk, code, undelivered_at=None)
    assert "Niet bezorgd" in await flags(browser)


async def test_the_language_that_a_resident_speaks(desk: Desk) -> None:
    browser = await anna(desk)
    await sign(desk.service, "another")
    for said in ("mens", "0612345678", "ben çok hastayım ve yardım istiyorum lütfen"):
        await desk.service.handle(text(said))
    await desk.service.handle(choice("verstuur"))
    page = (await browser.get("/desk/?weergave=open&taal=tr")).text
    assert page.count("<bdi>Turks</bdi>") == len(await listed(browser, "?weergave=open&taal=tr")) == 1


async def test_danger_stands_above_what_is_sooner(desk: Desk) -> None:
    browser = await anna(desk)
    codes = [await sign(desk.service, str(number)) for number in range(3)]
    await change(desk, codes[2], danger=True)
    assert await listed(browser) == [codes[2], codes[0], codes[1]]


class TestSearch:
    async def test_by_what_was_signed(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await sign(desk.service, "another")
        await change_words(desk, code, "fatma", "haven")
        for typed in (code, code.lower(), code.removeprefix("W-"), "Fatma", "FATMA Haven", "fátma"):
            assert await listed(browser, f"?zoek={quote(typed)}") == [code], typed
        found = await listed(browser, f"?zoek={quote('+31 6 1234-5678')}")
        assert len(found) == 2, "both gave this number"

    @pytest.mark.parametrize(
        "typed",
        [
            *("%", "_", "W-%", "'", '"', "' OR 1=1 --", "\\", ",", "<script>alert(1)</script>", "{{ 7*7 }}"),
            *("a" * 10_000, "niemand " * 900, "\x00\x07\x1b[31m", "\U0001f600", "\u202e"),
        ],
        ids=repr,
    )
    async def test_anything_gives_an_ordinary_answer(self, desk: Desk, typed: str) -> None:
        browser = await anna(desk)
        await sign(desk.service)
        answer = await browser.get("/desk/", params={"zoek": typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        nothing = not typed.strip("\x00\u202e")
        assert ("Niets gevonden" in answer.text) is not nothing

    async def test_bytes_that_are_no_text(self, desk: Desk) -> None:
        browser = await anna(desk)
        for raw in ("%ff%fe", "%ED%A0%80", "%00", "%"):
            answer = await browser.get(f"/desk/?zoek={raw}&wijk={raw}&onderwerp={raw}&na={raw}&weergave={raw}")
            assert answer.status_code == 200, raw

    async def test_is_kept_in_the_trail_without_its_words(self, desk: Desk) -> None:
        browser = await anna(desk)
        await browser.get("/desk/?zoek=fatma")
        await browser.get("/desk/")
        async with desk.store.read() as unit:
            (entry,) = [one for one in await unit.list_audit(object="") if one.action == "search"]
        assert (entry.account_id, entry.reason) == ("id_anna", "")

    async def test_nothing_shows_when_it_cannot_be_kept(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        monkeypatch.setattr(Unit, "note", refuse)
        answer = await browser.get(f"/desk/?zoek={code}")
        assert answer.status_code == 500
        assert code not in answer.text


async def test_page_by_page(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    async with desk.store.write() as unit:
        talk = (await unit.find_case(code)).conversation_id  # type: ignore[union-attr]
        for number in range(2, 53):
            await unit.add_intake(
                code=f"W-P{number}",
                conversation_id=talk,
                version=number,
                body="",
                urgent=False,
                theme="geld",
                area="",
                at=desk.clock(),
                promised_at=desk.clock(),
            )
    first = await browser.get("/desk/?weergave=open")
    assert len(re.findall("<li class=.desk-item", first.text)) == 50
    (more,) = re.findall(r'href="([^"]+)">Meer laden', first.text)
    assert html.unescape(more) == "/desk/?weergave=open&na=50"
    second = await browser.get(html.unescape(more))
    assert len(re.findall("<li class=.desk-item", second.text)) == 2
    assert "Meer laden" not in second.text
    assert 'href="/desk/?weergave=open">Terug naar het begin' in second.text
    assert (await browser.get("/desk/?weergave=open&na=99999999999999999999")).status_code == 200


async def test_an_empty_list_names_the_next_promise(desk: Desk) -> None:
    browser = await anna(desk)
    assert "volgende belofte" not in (await browser.get("/desk/")).text
    code = await sign(desk.service)
    await change(desk, code, snoozed_until=desk.clock() + timedelta(hours=1))
    assert "De volgende belofte is" in (await browser.get("/desk/")).text


async def test_what_a_resident_typed_is_shown_as_text(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    async with desk.store.write() as unit:
        await unit.set_brief(code, json.dumps({"name": hostile, "line": hostile}))
    await change(desk, code, area=hostile, theme=hostile, language=hostile, claimed_by=hostile, status="claimed")
    page = (await browser.get("/desk/")).text
    assert "<img" not in page
    assert page.count(html.escape(hostile)) == 6


async def change_words(desk: Desk, code: str, *words: str) -> None:
    """Let a case be found by these words too."""
    async with desk.store.write() as unit:
        case = await unit.find_case(code)
        assert case is not None
        await unit.index_words(case.id, words)


async def refuse(_unit: Unit, _entry: AuditEntry) -> None:
    """A trail that cannot be written."""
    raise RuntimeError("no room")
