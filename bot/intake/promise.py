"""By when a resident hears from a person: a moment that can be kept, and why it is that one.

Opening hours say when people work, `Load` says how much waits and how fast it goes (ADR 13).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from math import ceil

from bot.advice.workdays import add_open_time, open_on, take_open_time
from bot.content.wording import HERE
from bot.intake.daytime import before_night
from bot.model.cases import PromiseWhy
from bot.model.municipality import Hours

# All own choice (ADR 13). Hours are opening hours.
_PRIOR_ANSWERS, _PRIOR_HOURS = 8, 16  # a desk not measured yet answers once in two hours
_ENOUGH_WAITS = 10  # fewer measured answers than this are filled up with the norm
_KEPT_OF_TEN = 8  # so many of ten past answers came within the time that counts as usual
_LONGEST = 40  # a working week: beyond it a moment is a guess, and who waits is told to phone
_ROUND_TO = time(12)
_BELL_BEFORE = timedelta(hours=4)
_FIX_BEFORE = timedelta(hours=1)
_MORE_AFTER_FIX = timedelta(hours=4)

MOST_CORRECTIONS = 2
"""After so many other moments none is told any more: a person phones. Own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much waits at the coordination point, and how fast it answered lately. Numbers only: it names nobody."""

    n_open: int = 0  # questions that nobody answered yet, without those put off
    n_urgent: int = 0  # of these: with a sign of danger
    replies: int = 0  # first answers in the last 20 open days
    busy_hours: float = 0.0  # opening hours of those days in which somebody waited for one
    waits: tuple[float, ...] = ()  # the last 50 first answers: opening hours from signing on


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a moment was worked out from. Numbers, so that it can be kept and shown beside the promise."""

    why: PromiseWhy
    norm: float  # opening hours, as are `queue`, `past` and `need`
    ahead: int  # questions that go first
    rate: float  # answers in an opening hour
    queue: float  # until those ahead and this one are answered
    past: float  # within which eight of ten were answered
    need: float  # what was promised, before rounding up
    tight: bool = False  # urgent, so within the norm; the work ahead says that it takes longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A moment to tell, and why."""

    due_at: datetime  # UTC
    basis: Basis


def make_promise(hours: Hours, load: Load | None, now: datetime, *, urgent: bool = False) -> Promise:
    """By when a person answers: never within less than the norm, always at noon or at closing time of an open day.

    `urgent` goes before the rest. Without a load only the norm counts. Raises ValueError when `now` has no time zone,
    or when the hours are never open.
    """
    basis = _basis(float(hours.answer_hours), load or Load(), urgent=urgent)
    return Promise(due_at=_told(hours, add_open_time(hours, now, timedelta(hours=basis.need))), basis=basis)


def correct_promise(
    hours: Hours, load: Load | None, now: datetime, *, due_at: datetime, urgent: bool = False
) -> Promise:
    """The moment that takes the place of `due_at`: as now worked out, and so much later that another can follow it.

    Raises as `make_promise`.
    """
    made = make_promise(hours, _without_one(load or Load(), urgent=urgent), now, urgent=urgent)
    later = _told(hours, add_open_time(hours, due_at, _MORE_AFTER_FIX))
    while fix_at(hours, later) <= due_at:  # where one works at night, and `due_at` is of other hours
        later = _told(hours, add_open_time(hours, later, _MORE_AFTER_FIX))
    return replace(made, due_at=max(made.due_at, later))


def bell_at(hours: Hours, due_at: datetime) -> datetime:
    """When the desk hears that a promise is near."""
    return before_night(take_open_time(hours, due_at, _BELL_BEFORE))


def fix_at(hours: Hours, due_at: datetime) -> datetime:
    """When the resident is told another moment, while the promise is not broken yet."""
    return before_night(take_open_time(hours, due_at, _FIX_BEFORE))


def usual(waits: Sequence[float], of_ten: int = _KEPT_OF_TEN) -> float:
    """The shortest of these within which so many of ten fall (nearest rank); 5 of ten is the median."""
    return sorted(waits)[ceil(len(waits) * of_ten / 10) - 1]


def _basis(norm: float, load: Load, *, urgent: bool) -> Basis:
    ahead = load.n_urgent if urgent else load.n_open
    rate = (load.replies + _PRIOR_ANSWERS) / (load.busy_hours + _PRIOR_HOURS)
    queue = (ahead + 1) / rate
    past = usual((*load.waits, *[norm] * (_ENOUGH_WAITS - len(load.waits))))
    why, need = (PromiseWhy.NORM, norm) if urgent else _need(norm, queue, past)
    tight = urgent and queue > norm
    return Basis(why=why, norm=norm, ahead=ahead, rate=rate, queue=queue, past=past, need=need, tight=tight)


def _need(norm: float, queue: float, past: float) -> tuple[PromiseWhy, float]:
    longest = max(norm, _LONGEST)
    if max(queue, past) > longest:
        return PromiseWhy.FULL, longest
    if max(queue, past) <= norm:
        return PromiseWhy.NORM, norm
    return (PromiseWhy.QUEUE, queue) if queue >= past else (PromiseWhy.PAST, past)


def _without_one(load: Load, *, urgent: bool) -> Load:
    """The load without the question itself, which is one of those that wait."""
    return replace(load, n_open=max(load.n_open - 1, 0), n_urgent=max(load.n_urgent - urgent, 0))


def _told(hours: Hours, moment: datetime) -> datetime:
    """Rounded up to a moment that people can remember: noon, else closing time."""
    day = moment.astimezone(HERE).date()
    _, closes = open_on(hours, day)
    noon = datetime.combine(day, _ROUND_TO, HERE).astimezone(UTC)
    return noon if moment <= noon < closes else closes
