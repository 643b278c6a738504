"""The outbox: every message to somebody, kept before it is sent.

Per address in order of id: a message that is being sent, or that has to wait, holds up the later
ones to the same address and nobody else's.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, case, delete, func, insert, or_, select, true, update

from bot.store.columns import disown, own
from bot.store.errors import StoreError
from bot.store.part import Part
from bot.store.rows import OutboxRow, OutboxStatus, Recovered

_WAITING = (OutboxStatus.QUEUED, OutboxStatus.SENDING)
PARKED = "Parked"  # the error of a message that was not sent because its address or channel is closed to us


class OutboxPart(Part):
    """What a unit can do with messages to send."""

    __slots__ = ()

    async def enqueue(
        self,
        *,
        channel: str,
        conversation_id: str | None,
        address: str,
        body: str,
        urgent: bool,
        at: datetime,
        not_before_at: datetime | None = None,
        entry_id: int | None = None,
    ) -> int:
        """Put a message in the queue of its address and return its id; `entry_id` says whose words it carries."""
        key = self._session.keyring.address_key(channel, address)
        table = self._session.tables.outbox
        values = {
            "channel": channel,
            "conversation_id": conversation_id,
            "address_key": key,
            "address": own(key, address),
            "body": own(key, body),
            "urgent": urgent,
            "status": OutboxStatus.QUEUED,
            "attempts": 0,
            "recovered": False,
            "not_before_at": not_before_at,
            "created_at": at,
            "entry_id": entry_id,
        }
        row = await self._row(insert(table).values(**values).returning(table.c.id))
        if row is None:
            raise StoreError("the database gave no id for a new message")
        return int(row["id"])

    async def due(self, now: datetime, limit: int, channels: Collection[str] | None = None) -> Sequence[OutboxRow]:
        """Give the first message of each address that may be sent now, of every channel or of these.

        An address with an urgent message in its queue comes before all others, so that what stands
        before the urgent one goes out first and fast.
        """
        table = self._session.tables.outbox
        heads = (
            select(
                func.min(table.c.id).label("id"),
                # PostgreSQL has no maximum of booleans.
                func.max(case((table.c.urgent, 1), else_=0)).label("urgent"),
            )
            .where(table.c.status.in_(_WAITING), self._of(channels))
            .group_by(table.c.address_key)
            .subquery()
        )
        statement = (
            select(table)
            .join(heads, table.c.id == heads.c.id)
            .where(table.c.status == OutboxStatus.QUEUED)
            .where(or_(table.c.not_before_at.is_(None), table.c.not_before_at <= now))
            .order_by(heads.c.urgent.desc(), table.c.id)
            .limit(limit)
        )
        return [_outbox_row(row) for row in await self._rows(statement)]

    async def mark_sending(self, outbox_id: int) -> bool:
        """Take a message for sending; False when somebody else has it or it is done."""
        table = self._session.tables.outbox
        return await self._move(
            outbox_id,
            (OutboxStatus.QUEUED,),
            {"status": OutboxStatus.SENDING, "attempts": table.c.attempts + 1, "not_before_at": None},
        )

    async def mark_sent(self, outbox_id: int, external_id: str | None, at: datetime) -> bool:
        """Note that the channel took the message, and under which id."""
        values = {"status": OutboxStatus.SENT, "external_id": external_id, "done_at": at, "error": None}
        return await self._move(outbox_id, (OutboxStatus.SENDING, OutboxStatus.UNCERTAIN), values)

    async def mark_uncertain(self, outbox_id: int, at: datetime) -> bool:
        """Note that nobody knows whether the message arrived; later ones go on."""
        values = {"status": OutboxStatus.UNCERTAIN, "done_at": at}
        return await self._move(outbox_id, (OutboxStatus.SENDING,), values)

    async def mark_failed(self, outbox_id: int, error: str, at: datetime) -> bool:
        """Give a message up; `error` is the name of the class only. Later ones go on."""
        return await self._move(outbox_id, _WAITING, {"status": OutboxStatus.FAILED, "error": error, "done_at": at})

    async def postpone(self, outbox_id: int, until: datetime) -> bool:
        """Put a message back in its place in the queue, not to be sent before `until`."""
        return await self._move(outbox_id, _WAITING, {"status": OutboxStatus.QUEUED, "not_before_at": until})

    async def once_more(self, outbox_id: int, until: datetime) -> bool:
        """Put back a message that may have arrived, to go once more; False when it was put back so before."""
        table = self._session.tables.outbox
        again = update(table).where(table.c.id == outbox_id, table.c.recovered.is_(False))
        again = again.where(table.c.status == OutboxStatus.SENDING)
        values = {"status": OutboxStatus.QUEUED, "recovered": True, "not_before_at": until}
        return await self._count(again.values(**values)) == 1

    async def queued_about(self, channel: str, conversation_id: str) -> Sequence[OutboxRow]:
        """Give what still waits on this channel and is about this conversation, in order."""
        table = self._session.tables.outbox
        mine = select(table).where(table.c.channel == channel, table.c.conversation_id == conversation_id)
        mine = mine.where(table.c.status == OutboxStatus.QUEUED).order_by(table.c.id)
        return [_outbox_row(row) for row in await self._rows(mine)]

    async def drop_queued(self, outbox_id: int) -> bool:
        """Take a message that waits out of the queue without a trace; False when it does not wait any more."""
        table = self._session.tables.outbox
        waits = delete(table).where(table.c.id == outbox_id, table.c.status == OutboxStatus.QUEUED)
        return await self._count(waits) == 1

    async def queued_for(self, channel: str, address: str) -> Sequence[OutboxRow]:
        """Everything that waits for one address, also what is held back, the oldest first."""
        table = self._session.tables.outbox
        key = self._session.keyring.address_key(channel, address)
        waits = select(table).where(table.c.address_key == key, table.c.status == OutboxStatus.QUEUED)
        return [_outbox_row(row) for row in await self._rows(waits.order_by(table.c.id))]

    async def made_since(self, channels: Collection[str], since: datetime) -> Sequence[OutboxRow]:
        """Every message that was made for these channels since then, whatever became of it."""
        table = self._session.tables.outbox
        made = select(table).where(table.c.channel.in_(channels), table.c.created_at >= since)
        return [_outbox_row(row) for row in await self._rows(made.order_by(table.c.id))]

    async def let_go(self, channel: str, address: str) -> None:
        """Send at once what is held back to be thought over; what waits for the channel goes on waiting."""
        table = self._session.tables.outbox
        key = self._session.keyring.address_key(channel, address)
        held = update(table).where(table.c.address_key == key, table.c.status == OutboxStatus.QUEUED)
        await self._run(held.where(table.c.entry_id.is_not(None), table.c.attempts == 0).values(not_before_at=None))

    async def park_address(self, channel: str, address: str, at: datetime) -> Sequence[int]:
        """Give up everything queued for an address that is closed to us; gives the entries whose words it carried."""
        table = self._session.tables.outbox
        key = self._session.keyring.address_key(channel, address)
        parked = update(table).where(table.c.address_key == key, table.c.status == OutboxStatus.QUEUED)
        parked = parked.values(status=OutboxStatus.FAILED, error=PARKED, done_at=at)
        rows = await self._rows(parked.returning(table.c.entry_id))
        return [row["entry_id"] for row in rows if row["entry_id"] is not None]

    async def park_channel(self, channel: str, at: datetime) -> int:
        """Give up everything queued for a channel that is not set up any more; returns how many."""
        table = self._session.tables.outbox
        parked = update(table).where(table.c.channel == channel, table.c.status == OutboxStatus.QUEUED)
        return await self._count(parked.values(status=OutboxStatus.FAILED, error=PARKED, done_at=at))

    async def recover_sending(self, now: datetime, channels: Collection[str] | None = None) -> Recovered:
        """Deal with what a crash left in `sending`; only for the one sender of these channels, before it sends.

        The message may have arrived. It is sent once more; after a second crash it is left as
        uncertain, so that nobody gets more than one copy too many.
        """
        table = self._session.tables.outbox
        left = update(table).where(table.c.status == OutboxStatus.SENDING, self._of(channels))
        uncertain = await self._count(
            left.where(table.c.recovered.is_(True)).values(status=OutboxStatus.UNCERTAIN, done_at=now)
        )
        queued = await self._count(left.values(status=OutboxStatus.QUEUED, recovered=True))
        return Recovered(queued=queued, uncertain=uncertain)

    def _of(self, channels: Collection[str] | None) -> ColumnElement[bool]:
        return true() if channels is None else self._session.tables.outbox.c.channel.in_(channels)

    async def _move(self, outbox_id: int, sources: Sequence[OutboxStatus], values: Mapping[str, object]) -> bool:
        table = self._session.tables.outbox
        moved = update(table).where(table.c.id == outbox_id, table.c.status.in_(sources))
        return await self._count(moved.values(**values)) == 1


def _outbox_row(row: RowMapping) -> OutboxRow:
    owner = row["address_key"]
    return OutboxRow(
        id=row["id"],
        channel=row["channel"],
        conversation_id=row["conversation_id"],
        address=disown(owner, row["address"]),
        body=disown(owner, row["body"]),
        urgent=row["urgent"],
        status=OutboxStatus(row["status"]),
        attempts=row["attempts"],
        recovered=row["recovered"],
        not_before_at=row["not_before_at"],
        created_at=row["created_at"],
        done_at=row["done_at"],
        error=row["error"],
        external_id=row["external_id"],
        entry_id=row["entry_id"],
    )
