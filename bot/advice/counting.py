"""How a term is counted, step by step: the last step is the last day. Days only; no clock, no texts."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.advice.workdays import add_working_days, is_working_day
from bot.model.terms import LONGEST_MOVED, Term, TermStep, TermUnit, Why

_DAY = timedelta(days=1)
_WEEK = 7  # days
_SHORTEST_WIDENED = 3  # days; Algemene termijnenwet art. 2
_LEAST_WORKING_DAYS = 2  # same article


def count_days(term: Term, start: date, terms: Mapping[str, Term], *, sent: bool = False) -> tuple[TermStep, ...]:
    """Every step from `start` to the last day. `terms` holds the one that runs first, if there is one.

    The day itself does not count: the first is the day after (Awb art. 6:8 lid 1). `sent`: `start` is the day
    on which a letter was sent, and the letter has another date.
    """
    steps = [TermStep(why=Why.SENT if sent else Why.START, day=start)]
    if term.after:
        start = last_day(terms[term.after], start, terms)
        steps.append(TermStep(why=Why.AFTER, day=start))
    return (*steps, *_count(term, start))


def last_day(term: Term, start: date, terms: Mapping[str, Term]) -> date:
    """The last day of the term; on it, it still runs."""
    return count_days(term, start, terms)[-1].day


def _count(term: Term, start: date) -> Iterator[TermStep]:
    if term.unit is TermUnit.WORKING_DAYS:
        end = add_working_days(start, term.count)
        yield TermStep(why=Why.FIRST, day=add_working_days(start, 1))
        yield TermStep(why=Why.WORKING, day=end, passed_over=_free_days(start, end))
        return
    end = start + timedelta(days=term.count * (_WEEK if term.unit is TermUnit.WEEKS else 1))
    yield TermStep(why=Why.FIRST, day=start + _DAY)
    yield TermStep(why=Why.COUNTED, day=end)
    if term.extended and term.count <= LONGEST_MOVED[term.unit]:
        yield from _extend(start, end)
    elif not is_working_day(end):
        yield TermStep(why=Why.FIXED, day=end)


def _extend(start: date, end: date) -> Iterator[TermStep]:
    """What the Algemene termijnenwet adds.

    A last day is no weekend or holiday (art. 1); a term of three days or more holds two working days (art. 2).
    """
    moved = end if is_working_day(end) else add_working_days(end, 1)
    if moved != end:
        yield TermStep(why=Why.MOVED, day=moved, passed_over=_free_days(end - _DAY, moved))
    widened = max(moved, add_working_days(start, _LEAST_WORKING_DAYS))
    if widened != moved and (end - start).days >= _SHORTEST_WIDENED:
        yield TermStep(why=Why.WIDENED, day=widened, passed_over=_free_days(moved, widened))


def _free_days(after: date, until: date) -> tuple[date, ...]:
    """The days after one day and up to another that are no working days."""
    days = (after + number * _DAY for number in range(1, (until - after).days + 1))
    return tuple(day for day in days if not is_working_day(day))
