"""Working days, and the moment by which a person answers: over weekends, holidays and clock changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.workdays import add_working_days, is_holiday, is_working_day, next_working_day, promised_at
from bot.model.municipality import Hours

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = Hours(weekdays=frozenset(range(5)), opens="09:00", closes="17:00", answer_hours=8, confirmed=True)

HOLIDAYS = [  # Algemene termijnenwet art. 3 lid 1 and 2
    *("2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25"),
    *("2026-12-25", "2026-12-26", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"),
    *("2024-05-05", "2025-05-05", "2027-05-05"),  # 5 May, also when it is not a lustrum
    *("2025-04-26", "2013-04-30"),  # Koningsdag on a Saturday; Koninginnedag
    *("2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"),  # lid 3: made equal
    *("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),
]
ORDINARY = ["2026-11-20", "2026-12-24", "2026-12-31", "2026-05-04", "2025-04-28", "2026-02-16", "2026-11-11"]


@pytest.mark.parametrize("day", HOLIDAYS)
def test_holidays(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ORDINARY)
def test_ordinary_days(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


def test_weekend_is_no_holiday_but_no_working_day_either() -> None:
    saturday = date(2026, 11, 21)
    assert not is_holiday(saturday)
    assert not is_working_day(saturday)
    assert next_working_day(saturday) == date(2026, 11, 23)
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_no_working_days_later_is_the_day_itself() -> None:
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


PROMISES = [  # wall clock of Amsterdam in and out
    ("2026-11-20 10:00", "2026-11-23 10:00", "7 hours on Friday, 1 on Monday"),
    ("2026-11-21 14:02", "2026-11-23 17:00", "Saturday: all of Monday"),
    ("2026-11-22 23:59", "2026-11-23 17:00", "Sunday: the same"),
    ("2026-11-23 03:00", "2026-11-23 17:00", "at night: that day"),
    ("2026-11-23 09:00", "2026-11-23 17:00", "at opening: at closing"),
    ("2026-11-23 17:00", "2026-11-24 17:00", "at closing: the next day"),
    ("2026-11-23 16:59", "2026-11-24 16:59", "one minute before closing"),
    ("2026-12-24 16:00", "2026-12-28 16:00", "over both Kerstdagen and a Sunday"),
    ("2026-04-02 16:00", "2026-04-07 16:00", "over Goede Vrijdag and Pasen"),
    ("2026-05-13 16:00", "2026-05-18 16:00", "over Hemelvaartsdag and the day made equal"),
    ("2026-12-31 16:00", "2027-01-04 16:00", "over Nieuwjaarsdag"),
    ("2026-03-27 16:00", "2026-03-30 16:00", "the clock goes forward in between"),
    ("2026-10-23 16:00", "2026-10-26 16:00", "the clock goes back in between"),
]


@pytest.mark.parametrize(("asked", "answered", "why"), PROMISES, ids=[why for _, _, why in PROMISES])
def test_promise(asked: str, answered: str, why: str) -> None:
    now = datetime.fromisoformat(asked).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    promised = promised_at(OFFICE, now)
    assert promised.tzinfo is UTC
    assert promised.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M") == answered


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_hours_are_real_hours_in_the_night_the_clock_changes(day: str) -> None:
    night = replace(OFFICE, weekdays=frozenset({6}), opens="00:30", closes="12:00", answer_hours=4)
    now = datetime.fromisoformat(f"{day} 01:00").replace(tzinfo=AMSTERDAM).astimezone(UTC)
    assert promised_at(night, now) - now == timedelta(hours=4)


def test_another_time_zone_is_the_same_moment() -> None:
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    tokyo = now.astimezone(timezone(timedelta(hours=9)))
    assert promised_at(OFFICE, tokyo) == promised_at(OFFICE, now)


def test_many_hours_on_one_day_a_week() -> None:
    tuesdays = replace(OFFICE, weekdays=frozenset({1}), opens="10:00", closes="12:00", answer_hours=5)
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert promised_at(tuesdays, now) == datetime(2026, 12, 8, 10, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        promised_at(OFFICE, datetime(2026, 11, 20, 9))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize("closed", [replace(OFFICE, weekdays=frozenset()), replace(OFFICE, opens="17:00")])
def test_never_open_is_refused(closed: Hours) -> None:
    with pytest.raises(ValueError, match="never open"):
        promised_at(closed, datetime(2026, 11, 20, 9, tzinfo=UTC))


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(MOMENTS, st.integers(1, 40))
def test_a_promise_lies_ahead_within_opening_hours(now: datetime, answer_hours: int) -> None:
    promised = promised_at(replace(OFFICE, answer_hours=answer_hours), now)
    local = promised.astimezone(AMSTERDAM)
    assert promised - now >= timedelta(hours=answer_hours)
    assert is_working_day(local.date())
    assert "09:00" < local.strftime("%H:%M:%S.%f") <= "17:00:00.000000"


@given(MOMENTS, st.integers(0, 10_000))
def test_who_asks_later_is_not_promised_earlier(now: datetime, minutes: int) -> None:
    assert promised_at(OFFICE, now) <= promised_at(OFFICE, now + timedelta(minutes=minutes))


def test_own_days_off_do_not_count() -> None:
    """Closed between Christmas and New Year: a question of Wednesday the 23rd is answered on 4 January."""
    closed = frozenset(date(2026, 12, day) for day in (24, 28, 29, 30, 31))
    hours = replace(OFFICE, closed=closed)
    asked = datetime(2026, 12, 23, 17, 30, tzinfo=AMSTERDAM)
    assert promised_at(OFFICE, asked).astimezone(AMSTERDAM).date() == date(2026, 12, 24)
    assert promised_at(hours, asked).astimezone(AMSTERDAM) == datetime(2027, 1, 4, 17, 0, tzinfo=AMSTERDAM)
