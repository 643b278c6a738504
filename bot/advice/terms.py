"""Which terms count for somebody: the last day of each, and whether it is over. No clock, no texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.advice.conditions import holds
from bot.advice.counting import count_days
from bot.model.facts import Facts, as_day
from bot.model.terms import Over, Term, TermStep

_WEEK = 7  # days


class Late(StrEnum):
    """How long a term has been over, in weeks: bands, so that a report can count and nobody can be told by it."""

    WEEKS_0_2 = "0-2"
    WEEKS_2_6 = "2-6"
    WEEKS_6_13 = "6-13"
    WEEKS_13_UP = "13+"


_BANDS = ((2, Late.WEEKS_0_2), (6, Late.WEEKS_2_6), (13, Late.WEEKS_6_13))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermState:
    """A term that counts for somebody, seen from a day."""

    term: Term
    start_fact: str  # the date fact it counts from
    steps: tuple[TermStep, ...]  # how the last day was found
    approximate: bool  # the resident gave the start as "about"
    days_left: int  # 0 on the last day, below zero when it is over

    @property
    def start(self) -> date:
        """The day it counts from; day one is the day after."""
        return self.steps[0].day

    @property
    def last_day(self) -> date:
        """On this day it still runs."""
        return self.steps[-1].day

    @property
    def passed(self) -> bool:
        """Whether it is over."""
        return self.days_left < 0

    @property
    def late(self) -> Late:
        """How long it has been over; only for one that is."""
        return next((band for weeks, band in _BANDS if -self.days_left <= weeks * _WEEK), Late.WEEKS_13_UP)


def find_state(term: Term, terms: Mapping[str, Term], facts: Facts, today: date) -> TermState | None:
    """The term seen from `today`; None when its start is not known or its condition does not surely hold.

    A term is told as a fact, with a date in it: "perhaps" is not enough. A letter that was sent on another day
    than it says counts from the day it was sent (Awb art. 3:41 and 6:8).
    """
    known = [name for name in term.starts if name in facts]
    if not known or not holds(term.when, facts):
        return None
    start, approximate = as_day(facts[known[0]].values()[0])
    return state_from(term, terms, known[0], start, today, approximate=approximate)


def state_from(
    term: Term, terms: Mapping[str, Term], start_fact: str, start: date, today: date, *, approximate: bool = False
) -> TermState:
    """The term seen from `today`, when `start_fact` is `start`."""
    steps = count_days(term, start, terms, sent=start_fact != term.starts[-1])
    left = (steps[-1].day - today).days
    return TermState(term=term, start_fact=start_fact, steps=steps, approximate=approximate, days_left=left)


def terms_for(wanted: Iterable[str], terms: Mapping[str, Term], facts: Facts, today: date) -> tuple[TermState, ...]:
    """The terms among `wanted` that count: first those the resident must act in, then by last day."""
    states = [state for name in wanted if (state := find_state(terms[name], terms, facts, today)) is not None]
    return tuple(sorted(states, key=lambda state: (not state.term.mine, state.last_day)))


def over(states: Iterable[TermState]) -> tuple[Over, ...]:
    """What is over, each once."""
    found = (state.term.over for state in states if state.passed)
    return tuple(dict.fromkeys(one for one in found if one is not None))
