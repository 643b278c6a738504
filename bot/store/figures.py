"""Figures: what a month came to, counted once it is over and kept when the intakes are gone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from bot.model.cases import IntakeStatus, PromiseOutcome
from bot.model.figures import Figure, FigureOf, MonthWork, OpinionCount
from bot.store.match_rows import HoursOn, MatchState
from bot.store.part import Part

_TOLD = (PromiseOutcome.KEPT, PromiseOutcome.CORRECTED, PromiseOutcome.BROKEN)


class FiguresPart(Part):
    """What a unit can do with figures."""

    __slots__ = ()

    async def month_work(self, start: datetime, end: datetime, first: date, last: date) -> MonthWork:
        """What happened from `start` up to `end`, on the days from `first` to `last`; of what is not erased."""
        tables = self._session.tables
        intakes, promises, matches = tables.intakes.c, tables.promises.c, tables.helpers.matches.c

        def within(column: ColumnElement[datetime | None]) -> ColumnElement[bool]:
            return (column >= start) & (column < end)

        new = await self._rows(select(intakes.theme, intakes.language).where(within(intakes.created_at)))
        reply = select(intakes.waiting_since, intakes.first_reply_at).where(within(intakes.first_reply_at))
        answers = await self._rows(reply.where(intakes.waiting_since.is_not(None)))
        there = or_(intakes.closed_at.is_(None), intakes.closed_at >= end)
        standing = await self._rows(select(intakes.first_reply_at).where(intakes.created_at < end, there))
        closed = select(intakes.outcome).where(within(intakes.closed_at), intakes.status == IntakeStatus.CLOSED)
        kept = select(promises.outcome).where(within(promises.ended_at), promises.outcome.in_(_TOLD))
        over = select(matches.state).where(
            within(matches.ended_at), matches.state.in_((MatchState.DONE, MatchState.MISMATCH))
        )
        started = await self._row(select(func.count().label("n")).where(within(matches.since)))
        return MonthWork(
            themes=tuple(row["theme"] for row in new),
            languages=tuple(row["language"] for row in new),
            answered=tuple(row["first_reply_at"] is not None and row["first_reply_at"] < end for row in standing),
            answers=tuple((row["waiting_since"], row["first_reply_at"]) for row in answers),
            promises=await self._names(kept),
            outcomes=await self._names(closed),
            started=started["n"] if started is not None else 0,
            ended=await self._names(over),
            minutes=await self._minutes(first, last),
        )

    async def keep_figures(self, figures: Sequence[Figure]) -> None:
        """Keep what was counted; what is there already stays as it was told."""
        table = self._session.tables.figures
        for one in figures:
            values = {"month": one.month, "what": one.what, "name": one.name, "number": one.number}
            await self._run(self._session.backend.insert_missing(table, values, ("month", "what", "name")))

    async def list_figures(self) -> Sequence[Figure]:
        """Give every figure, the oldest month first."""
        table = self._session.tables.figures
        rows = await self._rows(select(table).order_by(table.c.month, table.c.what, table.c.name))
        return [Figure(**{**row, "what": FigureOf(row["what"])}) for row in rows]

    async def list_opinions(self) -> Sequence[OpinionCount]:
        """Give what residents thought of the help, the oldest week first. Small numbers are not for showing."""
        table = self._session.tables.opinion_counts
        columns = (table.c.week, table.c.question, table.c.answer)
        counted = select(*columns, func.sum(table.c.number).label("number")).group_by(*columns).order_by(*columns)
        return [OpinionCount(**row) for row in await self._rows(counted)]

    async def purge_figures(self, before: date) -> None:
        """Forget figures and opinions of before."""
        tables = self._session.tables
        await self._run(delete(tables.figures).where(tables.figures.c.month < before))
        await self._run(delete(tables.opinion_counts).where(tables.opinion_counts.c.week < before))

    async def _names(self, statement: Select[tuple[str]]) -> tuple[str, ...]:
        return tuple(next(iter(row.values())) or "" for row in await self._rows(statement))

    async def _minutes(self, first: date, last: date) -> tuple[int, ...]:
        """The time spent on each intake, without travelling."""
        hours, matches = self._session.tables.helpers.case_hours.c, self._session.tables.helpers.matches
        spent = select(func.sum(hours.minutes).label("minutes")).join(matches, matches.c.id == hours.match_id)
        spent = spent.where(hours.on_date >= first, hours.on_date <= last, hours.what != HoursOn.REISTIJD)
        return tuple(row["minutes"] for row in await self._rows(spent.group_by(matches.c.intake_id)))
