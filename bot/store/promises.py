"""Promises: by when a person answers, and timers: what must happen by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select, update

from bot.model.cases import IntakeStatus
from bot.store.part import Part
from bot.store.rows import PromiseRow, TimerRow, WorkLoad
from bot.store.tables import still_waits

_OPEN = "open"
_LOOKED_AT = 50  # of the last answers, also when they are older


class PromisesPart(Part):
    """What a unit can do with promises and timers."""

    __slots__ = ()

    async def make_promise(self, intake_id: int, *, due_at: datetime, reason: str, basis: str, at: datetime) -> None:
        """Keep a new promise beside the ones there are; end the open one first. The intake shows the new moment."""
        tables = self._session.tables
        values = {"intake_id": intake_id, "made_at": at, "due_at": due_at, "reason": reason, "basis": basis}
        await self._run(insert(tables.promises).values(**values, outcome=_OPEN))
        intake = update(tables.intakes).where(tables.intakes.c.id == intake_id)
        await self._run(intake.values(promised_at=due_at))

    async def end_promise(self, intake_id: int, outcome: str, at: datetime) -> bool:
        """Tell what became of the open promise; False when none is open."""
        table = self._session.tables.promises
        ended = update(table).where(table.c.intake_id == intake_id, table.c.outcome == _OPEN)
        return await self._count(ended.values(outcome=outcome, ended_at=at)) > 0

    async def list_promises(self, intake_id: int) -> Sequence[PromiseRow]:
        """Give every promise about an intake, the oldest first."""
        table = self._session.tables.promises
        rows = await self._rows(select(table).where(table.c.intake_id == intake_id).order_by(table.c.id))
        return [PromiseRow(**row) for row in rows]

    async def open_promise(self, intake_id: int) -> PromiseRow | None:
        """The promise about an intake that is neither kept nor broken yet."""
        table = self._session.tables.promises
        row = await self._row(select(table).where(table.c.intake_id == intake_id, table.c.outcome == _OPEN))
        return None if row is None else PromiseRow(**row)

    async def next_promise_at(self) -> datetime | None:
        """The first moment that is promised now, of all intakes."""
        table = self._session.tables.promises
        row = await self._row(select(func.min(table.c.due_at).label("at")).where(table.c.outcome == _OPEN))
        return None if row is None else row["at"]

    async def count_promises(self, since: datetime) -> dict[str, int]:
        """How many promises ended each way since then."""
        table = self._session.tables.promises
        counted = select(table.c.outcome, func.count().label("number")).where(table.c.ended_at >= since)
        return {row["outcome"]: row["number"] for row in await self._rows(counted.group_by(table.c.outcome))}

    async def work_load(self, since: datetime) -> WorkLoad:
        """What lies ahead of a new intake, and what was answered since then (at least the last fifty)."""
        table = self._session.tables.intakes
        ahead = select(table.c.urgent, table.c.waiting_since).where(
            table.c.status.in_((IntakeStatus.NEW, IntakeStatus.CLAIMED)),
            still_waits(table),
            table.c.snoozed_until.is_(None),
        )
        waiting = await self._rows(ahead)
        done = select(table.c.waiting_since, table.c.first_reply_at)
        done = done.where(table.c.first_reply_at.is_not(None), table.c.waiting_since.is_not(None))
        done = done.order_by(table.c.first_reply_at.desc())
        answered = await self._rows(done.where(table.c.first_reply_at >= since))
        if len(answered) < _LOOKED_AT:
            answered = await self._rows(done.limit(_LOOKED_AT))
        return WorkLoad(
            open=len(waiting),
            urgent=sum(row["urgent"] for row in waiting),
            waiting=tuple(row["waiting_since"] for row in waiting),
            answered=tuple((row["waiting_since"], row["first_reply_at"]) for row in answered),
        )

    async def set_timer(self, intake_id: int, kind: str, due_at: datetime, n: int = 1) -> None:
        """Let something happen by itself; the same kind and `n` again moves it, unless it is done."""
        table = self._session.tables.timers
        key = {"intake_id": intake_id, "kind": kind, "n": n}
        missing = self._session.backend.insert_missing(table, {**key, "due_at": due_at}, tuple(key))
        if await self._row(missing) is None:
            same = (table.c[name] == value for name, value in key.items())
            await self._run(update(table).where(*same, table.c.done_at.is_(None)).values(due_at=due_at))

    async def drop_timers(self, intake_id: int, kinds: Sequence[str], at: datetime) -> None:
        """What need not happen any more; it counts as done."""
        table = self._session.tables.timers
        mine = update(table).where(table.c.intake_id == intake_id, table.c.kind.in_(kinds))
        await self._run(mine.where(table.c.done_at.is_(None)).values(done_at=at))

    async def due_timer(
        self, now: datetime, *, kinds: Collection[str] | None = None, without: Collection[int] = ()
    ) -> TimerRow | None:
        """The first timer whose moment has come: of these kinds if any are named, and `without` these ids."""
        table = self._session.tables.timers
        due = select(table).where(table.c.done_at.is_(None), table.c.due_at <= now)
        if kinds is not None:
            due = due.where(table.c.kind.in_(kinds))
        if without:
            due = due.where(table.c.id.not_in(without))
        row = await self._row(due.order_by(table.c.due_at, table.c.id).limit(1))
        return None if row is None else _timer_row(row)

    async def end_timer(self, timer_id: int, at: datetime) -> bool:
        """Note that it happened; False when it had."""
        table = self._session.tables.timers
        ended = update(table).where(table.c.id == timer_id, table.c.done_at.is_(None))
        return await self._count(ended.values(done_at=at)) == 1

    async def delay_timer(self, timer_id: int, due_at: datetime) -> None:
        """Let it happen at a later moment after all."""
        table = self._session.tables.timers
        delayed = update(table).where(table.c.id == timer_id)
        await self._run(delayed.values(due_at=due_at, done_at=None, delays=table.c.delays + 1))

    async def count_timers(self, intake_id: int, kind: str) -> int:
        """How many timers of a kind there were for an intake, done or not."""
        table = self._session.tables.timers
        counted = select(func.count().label("number")).where(table.c.intake_id == intake_id, table.c.kind == kind)
        row = await self._row(counted)
        return 0 if row is None else row["number"]


def _timer_row(row: RowMapping) -> TimerRow:
    return TimerRow(**{name: row[name] for name in TimerRow.__slots__})
