"""What is counted of the work of the coordination point: sums of a month, nothing that leads to anybody."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FigureOf(StrEnum):
    """What a sum is about; each divides the questions, promises or matches of a month."""

    THEMES = "themes"  # of new questions
    LANGUAGES = "languages"  # of new questions
    SIGNALS = "signals"  # those new questions for which the other side let a term of the law pass
    STANDING = "standing"  # open at the end of the month: answered or not
    ANSWER = "answer"  # first answers, by the opening hours that they took
    PROMISES = "promises"
    OUTCOMES = "outcomes"
    STARTED = "started"  # matches that began
    ENDED = "ended"  # matches that ended, well or not
    HELPED = "helped"  # questions on which time was spent
    MINUTES = "minutes"  # of that time; no people


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One sum of one month. Not for showing as it is: `bot.publish.figures`."""

    month: date  # its first day
    what: FigureOf
    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionCount:
    """How often a question about the help was answered in one way in one week."""

    week: date  # its Monday
    question: str
    answer: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWork:
    """What happened in a month, with nobody in it; one entry for each question, promise or match."""

    themes: tuple[str, ...]
    languages: tuple[str, ...]
    answered: tuple[bool, ...]  # of those that were open at its end
    answers: tuple[tuple[datetime, datetime], ...]  # since when it waited, and the first answer
    promises: tuple[str, ...]
    outcomes: tuple[str, ...]
    started: int
    ended: tuple[str, ...]
    minutes: tuple[int, ...]
