"""How busy the coordination point is, from when questions were signed and answered."""

from datetime import datetime, timedelta

import pytest
from cases_lab import OFFICE, hours_of, local, table
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.load import Wait, measure, window_start

NOW = local("2026-11-23T10:00")


def wait_of(words: str) -> Wait:
    since, until, *urgent = words.split()
    return Wait(since=local(since), until=None if until == "-" else local(until), urgent=bool(urgent))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in table("load.yaml")["loads"]])
def test_load(case: dict) -> None:
    seen = measure(OFFICE, NOW, map(wait_of, case["waits"]))
    assert (seen.n_open, seen.n_urgent, seen.replies) == tuple(
        int(case[name]) for name in ("n_open", "n_urgent", "replies")
    )
    assert seen.busy_hours == pytest.approx(float(case["busy"]))
    assert sorted(seen.waits) == pytest.approx([float(took) for took in case["took"].split()])


def test_the_window_is_twenty_open_days() -> None:
    assert window_start(OFFICE, NOW) == local("2026-10-26T10:00")
    assert window_start(hours_of({"weekdays": "1"}), local("2026-11-24T12:00")) == local("2026-07-07T12:00")


def test_only_the_last_fifty_answers_are_examples() -> None:
    slow = Wait(since=local("2026-11-02T09:00"), until=local("2026-11-03T09:00"))
    fast = Wait(since=local("2026-11-20T09:00"), until=local("2026-11-20T10:00"))
    assert set(measure(OFFICE, NOW, [fast] * 50 + [slow] * 9).waits) == {1.0}
    assert len(measure(OFFICE, NOW, [fast] * 20 + [slow] * 9).waits) == 29


MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 23), timezones=st.just(NOW.tzinfo))  # noqa: DTZ001 - hypothesis adds the zone
WAITS = st.builds(
    lambda since, took: Wait(since=since, until=None if took is None else min(since + timedelta(minutes=took), NOW)),
    MOMENTS,
    st.none() | st.integers(0, 20_000),
)


@given(st.lists(WAITS, max_size=12), st.randoms())
def test_the_order_of_questions_does_not_matter_and_busy_is_never_more_than_open(waits, random) -> None:
    seen = measure(OFFICE, NOW, waits)
    shuffled = [*waits]
    random.shuffle(shuffled)
    again = measure(OFFICE, NOW, shuffled)
    assert seen == again
    assert 0 <= seen.busy_hours <= 160 + 1e-9
