"""Small values that must survive a restart, and leases: who may do what only one may do."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from bot.store.part import Part


class MarksPart(Part):
    """What a unit can do with marks and leases."""

    __slots__ = ()

    async def get_mark(self, key: str) -> str | None:
        """Give a small value, or None when it was never set."""
        marks = self._session.tables.marks
        row = await self._row(select(marks.c.value).where(marks.c.key == key))
        return None if row is None else row["value"]

    async def set_mark(self, key: str, value: str) -> None:
        """Keep a small value under a key; no text of a resident, it is not sealed."""
        marks = self._session.tables.marks
        await self._run(self._session.backend.upsert(marks, {"key": key, "value": value}, ("key",)))

    async def drop_mark(self, key: str) -> None:
        """Forget a small value."""
        marks = self._session.tables.marks
        await self._run(delete(marks).where(marks.c.key == key))

    async def take_lease(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Take or prolong a lease until `now` + `seconds`; False while somebody else holds it."""
        leases = self._session.tables.leases
        until = now + timedelta(seconds=seconds)
        values = {"name": name, "holder": holder, "until_at": until}
        free = or_(leases.c.holder == holder, leases.c.until_at <= now)
        taken = update(leases).where(leases.c.name == name, free).values(holder=holder, until_at=until)
        if await self._count(taken):
            return True
        first = self._session.backend.insert_missing(leases, values, ("name",))
        return await self._row(first) is not None

    async def drop_lease(self, name: str, holder: str) -> None:
        """Let a lease go at once; somebody else's stays."""
        leases = self._session.tables.leases
        await self._run(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
