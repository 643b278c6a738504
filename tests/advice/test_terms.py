"""Last days of terms against a table checked by hand, and which terms count for whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.counting import count_days, last_day
from bot.advice.terms import Late, TermState, over, terms_for
from bot.advice.workdays import is_working_day
from bot.content.load import load
from bot.model.facts import Fact, Origin
from bot.model.law import Law
from bot.model.terms import LONGEST_MOVED, Over, Term, TermUnit, Why
from bot.model.text import EMPTY

ROOT = Path(__file__).parents[2]
TABLE = yaml.load((Path(__file__).parent / "terms.yaml").read_bytes(), yaml.BaseLoader)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


TERMS = load(ROOT / "knowledge", ROOT / "flows").knowledge.terms


def facts(**values: str) -> dict[str, Fact]:
    return {name: Fact(value=value, origin=Origin.SAID, at=AT) for name, value in values.items()}


def found(today: str = "2026-11-21", /, **values: str) -> dict[str, TermState]:
    states = terms_for(TERMS, TERMS, facts(**values), date.fromisoformat(today))
    return {state.term.id: state for state in states}


def made(count: int, unit: str, *, extended: bool) -> Term:
    """A term that the knowledge does not have."""
    return Term(
        id="proef",
        name=EMPTY,
        law=Law.AWB,
        starts=("melding_op",),
        count=count,
        unit=TermUnit(unit),
        extended=extended,
        mine=False,
    )


@pytest.mark.parametrize("row", TABLE["terms"], ids=lambda row: f"{row['term']}-{row['start']}")
def test_last_day_of_a_term_of_the_law(row: dict[str, str]) -> None:
    day = last_day(TERMS[row["term"]], date.fromisoformat(row["start"]), TERMS)
    assert day.isoformat() == row["last_day"], row["why"]


@pytest.mark.parametrize("row", TABLE["units"], ids=lambda row: f"{row['count']}{row['unit']}-{row['start']}")
def test_last_day_by_unit(row: dict[str, str]) -> None:
    term = made(int(row["count"]), row["unit"], extended=row["extended"] == "true")
    assert last_day(term, date.fromisoformat(row["start"]), {}).isoformat() == row["last_day"], row["why"]


def test_every_term_is_in_the_table() -> None:
    assert {row["term"] for row in TABLE["terms"]} == set(TERMS)
    assert len(TABLE["terms"]) + len(TABLE["units"]) >= 120
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
        ["wmo_onderzoek", "klacht_gemeente", "bezwaar"],
        TERMS,
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
    waiting |= {"schuldhulp_besluit"}
    days = {"melding_op": "2026-10-05", "aanvraag_op": "2026-11-02", "ingebreke_op": "2026-11-16"}
    days["gesprek_op"] = "2026-10-12"
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


# the day of sending, chains, and what is over


def test_the_day_of_sending_counts_and_not_the_date_of_the_letter() -> None:
    letter = found(besluit_op="2026-10-08")["bezwaar"]
    sent = found(besluit_op="2026-10-08", verzonden_op="2026-10-12")["bezwaar"]
    assert (letter.last_day, letter.passed, letter.start_fact) == (date(2026, 11, 19), True, "besluit_op")
    assert (sent.last_day, sent.passed, sent.start_fact) == (date(2026, 11, 23), False, "verzonden_op")
    assert [letter.steps[0].why, sent.steps[0].why] == [Why.START, Why.SENT]


def test_an_answer_to_a_bezwaar_has_one_term_of_four() -> None:
    days = {"besluit_op": "2026-02-02", "bezwaar_op": "2026-02-20"}
    answers = {"bezwaar_besluit", "bezwaar_commissie", "bezwaar_uitstel", "commissie_uitstel"}
    for said, expected in (
        ({}, "bezwaar_besluit"),
        ({"bezwaar_tijd": "geen"}, "bezwaar_besluit"),
        ({"bezwaar_tijd": "commissie"}, "bezwaar_commissie"),
        ({"bezwaar_tijd": "uitstel"}, "bezwaar_uitstel"),
        ({"bezwaar_tijd": "allebei"}, "commissie_uitstel"),
    ):
        assert answers & set(found(**days, **said)) == {expected}, said
    assert not answers & set(found(besluit_op="2026-02-02"))


def test_a_letter_is_a_besluit_or_the_answer_to_a_bezwaar() -> None:
    assert {"bezwaar", "beroep"} & set(found(besluit_op="2026-11-02")) == {"bezwaar"}
    assert {"bezwaar", "beroep"} & set(found(besluit_op="2026-11-02", brief_soort="eerste")) == {"bezwaar"}
    assert {"bezwaar", "beroep"} & set(found(besluit_op="2026-11-02", brief_soort="op_bezwaar")) == {"beroep"}


def test_a_first_talk_ends_the_wait_for_it() -> None:
    assert "schuldhulp_gesprek" not in found(melding_op="2026-11-02", gesprek_op="2026-11-16")
    assert "schuldhulp_spoed" not in found(melding_op="2026-11-02", gesprek_op="2026-11-03", uitzetting="dagen")


def test_what_is_over_is_told_once() -> None:
    states = found("2027-03-01", melding_op="2026-10-05", aanvraag_op="2026-11-02").values()
    assert over(states) == (Over.BESLUIT, Over.ONDERZOEK)
    assert over(found("2026-11-10", melding_op="2026-10-05").values()) == ()


LATE = [(1, "0-2"), (14, "0-2"), (15, "2-6"), (42, "2-6"), (43, "6-13"), (91, "6-13"), (92, "13+"), (3000, "13+")]


@pytest.mark.parametrize(("days", "band"), LATE)
def test_how_late_is_a_band(days: int, band: str) -> None:
    today = date(2026, 12, 14) + timedelta(days=days)
    assert found(today.isoformat(), besluit_op="2026-11-02")["bezwaar"].late == Late(band)


# every step of the count


def steps(term: str, start: str) -> list[tuple[str, str, list[str]]]:
    counted = count_days(TERMS[term], date.fromisoformat(start), TERMS)
    return [(one.why.value, one.day.isoformat(), [day.isoformat() for day in one.passed_over]) for one in counted]


def test_the_steps_of_a_term_that_is_moved() -> None:
    christmas = ["2026-12-25", "2026-12-26", "2026-12-27"]
    assert steps("bezwaar", "2026-11-13") == [
        ("start", "2026-11-13", []),
        ("eerste", "2026-11-14", []),
        ("geteld", "2026-12-25", []),
        ("verschoven", "2026-12-28", christmas),
    ]


def test_the_steps_of_a_term_after_another() -> None:
    assert steps("dwangsom_eind", "2026-10-30") == [
        ("start", "2026-10-30", []),
        ("daarna", "2026-11-13", []),
        ("eerste", "2026-11-14", []),
        ("geteld", "2026-12-25", []),
        ("vast", "2026-12-25", []),
    ]


def test_the_steps_of_working_days() -> None:
    easter = ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"]
    assert steps("schuldhulp_spoed", "2026-04-02") == [
        ("start", "2026-04-02", []),
        ("eerste", "2026-04-07", []),
        ("werkdagen", "2026-04-09", easter),
    ]


def test_the_steps_of_a_short_term_with_two_working_days() -> None:
    counted = count_days(made(3, "days", extended=True), date(2026, 12, 24), {})
    assert [one.why for one in counted] == [Why.START, Why.FIRST, Why.COUNTED, Why.MOVED, Why.WIDENED]
    assert [one.day.day for one in counted] == [24, 25, 27, 28, 29]


# what holds for every day and every length


STARTS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MOVED = st.one_of(
    st.tuples(st.just("days"), st.integers(1, LONGEST_MOVED[TermUnit.DAYS])),
    st.tuples(st.just("weeks"), st.integers(1, LONGEST_MOVED[TermUnit.WEEKS])),
)


@given(STARTS, MOVED)
def test_a_moved_end_is_a_working_day_and_never_earlier(start: date, length: tuple[str, int]) -> None:
    unit, count = length
    term = made(count, unit, extended=True)
    moved, bare = last_day(term, start, {}), last_day(replace(term, extended=False), start, {})
    assert is_working_day(moved)
    assert bare <= moved <= bare + timedelta(days=9)  # no more than nine days: wikipedia, Algemene termijnenwet
    between = (bare + timedelta(days=number) for number in range((moved - bare).days))
    if bare - start > timedelta(days=7):
        assert not any(is_working_day(day) for day in between), "moved further than needed"


@given(STARTS, MOVED)
def test_a_later_start_never_ends_earlier(start: date, length: tuple[str, int]) -> None:
    term = made(length[1], length[0], extended=True)
    assert last_day(term, start, {}) <= last_day(term, start + timedelta(days=1), {})


@given(STARTS, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = last_day(made(count, "working_days", extended=False), start, {})
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(day) for day in days) == count


@given(STARTS, st.sampled_from(sorted(TERMS)))
def test_the_steps_go_forward_and_end_on_the_last_day(start: date, name: str) -> None:
    counted = count_days(TERMS[name], start, TERMS)
    days = [one.day for one in counted]
    assert days == sorted(days)
    assert counted[0].day == start
    assert counted[-1].day == last_day(TERMS[name], start, TERMS)
    assert not any(is_working_day(day) for one in counted for day in one.passed_over)
