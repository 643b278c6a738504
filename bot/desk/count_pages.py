"""Figures for who manages the work: sums of months and quarters that are over, and the same as a file."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.advice.spoken import language_name
from bot.desk.views.counts import Count, CountsView, CountTable, PeriodChoice
from bot.desk.views.frame import Nav
from bot.desk.visits import Pages, Visit
from bot.dialogue.parts import Parts
from bot.model.accounts import Role
from bot.model.figures import FigureOf
from bot.model.text import DUTCH
from bot.model.wording import Between
from bot.publish.figures import Shown, Told
from bot.publish.uses import Unshown
from bot.service import Service
from bot.service.counts import Span, SpanFigures, counted, figures_for, spans_of

_PATH = "/desk/cijfers"
_ROLES = frozenset({Role.COORDINATOR, Role.MANAGER})
_OPINIONS = {"opinion": Between.CONTENT, "effects": Between.BETTER, "on_own": Between.ALONE}
_FORMULA = "=+-@\t\r\n"  # what a spreadsheet would reckon with


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPages:
    """The page and the file. `outcomes`: what an outcome is called, by its code."""

    service: Service
    outcomes: Mapping[str, str]

    def routes(self, pages: Pages) -> list[Route]:
        """Both show the very same numbers."""
        return [
            pages.page(_PATH, self.show, name="counts", roles=_ROLES),
            pages.page(f"{_PATH}.csv", self.file, name="counts_file", roles=_ROLES),
        ]

    async def show(self, visit: Visit) -> Response:
        """One period; the newest when none is named."""
        view, _ = await self._view(visit)
        return visit.render("counts", visit.frame(Nav.COUNTS), view=view)

    async def file(self, visit: Visit) -> Response:
        """The same, for a spreadsheet; no cell of it is a formula."""
        view, span = await self._view(visit)
        if span is None:
            raise HTTPException(404)
        words = visit.templates.tables("count_words")
        body = _as_csv(view, words)
        name = f'attachment; filename="cijfers-{span.id.lower()}.csv"'
        return Response(body, media_type="text/csv; charset=utf-8", headers={"content-disposition": name})

    async def _view(self, visit: Visit) -> tuple[CountsView, Span | None]:
        async with self.service.store.read() as unit:
            months = await counted(unit, visit.at)
        spans, wanted = spans_of(months), visit.request.query_params.get("periode", "")
        span = next((one for one in spans if one.id == wanted), None)
        if wanted and span is None:
            raise HTTPException(404)
        span = span or next(iter(spans), None)
        if span is None:
            return CountsView(tables=()), None
        return CountsView(
            tables=tuple(self._tables(figures_for(months, span))),
            periods=tuple(PeriodChoice(id=one.id, first=one.first, last=one.last, chosen=one == span) for one in spans),
            csv=f"{_PATH}.csv?periode={span.id}",
        ), span

    def _tables(self, found: SpanFigures) -> Iterator[CountTable]:
        parts, told = self.service.engine.parts, found.tables
        yield CountTable(
            id="flow",
            rows=(
                Count(id="new", number=_total(told, FigureOf.THEMES)),
                Count(id="open", number=_total(told, FigureOf.STANDING)),
                Count(id="waiting", number=_cell(told, FigureOf.STANDING, "waiting")),
                Count(id="closed", number=_total(told, FigureOf.OUTCOMES)),
            ),
        )
        yield CountTable(
            id="answer",
            rows=(
                Count(id="median", number=found.median, unit="uur"),
                Count(id="p80", number=found.p80, unit="uur"),
                Count(id="norm", number=parts.municipality.hours.answer_hours, unit="uur"),
            ),
        )
        kept = (Count(id=one, number=_cell(told, FigureOf.PROMISES, one)) for one in ("kept", "corrected", "broken"))
        yield CountTable(id="promises", rows=tuple(kept))
        yield _named("outcomes", told.get(FigureOf.OUTCOMES), self.outcomes)
        yield CountTable(
            id="matches",
            rows=(
                Count(id="found", number=_total(told, FigureOf.STARTED)),
                Count(id="mismatch", number=_cell(told, FigureOf.ENDED, "mismatch")),
            ),
        )
        yield CountTable(id="hours", rows=(Count(id="sum", number=_hours(found.minutes), unit="uur"),))
        for table, question in _OPINIONS.items():
            yield _named(table, told.get(question), _answers(parts, question))
        themes = {theme.id: theme.name.to(DUTCH) for theme in parts.knowledge.themes.values()}
        yield _named("themes", told.get(FigureOf.THEMES), themes)
        yield _named("signals", told.get(FigureOf.SIGNALS), themes)
        spoken = told.get(FigureOf.LANGUAGES)
        names = {code: language_name(code) for code in spoken.cells} if spoken is not None else {}
        yield _named("languages", spoken, names)


def _named(table: str, told: Told | None, names: Mapping[str, str]) -> CountTable:
    """A row for each name, the largest first; those that are hidden by name, not by size."""
    cells = told.cells if told is not None else {}
    rows = [Count(label=names.get(name, name) or "-", number=number) for name, number in cells.items()]
    rows.sort(key=lambda row: (-row.number if isinstance(row.number, int) else 0, row.label))
    return CountTable(id=table, rows=tuple(rows))


def _answers(parts: Parts, question: str) -> Mapping[str, str]:
    """What a resident could answer, as it stood on the button."""
    return {option.id: option.label.to(DUTCH) for option in parts.flows.asides[question].options}


def _total(told: Mapping[str, Told], what: str) -> Shown:
    return told[what].total if what in told else Unshown.FEW


def _cell(told: Mapping[str, Told], what: str, name: str) -> Shown:
    return told[what].cells.get(name, Unshown.FEW) if what in told else Unshown.FEW


def _hours(minutes: Shown) -> Shown:
    return round(minutes / 60) if isinstance(minutes, int) else minutes


def _as_csv(view: CountsView, words: Mapping[str, Mapping[str, str]]) -> bytes:
    """With the mark that makes a spreadsheet read it as UTF-8."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";")
    for table in view.tables:
        for row in table.rows:
            unshown = words["UNMEASURED" if row.unit else "UNSHOWN"]
            number = str(row.number) if isinstance(row.number, int) else unshown[row.number.value]
            line = (words["TABLE"][table.id], words["ROW"][row.id] if row.id else row.label, number, row.unit)
            writer.writerow([_safe(cell) for cell in line])
    return made.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """An apostrophe before what would be a formula."""
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) else cell
