"""The audit trail: who did or saw what. Rows are added, never changed; a keyed chain shows if one was.

Each row holds the hash of the row before and a hash of its own, made with the secret of the keyring.
Whoever has the database alone can make neither; whoever has the keys as well can rewrite all of it,
and the hash of the newest row in the log of the program is what shows that.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import UTC, datetime

from sqlalchemy import LargeBinary, RowMapping, Select, delete, func, select, type_coerce

from bot.store.columns import Sealed, disown, own
from bot.store.desk_rows import AuditEntry
from bot.store.errors import StoreError
from bot.store.marks import MarksPart

_START = "audit:start"  # hash of the last row that was purged by age: the chain goes on from there
_END = "audit:end"  # id and hash of the newest row: shows that rows at the end are gone
LOOK = "look"
"""The action of who opened a case."""

_FIELDS = tuple(field.name for field in fields(AuditEntry))
_PAGE = 500
_UNREADABLE = "\0"


class AuditPart(MarksPart):
    """What a unit can do with the trail. Write in the unit that reads the intake: no row, no view."""

    __slots__ = ()

    async def note(self, entry: AuditEntry) -> None:
        """Add a row to the chain. The writing unit holds the lock, so the order is the order of the chain."""
        table = self._session.tables.audit
        _, follows = await self._end()
        values = {name: getattr(entry, name) for name in _FIELDS}
        link = self._link(follows, entry)
        values["reason"] = own(link, entry.reason)
        row = await self._row(table.insert().values(**values, follows=follows, hash=link).returning(table.c.id))
        assert row is not None
        await self._set_signed(_END, f"{row['id']} {link}")

    async def audit_end(self) -> str:
        """Number and hash of the newest row, to be logged where nobody who has the database can write."""
        number, link = await self._end()
        return f"{number} {link}"

    async def list_audit(self, *, object: str, action: str = "") -> list[AuditEntry]:
        """What was done with one thing, such as an intake by its code, oldest first; of one action when it is named."""
        table = self._session.tables.audit
        found = self._select().where(table.c.object == object, *([table.c.action == action] if action else []))
        rows = await self._rows(found.order_by(table.c.id))
        return [self._opened(row) for row in rows]

    async def last_looks(self, code: str) -> list[tuple[str, datetime]]:
        """Which accounts opened the case with this code, each with the last time; the latest first."""
        table = self._session.tables.audit
        last = func.max(table.c.at).label("at")
        looked = select(table.c.account_id, last).where(table.c.object == code, table.c.action == LOOK)
        rows = await self._rows(looked.group_by(table.c.account_id).order_by(last.desc()))
        return [(row["account_id"], row["at"]) for row in rows]

    async def check_trail(self) -> list[str]:
        """Name every place where the chain does not hold."""
        faults: list[str] = []
        number, follows = 0, await self._signed(_START, faults) or ""
        async for row in self._pages():
            if row["follows"] != follows:
                faults.append(f"audit: rows between {number} and {row['id']} are gone")
            if self._link(row["follows"], self._opened(row)) != row["hash"]:
                faults.append(f"audit: row {row['id']} was changed")
            number, follows = row["id"], row["hash"]
        end = await self._signed(_END, faults)
        if end is None and number and not faults:
            faults.append(f"audit: the mark '{_END}' is gone")
        elif end is not None and end.split()[1] != follows:
            faults.append(f"audit: rows after {number} are gone, up to {end.split()[0]}")
        return faults

    async def purge_audit(self, before: datetime) -> int:
        """Forget the oldest rows; the chain goes on from where they ended."""
        table = self._session.tables.audit
        old = select(table.c.id, table.c.hash).where(table.c.at < before)
        last = await self._row(old.order_by(table.c.id.desc()).limit(1))
        if last is None:
            return 0
        await self._set_signed(_START, last["hash"])
        return await self._count(delete(table).where(table.c.id <= last["id"]))

    async def _end(self) -> tuple[str, str]:
        """Number and hash of the newest row as it was written, also when somebody removed it since."""
        number, _, link = (await self._signed(_END, []) or "0 ").partition(" ")
        return number, link

    async def _pages(self) -> AsyncIterator[RowMapping]:
        table, after = self._session.tables.audit, 0
        page = self._select().order_by(table.c.id).limit(_PAGE)
        while rows := await self._rows(page.where(table.c.id > after)):
            for row in rows:
                yield row
            after = rows[-1]["id"]

    def _select(self) -> Select[*tuple[object, ...]]:
        """Whole rows, the reason still sealed: one that cannot be read must not stop the check."""
        table = self._session.tables.audit
        plain = (column for column in table.c if column.name != "reason")
        return select(*plain, type_coerce(table.c.reason, LargeBinary).label("reason"))

    def _opened(self, row: RowMapping) -> AuditEntry:
        """A row with its reason unsealed; words that cannot be read, or come from elsewhere, show as such."""
        values = {name: row[name] for name in _FIELDS}
        sealed = self._session.tables.audit.c.reason.type
        assert isinstance(sealed, Sealed)
        try:
            text = sealed.unsealed(row["reason"])
            values["reason"] = disown(row["hash"], text)
        except StoreError:
            values["reason"] = _UNREADABLE
        return AuditEntry(**values)

    def _link(self, follows: str, entry: AuditEntry) -> str:
        said = [
            follows,
            entry.at.astimezone(UTC).isoformat(),
            *(getattr(entry, name) for name in _FIELDS if name != "at"),
        ]
        return self._session.keyring.address_key("audit", json.dumps(said))

    async def _set_signed(self, key: str, value: str) -> None:
        await self.set_mark(key, f"{value} {self._session.keyring.address_key(key, value)}")

    async def _signed(self, key: str, faults: list[str]) -> str | None:
        """A mark of ours; one that somebody else wrote is a fault and counts as none."""
        value, _, signature = (await self.get_mark(key) or "").rpartition(" ")
        if not value:
            return None
        if signature != self._session.keyring.address_key(key, value):
            faults.append(f"audit: the mark '{key}' was changed")
            return None
        return value
