"""Days and stretches of time, with Saturday 21 November 2026 as today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_lab import rows

from bot.understanding.durations import find_duration
from bot.understanding.moments import find_moment, find_moment_fault

TODAY = date(2026, 11, 21)


def _said(text: str, *, future: bool) -> str:
    found = find_moment(text, TODAY, future=future)
    if found is None:
        return find_moment_fault(text, TODAY, future=future) or "none"
    return f"{found.day}{' ~' if found.approximate else ''}"


@pytest.mark.parametrize(("text", "expected"), rows("moments", "past"))
def test_past(text: str, expected: str) -> None:
    assert _said(text, future=False) == expected


@pytest.mark.parametrize(("text", "expected"), rows("moments", "future"))
def test_future(text: str, expected: str) -> None:
    assert _said(text, future=True) == expected


@pytest.mark.parametrize(("text", "expected"), rows("moments", "durations"))
def test_durations(text: str, expected: str) -> None:
    found = find_duration(text)
    said = "none" if found is None else f"{found.count} {found.unit}{' ~' if found.approximate else ''}"
    assert said == expected


def test_words_are_the_part_that_says_it() -> None:
    found = find_moment("ik kreeg de brief op 2 november van de gemeente", TODAY)
    assert found is not None
    assert found.words == "2 november"


def test_a_day_has_either_a_moment_or_a_fault() -> None:
    assert find_moment("31 februari", TODAY) is None
    assert find_moment_fault("2 november", TODAY) is None


@given(st.dates(TODAY - timedelta(days=360), TODAY))
def test_a_day_without_a_year_lies_in_the_past_twelve_months(day: date) -> None:
    found = find_moment(f"{day.day}-{day.month}", TODAY)
    assert found is not None
    assert found.day == day


@given(
    st.dates(date(1930, 1, 1), TODAY),
    st.sampled_from(["{0.day}-{0.month}-{0.year}", "{0.year}-{0.month:02}-{0.day:02}"]),
)
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    found = find_moment(form.format(day), TODAY)
    assert found is not None
    assert (found.day, found.approximate) == (day, False)


@given(
    st.text(max_size=120) | st.text(st.sampled_from("0123456789 -/.' eindmaartjulgsov"), max_size=60),
    st.dates(date(1950, 1, 1), date(2080, 1, 1)),
    st.booleans(),
)
def test_never_raises(text: str, today: date, future: bool) -> None:
    found = find_moment(text, today, future=future)
    assert found is None or (found.day >= today if future else found.day <= today)
    assert found is None or find_moment_fault(text, today, future=future) is None
    find_duration(text)
