"""Days and stretches of time in what a resident writes. Pure: today is an argument.

Day before month, as in the Netherlands. Without a year a day lies in the past, unless the caller asks
for the future. A day in words ("eind maart") is marked as approximate.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from rapidfuzz.distance import OSA

from bot.understanding.durations import NOT_IN_A_NUMBER, SPAN, Unit, either, find_duration, fold_line
from bot.understanding.time_words import (
    FEASTS,
    MIDYEAR,
    MONTHS,
    MONTHS_ALONE,
    NAMED_DAYS,
    NO_MONTHS,
    NUMBERS,
    PARTS,
    SEASONS,
    SHIFTS,
    UNITS,
    WEEK_PARTS,
    WEEKDAYS,
    YEAR_PARTS,
    YEAR_SHIFTS,
)

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FUZZY_MONTH = 5  # letters a month name needs before one typing error is allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day somebody named. `words` is the part of the (folded) text that says it."""

    day: date
    approximate: bool
    words: str


class _Fault(Exception):
    """The text names a day that cannot be: `args[0]` is the id of the reason."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a reader needs besides the words."""

    today: date
    future: bool


_Reader = Callable[[re.Match[str], _Frame], tuple[date, bool] | None]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to name a day. Most texts hold none of its `marks`, and need no closer look."""

    pattern: re.Pattern[str]
    reader: _Reader
    marks: tuple[str, ...]


def find_moment(text: str, today: date, *, future: bool = False) -> Moment | None:
    """The first, most exact day in `text`; None when there is none or when it cannot be. Never raises."""
    found = _read(text, _Frame(today, future))
    return found if isinstance(found, Moment) else None


def find_moment_fault(text: str, today: date, *, future: bool = False) -> str | None:
    """Why the day in `text` cannot be: `bestaat_niet`, `toekomst` or (asked for the future) `verleden`."""
    found = _read(text, _Frame(today, future))
    return found if isinstance(found, str) else None


def _read(text: str, frame: _Frame) -> Moment | str | None:
    """Try the readers from exact to vague; the first that finds a day on the right side of today wins."""
    folded = fold_line(text)
    fault_id: str | None = None
    for way in _WAYS:
        if not any(mark in folded for mark in way.marks):
            continue
        for match in way.pattern.finditer(folded):
            try:
                found = way.reader(match, frame)
            except _Fault as fault:
                return str(fault.args[0])
            if found is None:
                continue
            day, approximate = found
            wrong_side = _out_of_range(day, frame)
            if wrong_side is None:
                return Moment(day=day, approximate=approximate, words=match[0].strip())
            fault_id = fault_id or wrong_side
            # taken out, so that "2-11-2027" is not read again as a vaguer "2027"
            folded = folded[: match.start()] + "_" * len(match[0]) + folded[match.end() :]
    return fault_id


def _out_of_range(day: date, frame: _Frame) -> str | None:
    if frame.future:
        return "verleden" if day < frame.today else None
    return "toekomst" if day > frame.today else None


# the readers: each gets a match and gives a day and whether it is approximate; None: it does not apply


def _get(match: re.Match[str], name: str) -> str | None:
    """The named group, None when the pattern does not have it or it is empty here."""
    found = match.groupdict().get(name)
    return str(found) if found else None


def _get_year(match: re.Match[str]) -> str | None:
    return _get(match, "year") or _get(match, "year_word")


def _numeric(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return _exact(int(match["day"]), int(match["month"]), _get_year(match), frame), False


def _numeric_without_year(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    """2/11, after "op" or as the whole message; 24/7 and 50/50 are figures of another sort."""
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _exact(day, month, None, frame), False


def _day_and_month(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    month = _month(match["month"])
    if month is None:
        return None
    word = match["day"]
    day = 1 if word == "eerste" else NUMBERS.get(word) or int(word)
    return _exact(day, month, _get_year(match), frame), False


def _part_of_month(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    lead = _get(match, "lead")
    month = _month(match["month"]) if lead else None
    if month is None or (lead == "van" and match["month"] not in MONTHS_ALONE):
        month = MONTHS[match["month"]] if match["month"] in MONTHS_ALONE else None
    if month is None:
        return None
    return _in_month(_get(match, "part") or "", month, _get_year(match), frame), True


def _part_of_period(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    """begin vorige maand, eind vorig jaar, vorige week, deze maand."""
    part, shift, period = PARTS.get(_get(match, "part") or "", ""), SHIFTS[match["shift"]], match["period"]
    if period in ("maand", "mnd"):
        first = frame.today.replace(day=1) + relativedelta(months=shift)
        return _clip(_part_day(part, first), shift, frame), True
    if period == "week":
        monday = frame.today - timedelta(days=frame.today.weekday()) + timedelta(weeks=shift)
        return _clip(monday + timedelta(days=WEEK_PARTS.get(part, 2)), shift, frame), True
    month, day = YEAR_PARTS.get(part, MIDYEAR)
    return _clip(_checked(frame.today.year + shift, month, day), shift, frame), True


def _part_of_year(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    month, day = YEAR_PARTS.get(PARTS.get(_get(match, "part") or "", ""), MIDYEAR)
    year = int(match["year"])
    return _clip(_checked(year, month, day), year - frame.today.year, frame), True


def _weekday(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    wanted, today = WEEKDAYS[match["day"]], frame.today
    week = _get(match, "week") or _get(match, "week_after")
    if week:
        return today + timedelta(weeks=SHIFTS[week], days=wanted - today.weekday()), False
    if _get(match, "next") or (frame.future and not _get(match, "last")):
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1), False
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1), False


def _named_day(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return frame.today + timedelta(days=NAMED_DAYS[match["day"]]), False


def _ago(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return _shifted(match["span"], -1, frame)


def _ahead(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return _shifted(match["span"], 1, frame)


def _bare_span(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return _shifted(match["span"], 1 if frame.future else -1, frame)


def _season(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return _in_month("", SEASONS[match["season"]], _get_year(match), frame), True


def _feast(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    month, day = FEASTS[match["feast"]]
    return _exact(day, month, _get_year(match), frame), True


# counting with days


def _exact(day: int, month: int, year: str | None, frame: _Frame) -> date:
    """The day, in `year` or else in the nearest year on the side that is asked for."""
    if year:
        return _checked(_year(year, frame), month, day)
    step = 1 if frame.future else -1
    first_fault: _Fault | None = None
    for number in (frame.today.year, frame.today.year + step):
        try:
            found = _checked(number, month, day)
        except _Fault as fault:
            first_fault = first_fault or fault
            continue
        if (found - frame.today).days * step >= 0:
            return found
    raise first_fault or _Fault("bestaat_niet")


def _checked(year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _Fault("bestaat_niet")
    try:
        return date(year, month, day)
    except ValueError:
        raise _Fault("bestaat_niet") from None


def _year(word: str, frame: _Frame) -> int:
    """2026, 26, '98, "vorig jaar". Two digits: at most ten years ahead, else the century before."""
    if word in YEAR_SHIFTS:
        return frame.today.year + YEAR_SHIFTS[word]
    number = int(re.sub(r"\D", "", word))
    if number >= 100:
        return number
    century = frame.today.year // 100 * 100
    return century + number if century + number <= frame.today.year + 10 else century - 100 + number


def _in_month(part: str, month: int, year: str | None, frame: _Frame) -> date:
    """Somewhere in a month. The running month counts as past and as future: the day is held at today."""
    first = date(frame.today.year, month, 1)
    if year:
        first = _checked(_year(year, frame), month, 1)
    elif not frame.future and _part_start(part, first) > frame.today:
        first -= relativedelta(years=1)
    elif frame.future and _part_day("eind", first) < frame.today:
        first += relativedelta(years=1)
    running = (first.year, first.month) == (frame.today.year, frame.today.month)
    return _clip(_part_day(part, first), 0 if running else 1, frame)


def _part_day(part: str, first: date) -> date:
    last = monthrange(first.year, first.month)[1]
    return first.replace(day={"begin": 1, "eind": last}.get(PARTS.get(part, "half"), 15))


def _part_start(part: str, first: date) -> date:
    return first.replace(day={"half": 11, "eind": 21}.get(PARTS.get(part, "begin"), 1))


def _clip(day: date, shift: int, frame: _Frame) -> date:
    """A vague day in the running period is held at today; one outside it stays."""
    if shift != 0:
        return day
    return max(day, frame.today) if frame.future else min(day, frame.today)


def _shifted(span: str, sign: int, frame: _Frame) -> tuple[date, bool] | None:
    found = find_duration(span) or find_duration(f"een {span}")  # "maand geleden"
    if found is None:
        return None
    count = sign * found.count
    try:
        day = frame.today + _STEPS[found.unit] * count
    except (ValueError, OverflowError):
        raise _Fault("bestaat_niet") from None
    exact = found.unit in (Unit.DAYS, Unit.WEEKS) and not found.approximate and found.count < 15
    return _checked(day.year, day.month, day.day), not exact or found.unit is Unit.WEEKS


def _month(word: str) -> int | None:
    """The month a word names; one typing error is allowed in long names."""
    known = MONTHS.get(word)
    if known is not None or len(word) < _FUZZY_MONTH or word in NO_MONTHS:
        return known
    near = {month for name, month in MONTHS.items() if len(name) >= _FUZZY_MONTH and OSA.distance(word, name) <= 1}
    return near.pop() if len(near) == 1 else None


_FULL_YEAR = r"(?:19|20)\d\d"
_YEAR = rf"(?P<year>{_FULL_YEAR}|'\d\d|\d\d(?=\W*$|[.,;)]))"
_YEAR_WORD = f"(?P<year_word>{either(YEAR_SHIFTS)})"
_YEAR_AFTER = rf"(?:[ ,]{{1,2}}(?:van |in )?(?:{_YEAR}|{_YEAR_WORD}))?"
_D, _M = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_DAYS_IN_WORDS = [word for word, value in NUMBERS.items() if 1 < value <= 31] + ["eerste"]
_DAY = rf"(?P<day>\d{{1,2}}|{either(_DAYS_IN_WORDS)})(?:e|de|ste)?"
_MONTH = r"(?P<month>[a-z]{3,11})\b\.?"
_PART = rf"(?P<part>{either(PARTS)})"
_BEFORE_DATE = r"(?:op|van|sinds|vanaf|tot|per|dd|d\.d\.|datum|rond|was|is)"
_NO_SUM = rf"(?![-/.]?\d|[,%]| ?(?:{either(UNITS)}|keer|uur|euro|van)\b)"
_BEFORE_MONTH = "in sinds sind vanaf tot rond van uit per maand vorige afgelopen verleden komende aankomende".split()
_BEFORE_YEAR = r"(?:in|sinds|uit|vanaf|van|jaar) (?:het jaar )?"
_BEFORE_SPAN = r"(?:al|sinds|nu|ruim|bijna|wacht|wachten|na|duurt|about|since)"
_AFTER_SPAN = ("niks", "niets", "geen", "niet", "aan het wachten", "wachten", "bezig")
_AGO = ("geleden", "geleeden", "gelden", "gelede", "terug", "ago")
_WEEK = ("week",)
_PERIODS = ("maand", "mnd", "week", "jaar")
_WEEKDAY = f"(?P<day>{either(WEEKDAYS)})"
_SHIFT = either(SHIFTS)
_NEXT, _LAST = r"(?P<next>komende|aanstaande|volgende|aankomende)", r"(?P<last>afgelopen|vorige|laatste)"

_STEPS = {
    Unit.DAYS: relativedelta(days=1),
    Unit.WEEKS: relativedelta(weeks=1),
    Unit.MONTHS: relativedelta(months=1),
    Unit.YEARS: relativedelta(years=1),
}

_DIGITS = "0123456789"

_WAYS = tuple(
    _Way(re.compile(pattern), reader, tuple(marks))
    for pattern, reader, marks in (
        # exact days
        (rf"{NOT_IN_A_NUMBER}\b(?P<year>{_FULL_YEAR})[-/.]{_M}[-/.]{_D}(?![-/.]?\d)", _numeric, _DIGITS),
        (rf"{NOT_IN_A_NUMBER}{_D} ?[-/.] ?{_M} ?[-/.] ?(?P<year>{_FULL_YEAR}|\d\d)(?![-/.]?\d)", _numeric, _DIGITS),
        (rf"{NOT_IN_A_NUMBER}\b{_D} {_M} (?P<year>{_FULL_YEAR})(?!\d)", _numeric, _DIGITS),
        (
            rf"{NOT_IN_A_NUMBER}\b{_DAY}[ .-]{{0,2}}(?:van )?{_MONTH}{_YEAR_AFTER}",
            _day_and_month,
            (*_DIGITS, *_DAYS_IN_WORDS),
        ),
        (rf"^(?!24/7)\W*{_D}[-/]{_M}\W*$", _numeric, _DIGITS),
        (rf"^\W*{_D}[. ]{_M}\W*$", _numeric_without_year, _DIGITS),
        (rf"\b{_BEFORE_DATE} {_D}[-/]{_M}{_NO_SUM}", _numeric_without_year, _DIGITS),
        (rf"\b(?P<week>{_SHIFT}) week (?:op )?{_WEEKDAY}\b", _weekday, _WEEK),
        (rf"\b{_WEEKDAY} (?:van )?(?P<week_after>{_SHIFT}) week\b", _weekday, _WEEK),
        (rf"\b(?<!goede )(?<!goeie )(?P<day>{either(NAMED_DAYS)})\b", _named_day, NAMED_DAYS),
        # counted from today
        (rf"\b{SPAN} {either(_AGO)}\b", _ago, _AGO),
        (rf"\b(?P<span>week|maand|jaar) {either(_AGO)}\b", _ago, _AGO),
        (rf"\b(?:over|binnen) {SPAN}\b(?! (?:gewacht|gedaan|bezig))", _ahead, UNITS),
        # a part of a month, a season or a year
        (rf"\b{_YEAR_WORD} (?:in )?(?P<lead>{_PART} )?{_MONTH}", _part_of_month, YEAR_SHIFTS),
        (rf"\b(?P<lead>{_PART}) (?:van |in )?(?:de maand )?{_MONTH}{_YEAR_AFTER}", _part_of_month, PARTS),
        (
            rf"\b(?P<lead>{either(_BEFORE_MONTH)}) (?:ongeveer |ergens in )?{_MONTH}{_YEAR_AFTER}",
            _part_of_month,
            _BEFORE_MONTH,
        ),
        (rf"\b(?P<month>{either(MONTHS_ALONE)})\b{_YEAR_AFTER}", _part_of_month, MONTHS_ALONE),
        (rf"\b(?P<feast>{either(FEASTS)})\b{_YEAR_AFTER}", _feast, FEASTS),
        (rf"\b(?P<season>{either(SEASONS)})\b{_YEAR_AFTER}", _season, SEASONS),
        (
            rf"\b(?:{_PART} (?:van )?(?:de )?)?(?P<shift>{_SHIFT}) (?P<period>{either(_PERIODS)})\b",
            _part_of_period,
            _PERIODS,
        ),
        (
            rf"\b(?:{_PART} (?:van )?|{_BEFORE_YEAR})(?P<year>{_FULL_YEAR})\b(?! ?(?:euro|uur))",
            _part_of_year,
            _DIGITS,
        ),
        (rf"^\W*(?P<year>{_FULL_YEAR})\W*$", _part_of_year, _DIGITS),
        # the rest: a bare weekday, a bare stretch of time
        (rf"\b(?<!elke )(?<!iedere )(?:{_NEXT} |{_LAST} )?{_WEEKDAY}\b", _weekday, WEEKDAYS),
        (rf"\b{_BEFORE_SPAN} {SPAN}\b(?! (?:oud|jong))", _bare_span, UNITS),
        (rf"\b{SPAN} {either(_AFTER_SPAN)}\b", _bare_span, _AFTER_SPAN),
        (rf"^\W*(?:ja )?(?:al |ongeveer |circa )?{SPAN}\W*$", _bare_span, UNITS),
        (r"\b(?:al|sinds) (?P<span>dagen|weken|maanden|jaren)\b", _bare_span, UNITS),
    )
)
