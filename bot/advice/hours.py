"""Open or closed at a moment, and until or from when, on the wall clock of Amsterdam."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from opening_hours import OpeningHours, State

from bot.advice.workdays import is_holiday
from bot.content.hours import ALWAYS_OPEN, parse_hours
from bot.content.wording import HERE

_HORIZON = timedelta(days=366)
_NOON = 12
# The days that the library counts as holidays.
_PUBLIC_HOLIDAYS = parse_hours("PH 00:00-24:00")


class Doors(StrEnum):
    """What can be said of the doors. `UNSURE`: a holiday on which some work and others do not."""

    OPEN = "open"
    CLOSED = "closed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Opening hours seen from a moment; moments are in Amsterdam time."""

    doors: Doors
    until: datetime | None = None  # when they close; None: not open, or never closing
    opens: datetime | None = None  # the next moment that they surely open; None: open, or none within a year
    note: str = ""  # what belongs to the hours that are meant: "voor vrouwen"


def opening(hours: str, now: datetime) -> Opening:
    """Whether somebody finds the doors open. `hours` have passed `check`. Raises ValueError when
    `now` has no time zone.

    Goede Vrijdag, 5 May and the days made equal to a holiday (`workdays.is_holiday`) are no holidays to the
    library. Hours that are open then are UNSURE here, and no opening is promised for such a day.
    """
    if now.tzinfo is None:
        raise ValueError("'now' has no time zone; give it in UTC")
    if hours == ALWAYS_OPEN:
        return Opening(doors=Doors.OPEN)
    parsed, local = parse_hours(hours), now.astimezone(HERE)
    state, note = parsed.state(local)
    sure = state is not State.UNKNOWN and not (state is State.OPEN and _is_doubtful(local.date()))
    if state is State.OPEN and sure:
        return Opening(doors=Doors.OPEN, until=parsed.next_change(local), note=note)
    opens, note = _next_sure(parsed, local)
    return Opening(doors=Doors.CLOSED if sure else Doors.UNSURE, opens=opens, note=note)


def _next_sure(hours: OpeningHours, now: datetime) -> tuple[datetime | None, str]:
    for start, _, state, note in hours.intervals(now, now + _HORIZON):
        if state is State.OPEN and start > now and not _is_doubtful(start.date()):
            return start, note
    return None, ""


def _is_doubtful(day: date) -> bool:
    """A holiday of the Algemene termijnenwet that is no holiday to the library."""
    return is_holiday(day) and not _PUBLIC_HOLIDAYS.is_open(datetime(day.year, day.month, day.day, _NOON, tzinfo=HERE))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTime:
    """One stretch of opening hours in an ordinary week, clock times as 09:00."""

    weekday: int  # 0 = Monday
    opens: str
    closes: str  # 24:00 at midnight
    note: str = ""


# Four weeks without a holiday that begin on a Monday: a rule that is not weekly shows as weeks that differ.
_ORDINARY_MONDAY = datetime(2026, 11, 2, tzinfo=HERE)
_WEEK = timedelta(weeks=1)


def week_times(hours: str) -> tuple[WeekTime, ...]:
    """The hours as one ordinary week; empty when they are not the same every week or run past midnight."""
    parsed = parse_hours(hours)
    weeks = [_week(parsed, _ORDINARY_MONDAY + number * _WEEK) for number in range(4)]
    return weeks[0] if all(week == weeks[0] for week in weeks) else ()


def _week(hours: OpeningHours, monday: datetime) -> tuple[WeekTime, ...]:
    found = []
    for start, end, state, note in hours.intervals(monday, monday + _WEEK):
        if state is not State.OPEN:
            continue
        midnight = end.date() > start.date() and end.hour == end.minute == 0
        if end.date() != start.date() and not (midnight and end - start <= timedelta(days=1)):
            return ()
        closes = "24:00" if midnight else f"{end:%H:%M}"
        found.append(WeekTime(weekday=start.weekday(), opens=f"{start:%H:%M}", closes=closes, note=note))
    return tuple(found)
