"""Figures over HTTP: sums of what is over, with the small ones hidden, in a page and in a file; nobody in either."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from desk_lab import Desk
from given_lab import Office

from bot.model.accounts import Role
from bot.model.figures import Figure, FigureOf
from bot.service.counts import count_months

TERMS = (("bezwaar",), ("bezwaar_besluit", "ciz_besluit"), ("bijstand_besluit",))  # the first is the resident's own
OCTOBER = date(2026, 10, 1)
MANY: Mapping[FigureOf, Mapping[str, int]] = {
    FigureOf.THEMES: {"hulp_thuis": 30, "geld": 3},
    FigureOf.LANGUAGES: {"nl": 21, "tr": 12},
    FigureOf.STANDING: {"answered": 20, "waiting": 11},
    FigureOf.ANSWER: {"2": 10, "7": 5, "9": 2},
    FigureOf.PROMISES: {"kept": 24, "corrected": 12, "broken": 0},
    FigureOf.OUTCOMES: {"klaar": 14, "elders": 12},
    FigureOf.STARTED: {"": 13},
    FigureOf.ENDED: {"done": 15, "mismatch": 10},
    FigureOf.HELPED: {"": 12},
    FigureOf.MINUTES: {"": 750},
}


@pytest.fixture
async def office(desk: Desk) -> Office:
    await desk.add("peter", Role.MANAGER)
    return Office(desk)


async def keep(office: Office, month: date, told: Mapping[FigureOf, Mapping[str, int]] = MANY) -> None:
    sums = [
        Figure(month=month, what=what, name=name, number=n) for what, one in told.items() for name, n in one.items()
    ]
    async with office.desk.store.write() as unit:
        await unit.keep_figures(sums)


async def page(office: Office, query: str = "") -> dict[str, str]:
    """What stands behind each line of the page; of lines that are called alike the first."""
    answer = await (await office.desk.signed_in("peter")).get(f"/desk/cijfers{query}")
    assert answer.status_code == 200
    rows = re.findall(r'scope="row">([^<]*)</th><td[^>]*>([^<]*)</td>', answer.text)
    return dict(reversed(rows))


async def test_nothing_is_over_yet(office: Office) -> None:
    browser = await office.desk.signed_in("peter")
    assert "Nog geen maand is voorbij" in (await browser.get("/desk/cijfers")).text
    assert (await browser.get("/desk/cijfers.csv")).status_code == 404


async def test_a_month(office: Office) -> None:
    await keep(office, OCTOBER)
    found = await page(office)
    assert found["Nieuw"] == "33"
    assert (found["Open"], found["Wacht op een mens"], found["Afgerond"]) == ("31", "11", "26")
    assert (found["Helft binnen"], found["8 van de 10 binnen"], found["Norm"]) == ("2 uur", "7 uur", "8 uur")
    assert (found["Gehaald"], found["Verzet"], found["Te laat"]) == ("24", "12", "&lt; 10")
    assert (found["=Afgerond"], found["Naar elders"]) == ("14", "12")
    assert (found["Gevonden"], found["Liever iemand anders"], found["Samen"]) == ("13", "10", "12 uur")
    assert (found["Nederlands"], found["Turks"]) == ("21", "12")
    assert found["Geld en schulden"] == "&lt; 10"
    assert found["Hulp in huis en begeleiding"] == "niet getoond", "of the total it would leave three"


async def test_a_quarter_when_its_last_month_is_over(office: Office) -> None:
    for month in (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), OCTOBER):
        await keep(office, month)
    text = (await (await office.desk.signed_in("peter")).get("/desk/cijfers")).text
    assert re.findall(r'option value="([^"]+)"', text) == ["2026-10", "2026-09", "2026-K3", "2026-08", "2026-07"]
    assert "juli 2026 tot en met september 2026" in text
    found = await page(office, "?periode=2026-K3")
    assert (found["Nieuw"], found["Samen"], found["Open"]) == ("99", "38 uur", "31")
    assert found["Geld en schulden"] == "&lt; 10"


@pytest.mark.parametrize("period", ["2026-K4", "2020-01", "x", "2026-K3'--"])
async def test_a_period_that_is_none(office: Office, period: str) -> None:
    await keep(office, OCTOBER)
    browser = await office.desk.signed_in("peter")
    for path in ("/desk/cijfers", "/desk/cijfers.csv"):
        assert (await browser.get(path, params={"periode": period})).status_code == 404


async def test_opinions_of_weeks_that_are_over(office: Office) -> None:
    async with office.desk.store.write() as unit:
        for day, times in ((date(2026, 10, 7), 11), (date(2026, 11, 4), 40)):
            for _ in range(times):
                await unit.count_opinion(day, "almere", "tevreden", "tevreden_goed")
    found = await page(office)
    assert found["Goed"] == "11", "November is not over"


async def test_hours_of_too_few_are_not_read_as_a_few_hours(office: Office) -> None:
    await keep(office, OCTOBER, {FigureOf.THEMES: {"geld": 12}})
    found = await page(office)
    assert {found[row] for row in ("Helft binnen", "8 van de 10 binnen", "Samen")} == {"nog te weinig"}
    answer = await (await office.desk.signed_in("peter")).get("/desk/cijfers.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row[2] for row in rows if row[3] == "uur" and not row[2].isdigit()} == {"nog te weinig"}


async def signals(office: Office, query: str = "") -> dict[str, str]:
    answer = await (await office.desk.signed_in("peter")).get(f"/desk/cijfers.csv{query}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    return {row[1]: row[2] for row in rows if row[0].startswith("Termijnen voorbij")}


@pytest.mark.parametrize(("passed", "shown"), [(12, "12"), (30, "30"), (25, "niet getoond"), (4, "< 10"), (0, "< 10")])
async def test_terms_that_passed_are_told_without_who_is_left(office: Office, passed: int, shown: str) -> None:
    """Of thirty, twenty-five would tell of the five others."""
    told = {FigureOf.THEMES: {"hulp_thuis": 30, "geld": 15}, FigureOf.SIGNALS: {"hulp_thuis": passed} if passed else {}}
    await keep(office, OCTOBER, told)
    found = await signals(office)
    assert found["Hulp in huis en begeleiding"] == shown
    assert found["Geld en schulden"] == "< 10"


async def test_terms_that_passed_are_counted_once_a_question(office: Office) -> None:
    """Also where more than one term was over, and not those that the resident had to keep."""
    parts, desk = office.service.engine.parts, office.desk
    desk.clock.now = datetime(2026, 10, 20, 8, tzinfo=UTC)
    for number in range(12):
        code = await office.signed(address=f"a{number}")
        async with desk.store.write() as unit:
            row = await unit.find_intake(code)
            assert row is not None
            terms = [
                {"id": one, "last_on": "2026-10-01", "approximate": False, "passed": True} for one in TERMS[number % 3]
            ]
            await unit.amend_intake(code, json.dumps({**json.loads(row.body), "terms": terms}))
    async with desk.store.write() as unit:
        await count_months(unit, parts, datetime(2026, 11, 1, 1, tzinfo=UTC))
        kept = [one for one in await unit.list_figures() if one.what is FigureOf.SIGNALS]
    assert [one.number for one in kept] == [8]


async def test_the_file_has_the_same_numbers_and_no_formula(office: Office) -> None:
    await keep(office, OCTOBER)
    answer = await (await office.desk.signed_in("peter")).get("/desk/cijfers.csv?periode=2026-10")
    assert answer.headers["content-disposition"] == 'attachment; filename="cijfers-2026-10.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert ["Vragen", "Nieuw", "33", ""] in rows
    assert ["Uitkomsten", "'=Afgerond", "14", ""] in rows
    assert ["Onderwerpen", "Hulp in huis en begeleiding", "niet getoond", ""] in rows
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]


async def test_what_residents_did_is_counted_once_a_month_and_stays(office: Office) -> None:
    """Of the intakes themselves: also when they are erased afterwards."""
    await office.desk.add("anna")
    parts, desk = office.service.engine.parts, office.desk
    desk.clock.now = datetime(2026, 10, 20, 8, tzinfo=UTC)
    codes = [await office.signed("anna", address=f"a{number}") for number in range(12)]
    desk.clock.now = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # November in Almere
    await office.signed(address="later")
    for now in (datetime(2026, 10, 31, 22, 0, tzinfo=UTC), datetime(2026, 11, 1, 1, 0, tzinfo=UTC)):
        async with desk.store.write() as unit:
            await count_months(unit, parts, now)
    desk.clock.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    await office.says("wissen", "ja", address="a0")
    async with desk.store.write() as unit:
        await count_months(unit, parts, desk.clock.now + timedelta(hours=1))
    found = await page(office)
    assert (found["Nieuw"], found["Open"], found["Wacht op een mens"]) == ("12", "12", "12")
    text = (await (await desk.signed_in("peter")).get("/desk/cijfers")).text
    assert not [code for code in codes if code in text]
    assert "/desk/vragen/" not in text
