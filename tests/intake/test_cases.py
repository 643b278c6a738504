"""Where a case stands, what a person must do next, and in which order cases stand in the list."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from cases_lab import OFFICE, local, table
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.cases import Case, is_for_us, may_snooze, next_act, place_in_line, state_of
from bot.model.cases import ActWhy, CaseState, IntakeStatus, PromiseReason, WaitsFor

TABLE = table("cases.yaml")
NOW = local("2026-11-23T10:00")
SIGNED = local("2026-11-16T09:00")


def case_of(words: dict) -> Case:
    given = {name: local(value) for name, value in words.items() if name.endswith(("_at", "_since", "_until"))}
    return Case(
        **{"signed_at": SIGNED, **given},
        id=int(words.get("id", "1")),
        status=IntakeStatus(words.get("status", "new")),
        waits_for=WaitsFor(words.get("waits_for", "us")),
        promise_reason=PromiseReason(words.get("promise_reason", "signed")),
        corrections=int(words.get("corrections", "0")),
        danger="danger" in words,
        has_helper="has_helper" in words,
    )


def rows(name: str) -> list:
    return [pytest.param(case, id=case["title"]) for case in TABLE[name]]


@pytest.mark.parametrize("words", rows("cases"))
def test_case(words: dict) -> None:
    case = case_of(words)
    act = next_act(case, OFFICE)
    by, _, why = words["act"].partition(" ") if "act" in words else ("", "", "")
    assert state_of(case, NOW).value == words["state"]
    assert (act and (act.by, act.why.value)) == ((local(by), why) if why else None)
    assert is_for_us(case, act, NOW) is (words["ours"] == "yes")


@pytest.mark.parametrize("words", rows("snoozes"))
def test_snooze(words: dict) -> None:
    assert may_snooze(case_of(words), local(words["until"])) is (words["may"] == "yes")


def place(case: Case) -> tuple:
    return place_in_line(case, next_act(case, OFFICE))


def test_the_order_of_the_list() -> None:
    expected = [case_of(words) for words in TABLE["line"]]
    mixed = sorted(expected, key=lambda case: case.id)
    assert len({case.id for case in expected}) == 30
    assert [case.id for case in sorted(mixed, key=place)] == [case.id for case in expected]
    Random(7).shuffle(mixed)
    assert [case.id for case in sorted(mixed, key=place)] == [case.id for case in expected]


def test_the_tables_have_every_state_and_every_reason() -> None:
    cases = [case_of(words) for words in TABLE["cases"]]
    acts = [next_act(case, OFFICE) for case in cases]
    assert {state_of(case, NOW) for case in cases} == set(CaseState)
    assert {act.why for act in acts if act} == set(ActWhy)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(NOW.tzinfo))  # noqa: DTZ001 - hypothesis adds the zone
MAYBE = st.none() | MOMENTS
MAY_BE = (
    *("snoozed_until", "promise_due_at", "promise_made_at", "unanswered_since", "asked_at", "undelivered_at"),
    *("helper_silent_at", "term_at", "released_at", "closed_at", "reopened_at"),
)
CASES = st.builds(
    Case,
    id=st.integers(1, 999),
    status=st.sampled_from(IntakeStatus),
    signed_at=MOMENTS,
    danger=st.booleans(),
    waits_for=st.sampled_from(WaitsFor),
    promise_reason=st.sampled_from(PromiseReason),
    corrections=st.integers(0, 3),
    has_helper=st.booleans(),
    **dict.fromkeys(MAY_BE, MAYBE),
)


@given(CASES, CASES)
def test_danger_never_stands_below_the_rest(one, other) -> None:
    assert place(replace(one, danger=True)) < place(replace(other, danger=False))


@given(CASES, MOMENTS)
def test_one_more_thing_to_do_never_lowers_a_case(case, moment) -> None:
    assert place(replace(case, undelivered_at=min(moment, case.undelivered_at or moment))) <= place(case)
    assert place(replace(case, term_at=min(moment, case.term_at or moment))) <= place(case)


@given(CASES, MOMENTS)
def test_an_open_promise_always_has_a_person_of_ours_next_when_it_is_due(case, now) -> None:
    act = next_act(case, OFFICE)
    if case.status in {IntakeStatus.NEW, IntakeStatus.CLAIMED} and case.promise_due_at is not None:
        assert act is not None
        assert is_for_us(case, act, max(now, case.promise_due_at, case.promise_made_at or now))
    if case.status in {IntakeStatus.CLOSED, IntakeStatus.WITHDRAWN}:
        assert act is None
        assert state_of(case, now).value == case.status.value


@given(CASES)
def test_what_nobody_has_never_gets_lost(case) -> None:
    act = next_act(replace(case, status=IntakeStatus.NEW), OFFICE)
    assert act is not None


@given(CASES, MOMENTS, st.integers(0, 100_000))
def test_what_is_ours_stays_ours_until_somebody_acts(case, now, minutes) -> None:
    act = next_act(case, OFFICE)
    if is_for_us(case, act, now):
        assert is_for_us(case, act, now + timedelta(minutes=minutes))
