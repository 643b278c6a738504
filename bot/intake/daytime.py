"""Nothing of ours rings a phone in the evening or at night: 9 to 20 o'clock on the wall clock of Amsterdam, UTC out."""

from datetime import UTC, date, datetime, time, timedelta

from bot.advice.workdays import is_open_day, open_on
from bot.content.wording import HERE
from bot.model.municipality import Hours

_BEGINS, _ENDS = time(9), time(20)  # own choice: nobody is still asleep, nobody is put to bed
_MORNING = time(10)  # own choice: after the first rush, with the day ahead to answer
_TIME_TO_PHONE = timedelta(minutes=30)  # own choice: so long before closing nobody is told to phone any more
_DAY = timedelta(days=1)


def by_day(moment: datetime) -> datetime:
    """The moment itself when a message may go out then, else the next morning that one may."""
    local = moment.astimezone(HERE)
    if local.time() > _ENDS:
        return _at(local.date() + _DAY, _BEGINS)
    return max(moment.astimezone(UTC), _at(local.date(), _BEGINS))


def is_day(moment: datetime) -> bool:
    """Whether a message may go out at this moment."""
    return by_day(moment) == moment


def before_night(moment: datetime) -> datetime:
    """The moment itself when a message may go out then, else the last evening before it that one may."""
    local = moment.astimezone(HERE)
    if local.time() < _BEGINS:
        return _at(local.date() - _DAY, _ENDS)
    return min(moment.astimezone(UTC), _at(local.date(), _ENDS))


def morning_from(hours: Hours, day: date) -> datetime:
    """The morning of this day, or of the first day after it on which the coordination point works."""
    while not is_open_day(hours, day):
        day += _DAY
    return _at(day, _MORNING)


def morning_until(hours: Hours, day: date) -> datetime:
    """The morning of this day, or of the last day before it on which the coordination point works."""
    while not is_open_day(hours, day):
        day -= _DAY
    return _at(day, _MORNING)


def phone_from(hours: Hours, moment: datetime) -> datetime:
    """The moment itself when the coordination point can be phoned then and for a while, else its next opening."""
    day = moment.astimezone(HERE).date()
    while True:
        opens, closes = open_on(hours, day)
        if is_open_day(hours, day) and moment <= max(opens, closes - _TIME_TO_PHONE):
            return max(opens, moment.astimezone(UTC))
        day += _DAY


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, HERE).astimezone(UTC)
