"""Terms of the law: so long after a known day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.law import Law
from bot.model.text import EMPTY, Source, Text


class TermUnit(StrEnum):
    """What a term counts in. No law that we know of counts in months."""

    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working_days"


LONGEST_MOVED = {TermUnit.DAYS: 90, TermUnit.WEEKS: 12}
"""Algemene termijnenwet art. 4 a: a longer term is not moved. Working days are not there: they never need it."""


class Over(StrEnum):
    """What it means that a term is over; the value is also an answer of the fact `voorbij`."""

    ONDERZOEK = "onderzoek"  # the onderzoek should have been done
    BESLUIT = "besluit"  # the besluit should have been there
    BEZWAAR = "bezwaar"  # the time for a bezwaar or beroep is over
    ANTWOORD = "antwoord_bezwaar"  # the answer to the bezwaar should have been there
    DWANGSOM = "dwangsom"  # the 2 weeks after the letter that it is too late


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the law: so long after a known day (`knowledge/terms/<id>.yaml`)."""

    id: str
    name: Text
    law: Law
    starts: tuple[str, ...]  # the date facts it counts from: the first that is known; the last is the one to ask for
    after: str = ""  # the term that runs first, from the same start: this one counts from its last day
    count: int
    unit: TermUnit
    extended: bool  # Algemene termijnenwet art. 1: a last day on a weekend or holiday moves to the next working day
    mine: bool  # True: the resident must act before it; False: the other side must
    opens: bool = False  # True: when it is over, the resident may do something
    over: Over | None = None  # what may be asked or advised once it is over
    when: Condition = ALWAYS
    running: Text = EMPTY  # shown while it runs; {dag} is the last day, {start} the first
    passed: Text = EMPTY  # shown when it is over
    sources: tuple[Source, ...] = ()


class Why(StrEnum):
    """How a day of the count came about; the value names the sentence in `flows/motor.yaml` (`dag_<value>`)."""

    START = "start"  # the day it counts from
    SENT = "verzonden"  # the same, where the day above the letter is another one (Awb art. 3:41 and 6:8)
    AFTER = "daarna"  # the last day of the term that runs first
    FIRST = "eerste"  # the first day that counts
    COUNTED = "geteld"  # so many days or weeks on
    WORKING = "werkdagen"  # so many working days on
    MOVED = "verschoven"  # Algemene termijnenwet art. 1: on past weekend and holidays
    WIDENED = "verruimd"  # Algemene termijnenwet art. 2: on until there are two working days
    FIXED = "vast"  # no working day, and yet the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStep:
    """One step of the count: where it stands after it, and which days were passed over on the way."""

    why: Why
    day: date
    passed_over: tuple[date, ...] = ()  # days that cannot be the last one, or do not count
