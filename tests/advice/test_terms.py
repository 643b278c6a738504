"""Last days of terms against a table checked by hand, and which terms count for whom."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.advice.terms import TermState, last_day, terms_for
from bot.content.conditions import ConditionReader
from bot.content.facts import read_facts
from bot.content.files import read_file
from bot.content.reader import Report, Spot
from bot.content.terms import read_term
from bot.model.condition import ALWAYS
from bot.model.facts import Fact, FactSpec, Origin
from bot.model.terms import Term, TermUnit
from bot.model.text import EMPTY

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TABLE = yaml.load((Path(__file__).parent / "terms.yaml").read_bytes(), yaml.BaseLoader)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def read(folder: str, report: Report) -> list[Spot]:
    found = [read_file(path, path.name, report) for path in sorted((KNOWLEDGE / folder).glob("*.yaml"))]
    return [spot for spot in found if spot is not None]


def load_terms() -> dict[str, Term]:
    facts: dict[str, FactSpec] = {}
    for spot in read("facts", Report()):  # their own faults are for the tests of the content
        facts.update(read_facts(spot))
    report = Report()
    terms = [read_term(spot, ConditionReader(facts, ())) for spot in read("terms", report)]
    report.raise_if_any()
    return {term.id: term for term in terms}


TERMS = load_terms()


def facts(**values: str) -> dict[str, Fact]:
    return {name: Fact(value=value, origin=Origin.SAID, at=AT) for name, value in values.items()}


def found(today: str = "2026-11-21", /, **values: str) -> dict[str, TermState]:
    states = terms_for(TERMS.values(), facts(**values), date.fromisoformat(today))
    return {state.term.id: state for state in states}


@pytest.mark.parametrize("row", TABLE["terms"], ids=lambda row: f"{row['term']}-{row['start']}")
def test_last_day_of_a_term_of_the_law(row: dict[str, str]) -> None:
    day = last_day(TERMS[row["term"]], date.fromisoformat(row["start"]))
    assert day.isoformat() == row["last_day"], row["why"]


@pytest.mark.parametrize("row", TABLE["units"], ids=lambda row: f"{row['count']}{row['unit']}-{row['start']}")
def test_last_day_by_unit(row: dict[str, str]) -> None:
    term = Term(
        id="proef",
        name=EMPTY,
        start="melding_op",
        count=int(row["count"]),
        unit=TermUnit(row["unit"]),
        extended=row["extended"] == "true",
        mine=False,
        when=ALWAYS,
        running=EMPTY,
        passed=EMPTY,
        sources=(),
    )
    assert last_day(term, date.fromisoformat(row["start"])).isoformat() == row["last_day"], row["why"]


def test_every_term_is_in_the_table() -> None:
    assert {row["term"] for row in TABLE["terms"]} == set(TERMS)
    assert len(TABLE["terms"]) + len(TABLE["units"]) >= 40
    assert all(row["source"] and row["why"] for row in [*TABLE["terms"], *TABLE["units"]])


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.id)
def test_texts_hold_only_the_places_that_are_filled(term: Term) -> None:
    for text in (term.running, term.passed):
        words = text.to("nl").format(dag="14 december 2026", start="2 november 2026")
        assert "14 december 2026" in words
    assert term.sources


def test_nothing_counts_without_a_start() -> None:
    assert found(besluit="nee", uitzetting="dagen") == {}


def test_a_term_runs_on_its_last_day_and_is_over_the_day_after() -> None:
    on_it = found("2026-12-14", besluit_op="2026-11-02")["bezwaar"]
    after = found("2026-12-15", besluit_op="2026-11-02")["bezwaar"]
    assert (on_it.passed, on_it.days_left) == (False, 0)
    assert (after.passed, after.days_left) == (True, -1)
    assert on_it.start == date(2026, 11, 2)


def test_about_stays_about() -> None:
    state = found(melding_op="~2026-03-31")["wmo_onderzoek"]
    assert (state.approximate, state.last_day, state.passed) == (True, date(2026, 5, 12), True)
    assert not found(melding_op="2026-03-31")["wmo_onderzoek"].approximate


def test_what_the_resident_must_do_comes_first() -> None:
    states = terms_for(
        [TERMS["wmo_onderzoek"], TERMS["klacht_gemeente"], TERMS["bezwaar"]],
        facts(melding_op="2026-10-05", klacht_op="2026-09-01", besluit_op="2026-11-02"),
        AT.date(),
    )
    assert [state.term.id for state in states] == ["bezwaar", "klacht_gemeente", "wmo_onderzoek"]


SPEED = [
    ({}, "schuldhulp_gesprek"),
    ({"uitzetting": "geen"}, "schuldhulp_gesprek"),
    ({"uitzetting": "dreigt"}, "schuldhulp_gesprek"),
    ({"afsluiting_dreigt": "nee"}, "schuldhulp_gesprek"),
    ({"uitzetting": "dreigt", "afsluiting_dreigt": "nee"}, "schuldhulp_gesprek"),
    ({"uitzetting": "dagen"}, "schuldhulp_spoed"),
    ({"afsluiting_dreigt": "ja"}, "schuldhulp_spoed"),
    ({"uitzetting": "geen", "afsluiting_dreigt": "ja"}, "schuldhulp_spoed"),
    ({"uitzetting": "dagen", "afsluiting_dreigt": "nee"}, "schuldhulp_spoed"),
]


@pytest.mark.parametrize(("values", "expected"), SPEED, ids=str)
def test_debts_have_one_of_two_terms(values: dict[str, str], expected: str) -> None:
    counting = {name for name in found(melding_op="2026-11-20", **values) if name.startswith("schuldhulp")}
    assert counting == {expected}


def test_a_decision_ends_the_wait_for_it() -> None:
    waiting = {"wmo_onderzoek", "wmo_besluit", "jeugd_besluit", "bijstand_besluit", "ciz_besluit", "dwangsom"}
    days = {"melding_op": "2026-10-05", "aanvraag_op": "2026-11-02", "ingebreke_op": "2026-11-16"}
    assert waiting <= set(found(**days))
    assert waiting <= set(found(**days, besluit="nee"))
    assert not waiting & set(found(**days, besluit="ja"))


def test_an_aanvraag_without_report_is_only_for_who_has_not_asked_yet() -> None:
    assert "wmo_aanvraag_mag" in found(melding_op="2026-10-05")
    assert "wmo_aanvraag_mag" not in found(melding_op="2026-10-05", aanvraag_op="2026-11-20")


def test_a_landlord_who_was_only_phoned_has_no_term() -> None:
    assert "huurgebrek" in found(melding_op="2026-10-05", gemeld_verhuurder="ja")
    assert "huurgebrek" not in found(melding_op="2026-10-05", gemeld_verhuurder="nee")


def test_a_day_that_is_no_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="eind maart"):
        found(melding_op="eind maart")
