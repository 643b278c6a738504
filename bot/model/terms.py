"""Terms of the law: so long after a known day."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.condition import ALWAYS, Condition
from bot.model.text import Source, Text


class TermUnit(StrEnum):
    """What a term counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of the law: so long after a known day (`knowledge/terms/<id>.yaml`)."""

    id: str
    name: Text
    start: str  # the date fact it counts from
    count: int
    unit: TermUnit
    extended: bool  # Algemene termijnenwet art. 1: a last day on a weekend or holiday moves to the next working day
    mine: bool  # True: the resident must act before it; False: the other side must
    opens: bool = False  # True: when it is over, the resident may do something
    when: Condition = ALWAYS
    running: Text  # shown while it runs; {dag} is the last day, {start} the first
    passed: Text  # shown when it is over
    sources: tuple[Source, ...]
