"""What is to happen later with a case: which timers an event makes, and never at night."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from cases_lab import OFFICE, hours_of, local, table
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.workdays import is_open_day
from bot.content.wording import HERE
from bot.intake import aftercare
from bot.intake.aftercare import Timer, put_off
from bot.intake.daytime import before_night, by_day
from bot.model.cases import TimerKind
from bot.model.municipality import Hours

TABLE = table("aftercare.yaml")


def made(case: dict) -> tuple[Timer, ...]:
    hours, at = hours_of(case.get("hours", {})), local(case["at"])
    if case["event"] == "promise":
        return aftercare.on_promise(hours, at, local(case["due"]))
    if case["event"] == "signing":
        last_days = [date.fromisoformat(day) for day in case.get("last_days", [])]
        return aftercare.on_signing(hours, at, last_days)
    if case["event"] == "bells":
        return aftercare.on_bells(hours, at, urgent="urgent" in case)
    if case["event"] == "closing":
        days = timedelta(days=int(case["keep"])) if "keep" in case else aftercare.KEEP_CLOSED
        return aftercare.on_closing(hours, at, days)
    if case["event"] == "snooze":
        return aftercare.on_snooze(at)
    return PLAIN[case["event"]](hours, at)


PLAIN: dict[str, Callable[[Hours, datetime], tuple[Timer, ...]]] = {
    "claim": aftercare.on_claim,
    "told": aftercare.on_told,
    "ask": aftercare.on_ask,
    "match": aftercare.on_match,
    "first_contact": aftercare.on_first_contact,
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in TABLE["timers"]])
def test_timers(case: dict) -> None:
    seen = [f"{timer.kind} {timer.n} {timer.due_at.astimezone(HERE):%Y-%m-%dT%H:%M}" for timer in made(case)]
    assert seen == case["timers"]


def test_every_kind_of_timer_is_made_by_some_event() -> None:
    assert {timer.kind for case in TABLE["timers"] for timer in made(case)} == set(TimerKind)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["at"]) for case in TABLE["daytime"]])
def test_daytime(case: dict) -> None:
    at = local(case["at"])
    assert by_day(at) == local(case["next"])
    assert before_night(at) == local(case["last"])
    assert by_day(at).tzinfo is before_night(at).tzinfo is UTC


def test_put_off_is_the_same_clock_time_a_week_at_most() -> None:
    moment = local("2026-10-24T10:00")
    assert put_off(moment, 0) == local("2026-10-25T10:00")
    assert put_off(moment, 6) == local("2026-10-25T10:00")
    assert put_off(moment, 7) is None


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
NIGHTLY = hours_of({"opens": "00:30", "closes": "23:30", "weekdays": "0123456"})
ASKS_HOW_IT_GOES = {TimerKind.MATCH_FOLLOW, TimerKind.CHECK_IN}
AT_ANY_HOUR = {TimerKind.SNOOZE_END}


@given(st.sampled_from([OFFICE, NIGHTLY]), MOMENTS)
def test_nothing_goes_out_at_night_and_nothing_is_past(hours, at) -> None:
    events = [*PLAIN.values(), aftercare.on_closing, partial(aftercare.on_bells, urgent=True)]
    for timer in (timer for event in events for timer in event(hours, at)):
        assert timer.due_at >= at
        seen = timer.due_at.astimezone(HERE)
        assert timer.kind in AT_ANY_HOUR or time(9) <= seen.time() <= time(20)
        assert timer.kind not in ASKS_HOW_IT_GOES or is_open_day(hours, seen.date())


@given(MOMENTS, st.integers(0, 100_000))
def test_later_events_never_make_earlier_timers(at, minutes) -> None:
    for event in (*PLAIN.values(), aftercare.on_closing):
        first, second = event(OFFICE, at), event(OFFICE, at + timedelta(minutes=minutes))
        assert all(one.due_at <= other.due_at for one, other in zip(first, second, strict=True))
