"""The thread of an intake: what was said, noted and done about it since it was signed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update

from bot.model.cases import Delivery
from bot.store.columns import disown, own
from bot.store.errors import StoreError
from bot.store.part import Part
from bot.store.rows import EntryRow, OutboxStatus


class EntriesPart(Part):
    """What a unit can do with the thread of an intake."""

    __slots__ = ()

    async def add_entry(
        self,
        intake_id: int,
        *,
        kind: str,
        author: str,
        body: str,
        at: datetime,
        client_key: str | None = None,
        delivery: str | None = None,
    ) -> int | None:
        """Keep an entry and return its id, or None when this author has one with this `client_key` already."""
        table = self._session.tables.entries
        values = {
            "intake_id": intake_id,
            "kind": kind,
            "author": author,
            "body": own(_owner(intake_id), body),
            "at": at,
            "client_key": client_key,
            "delivery": delivery,
        }
        if client_key is None:
            row = await self._row(insert(table).values(**values).returning(table.c.id))
            if row is None:
                raise StoreError("the database gave no id for a new entry")
        else:
            row = await self._row(self._session.backend.insert_missing(table, values, ("author", "client_key")))
        return None if row is None else int(row["id"])

    async def list_entries(self, intake_id: int) -> Sequence[EntryRow]:
        """Give the thread of an intake, the oldest first."""
        table = self._session.tables.entries
        return [
            _entry_row(row)
            for row in await self._rows(select(table).where(table.c.intake_id == intake_id).order_by(table.c.id))
        ]

    async def last_entry(self, intake_id: int, kinds: Collection[str]) -> EntryRow | None:
        """Find the newest entry of these kinds in the thread of an intake; no other one is unsealed."""
        table = self._session.tables.entries
        wanted = select(table).where(table.c.intake_id == intake_id, table.c.kind.in_(kinds))
        row = await self._row(wanted.order_by(table.c.id.desc()).limit(1))
        return None if row is None else _entry_row(row)

    async def find_entry(self, entry_id: int) -> EntryRow | None:
        """Find one entry."""
        table = self._session.tables.entries
        row = await self._row(select(table).where(table.c.id == entry_id))
        return None if row is None else _entry_row(row)

    async def has_entry(self, author: str, client_key: str) -> bool:
        """Whether this author has an entry with this `client_key`."""
        table = self._session.tables.entries
        same = select(table.c.id).where(table.c.author == author, table.c.client_key == client_key)
        return await self._row(same) is not None

    async def held_entries(self, intake_id: int, now: datetime) -> frozenset[int]:
        """Those of an intake that are held back still: nothing of them may leave yet."""
        entries, outbox = self._session.tables.entries, self._session.tables.outbox
        carried = select(entries.c.id).join(outbox, outbox.c.entry_id == entries.c.id)
        held = carried.where(
            entries.c.intake_id == intake_id, outbox.c.status == OutboxStatus.QUEUED, outbox.c.not_before_at > now
        )
        return frozenset(row["id"] for row in await self._rows(held))

    async def is_on_its_way(self, intake_id: int, written_by: datetime) -> bool:
        """Whether words to the resident of that moment or before have neither arrived nor failed."""
        table = self._session.tables.entries
        mine = select(table.c.id).where(table.c.intake_id == intake_id, table.c.at <= written_by)
        return await self._row(mine.where(table.c.delivery == Delivery.WAITING).limit(1)) is not None

    async def note_delivery(self, entry_id: int, delivery: str) -> EntryRow | None:
        """Keep what became of a message to the resident; gives its entry."""
        table = self._session.tables.entries
        row = await self._row(update(table).where(table.c.id == entry_id).values(delivery=delivery).returning(table))
        return None if row is None else _entry_row(row)

    async def take_back_entry(self, entry_id: int) -> bool:
        """Undo a message of which nothing has left yet, with what would have carried it; False: too late."""
        tables = self._session.tables
        carries = tables.outbox.c.entry_id == entry_id
        rows = await self._rows(select(tables.outbox.c.status).where(carries))
        if not rows or any(row["status"] != OutboxStatus.QUEUED for row in rows):
            return False
        await self._run(delete(tables.outbox).where(carries))
        return await self._count(delete(tables.entries).where(tables.entries.c.id == entry_id)) == 1


def _owner(intake_id: int) -> str:
    """An entry belongs to its intake; which of its entries it is, nobody can choose."""
    return str(intake_id)


def _entry_row(row: RowMapping) -> EntryRow:
    return EntryRow(
        id=row["id"],
        intake_id=row["intake_id"],
        kind=row["kind"],
        author=row["author"],
        body=disown(_owner(row["intake_id"]), row["body"]),
        at=row["at"],
        delivery=row["delivery"],
    )
