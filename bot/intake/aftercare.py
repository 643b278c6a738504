"""What is to happen later with a case, and when: the timers that each event makes. All moments are UTC.

What goes to a resident comes by day (`daytime`); what asks how it went comes in the morning of a day on which somebody
works, so that a cry for help is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.advice.workdays import add_open_time, add_working_days, open_time_between
from bot.content.wording import HERE
from bot.intake.daytime import by_day, morning_from, morning_until, phone_from
from bot.intake.promise import bell_at, fix_at
from bot.model.cases import TimerKind
from bot.model.municipality import Hours

CHECK_IN_AFTER = timedelta(weeks=3)
"""So long after the first contact, and after closing, the resident is asked how it goes.

Residents asked to be asked "after some weeks" (evaluation of OCO Almere 2023, 1.16); three is own choice.
"""

KEEP_CLOSED = timedelta(days=60)
"""So long a closed intake is kept: past the check-in, with time to open it again. Own choice."""

HOW_IT_GOES = (TimerKind.MATCH_FOLLOW, TimerKind.CHECK_IN, TimerKind.CLOSE_ASK)
"""What asks a resident by itself how it went; never of who waits for our answer, or wants no such questions."""

# All own choice.
_CLAIM_IDLE = tuple(timedelta(hours=hours) for hours in (4, 8, 16))  # opening hours without any act of the owner
LAST_RUNG = len(_CLAIM_IDLE)
_HANDBACK_IDLE = timedelta(hours=2)  # opening hours after the last word of a person
_ASK_REMINDER = 3  # working days
_URGENT_PART = 4  # who sent a sign of danger hears of the phone after a quarter of the time
_HELPER_ANSWERS = timedelta(hours=16)  # opening hours
_MATCH_FOLLOW = timedelta(weeks=1)
_HELPER_SILENT = 3  # working days after the question whether they have met
_TERM_BELLS = (timedelta(days=7), timedelta(days=2))  # before the last day
_MOST_DELAYS = 7  # days that a message of after-care waits for a quiet moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something that is to happen. `kind` and `n` together are unique for an intake."""

    kind: TimerKind
    due_at: datetime
    n: int = 1


def on_promise(hours: Hours, made_at: datetime, due_at: datetime) -> tuple[Timer, ...]:
    """A promise was made: a bell, another moment told in time, and its end. What would be past already is left out."""
    timers = (
        Timer(kind=TimerKind.PROMISE_BELL, due_at=bell_at(hours, due_at)),
        Timer(kind=TimerKind.PROMISE_FIX, due_at=fix_at(hours, due_at)),
        Timer(kind=TimerKind.PROMISE_DUE, due_at=by_day(due_at)),
    )
    return tuple(timer for timer in timers if timer.due_at > made_at)


def on_signing(hours: Hours, at: datetime, last_days: Iterable[date]) -> tuple[Timer, ...]:
    """An intake was signed: the bells before the first of `last_days`, of the resident's own terms, on a working day.

    A bell rings when somebody can still do something; one whose moment is past is left out.
    """
    last_on = min(last_days, default=None)
    if last_on is None:
        return ()
    moments = (morning_until(hours, last_on - before) for before in _TERM_BELLS)
    timers = (Timer(kind=TimerKind.TERM, due_at=due_at, n=n) for n, due_at in enumerate(moments, 1))
    return tuple(timer for timer in timers if timer.due_at > at)


def on_bells(hours: Hours, at: datetime, *, urgent: bool) -> tuple[Timer, ...]:
    """Bells rang for a question that waits: whether one was heard matters while the resident can still phone."""
    wait = timedelta(minutes=hours.phone_after_minutes) / (_URGENT_PART if urgent else 1)
    return (Timer(kind=TimerKind.BELLS_SILENT, due_at=by_day(phone_from(hours, add_open_time(hours, at, wait)))),)


def on_claim(hours: Hours, at: datetime) -> tuple[Timer, ...]:
    """Somebody took it, or did something with it: the rungs of what is claimed and forgotten."""
    moments = (by_day(add_open_time(hours, at, idle)) for idle in _CLAIM_IDLE)
    return tuple(Timer(kind=TimerKind.CLAIM_IDLE, due_at=due_at, n=n) for n, due_at in enumerate(moments, 1))


def rung_of(n: int) -> int:
    """Which rung of its claim a timer is: 1 for the first; the numbers go on from claim to claim."""
    return (n - 1) % LAST_RUNG + 1


def was_idle(hours: Hours, since: datetime, now: datetime, rung: int) -> bool:
    """Whether so much opening time passed that this rung is due."""
    return open_time_between(hours, since, now) >= _CLAIM_IDLE[rung - 1]


def on_told(hours: Hours, at: datetime) -> tuple[Timer, ...]:
    """A person who has the talk said something, and the resident waits for nothing."""
    return (Timer(kind=TimerKind.HANDBACK_IDLE, due_at=by_day(add_open_time(hours, at, _HANDBACK_IDLE))),)


def on_ask(hours: Hours, at: datetime) -> tuple[Timer, ...]:
    """A person asked the resident something."""
    return (Timer(kind=TimerKind.ASK_REMINDER, due_at=ask_reminder_at(hours, at)),)


def ask_reminder_at(hours: Hours, at: datetime) -> datetime:
    """When a question of `at` that was not answered comes up again."""
    return morning_from(hours, add_working_days(_day(at), _ASK_REMINDER))


def on_snooze(until: datetime) -> tuple[Timer, ...]:
    """It was put off: it is back at exactly that moment."""
    return (Timer(kind=TimerKind.SNOOZE_END, due_at=until.astimezone(UTC)),)


def helper_answers_by(hours: Hours, asked_at: datetime) -> datetime:
    """By when somebody who was asked to help should have said yes or no; nothing happens by itself then."""
    return add_open_time(hours, asked_at, _HELPER_ANSWERS)


def on_match(hours: Hours, at: datetime) -> tuple[Timer, ...]:
    """A helper said yes."""
    follow = morning_from(hours, _day(at) + _MATCH_FOLLOW)
    silent = morning_from(hours, add_working_days(_day(follow), _HELPER_SILENT))
    return (
        Timer(kind=TimerKind.MATCH_FOLLOW, due_at=follow),
        Timer(kind=TimerKind.HELPER_SILENT, due_at=silent),
    )


def on_first_contact(hours: Hours, at: datetime) -> tuple[Timer, ...]:
    """A person spoke with the resident for the first time."""
    return (Timer(kind=TimerKind.CHECK_IN, due_at=morning_from(hours, _day(at) + CHECK_IN_AFTER)),)


def on_closing(hours: Hours, at: datetime, keep: timedelta = KEEP_CLOSED, *, opinion: bool = True) -> tuple[Timer, ...]:
    """It was closed. No check-in once it is gone: there would be nothing to open again.

    `opinion`: how the help was is asked as well; where there was none it is not.
    """
    check_in = Timer(kind=TimerKind.CHECK_IN, due_at=morning_from(hours, _day(at) + CHECK_IN_AFTER), n=2)
    asks = (Timer(kind=TimerKind.CLOSE_ASK, due_at=by_day(at)), check_in)
    wanted = asks if opinion else asks[1:]
    return tuple(timer for timer in wanted if timer.due_at < at + keep)


def put_off(due_at: datetime, delays: int) -> datetime | None:
    """A day later, at the same clock time, when the talk is not quiet now; None when it was put off long enough."""
    if delays >= _MOST_DELAYS:
        return None
    return (due_at.astimezone(HERE) + timedelta(days=1)).astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
