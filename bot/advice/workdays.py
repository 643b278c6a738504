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
    return add_open_time(hours, now, timedelta(hours=hours.answer_hours))


def add_open_time(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The moment at which so much opening time has passed since `start`, in UTC; the earliest one.

    Raises ValueError when `start` has no time zone, or when the hours are never open.
    """
    start = _checked(start)
    days = _open_times(hours, _day(start), _DAY)
    while True:
        opens, closes = next(days)
        begin = max(opens, start)
        if begin + amount <= closes:
            return begin + amount
        amount -= max(closes - begin, timedelta())


def take_open_time(hours: Hours, end: datetime, amount: timedelta) -> datetime:
    """The moment from which so much opening time passes until `end`, in UTC; the latest one. Raises as
    `add_open_time`."""
    end = _checked(end)
    days = _open_times(hours, _day(end), -_DAY)
    while True:
        opens, closes = next(days)
        finish = min(closes, end)
        if finish - amount >= opens:
            return finish - amount
        amount -= max(finish - opens, timedelta())


def open_time_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much opening time lies between two moments; none when `end` is not after `start`. Raises as
    `add_open_time`."""
    start, end = _checked(start), _checked(end)
    total = timedelta()
    days = _open_times(hours, _day(start), _DAY)
    while True:
        opens, closes = next(days)
        if opens >= end:
            return total
        total += max(min(closes, end) - max(opens, start), timedelta())


def is_open_day(hours: Hours, day: date) -> bool:
    """A day on which the coordination point works."""
    return day.weekday() in hours.weekdays and day not in hours.closed and not is_holiday(day)


def open_on(hours: Hours, day: date) -> tuple[datetime, datetime]:
    """Opening and closing on a day, in UTC; whether it works that day is for `is_open_day` to say."""
    return _in_utc(day, time.fromisoformat(hours.opens)), _in_utc(day, time.fromisoformat(hours.closes))


def _open_times(hours: Hours, first: date, step: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Each day's opening and closing in UTC, from `first` on or back, without end."""
    if not hours.weekdays or hours.opens >= hours.closes:
        raise ValueError(f"never open: days {sorted(hours.weekdays)}, from {hours.opens} to {hours.closes}")
    day = first
    while True:
        if is_open_day(hours, day):
            yield open_on(hours, day)
        day += step


def _checked(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the moment has no time zone; give it in UTC")
    return moment.astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()


def _in_utc(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, HERE).astimezone(UTC)
