"""What waits, counted: the figures on which health is judged."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, case, func, or_, select

from bot.model.cases import IntakeStatus
from bot.store.part import Part
from bot.store.rows import Backlog, InboxStatus, OutboxStatus
from bot.store.tables import still_waits

_INBOX = (InboxStatus.PENDING, InboxStatus.DEAD)
_OUTBOX = (OutboxStatus.QUEUED, OutboxStatus.SENDING, OutboxStatus.UNCERTAIN, OutboxStatus.FAILED)
_Counts = Mapping[str, tuple[int, datetime | None]]


class BacklogPart(Part):
    """What a unit can tell about the work that waits."""

    __slots__ = ()

    async def backlog(self, now: datetime) -> Backlog:
        """Count what waits and for how long."""
        tables = self._session.tables
        inbox = await self._by_status(tables.inbox, _INBOX, tables.inbox.c.received_at)
        outbox = await self._by_status(
            tables.outbox, _OUTBOX, case((_may_go(tables.outbox, now), tables.outbox.c.created_at))
        )
        intakes = await self._by_status(tables.intakes, (IntakeStatus.NEW,), tables.intakes.c.created_at)
        return Backlog(
            inbox_pending=_number(inbox, InboxStatus.PENDING),
            inbox_dead=_number(inbox, InboxStatus.DEAD),
            inbox_oldest_seconds=_wait(inbox, InboxStatus.PENDING, now),
            outbox_queued=_number(outbox, OutboxStatus.QUEUED),
            outbox_sending=_number(outbox, OutboxStatus.SENDING),
            outbox_uncertain=_number(outbox, OutboxStatus.UNCERTAIN),
            outbox_failed=_number(outbox, OutboxStatus.FAILED),
            outbox_oldest_seconds=_wait(outbox, OutboxStatus.QUEUED, now),
            intakes_new=_number(intakes, IntakeStatus.NEW),
            intakes_late=await self._late(now),
            intakes_oldest_seconds=_wait(intakes, IntakeStatus.NEW, now),
            timers_oldest_seconds=await self._overdue(now),
        )

    async def _by_status(self, table: Table, statuses: tuple[str, ...], since: ColumnElement[datetime]) -> _Counts:
        counted = select(table.c.status, func.count().label("number"), func.min(since).label("oldest"))
        rows = await self._rows(counted.where(table.c.status.in_(statuses)).group_by(table.c.status))
        return {row["status"]: (row["number"], row["oldest"]) for row in rows}

    async def _late(self, now: datetime) -> int:
        intakes = self._session.tables.intakes
        late = select(func.count().label("number")).where(intakes.c.status == IntakeStatus.NEW)
        row = await self._row(late.where(intakes.c.promised_at < now, still_waits(intakes)))
        return 0 if row is None else row["number"]

    async def _overdue(self, now: datetime) -> float:
        timers = self._session.tables.timers
        row = await self._row(select(func.min(timers.c.due_at).label("first")).where(timers.c.done_at.is_(None)))
        first = row["first"] if row is not None else None
        return 0.0 if first is None else max(0.0, (now - first).total_seconds())


def _may_go(outbox: Table, now: datetime) -> ColumnElement[bool]:
    """Whether a message could be sent: neither it nor one before it at the same address has to wait."""
    before = outbox.alias()
    held = select(before.c.id).where(before.c.address_key == outbox.c.address_key, before.c.id < outbox.c.id)
    held = held.where(before.c.status == OutboxStatus.QUEUED, before.c.not_before_at > now)
    due = or_(outbox.c.not_before_at.is_(None), outbox.c.not_before_at <= now)
    return and_(outbox.c.status == OutboxStatus.QUEUED, due, ~held.exists())


def _number(counts: _Counts, status: str) -> int:
    return counts.get(status, (0, None))[0]


def _wait(counts: _Counts, status: str, now: datetime) -> float:
    oldest = counts.get(status, (0, None))[1]
    # A clock that was set back must not give a negative wait.
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
