"""Counting a month once it is over, and telling of months and quarters what may be told."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from bot.advice.workdays import open_time_between
from bot.content.wording import HERE
from bot.dialogue.parts import Parts
from bot.intake.promise import usual
from bot.model.figures import Figure, FigureOf, MonthWork
from bot.model.intake import PassedTerm
from bot.model.municipality import Hours
from bot.model.terms import Term
from bot.publish.figures import Shown, Told, month_of, quarter_of, tell_month, tell_part, tell_quarter
from bot.publish.uses import Unshown
from bot.service.intakes import read_intake
from bot.store import Unit

_MARK = "figures:"
_HOUR = timedelta(hours=1)
_MEDIAN, _MOST = 5, 8  # of ten

Counted = Mapping[date, Mapping[str, Mapping[str, int]]]
"""month -> what -> name -> number"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A month, or a quarter."""

    first: date
    last: date  # first day of its last month

    @property
    def id(self) -> str:
        """As it stands in an address: 2026-10, or 2026-K4."""
        if self.first == self.last:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-K{(self.first.month + 2) // 3}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFigures:
    """What may be told of one span. Opening hours and minutes are sums over people who are told of as well."""

    tables: Mapping[str, Told]
    median: Shown  # hours
    p80: Shown
    minutes: Shown


async def count_months(unit: Unit, parts: Parts, now: datetime) -> None:
    """Count the last two months that are over, each once: what is told of one never changes.

    Two, so that a server that was off over the turn of a month leaves no gap; finished intakes are kept that long.
    """
    this = month_of(now.astimezone(HERE).date())
    last = month_of(this - timedelta(days=1))
    for month in (month_of(last - timedelta(days=1)), last):
        mark = f"{_MARK}{month}"
        if await unit.get_mark(mark) is None:
            start, end, until = _bounds(month)
            work = await unit.month_work(start, end, month, until)
            await unit.keep_figures(list(figures_of(month, work, parts.municipality.hours)))
            await unit.keep_figures(list(await _signals(unit, parts.knowledge.terms, month, start, end)))
            await unit.set_mark(mark, "counted")


def figures_of(month: date, work: MonthWork, hours: Hours) -> Iterator[Figure]:
    """The sums of a month."""
    taken = (ceil(open_time_between(hours, since, until) / _HOUR) for since, until in work.answers)
    named: Mapping[FigureOf, Counter[str]] = {
        FigureOf.THEMES: Counter(work.themes),
        FigureOf.LANGUAGES: Counter(work.languages),
        FigureOf.STANDING: Counter("answered" if one else "waiting" for one in work.answered),
        FigureOf.ANSWER: Counter(str(one) for one in taken),
        FigureOf.PROMISES: Counter(work.promises),
        FigureOf.OUTCOMES: Counter(work.outcomes),
        FigureOf.STARTED: Counter({"": work.started}),
        FigureOf.ENDED: Counter(work.ended),
        FigureOf.HELPED: Counter({"": len(work.minutes)}),
        FigureOf.MINUTES: Counter({"": sum(work.minutes)}),
    }
    for what, names in named.items():
        yield from (Figure(month=month, what=what, name=name, number=number) for name, number in names.items())


async def _signals(
    unit: Unit, terms: Mapping[str, Term], month: date, start: datetime, end: datetime
) -> Iterator[Figure]:
    """By theme the new questions for which a term of the other side was over; each once, however many there were."""
    signed = [intake for row in await unit.signed_between(start, end) if (intake := read_intake(row)) is not None]
    themes = Counter(one.draft.theme for one in signed if any(_let_pass(state, terms) for state in one.draft.terms))
    return (Figure(month=month, what=FigureOf.SIGNALS, name=name, number=n) for name, n in themes.items())


def _let_pass(state: PassedTerm, terms: Mapping[str, Term]) -> bool:
    """Whether it is over and was neither the resident's own to keep, nor one whose end opens a way."""
    term = terms.get(state.id)
    return state.passed and term is not None and not term.mine and not term.opens


async def counted(unit: Unit, now: datetime) -> Counted:
    """Every month that is over, with its figures and what residents thought."""
    found: defaultdict[date, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in await unit.list_figures():
        found[one.month][one.what][one.name] += one.number
    today = now.astimezone(HERE).date()
    this_month = month_of(today - timedelta(days=today.weekday()))  # a week belongs to the month of its Monday
    for opinion in await unit.list_opinions():
        if month_of(opinion.week) < this_month:
            found[month_of(opinion.week)][opinion.question][opinion.answer] += opinion.number
    return {month: found[month] for month in sorted(found)}


def spans_of(months: Counted) -> Sequence[Span]:
    """What can be chosen, the newest first: months, and quarters of which the last month is over."""
    singles = [Span(first=month, last=month) for month in months]
    newest = max(months, default=date.min)
    quarters = {quarter_of(month) for month in months}
    whole = [Span(first=one[0], last=one[2]) for one in quarters if one[2] <= newest]
    return sorted([*singles, *whole], key=lambda one: (one.last, one.first), reverse=True)


def figures_for(months: Counted, span: Span) -> SpanFigures:
    """What may be told of it."""
    some = [span.first] if span.first == span.last else list(quarter_of(span.first))
    whats = {what for month in some for what in months.get(month, {})} - {FigureOf.MINUTES, FigureOf.SIGNALS}
    tables = {what: _told(_sums(months, some, what), what) for what in whats}
    if FigureOf.THEMES in tables:
        tables[FigureOf.SIGNALS] = tell_part(*(_sums(months, some, one) for one in (FigureOf.THEMES, FigureOf.SIGNALS)))
    answers: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for month in some:
        answers.update(months.get(month, {}).get(FigureOf.ANSWER, {}))
        minutes.update(months.get(month, {}).get(FigureOf.MINUTES, {}))
    waits = sorted(int(hour) for hour in answers.elements())
    answered, helped = (_total(tables.get(what)) for what in (FigureOf.ANSWER, FigureOf.HELPED))
    return SpanFigures(
        tables=tables,
        median=round(usual(waits, _MEDIAN)) if isinstance(answered, int) else answered,
        p80=round(usual(waits, _MOST)) if isinstance(answered, int) else answered,
        minutes=minutes.total() if isinstance(helped, int) else helped,
    )


def _sums(months: Counted, some: Sequence[date], what: str) -> list[Mapping[str, int]]:
    return [months.get(month, {}).get(what, {}) for month in some]


def _told(months: Sequence[Mapping[str, int]], what: str) -> Told:
    if len(months) == 1 or what == FigureOf.STANDING:
        return tell_month(months[-1])  # how many were open at the end of a quarter is how many at the end of its last
    if what in (FigureOf.ANSWER, FigureOf.HELPED):
        return tell_quarter([{"": sum(one.values())} for one in months])
    return tell_quarter(months)


def _total(told: Told | None) -> Shown:
    return Unshown.FEW if told is None else told.total


def _bounds(month: date) -> tuple[datetime, datetime, date]:
    """The first moment of a month, that of the next, and its last day."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    start, end = (datetime.combine(day, time(), HERE) for day in (month, last + timedelta(days=1)))
    return start, end, last
