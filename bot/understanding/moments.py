"""Days and stretches of time in what a resident writes. Pure: today is an argument.

Day before month, as in the Netherlands. Without a year a day lies in the past, unless the caller asks
for the future. A day in words ("eind maart") is marked as approximate.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from rapidfuzz.distance import OSA

from bot.understanding.normalise import clean, fold
from bot.understanding.time_words import FEASTS, MONTHS, MONTHS_ALONE, NUMBERS, SEASONS, UNITS, WEEKDAYS

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FEW = 3  # "een paar weken", "al maanden": about three
_FUZZY_MONTH = 5  # letters a month name needs before one typing error is allowed


class Unit(StrEnum):
    """What a duration counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day somebody named. `words` is the part of the (folded) text that says it."""

    day: date
    approximate: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A stretch of time in whole units; half a year is 6 months."""

    count: int
    unit: Unit
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


def find_moment(text: str, today: date, *, future: bool = False) -> Moment | None:
    """The first, most exact day in `text`; None when there is none or when it cannot be. Never raises."""
    found = _read(text, _Frame(today, future))
    return found if isinstance(found, Moment) else None


def find_moment_fault(text: str, today: date, *, future: bool = False) -> str | None:
    """Why the day in `text` cannot be: `bestaat_niet`, `toekomst` or (asked for the future) `verleden`."""
    found = _read(text, _Frame(today, future))
    return found if isinstance(found, str) else None


def find_duration(text: str) -> Duration | None:
    """How long something takes or lasts: "8 maanden", "een half jaar", "paar weken". Never raises."""
    folded = _folded(text)
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


def _folded(text: str) -> str:
    return " ".join(fold(clean(text)).replace("\u2019", "'").split())


def _read(text: str, frame: _Frame) -> Moment | str | None:
    """Try the readers from exact to vague; the first that finds a day on the right side of today wins."""
    folded = _folded(text)
    fault_id: str | None = None
    for pattern, reader in _READERS:
        for match in pattern.finditer(folded):
            try:
                found = reader(match, frame)
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
    part, shift, period = _PARTS.get(_get(match, "part") or "", ""), _SHIFTS[match["shift"]], match["period"]
    if period in ("maand", "mnd"):
        first = frame.today.replace(day=1) + relativedelta(months=shift)
        return _clip(_part_day(part, first), shift, frame), True
    if period == "week":
        monday = frame.today - timedelta(days=frame.today.weekday()) + timedelta(weeks=shift)
        return _clip(monday + timedelta(days=_WEEK_PARTS.get(part, 2)), shift, frame), True
    month, day = _YEAR_PARTS.get(part, _MIDYEAR)
    return _clip(_checked(frame.today.year + shift, month, day), shift, frame), True


def _part_of_year(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    month, day = _YEAR_PARTS.get(_PARTS.get(_get(match, "part") or "", ""), _MIDYEAR)
    year = int(match["year"])
    return _clip(_checked(year, month, day), year - frame.today.year, frame), True


def _weekday(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    wanted, today = WEEKDAYS[match["day"]], frame.today
    week = _get(match, "week") or _get(match, "week_after")
    if week:
        return today + timedelta(weeks=_SHIFTS[week], days=wanted - today.weekday()), False
    if _get(match, "next") or (frame.future and not _get(match, "last")):
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1), False
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1), False


def _named_day(match: re.Match[str], frame: _Frame) -> tuple[date, bool] | None:
    return frame.today + timedelta(days=_NAMED_DAYS[match["day"]]), False


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
    if word in _YEAR_SHIFTS:
        return frame.today.year + _YEAR_SHIFTS[word]
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
    return first.replace(day={"begin": 1, "eind": last}.get(_PARTS.get(part, "half"), 15))


def _part_start(part: str, first: date) -> date:
    return first.replace(day={"half": 11, "eind": 21}.get(_PARTS.get(part, "begin"), 1))


def _clip(day: date, shift: int, frame: _Frame) -> date:
    """A vague day in the running period is held at today; one outside it stays."""
    if shift != 0:
        return day
    return max(day, frame.today) if frame.future else min(day, frame.today)


def _shifted(span: str, sign: int, frame: _Frame) -> tuple[date, bool] | None:
    found = find_duration(span)
    if found is None:
        return None
    count = sign * found.count
    try:
        day = frame.today + {
            Unit.DAYS: relativedelta(days=count),
            Unit.WEEKS: relativedelta(weeks=count),
            Unit.MONTHS: relativedelta(months=count),
            Unit.YEARS: relativedelta(years=count),
        }[found.unit]
    except (ValueError, OverflowError):
        raise _Fault("bestaat_niet") from None
    exact = found.unit in (Unit.DAYS, Unit.WEEKS) and not found.approximate and found.count < 15
    return _checked(day.year, day.month, day.day), not exact or found.unit is Unit.WEEKS


def _month(word: str) -> int | None:
    """The month a word names; one typing error is allowed in long names."""
    known = MONTHS.get(word)
    if known is not None or len(word) < _FUZZY_MONTH or word in _NO_MONTHS:
        return known
    near = {month for name, month in MONTHS.items() if len(name) >= _FUZZY_MONTH and OSA.distance(word, name) <= 1}
    return near.pop() if len(near) == 1 else None


def _count(word: str) -> tuple[int, bool]:
    """The number a word stands for, and whether it is vague."""
    if word.isdigit():
        return int(word), False
    if any(few in word for few in ("paar", "aantal", "enkele")):
        return _FEW, True
    return NUMBERS.get(word, 1), False


_MIDYEAR = (7, 1)
_NO_MONTHS = frozenset({"maar", "kaart", "taart", "vaart", "smart", "start", "staart", "zwaart"})
_PARTS = {
    "begin": "begin", "start": "begin", "eerste helft": "begin",
    "half": "half", "midden": "half", "mid": "half", "medio": "half", "halverwege": "half",
    "eind": "eind", "einde": "eind", "ent": "eind", "laatste week": "eind", "tweede helft": "eind",
}  # fmt: skip
_WEEK_PARTS = {"begin": 0, "half": 2, "eind": 4}
_YEAR_PARTS = {"begin": (1, 15), "half": _MIDYEAR, "eind": (12, 15)}
_SHIFTS = {
    "vorige": -1, "vorig": -1, "afgelopen": -1, "verleden": -1, "laatste": -1, "voorige": -1,
    "deze": 0, "dit": 0, "komende": 1, "volgende": 1, "volgend": 1, "aankomende": 1, "komend": 1, "aanstaande": 1,
}  # fmt: skip
_YEAR_SHIFTS = {"vorig jaar": -1, "afgelopen jaar": -1, "verleden jaar": -1, "dit jaar": 0, "volgend jaar": 1}
_NAMED_DAYS = {
    "eergisteren": -2, "eergister": -2, "gisteren": -1, "gister": -1, "gisteravond": -1, "gisterenavond": -1,
    "gistermiddag": -1, "gisterochtend": -1, "gisternacht": -1, "gistere": -1, "yesterday": -1,
    "vandaag": 0, "vanochtend": 0, "vanmorgen": 0, "vanmiddag": 0, "vanavond": 0, "vannacht": 0,
    "today": 0, "morgen": 1, "morgenochtend": 1, "morgenmiddag": 1, "morgenavond": 1, "overmorgen": 2, "tomorrow": 1,
}  # fmt: skip
_SMALLER = {
    Unit.YEARS: (Unit.MONTHS, 12),
    Unit.MONTHS: (Unit.WEEKS, 4),
    Unit.WEEKS: (Unit.DAYS, 7),
    Unit.DAYS: (Unit.DAYS, 2),
}


def _either(words: Iterable[str]) -> str:
    """A regex group of words, longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


_UNIT = f"(?P<unit>{_either(UNITS)})"
_BEFORE = r"(?<![\d.,/-])"  # not in the middle of a sum, a phone number or another date
_VAGUE = r"(?:(?:een |n )?(?:paar|aantal)|enkele)"
_COUNT = rf"(?P<count>\d{{1,3}}|{_either(NUMBERS)}|{_VAGUE})"
_ABOUT = r"(?:(?P<vague>ongeveer|zo'?n|circa|bijna|ruim|meer dan|zeker|een stuk of) )?"
_HALF_SPAN = rf"(?:een |'?n )?(?P<half>half|halve|anderhalf|anderhalve) {_UNIT}"
_COUNTED_SPAN = rf"{_ABOUT}{_BEFORE}\b{_COUNT} ?{_UNIT}"
_TURNED_SPAN = rf"(?:een |'?n )?{_UNIT} of {_COUNT}"
_HALF, _COUNTED, _TURNED = (re.compile(rf"\b{span}\b") for span in (_HALF_SPAN, _COUNTED_SPAN, _TURNED_SPAN))
_UNCOUNTED = re.compile(r"\b(?P<unit>dagen|weken|maanden|jaren)\b")


def _unnamed(pattern: str) -> str:
    """The same pattern without group names, so that it can stand in a larger one twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_SPAN = f"(?P<span>{'|'.join(map(_unnamed, (_HALF_SPAN, _TURNED_SPAN, _COUNTED_SPAN)))})"
_FULL_YEAR = r"(?:19|20)\d\d"
_YEAR = rf"(?P<year>{_FULL_YEAR}|'\d\d|\d\d(?=\W*$|[.,;)]))"
_YEAR_AFTER = rf"(?:[ ,]{{1,2}}(?:van |in )?(?:{_YEAR}|(?P<year_word>{_either(_YEAR_SHIFTS)})))?"
_D, _M = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_DAY_WORDS = _either([word for word, value in NUMBERS.items() if 1 < value <= 31] + ["eerste"])
_MONTH_WORD = r"(?P<month>[a-z]{3,11})\b\.?"
_PART = rf"(?P<part>{_either(_PARTS)})"
_PREPOSITION = r"(?:in|sinds|sind|vanaf|tot|rond|van|uit|per|maand|vorige|afgelopen|verleden|komende|aankomende)"
_WEEKDAY = f"(?P<day>{_either(WEEKDAYS)})"
_WEEK = f"(?:{_either(_SHIFTS)}) week"

_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"{_BEFORE}\b(?P<year>{_FULL_YEAR})[-/.]{_M}[-/.]{_D}(?![-/.]?\d)", _numeric),
        (rf"{_BEFORE}{_D} ?[-/.] ?{_M} ?[-/.] ?(?P<year>{_FULL_YEAR}|\d\d)(?![-/.]?\d)", _numeric),
        (rf"{_BEFORE}\b{_D} {_M} (?P<year>{_FULL_YEAR})(?!\d)", _numeric),
        (rf"{_BEFORE}\b(?P<day>\d{{1,2}}|{_DAY_WORDS})(?:e|de|ste)?[ .-]{{0,2}}(?:van )?{_MONTH_WORD}{_YEAR_AFTER}", _day_and_month),
        (rf"^\W*{_D}[-/]{_M}\W*$", _numeric),
        (rf"^\W*{_D}[. ]{_M}\W*$", _numeric_without_year),
        (rf"\b(?:op|van|sinds|vanaf|tot|per|dd|d\.d\.|datum|rond|was|is) {_D}[-/]{_M}(?![-/.]?\d|[,%]| ?(?:{_either(UNITS)}|keer|uur|euro|van)\b)", _numeric_without_year),
        (rf"\b(?P<week>{_either(_SHIFTS)}) week (?:op )?{_WEEKDAY}\b", _weekday),
        (rf"\b{_WEEKDAY} (?:van )?(?P<week_after>{_either(_SHIFTS)}) week\b", _weekday),
        (rf"\b(?<!goede )(?<!goeie )(?P<day>{_either(_NAMED_DAYS)})\b", _named_day),
        (rf"\b{_SPAN} (?:geleden|geleeden|gelden|gelede|terug|ago)\b", _ago),
        (rf"\b(?:over|binnen) {_SPAN}\b(?! (?:gewacht|gedaan|bezig))", _ahead),
        (rf"\b(?P<year_word>{_either(_YEAR_SHIFTS)}) (?:in )?(?P<lead>{_PART} )?{_MONTH_WORD}", _part_of_month),
        (rf"\b(?P<lead>{_PART}) (?:van |in )?(?:de maand )?{_MONTH_WORD}{_YEAR_AFTER}", _part_of_month),
        (rf"\b(?P<lead>{_PREPOSITION}) (?:ongeveer |ergens in )?{_MONTH_WORD}{_YEAR_AFTER}", _part_of_month),
        (rf"\b(?P<month>{_either(MONTHS_ALONE)})\b{_YEAR_AFTER}", _part_of_month),
        (rf"\b(?P<feast>{_either(FEASTS)})\b{_YEAR_AFTER}", _feast),
        (rf"\b(?P<season>{_either(SEASONS)})\b{_YEAR_AFTER}", _season),
        (rf"\b(?:{_PART} (?:van )?(?:de )?)?(?P<shift>{_either(_SHIFTS)}) (?P<period>maand|mnd|week|jaar)\b", _part_of_period),
        (rf"\b(?:{_PART} (?:van )?|(?:in|sinds|uit|vanaf|van|jaar) (?:het jaar )?)(?P<year>{_FULL_YEAR})\b(?! ?(?:euro|uur|eu))", _part_of_year),
        (rf"^\W*(?P<year>{_FULL_YEAR})\W*$", _part_of_year),
        (rf"\b(?<!elke )(?<!iedere )(?:(?P<next>komende|aanstaande|volgende|aankomende) |(?P<last>afgelopen|vorige|laatste) )?{_WEEKDAY}\b", _weekday),
        (rf"\b(?:al|sinds|nu|ruim|bijna|wacht|wachten|na|duurt|about|since) {_SPAN}\b(?! (?:oud|jong))", _bare_span),
        (rf"\b{_SPAN} (?:niks|niets|geen|niet|aan het wachten|wachten|bezig)\b", _bare_span),
        (rf"^\W*(?:ja )?(?:al |ongeveer |circa )?{_SPAN}\W*$", _bare_span),
        (r"\b(?:al|sinds) (?P<span>dagen|weken|maanden|jaren)\b", _bare_span),
    )
)
