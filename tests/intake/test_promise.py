"""By when a person answers: the calendar, the work ahead and past answers; and what may never be promised."""

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from cases_lab import OFFICE, hours_of, local, table
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.workdays import add_open_time, is_open_day, open_time_between, take_open_time
from bot.content.wording import HERE
from bot.intake.promise import Basis, Load, bell_at, correct_promise, fix_at, make_promise, usual
from bot.model.cases import PromiseWhy

TABLE = table("promise.yaml")
HOURS = {name: hours_of(words) for name, words in TABLE["hours"].items()}
SOUND = sorted(HOURS.keys() - {"none"})


def load_of(words: dict) -> Load:
    given = words.get("load", {})
    counts = {name: int(given[name]) for name in ("n_open", "n_urgent", "replies") if name in given}
    waits = tuple(float(wait) for wait in given.get("waits", "").split())
    return Load(**counts, busy_hours=float(given.get("busy_hours", "0")), waits=waits)


def rows(name: str) -> list:
    return [pytest.param(case, id=case["title"]) for case in TABLE[name]]


def clock(moment: datetime) -> str:
    assert moment.tzinfo is UTC
    return moment.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("case", rows("promises"))
def test_promise(case: dict) -> None:
    hours, at = HOURS[case.get("hours", "office")], local(case["at"])
    if "fault" in case:
        with pytest.raises(ValueError, match=case["fault"]):
            make_promise(hours, None, at)
        return
    made = make_promise(hours, load_of(case) if "load" in case else None, at, urgent="urgent" in case)
    assert (clock(made.due_at), made.basis.why) == (case["due"], case["why"])
    assert made.basis.tight is ("tight" in case)


@pytest.mark.parametrize("case", rows("watches"))
def test_watch(case: dict) -> None:
    hours, due = HOURS[case.get("hours", "office")], local(case["due"])
    assert clock(bell_at(hours, due)) == case["bell"]
    assert clock(fix_at(hours, due)) == case["fix"]


@pytest.mark.parametrize("case", rows("corrections"))
def test_correction(case: dict) -> None:
    hours = HOURS[case.get("hours", "office")]
    urgent = "urgent" in case
    made = correct_promise(hours, load_of(case), local(case["at"]), due_at=local(case["was"]), urgent=urgent)
    assert clock(made.due_at) == case["due"]


def test_the_basis_says_why_in_numbers() -> None:
    basis = make_promise(OFFICE, Load(n_open=6, replies=28, busy_hours=160, waits=(11.0,) * 10), LATE).basis
    assert (basis.why, basis.norm, basis.ahead, basis.past) == (PromiseWhy.QUEUE, 8, 6, 11)
    assert basis.rate == pytest.approx(0.2045, abs=0.0001)
    assert basis.need == basis.queue == pytest.approx(34.2, abs=0.05)


def test_the_basis_can_be_kept_as_json() -> None:
    basis = make_promise(OFFICE, Load(n_open=4), LATE, urgent=True).basis
    assert Basis(**json.loads(json.dumps(asdict(basis)))) == basis


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        make_promise(OFFICE, None, datetime(2026, 11, 20, 9))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize(
    ("waits", "of_ten", "expected"),
    [((3.0,), 8, 3.0), ((1, 2, 3, 4, 5), 8, 4), ((5, 4, 3, 2, 1), 5, 3), ((1, 2), 5, 1), ((1, 2), 8, 2)],
)
def test_usual(waits: tuple, of_ten: int, expected: float) -> None:
    assert usual(waits, of_ten) == expected


LATE = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
KINDS = st.sampled_from(SOUND).map(HOURS.__getitem__)
LOADS = st.builds(
    Load,
    n_open=st.integers(0, 300),
    n_urgent=st.integers(0, 30),
    replies=st.integers(0, 300),
    busy_hours=st.floats(0, 160),
    waits=st.lists(st.floats(0, 300), max_size=50).map(tuple),
)
HEAVIER = st.fixed_dictionaries({}, optional={"n_open": st.integers(0, 50), "n_urgent": st.integers(0, 9)})


@given(KINDS, LOADS, MOMENTS, st.booleans())
def test_never_before_the_norm_and_rounded_up_within_opening_hours(hours, load, now, urgent) -> None:
    due = make_promise(hours, load, now, urgent=urgent).due_at
    seen = due.astimezone(HERE)
    assert due >= add_open_time(hours, now, timedelta(hours=hours.answer_hours))
    assert is_open_day(hours, seen.date())
    assert seen.time() in {time.fromisoformat(hours.closes), time(12)}
    assert seen.time() > time.fromisoformat(hours.opens)
    assert seen.time() <= time.fromisoformat(hours.closes)


@given(KINDS, LOADS, MOMENTS, st.booleans(), HEAVIER)
def test_more_work_ahead_never_means_sooner(hours, load, now, urgent, more) -> None:
    heavier = replace(load, **{name: getattr(load, name) + number for name, number in more.items()})
    light, heavy = (make_promise(hours, one, now, urgent=urgent).due_at for one in (load, heavier))
    assert light <= heavy


@given(KINDS, LOADS, MOMENTS, st.integers(0, 50), st.floats(0, 50))
def test_faster_answers_never_mean_later(hours, load, now, replies, hours_less) -> None:
    faster = replace(
        load,
        replies=load.replies + replies,
        busy_hours=max(load.busy_hours - hours_less, 0),
        waits=tuple(max(wait - hours_less, 0) for wait in load.waits),
    )
    assert make_promise(hours, faster, now).due_at <= make_promise(hours, load, now).due_at


@given(KINDS, LOADS, MOMENTS, st.integers(0, 10_000), st.booleans())
def test_who_asks_later_is_not_promised_sooner(hours, load, now, minutes, urgent) -> None:
    later = make_promise(hours, load, now + timedelta(minutes=minutes), urgent=urgent)
    assert make_promise(hours, load, now, urgent=urgent).due_at <= later.due_at


@given(KINDS, LOADS, MOMENTS)
def test_urgent_is_never_later_than_the_rest(hours, load, now) -> None:
    assert make_promise(hours, load, now, urgent=True).due_at <= make_promise(hours, load, now).due_at


@given(KINDS, LOADS, MOMENTS, MOMENTS, st.booleans())
def test_another_moment_is_later_and_can_be_told_in_time(hours, load, now, due_at, urgent) -> None:
    made = correct_promise(hours, load, now, due_at=due_at, urgent=urgent)
    assert open_time_between(hours, due_at, made.due_at) >= timedelta(hours=4)
    assert fix_at(hours, made.due_at) > due_at


@given(KINDS, MOMENTS)
def test_the_bell_comes_first_and_nothing_rings_at_night(hours, now) -> None:
    due = make_promise(hours, None, now).due_at
    bell, fix = bell_at(hours, due), fix_at(hours, due)
    assert bell <= fix < due
    assert open_time_between(hours, fix, due) >= timedelta(hours=1)
    assert all(time(9) <= moment.astimezone(HERE).time() <= time(20) for moment in (bell, fix))


@given(KINDS, MOMENTS, st.floats(0.01, 100))
def test_opening_time_back_is_opening_time_forward(hours, moment, amount) -> None:
    open_time = timedelta(hours=amount)
    there = add_open_time(hours, moment, open_time)
    back = take_open_time(hours, moment, open_time)
    assert open_time_between(hours, moment, there) == open_time
    assert open_time_between(hours, back, moment) == open_time


def test_no_opening_time_between_moments_that_are_not_in_order() -> None:
    assert open_time_between(OFFICE, LATE, LATE - timedelta(days=3)) == timedelta()
    assert open_time_between(OFFICE, LATE, LATE) == timedelta()


def test_the_table_has_the_days_that_matter() -> None:
    """At least forty rows; none on a moment that another row has with the same hours and load."""
    seen = [(case["at"], str(case.get("hours")), str(case.get("load")), "urgent" in case) for case in TABLE["promises"]]
    assert len(seen) == len(set(seen)) >= 40
    assert {date.fromisoformat(at[:10]).weekday() for at, *_ in seen} == set(range(7))
