"""The page of one question over a real store: what it shows, to whom, and what it never shows."""

import html
import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from desk_lab import Desk
from service_lab import STORY, choice, sign, text, together

from bot.desk.histories import ACTS
from bot.desk.inbox_pages import InboxPages
from bot.desk.intake_pages import IntakePages
from bot.desk.intake_views import Ready
from bot.desk.render import FOLDER
from bot.desk.views.acts import Outcome
from bot.desk.views.thread import Answer
from bot.model.accounts import Role
from bot.model.cases import EntryKind
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk as Work
from bot.service.desk_talk import DeskTalk
from bot.service.giving import GAVE
from bot.store import AuditEntry, CaseRow, Unit

ANNA = Actor(worker=Worker(id="id_anna", name="Anna"), role=Role.COORDINATOR)
BRAM = Worker(id="id_bram", name="Bram")
ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}'\"\u202e\x1b[31m" + "e" + "\u0301" * 500
READY = Ready(
    outcomes=[Outcome(id="zelf_verder", label="Kan zelf verder")],
    answers=[Answer(id="dag", title="Dag", text="Dag, ik ben {wie}. Ik bel {telefoon_inwoner}, uiterlijk {moment}.")],
)


async def anna(desk: Desk) -> httpx.AsyncClient:
    """Anna, at a desk with answers and outcomes ready."""
    work = Work(desk.service)
    desk.change(more=[InboxPages(work).routes, IntakePages(work, READY).routes])
    await desk.add("anna")
    return await desk.signed_in("anna")


async def page(browser: httpx.AsyncClient, code: str, query: str = "") -> str:
    """The page of a question, without its marks being escaped."""
    answer = await browser.get(f"/desk/vragen/{code}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def case_of(desk: Desk, code: str) -> CaseRow:
    async with desk.store.read() as unit:
        case = await unit.find_case(code)
    assert case is not None
    return case


def words(found: str) -> str:
    """What a person reads of a page."""
    inside = r"</?(?:a|bdi|del|ins|kbd|span|strong|time)\b[^>]*>"
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", re.sub(inside, "", found))).split())


def posts(found: str) -> set[str]:
    """Where the forms of a page go, below the question."""
    return set(re.findall(r'method="post" action="/desk/vragen/[^/"]+/([^"]+)"', found))


async def test_what_was_signed(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    shown = words(await page(browser, code.lower()))
    assert f"Waar het over gaat: {STORY}" in shown
    assert "Nieuw, van niemand sinds vandaag, 10 uur" in shown
    assert "Beloofd dinsdag 24 november, 12 uur, nog 9 uur open 8 uur norm" in shown
    assert "Er is niets weggelaten." in shown
    assert 'href="tel:+31612345678">06 12345678' in await page(browser, code)


async def test_whose_it_is_decides_what_can_be_done(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    assert posts(await page(browser, code)) == {"oppakken", "notitie"}
    await Work(desk.service).claim(ANNA, code)
    always = {"bericht", "notitie", "later", "gebeld", "belofte", "uitgeven"}
    free = {"meepraten", "teruggeven", "overdragen", "vraag", "afronden"}
    mine = await page(browser, code)
    assert posts(mine) == always | free
    assert f'href="/desk/vragen/{code}/ondersteuner"' in mine
    assert f'method="get" action="/desk/vragen/{code}/aanpassen"' in mine
    talk = DeskTalk(Work(desk.service))
    await talk.join(ANNA, code)
    leaves_too = {"teruggeven", "overdragen", "afronden"}  # whoever does one of these is out of the talk as well
    assert posts(await page(browser, code)) == always | leaves_too | {"uit-gesprek"}
    await talk.leave(ANNA, code)
    await desk.add("bram")
    await Work(desk.service).hand_on(ANNA, code, BRAM.id, "neem jij dit?")
    brams = await page(browser, code)
    assert posts(brams) == {"notitie"}
    assert "Bram heeft deze vraag sinds vandaag" in words(brams)


async def test_closed_and_opened_again(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    await Work(desk.service).claim(ANNA, code)
    await Work(desk.service).close(ANNA, code, "zelf_verder", "belde zelf al", sure=True)
    shown = await page(browser, code)
    assert posts(shown) == {"heropenen", "uitgeven"}
    assert "Kan zelf verder, vandaag, 10" in words(shown)
    assert "belde zelf al" in shown


async def test_the_forms_of_the_page_are_filled_in(desk: Desk) -> None:
    browser = await anna(desk)
    await desk.add("bram")
    await desk.add("edo", Role.EDITOR)
    code = await sign(desk.service)
    await Work(desk.service).claim(ANNA, code)
    shown = await page(browser, code)
    said = words(shown)
    assert "Bram 0 open" in said
    assert "Edo" not in said
    assert f"Anna van OCO Almere vraagt over {code}:" in said
    assert f"Anna belde u over {code}" in said
    assert "Morgenochtend dinsdag 24 november, 10 uur" in said
    assert "Over 3 werkdagen donderdag 26 november, 10 uur. Na de belofte." in said
    assert "u hoort uiterlijk dinsdag 24 november 2026 om 12 uur iets" in said
    assert "Er is nog geen contact geweest." in said
    assert 'value="zelf_verder"' in shown
    assert '<option value="voor_wie">Voor wie: Voor mijn vader of moeder</option>' in shown
    assert '<option value="eigen_woorden"' not in shown


async def test_filled_in_on_somebody_elses_device(desk: Desk) -> None:
    browser = await anna(desk)
    code = await together(desk.service, device="ander")
    await Work(desk.service).claim(ANNA, code)
    shown = await page(browser, code)
    assert "Samen ingevuld met Wijkteam Haven. Iemand van dit team typte." in words(shown)
    assert (
        "Niet in de chat te bereiken: samen ingevuld op het apparaat van Wijkteam Haven. Bel: 06 12345678"
    ) in words(shown)
    assert posts(shown) == {"notitie", "later", "gebeld", "uitgeven", "teruggeven", "overdragen", "afronden", "wissen"}
    assert "Verzet de belofte" not in shown
    for where in (shown, (await browser.get("/desk/?weergave=van-mij")).text):
        assert "Geen chat" in where
        assert ">Niet bezorgd</span>" not in where, "nothing was sent, so nothing failed"
    assert code not in (await browser.get("/desk/?weergave=van-mij&niet-bezorgd=1")).text
    assert "Dit leest de inwoner" not in shown
    assert "De inwoner leest niets van ons. Vertel de uitkomst zelf." in shown


async def test_filled_in_on_the_residents_own_device(desk: Desk) -> None:
    browser = await anna(desk)
    code = await together(desk.service, device="inwoner")
    await Work(desk.service).claim(ANNA, code)
    shown = await page(browser, code)
    assert "Samen ingevuld met Wijkteam Haven." in words(shown)
    assert "Niet in de chat te bereiken" not in shown
    assert "Geen chat" not in shown
    assert "Dit leest de inwoner" in shown
    assert {"bericht", "meepraten", "vraag", "belofte"} <= posts(shown)
    assert "wissen" not in posts(shown)


class TestBoxes:
    async def test_what_was_typed_before_stands_in_them(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await Work(desk.service).claim(ANNA, code)
        async with desk.store.write() as unit:
            for place, account in (("bericht", "id_anna"), ("notitie", "id_anna"), ("vraag", "id_bram")):
                await unit.keep_draft(account, f"{code}/{place}", f"concept {place}", desk.clock())
        shown = await page(browser, code)
        assert shown.count("\nconcept bericht</textarea>") == 1
        assert shown.count("\nconcept notitie</textarea>") == 1
        assert "concept vraag" not in shown, "of a colleague"

    async def test_an_answer_that_stands_ready_fills_the_box(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await Work(desk.service).claim(ANNA, code)
        filled = "Dag, ik ben Anna. Ik bel 06 12345678, uiterlijk {moment}."
        assert f"\n{filled}</textarea>" not in await page(browser, code)
        assert f"\n{filled}</textarea>" in await page(browser, code, "?antwoord=dag")
        assert "\n</textarea>" in await page(browser, code, "?antwoord=%00onzin")

    async def test_every_page_has_keys_of_its_own(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await Work(desk.service).claim(ANNA, code)
        keys = [key for _ in range(2) for key in re.findall(r'name="sleutel" value="(\w+)"', await page(browser, code))]
        assert len(keys) == len(set(keys)) == 4


class TestThread:
    async def test_both_sides_and_what_happened(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        work = Work(desk.service)
        talk = DeskTalk(work)
        await work.claim(ANNA, code)
        await talk.say(ANNA, code, "wat staat er in de brief?", rev=(await case_of(desk, code)).rev)
        held = await page(browser, code)
        assert "Gaat zo weg" in held
        assert posts(held) >= {"ongedaan"}
        desk.clock.pass_(seconds=6)
        assert "Wacht op verzenden" in await page(browser, code)
        await desk.service.handle(text("dat ik moet wachten"))
        await work.contact(ANNA, code, "geen-gehoor", reached=False)
        await work.note(ANNA, code, "lastig te lezen")
        shown = words(await page(browser, code))
        expected = (
            "Hier begint het meelezen: u praat mee",
            "U, vandaag, 10 uur wat staat er in de brief?",
            "De inwoner, vandaag, 10 uur dat ik moet wachten",
            "Contact: geen gehoor · U",
            "Notitie, alleen voor collega's · U, vandaag, 10 uur lastig te lezen",
        )
        places = [shown.index(line) for line in expected]
        assert places == sorted(places)
        assert "Antwoord van inwoner" in shown

    async def test_a_message_that_did_not_arrive(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        case = await case_of(desk, code)
        async with desk.store.write() as unit:
            entry = {"kind": "told", "author": "id_anna", "body": json.dumps({"who": "Anna", "text": "dag"})}
            await unit.add_entry(case.id, **entry, at=desk.clock(), delivery="failed")
            await unit.mark_reachable(case.conversation_id, False)
        shown = words(await page(browser, code))
        assert "Niet bezorgd: de inwoner heeft de chat dichtgezet" in shown
        assert "De inwoner heeft de chat voor ons dichtgezet. Bel: 06 12345678" in shown

    async def test_what_a_resident_says_to_a_correction(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await Work(desk.service).claim(ANNA, code)
        rev = (await case_of(desk, code)).rev
        await DeskTalk(Work(desk.service)).correct(ANNA, code, "voor_wie", "partner", rev=rev)
        shown = words(await page(browser, code))
        changed = "Voor wie: Voor mijn vader of moeder is nu Voor mijn partner. Anna, vandaag"
        assert changed in shown
        assert "De inwoner heeft nog niet gereageerd." in shown
        assert "Voor wie: Voor mijn vader of moeder" in shown, "what was signed stays"
        await desk.service.handle(text("nee"))
        shown = words(await page(browser, code))
        assert "De inwoner zei: dit klopt niet. Het staat weer zoals eerst." in shown
        assert '<option value="voor_wie">Voor wie: Voor mijn vader of moeder</option>' in await page(browser, code)


async def test_the_history_of_who_did_and_who_looked(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    work = Work(desk.service)
    for _ in range(3):
        await page(browser, code)
    await work.claim(ANNA, code)
    await DeskTalk(work).move_promise(ANNA, code, desk.clock() + timedelta(days=2))
    desk.clock.pass_(seconds=1)
    shown = await page(browser, code)
    found = [
        words(one).rpartition(",")[0] for one in re.findall(r"<li><bdi>.*?</li>", shown[shown.index("Wie deed") :])
    ]
    done = [re.sub(r", (vandaag|\w+dag \d+ \w+)$", "", one) for one in found]
    assert done[:3] == ["De inwoner tekende de vraag", "Anna keek", "Anna nam de vraag"]
    assert done[3].startswith("Anna verzette de belofte: woensdag 25 november 2026 om 10 uur")
    assert done[4:] == ["Anna keek"]


def test_the_history_has_words_for_every_act() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "service").glob("*.py"))
    acts = {*re.findall(r'acting\(by, (?:case\.)?code, "(\w+)"', sources), GAVE}
    assert {"claim", "hours"} <= acts
    assert acts - ACTS.keys() == {"move_promise", "erase"}, "told with its new moment; and what is gone has no page"
    template = (FOLDER / "templates" / "intake.html").read_text(encoding="utf-8")
    history = re.search(r"set HISTORY = \{(.*?)\}", template, re.DOTALL)
    assert history
    assert set(ACTS.values()) <= set(re.findall(r'"(\w+)": "', history[1]))


class TestNotThere:
    async def gone(self, desk: Desk) -> str:
        code = await sign(desk.service, "gone")
        await desk.service.handle(text("wissen", address="gone"))
        await desk.service.handle(text("ja", address="gone"))
        async with desk.store.read() as unit:
            assert await unit.has_tombstone(code)
        return code

    async def test_one_sentence_for_all_of_it(self, desk: Desk) -> None:
        await anna(desk)
        await desk.add("bram", Role.OCO)
        theirs, gone = await sign(desk.service), await self.gone(desk)
        browser = await desk.signed_in("bram")
        codes = ["W-ZZZZZ", theirs, gone, "%00", "%F0%9F%98%80", "W-%25", "a" * 5000, "%3Cscript%3E"]
        answers = [await browser.get(f"/desk/vragen/{code}") for code in codes]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1
        assert "Deze vraag is er niet, of is niet voor u." in answers[0].text
        async with desk.store.read() as unit:
            assert await unit.list_audit(object=theirs) == []

    async def test_a_supporter_sees_what_is_theirs(self, desk: Desk) -> None:
        await desk.add("bram", Role.OCO)
        code = await sign(desk.service)
        await desk.service.claim(code, BRAM)
        browser = await desk.signed_in("bram")
        assert STORY in await page(browser, code)

    async def test_withdrawn_shows_that_it_was_and_no_more(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        await Work(desk.service).claim(ANNA, code)
        await Work(desk.service).note(ANNA, code, "merkteken in een notitie")
        for said in ("intrekken", "ja"):
            await desk.service.handle(text(said))
        shown = await page(browser, code)
        assert "De inwoner heeft deze vraag ingetrokken: vandaag, 10 uur. De tekst is weg." in words(shown)
        assert posts(shown) == set()
        for word in (STORY, "douchen", "612345678", "merkteken", "Een notitie mag wel", "nog niets gezegd"):
            assert word not in shown, word


class TestTrail:
    async def test_a_row_for_every_view(self, desk: Desk) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)
        for _ in range(2):
            await page(browser, code)
        async with desk.store.read() as unit:
            trail = await unit.list_audit(object=code)
        assert [(one.action, one.account_id, bool(one.session_id), bool(one.origin)) for one in trail] == [
            ("look", "id_anna", True, True)
        ] * 2

    async def test_without_its_row_nobody_sees_it(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = await anna(desk)
        code = await sign(desk.service)

        async def refuse(_unit: Unit, _entry: AuditEntry) -> None:
            raise RuntimeError("no room")

        monkeypatch.setattr(Unit, "note", refuse)
        answer = await browser.get(f"/desk/vragen/{code}")
        assert answer.status_code == 500
        assert "douchen" not in answer.text


async def test_hostile_text_in_every_field_is_text(desk: Desk) -> None:
    browser = await anna(desk)
    code = await sign(desk.service)
    await Work(desk.service).claim(ANNA, code)
    case = await case_of(desk, code)

    def spoil(value: object) -> object:
        if isinstance(value, dict):
            ours = ("schema", "version", "language", "section", "signed_at", "promised_at", "at", "origin", "law")
            return {key: one if key in ours else spoil(one) for key, one in value.items()}
        if isinstance(value, list):
            return [spoil(one) for one in value]
        return HOSTILE if isinstance(value, str) else value

    async with desk.store.write() as unit:
        row = await unit.find_intake(code)
        assert row is not None
        body = {**json.loads(row.body), "additions": [{"at": "2026-11-23T09:00:00+00:00", "text": "", "line": ""}]}
        await unit.amend_intake(code, json.dumps(spoil(body)))
        await unit.set_brief(code, json.dumps({"name": HOSTILE, "line": HOSTILE}))
        await unit.change_case(case.id, area=HOSTILE, language=HOSTILE, outcome=HOSTILE)
        for kind in EntryKind:
            fact = {"fact": HOSTILE, "old": [HOSTILE], "new": [HOSTILE]} if kind is EntryKind.CORRECTION else {}
            shared = {"who": HOSTILE, "text": HOSTILE, "how": HOSTILE, "what": HOSTILE, "to": HOSTILE, **fact}
            await unit.add_entry(case.id, kind=kind, author=HOSTILE, body=json.dumps(shared), at=desk.clock())
        await unit.keep_draft("id_anna", f"{code}/bericht", HOSTILE, desk.clock())
    shown = await page(browser, code)
    assert "<img" not in shown
    assert "<script>alert" not in shown
    assert "49" not in re.findall(r"(\d+)&#39;&#34;", shown), "no template of theirs is filled in"
    assert shown.count("&lt;img src=x onerror=alert(1)&gt;") > 20


async def test_a_line_that_was_left_out_is_nowhere(desk: Desk) -> None:
    """The conversation still knows it: the coordinator may not, nor by way of the forms."""
    browser = await anna(desk)
    marker = "merkwaardige blauwe fiets"
    for said in ("mens", "0612345678", marker):
        await desk.service.handle(text(said))
    for option in ("regel_weg", "korte_vraag"):
        await desk.service.handle(choice(option))
    handled = await desk.service.handle(choice("verstuur"))
    (code,) = [str(event.body["code"]) for event in handled.events if event.kind == "intake_signed"]
    await Work(desk.service).claim(ANNA, code)
    await DeskTalk(Work(desk.service)).correct(
        ANNA, code, "korte_vraag", "iets anders", rev=(await case_of(desk, code)).rev
    )
    for path in (f"/desk/vragen/{code}", "/desk/", "/desk/?zoek=fiets"):
        found = (await browser.get(path)).text
        assert "blauwe" not in found, path
    shown = words(await page(browser, code))
    assert "1 regel weggelaten." in shown
    assert "Waar het over gaat: niets is nu iets anders" in shown
