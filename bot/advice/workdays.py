"""Working days and working hours in the Netherlands: the wall clock of Amsterdam, UTC in and out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from holidays import country_holidays

from bot.content.wording import HERE
from bot.model.municipality import Hours

_DAY = timedelta(days=1)
_SATURDAY = 5

# Days made equal to a holiday by royal decree, three years at a time (Algemene termijnenwet art. 3 lid 3).
# Kept by hand: Besluit gelijkstelling of 2023-2025 and of 2026-2028. Add the next years when they are known;
# until then a term that ends on such a day is told to end too early, never too late.
_MADE_EQUAL = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"),
        *("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),
    )
)


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[date, str]:
    """The holidays of Algemene termijnenwet art. 3 lid 1 and 2, and their Dutch names.

    "Optional" adds Goede Vrijdag and 5 May in years in which most people work: the law counts them always.
    """
    return dict(country_holidays("NL", years=year, categories=("public", "optional"), language="nl").items())


def is_holiday(day: date) -> bool:
    """A generally recognised holiday, or a day made equal to one (Algemene termijnenwet art. 3)."""
    return is_made_equal(day) or day in _holidays(day.year)


def is_made_equal(day: date) -> bool:
    """A day made equal to a holiday by royal decree (Algemene termijnenwet art. 3 lid 3)."""
    return day in _MADE_EQUAL


def find_holiday(day: date) -> str | None:
    """The Dutch name of the holiday that falls on this day."""
    return _holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(start: date, working_days: int) -> date:
    """The last of so many working days; the first one counted is the first working day after `start`."""
    day = start
    for _ in range(working_days):
        day = next_working_day(day + _DAY)
    return day


def promised_at(hours: Hours, now: datetime) -> datetime:
    """When a person has answered at the latest: `answer_hours` of opening time after `now`, both in UTC.

    Closed hours, closed days of the week, own days off and holidays do not count. Raises ValueError when `now` has no
    time zone, or when the hours are never open.
    """
    if now.tzinfo is None:
        raise ValueError("'now' has no time zone; give it in UTC")
    left = timedelta(hours=hours.answer_hours)
    now = now.astimezone(UTC)
    days = _open_times(hours, now.astimezone(HERE).date())
    while True:
        opens, closes = next(days)
        begin = max(opens, now)
        if begin + left <= closes:
            return begin + left
        left -= max(closes - begin, timedelta())


def _open_times(hours: Hours, first: date) -> Iterator[tuple[datetime, datetime]]:
    """Each day's opening and closing in UTC, from `first` on, without end."""
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    if not hours.weekdays or opens >= closes:
        raise ValueError(f"never open: days {sorted(hours.weekdays)}, from {hours.opens} to {hours.closes}")
    day = first
    while True:
        if day.weekday() in hours.weekdays and day not in hours.closed and not is_holiday(day):
            yield _in_utc(day, opens), _in_utc(day, closes)
        day += _DAY


def _in_utc(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, HERE).astimezone(UTC)
