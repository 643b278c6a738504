"""Terms of the law: the last day of each, and whether it is over. Days only; no clock, no texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.advice.conditions import holds
from bot.advice.workdays import add_working_days, is_working_day, next_working_day
from bot.model.facts import Facts, as_day
from bot.model.terms import Term, TermUnit

_DAY = timedelta(days=1)
_WEEK = 7  # days
# Algemene termijnenwet art. 4 a: a longer term is not moved.
_LONGEST_EXTENDED = {TermUnit.DAYS: 90, TermUnit.WEEKS: 12}
_SHORTEST_WIDENED = 3  # days; Algemene termijnenwet art. 2
_LEAST_WORKING_DAYS = 2  # same article


@dataclass(frozen=True, slots=True, kw_only=True)
class TermState:
    """A term that counts for somebody, seen from a day."""

    term: Term
    start: date  # the day it counts from; day one is the day after
    last_day: date  # on this day it still runs
    approximate: bool  # the resident gave the start as "about"
    passed: bool
    days_left: int  # 0 on the last day, below zero when it is over


def last_day(term: Term, start: date) -> date:
    """The last day of the term; the first is the day after `start` (Awb art. 6:8 lid 1)."""
    if term.unit is TermUnit.WORKING_DAYS:
        return add_working_days(start, term.count)
    length = term.count * (_WEEK if term.unit is TermUnit.WEEKS else 1)
    end = start + timedelta(days=length)
    if not term.extended or term.count > _LONGEST_EXTENDED[term.unit]:
        return end
    return _extended(start, end)


def _extended(start: date, end: date) -> date:
    """`end` as the Algemene termijnenwet moves it.

    Not on a weekend or holiday (art. 1); a term of three days or more holds two working days (art. 2).
    """
    widened = (end - start).days >= _SHORTEST_WIDENED
    end = next_working_day(end)
    while widened and _working_days(start, end) < _LEAST_WORKING_DAYS:
        end = next_working_day(end + _DAY)
    return end


def _working_days(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`."""
    return sum(is_working_day(start + number * _DAY) for number in range(1, (end - start).days + 1))


def find_state(term: Term, facts: Facts, today: date) -> TermState | None:
    """The term seen from `today`; None when its start is not known or its condition does not surely hold.

    A term is told as a fact, with a date in it: "perhaps" is not enough.
    """
    known = facts.get(term.start)
    if known is None or not holds(term.when, facts):
        return None
    start, approximate = as_day(known.values()[0])
    end = last_day(term, start)
    left = (end - today).days
    return TermState(term=term, start=start, last_day=end, approximate=approximate, passed=left < 0, days_left=left)


def terms_for(terms: Iterable[Term], facts: Facts, today: date) -> tuple[TermState, ...]:
    """The terms that count: first those the resident must act in, then by last day."""
    states = [state for term in terms if (state := find_state(term, facts, today)) is not None]
    return tuple(sorted(states, key=lambda state: (not state.term.mine, state.last_day)))
