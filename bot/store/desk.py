"""What the desk keeps beside the intakes: changes for open pages, words not sent yet, erased codes, opinions."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update

from bot.store.columns import disown, own
from bot.store.misses import monday_of
from bot.store.part import Part
from bot.store.rows import ChangeRow


class DeskPart(Part):
    """What a unit can do for the pages of the desk."""

    __slots__ = ()

    async def note_change(self, kind: str, code: str, at: datetime) -> None:
        """Tell the pages that stand open that something about an intake changed."""
        await self._run(insert(self._session.tables.desk_changes).values(at=at, kind=kind, code=code))

    async def changes_after(self, change_id: int, limit: int = 200) -> Sequence[ChangeRow]:
        """Give what changed after that one, the oldest first."""
        table = self._session.tables.desk_changes
        rows = await self._rows(select(table).where(table.c.id > change_id).order_by(table.c.id).limit(limit))
        return [ChangeRow(**row) for row in rows]

    async def last_change(self) -> int:
        """The number of the newest change, 0 when there is none."""
        row = await self._row(select(func.max(self._session.tables.desk_changes.c.id).label("id")))
        return (row["id"] if row is not None else 0) or 0

    async def knows_change(self, change_id: int) -> bool:
        """Whether that is the number of a change, or 0, and all that came after it is still kept."""
        table = self._session.tables.desk_changes
        oldest = select(func.min(table.c.id)).scalar_subquery()
        newest = select(func.max(table.c.id)).scalar_subquery()
        row = await self._row(select(oldest.label("oldest"), newest.label("newest")))
        if row is None or row["oldest"] is None:
            return change_id == 0
        return bool(row["oldest"] - 1 <= change_id <= row["newest"])

    async def add_tombstone(self, code: str, owner_id: str | None, at: datetime) -> None:
        """Keep that an intake was erased by the resident, for whoever had it."""
        table = self._session.tables.tombstones
        await self._run(self._session.backend.upsert(table, {"code": code, "owner_id": owner_id, "at": at}, ("code",)))

    async def has_tombstone(self, code: str) -> bool:
        """Whether an intake with this code was erased lately."""
        table = self._session.tables.tombstones
        return await self._row(select(table.c.code).where(table.c.code == code)) is not None

    async def keep_draft(self, account_id: str, place: str, body: str, at: datetime) -> None:
        """Keep what somebody typed and did not send; empty text is nothing to keep."""
        table = self._session.tables.drafts
        if not body:
            await self.drop_draft(account_id, place)
            return
        values = {"account_id": account_id, "place": place, "body": own(f"{account_id}/{place}", body), "at": at}
        await self._run(self._session.backend.upsert(table, values, ("account_id", "place")))

    async def find_draft(self, account_id: str, place: str) -> str:
        """What somebody typed there and did not send; empty when nothing was."""
        table = self._session.tables.drafts
        mine = select(table.c.body).where(table.c.account_id == account_id, table.c.place == place)
        row = await self._row(mine)
        return "" if row is None else disown(f"{account_id}/{place}", row["body"])

    async def drop_draft(self, account_id: str, place: str) -> None:
        """It was sent, or thrown away."""
        table = self._session.tables.drafts
        await self._run(delete(table).where(table.c.account_id == account_id, table.c.place == place))

    async def drop_drafts_about(self, code: str) -> None:
        """Whatever anybody typed about this intake and did not send."""
        table = self._session.tables.drafts
        await self._run(delete(table).where(table.c.place.startswith(f"{code}/", autoescape=True)))

    async def count_opinion(self, day: date, municipality: str, question: str, answer: str) -> None:
        """Count an answer about the help. Of the moment only the week is kept, and nothing says whose it was."""
        table = self._session.tables.opinion_counts
        key = {"week": monday_of(day), "municipality": municipality, "question": question, "answer": answer}
        counted = update(table).where(*(table.c[name] == value for name, value in key.items()))
        if not await self._count(counted.values(number=table.c.number + 1)):
            await self._run(self._session.backend.insert_missing(table, {**key, "number": 0}, tuple(key)))
            await self._run(counted.values(number=table.c.number + 1))
