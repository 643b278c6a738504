"""Open or closed, until when and from when: over Dutch holidays, midnight and the change of clocks."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from advice_lab import AT

from bot.advice.hours import opening, week_times
from bot.advice.workdays import is_holiday
from bot.content.hours import parse_hours
from bot.content.wording import HERE

TABLE = yaml.load((Path(__file__).parent / "hours.yaml").read_bytes(), yaml.BaseLoader)
OFFICE = "Mo-Fr 09:00-17:00; PH off"


def local(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words).replace(tzinfo=HERE) if words else None


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["title"] for case in TABLE["cases"]])
def test_opening(case: dict) -> None:
    at = local(case["at"])
    assert at is not None
    seen = opening(case["hours"], at.astimezone(UTC))
    assert seen.doors.value == case["doors"]
    assert (seen.until, seen.opens) == (local(case.get("until")), local(case.get("opens")))
    assert seen.note == case.get("note", "")


@pytest.mark.parametrize("case", TABLE["weeks"], ids=[case["title"] for case in TABLE["weeks"]])
def test_week(case: dict) -> None:
    found = [f"{one.weekday} {one.opens}-{one.closes} {one.note}".strip() for one in week_times(case["hours"])]
    assert found == case["week"]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        opening(OFFICE, datetime(2026, 11, 23, 10))  # noqa: DTZ001


def test_where_the_library_and_the_law_differ_on_holidays() -> None:
    """All that the library calls a holiday is one by law; the law has Goede Vrijdag, 5 May and made-equal days more."""
    library = parse_hours("PH 00:00-24:00")
    more = set()
    for number in range(366 * 3):
        day = date(2026, 1, 1) + timedelta(days=number)
        counted = library.is_open(datetime(day.year, day.month, day.day, 12, tzinfo=HERE))
        assert is_holiday(day) or not counted, day
        if is_holiday(day) and not counted:
            more.add(day.isoformat())
    assert more == {
        *("2026-04-03", "2027-03-26", "2028-04-14"),  # Goede Vrijdag
        *("2026-05-05", "2027-05-05", "2028-05-05"),
        *("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),  # made equal by decree
    }


def test_a_look_at_the_hours_costs_next_to_nothing() -> None:
    hours = [f"Mo-Fr 09:{minute:02d}-17:00; PH off" for minute in range(60)]
    begin = perf_counter()
    for one in hours:
        opening(one, AT)
    assert (perf_counter() - begin) / len(hours) < 0.002  # seconds; some 30 microseconds on an idle machine
