"""How often a team's link was of use, in numbers behind which nobody can be seen.

Small numbers do not become safe by hiding them one at a time: what is hidden is often the difference of two
numbers that are shown, or of what was shown last week and what is shown now. So months are put together until
enough people opened the link; such a period is told when it is over, and never changes. There are no totals.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.model.teams import TeamCount, TeamUse

LEAST = 10
"""People in a number that may be shown, and in the difference of two such numbers."""


class Unshown(Enum):
    """Why a number is not shown."""

    FEW = "few"  # it is lower than `LEAST`
    HELD = "held"  # with it, another number that is too low could be worked out


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One or more whole months, and what may be told of them."""

    first: date  # first day of its first month
    last: date  # first day of its last month
    uses: Mapping[TeamUse, int | Unshown]


def periods_of(counts: Iterable[TeamCount], today: date) -> tuple[Period, ...]:
    """Every period that is over, the oldest first. A week belongs to the month of its Monday."""
    by_month: dict[date, Counter[TeamUse]] = {}
    for one in counts:
        by_month.setdefault(_month(one.week), Counter())[one.use] += one.n
    this_month = _month(today - timedelta(days=today.weekday()))
    return tuple(_periods({month: by_month[month] for month in sorted(by_month) if month < this_month}))


def _periods(by_month: Mapping[date, Counter[TeamUse]]) -> Iterator[Period]:
    """From the oldest month on: what comes later changes nothing of what was told before."""
    first: date | None = None
    sums: Counter[TeamUse] = Counter()
    for month, counted in by_month.items():
        first = first or month
        sums += counted
        if sums[TeamUse.OPENED] >= LEAST:
            yield Period(first=first, last=month, uses=_shown(sums))
            first, sums = None, Counter()


def _shown(sums: Counter[TeamUse]) -> dict[TeamUse, int | Unshown]:
    """Each number, unless it is too low or too near one that is shown: who is in the one and not in the other?"""
    shown: dict[TeamUse, int | Unshown] = {}
    for use in TeamUse:
        near = any(isinstance(other, int) and 0 < abs(other - sums[use]) < LEAST for other in shown.values())
        shown[use] = Unshown.FEW if sums[use] < LEAST else Unshown.HELD if near else sums[use]
    return shown


def _month(day: date) -> date:
    return day.replace(day=1)
