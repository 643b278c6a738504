"""How busy the coordination point is, measured from when questions were signed and first answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.advice.workdays import open_on, open_time_between, take_open_time
from bot.content.wording import HERE
from bot.intake.promise import Load
from bot.model.municipality import Hours

_OPEN_DAYS = 20  # own choice: four weeks smooth out a day of illness and still follow the season
_LAST_WAITS = 50  # own choice: enough for one in five to be ten
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One question that waits for a first answer by a person, or waited for one; not one that was put off."""

    since: datetime
    until: datetime | None = None  # None: waits still
    urgent: bool = False


def window_start(hours: Hours, now: datetime) -> datetime:
    """From when on answers count. Raises ValueError when the hours are never open."""
    opens, closes = open_on(hours, now.astimezone(HERE).date())
    return take_open_time(hours, now, _OPEN_DAYS * (closes - opens))


def measure(hours: Hours, now: datetime, waits: Iterable[Wait]) -> Load:
    """The load at this moment, from all that wait and those that were answered lately, in any order.

    The time in which nobody waited does not count: a quiet month is not slow work.
    """
    known = tuple(waits)
    start = window_start(hours, now)
    answered = sorted((wait.until, wait.since) for wait in known if wait.until is not None)
    stretches = _joined((max(wait.since, start), min(wait.until or now, now)) for wait in known)
    return Load(
        n_open=sum(wait.until is None for wait in known),
        n_urgent=sum(wait.until is None and wait.urgent for wait in known),
        replies=sum(start <= until <= now for until, _ in answered),
        busy_hours=sum(open_time_between(hours, begin, end) / _HOUR for begin, end in stretches),
        waits=tuple(open_time_between(hours, since, until) / _HOUR for until, since in answered[-_LAST_WAITS:]),
    )


def _joined(stretches: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of time that do not overlap, together covering the same."""
    reached = datetime.min.replace(tzinfo=UTC)
    for begin, end in sorted(stretches):
        if end > reached:
            yield max(begin, reached), end
            reached = end
