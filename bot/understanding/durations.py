"""Stretches of time in what a resident writes: "8 maanden", "een half jaar", "paar weken". Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.model.fold import fold
from bot.understanding.normalise import clean
from bot.understanding.time_words import NUMBERS, UNITS

_FEW = 3  # "een paar weken", "al maanden": about three


class Unit(StrEnum):
    """What a duration counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A stretch of time in whole units; half a year is 6 months."""

    count: int
    unit: Unit
    approximate: bool
    words: str


def find_duration(text: str) -> Duration | None:
    """How long something takes or lasts: "8 maanden", "een half jaar", "paar weken". Never raises."""
    folded = fold_line(text)
    found = _HALF.search(folded)
    if found:
        unit, size = _SMALLER[Unit(UNITS[found["unit"]])]
        count = size // 2 if found["half"] in ("half", "halve") else size + size // 2
        return Duration(count=count, unit=unit, approximate=False, words=found[0])
    found = _TURNED.search(folded) or _COUNTED.search(folded)
    if found:
        count, vague = _count(found["count"])
        vague = vague or found.re is _TURNED or found["vague"] is not None
        return Duration(count=count, unit=Unit(UNITS[found["unit"]]), approximate=vague, words=found[0])
    found = _UNCOUNTED.search(folded)
    if found:
        return Duration(count=_FEW, unit=Unit(UNITS[found["unit"]]), approximate=True, words=found[0])
    return None


def fold_line(text: str) -> str:
    """`text` cleaned and folded, on one line, with straight apostrophes."""
    return " ".join(fold(clean(text)).replace("\u2019", "'").split())


def _count(word: str) -> tuple[int, bool]:
    """The number a word stands for, and whether it is vague."""
    if word.isdigit():
        return int(word), False
    if any(few in word for few in ("paar", "aantal", "enkele")):
        return _FEW, True
    return NUMBERS.get(word, 1), False


_SMALLER = {
    Unit.YEARS: (Unit.MONTHS, 12),
    Unit.MONTHS: (Unit.WEEKS, 4),
    Unit.WEEKS: (Unit.DAYS, 7),
    Unit.DAYS: (Unit.DAYS, 2),
}


def either(words: Iterable[str]) -> str:
    """A regex group of words, longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


_UNIT = f"(?P<unit>{either(UNITS)})"
NOT_IN_A_NUMBER = r"(?<![\d.,/-])"  # not in the middle of a sum, a phone number or another date
_VAGUE = r"(?:(?:een |n )?(?:paar|aantal)|enkele)"
_COUNT = rf"(?P<count>\d{{1,3}}|{either(NUMBERS)}|{_VAGUE})"
_ABOUT = r"(?:(?P<vague>ongeveer|zo'?n|circa|bijna|ruim|meer dan|zeker|een stuk of) )?"
_HALF_SPAN = rf"(?:een |'?n )?(?P<half>half|halve|anderhalf|anderhalve) {_UNIT}"
_COUNTED_SPAN = rf"{_ABOUT}{NOT_IN_A_NUMBER}\b{_COUNT} ?{_UNIT}"
_TURNED_SPAN = rf"(?:een |'?n )?{_UNIT} of {_COUNT}"
_HALF, _COUNTED, _TURNED = (re.compile(rf"\b{span}\b") for span in (_HALF_SPAN, _COUNTED_SPAN, _TURNED_SPAN))
_UNCOUNTED = re.compile(r"\b(?P<unit>dagen|weken|maanden|jaren)\b")


def _unnamed(pattern: str) -> str:
    """The same pattern without group names, so that it can stand in a larger one twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


SPAN = f"(?P<span>{'|'.join(map(_unnamed, (_HALF_SPAN, _TURNED_SPAN, _COUNTED_SPAN)))})"
"""Regex of a stretch of time, in the group `span`."""
