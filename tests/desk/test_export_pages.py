"""Giving a question out: with a reason or not at all, on record before the first byte, and told to the resident."""

import json
from collections.abc import Mapping
from datetime import date

import httpx
import pytest
from desk_lab import Desk, send
from given_lab import Office, actor
from service_lab import STORY
from sheet_lab import text_of

from bot.intake.document import from_document
from bot.intake.issue import Issue
from bot.model.accounts import Role
from bot.model.cases import GiveReason
from bot.service.everything import give_everything, hand_over_by
from bot.service.giving import GAVE, GivenOut, read_given
from bot.service.refusals import Refusal

FORM = {"vorm": "pdf", "reden": "overdracht", "toelichting": "Huisarts De Brug", "weet": "ja"}
NOWHERE = "/desk/vragen/W-22222/uitgeven"


@pytest.fixture
async def office(desk: Desk) -> Office:
    await desk.add("anna")
    await desk.add("bram", Role.OCO)
    return Office(desk)


def page(code: str) -> str:
    return f"/desk/vragen/{code}/uitgeven"


async def given(office: Office, code: str) -> list[GivenOut | None]:
    async with office.desk.store.read() as unit:
        return [read_given(row) for row in await unit.list_audit(object=code, action=GAVE)]


async def waiting(office: Office) -> list[dict]:
    async with office.desk.store.read() as unit:
        return [json.loads(row.body) for row in await unit.due(office.desk.clock(), 9, ["webhook"])]


async def test_on_paper(office: Office) -> None:
    code = await office.signed("anna")
    browser = await office.desk.signed_in("anna")
    assert "Geef uit" in (await browser.get(page(code))).text
    answer = await send(browser, page(code), FORM)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="intake-{code.lower()}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    words = text_of(answer.content)
    assert "Uitgegeven aan Huisarts De Brug" in words
    assert "reden: overdracht met toestemming" in words
    assert STORY in " ".join(words.split())


async def test_as_a_document(office: Office) -> None:
    code = await office.signed("anna")
    answer = await send(await office.desk.signed_in("anna"), page(code.lower()), {**FORM, "vorm": "json"})
    assert answer.headers["content-disposition"] == f'attachment; filename="intake-{code.lower()}.json"'
    assert from_document(answer.json()).code == code


ALL = {"vorm": "alles", "reden": "verzoek", "toelichting": "de inwoner zelf", "weet": "ja"}


async def test_all_that_is_kept_for_who_asks_for_it(office: Office) -> None:
    """Every question of theirs, the notes, who looked and who helped; with a term, a reason and a line in the trail."""
    code = await office.signed("anna")
    await office.signed(address="other")
    await office.says("hallo, nog iets")
    browser = await office.desk.signed_in("anna")
    await office.cases.note(actor("anna"), code, "belde terug over de trap")
    shown = (await browser.get(page(code))).text
    assert "binnen een maand" in shown
    answer = await send(browser, page(code), ALL)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-disposition"] == f'attachment; filename="alles-{code.lower()}.json"'
    kept = answer.json()
    [question] = kept["questions"]
    assert question["code"] == code
    assert from_document(question["signed"]).code == code
    assert "belde terug over de trap" in [one["more"].get("text") for one in question["thread"]]
    assert {"claim", "note", GAVE} <= {one["what"] for one in question["trail"]}
    assert kept["talk"]["facts"]
    assert "intake_signed" in [one["what"] for one in kept["events"]]
    [row] = await given(office, code)
    assert row is not None
    assert (row.way, row.reason, row.to) == ("alles", "de bewoner vraagt erom", "de inwoner zelf")


async def test_all_that_is_kept_goes_to_nobody_else(office: Office) -> None:
    code = await office.signed("anna")
    browser = await office.desk.signed_in("anna")
    for reason in set(GiveReason) - {GiveReason.RESIDENT}:
        assert (await send(browser, page(code), {**ALL, "reden": reason})).status_code == 422
    assert await given(office, code) == []


async def test_a_supporter_does_not_get_all_that_is_kept(office: Office) -> None:
    code, issue = await office.signed("anna"), Issue(to="bram", at=office.desk.clock(), reason="verzoek")
    with pytest.raises(Refusal):
        await give_everything(office.cases, actor("bram", Role.OCO), code, issue)
    assert await given(office, code) == []


def test_the_term_is_a_month() -> None:
    assert hand_over_by(date(2026, 11, 22)) == date(2026, 12, 22)
    assert hand_over_by(date(2027, 1, 31)) == date(2027, 2, 28)


async def test_it_is_on_record_who_gave_what_to_whom_and_why(office: Office) -> None:
    code = await office.signed("anna")
    await send(await office.desk.signed_in("anna"), page(code), {**FORM, "toelichting": "Bram, bsn 123456782"})
    [row] = await given(office, code)
    assert row is not None
    assert (row.way, row.reason, row.known) == ("pdf", "overdracht met toestemming", True)
    assert row.to.startswith("Bram")
    assert "123456782" not in row.to
    async with office.desk.store.read() as unit:
        [entry] = await unit.list_audit(object=code, action=GAVE)
    assert (entry.account_id, entry.role) == ("id_anna", "coordinator")
    assert entry.session_id
    assert entry.origin


async def test_the_record_comes_before_the_first_byte(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that cannot be made was given out all the same, as far as the trail knows."""

    def broken(_sheet: object) -> bytes:
        raise RuntimeError("no paper")

    monkeypatch.setattr("bot.desk.export_pages.make_intake_pdf", broken)
    code = await office.signed("anna")
    answer = await send(await office.desk.signed_in("anna"), page(code), FORM)
    assert answer.status_code == 500
    assert len(await given(office, code)) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reden": ""}, "Kies een reden."),
        ({"reden": "zomaar"}, "Kies een reden."),
        ({"vorm": "fax"}, "Kies eerst een van de antwoorden."),
        ({"toelichting": " \u200b"}, "Schrijf op voor wie het is."),
        ({"toelichting": "x" * 201}, "Er passen 200 tekens in."),
        ({"vorm": "zaaksysteem", "reden": "anders", "toelichting": ""}, "Schrijf op voor wie het is."),
    ],
)
async def test_without_what_is_needed_nothing_leaves(office: Office, change: Mapping[str, str], says: str) -> None:
    code = await office.signed("anna")
    answer = await send(await office.desk.signed_in("anna"), page(code), {**FORM, **change})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert says in answer.text
    assert ("Huisarts De Brug" in answer.text) is ("toelichting" not in change), "what was typed is still there"
    assert await given(office, code) == []


@pytest.mark.parametrize("reason", GiveReason)
async def test_every_reason_has_words(office: Office, reason: GiveReason) -> None:
    code = await office.signed("anna")
    await send(await office.desk.signed_in("anna"), page(code), {**FORM, "vorm": "json", "reden": reason})
    [row] = await given(office, code)
    assert row is not None
    assert row.reason


async def test_to_the_case_system_once(office: Office) -> None:
    code = await office.signed("anna")
    browser = await office.desk.signed_in("anna")
    form = {"vorm": "zaaksysteem", "reden": "overdracht", "toelichting": ""}
    for _ in range(2):
        answer = await send(browser, page(code), form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/vragen/{code}")
    [call] = await waiting(office)
    assert (call["event"], call["code"], call["reason"]) == ("intake", code, "overdracht met toestemming")
    assert len(await given(office, code)) == 1


@pytest.mark.parametrize(("owner", "has_case_system"), [("", True), ("anna", False)])
async def test_the_case_system_is_no_choice_when_it_cannot_be(desk: Desk, owner: str, has_case_system: bool) -> None:
    await desk.add("anna")
    office = Office(desk, has_case_system=has_case_system)
    code = await office.signed(owner)
    browser = await desk.signed_in("anna")
    assert "zaaksysteem" not in (await browser.get(page(code))).text
    answer = await send(browser, page(code), {**FORM, "vorm": "zaaksysteem"})
    assert answer.status_code == 422
    assert await waiting(office) == []


async def test_that_of_a_colleague_too_with_the_reason_kept(office: Office) -> None:
    await office.desk.add("carla")
    code = await office.signed("anna")
    answer = await send(await office.desk.signed_in("carla"), page(code), FORM)
    assert answer.status_code == 200
    assert len(await given(office, code)) == 1


async def test_a_supporter_gives_out_only_their_own(office: Office) -> None:
    theirs, another = await office.signed("bram"), await office.signed("anna", address="b")
    browser = await office.desk.signed_in("bram")
    assert (await send(browser, page(theirs), FORM)).status_code == 200
    await not_there(browser, page(another))


@pytest.mark.parametrize("words", ["intrekken", "wissen"])
async def test_what_was_taken_back_is_not_there(office: Office, words: str) -> None:
    code = await office.signed("anna")
    await office.says(words, "ja")
    await not_there(await office.desk.signed_in("anna"), page(code))
    assert await given(office, code) == []


async def not_there(browser: httpx.AsyncClient, path: str) -> None:
    """To the letter as what never was."""
    for form in (None, FORM, {}):
        answers = [await (browser.get(url) if form is None else send(browser, url, form)) for url in (path, NOWHERE)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].text == answers[1].text


async def test_the_resident_reads_where_it_went(office: Office) -> None:
    code = await office.signed("anna")
    browser = await office.desk.signed_in("anna")
    await send(browser, page(code), FORM)
    await send(browser, page(code), {**FORM, "vorm": "zaaksysteem"})
    told = await office.says("wat weet u van mij")
    assert f"Uw vraag {code} is op maandag 23 november 2026 om 10 uur gegeven aan: Huisarts De Brug." in told
    assert "gegeven aan: het systeem van de gemeente." in told
    assert "toestemming" not in told
