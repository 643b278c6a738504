"""Helpers: who they are and what they can, and how many questions they have now."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Subquery, case, func, insert, select, union_all, update

from bot.model.helpers import Helper
from bot.store.columns import own
from bot.store.helper_profile import from_row, to_contact, to_profile
from bot.store.match_rows import MatchState
from bot.store.part import Part

_ID_BYTES = 8
_BUSY = (MatchState.AGREED, MatchState.ACTIVE)  # who said yes has no room for another


class HelpersPart(Part):
    """What a unit can do with helpers."""

    __slots__ = ()

    async def add_helper(self, helper: Helper, at: datetime) -> str:
        """Keep a new helper and return the id that is given; the one in `helper` is not looked at."""
        key = secrets.token_hex(_ID_BYTES)
        values = {"id": key, **_values(key, helper), "created_at": at}
        await self._run(insert(self._session.tables.helpers.helpers).values(**values))
        return key

    async def change_helper(self, helper: Helper) -> bool:
        """Put all that `helper` says in place of what there was; False when there is no such helper."""
        table = self._session.tables.helpers.helpers
        changed = update(table).where(table.c.id == helper.id).values(**_values(helper.id, helper))
        return await self._count(changed) == 1

    async def find_helper(self, helper_id: str) -> Helper | None:
        """Find the helper with this id."""
        return next(iter(await self._read_helpers(helper_id)), None)

    async def find_helper_of(self, account_id: str) -> Helper | None:
        """Find the helper who signs in with this account."""
        table = self._session.tables.helpers.helpers
        row = await self._row(select(table.c.id).where(table.c.account_id == account_id))
        return None if row is None else await self.find_helper(row["id"])

    async def list_helpers(self) -> Sequence[Helper]:
        """Give every helper, also who stopped, in a fixed order."""
        return await self._read_helpers()

    async def _read_helpers(self, helper_id: str | None = None) -> Sequence[Helper]:
        table, work = self._session.tables.helpers.helpers, self._work_of_helpers()
        counted = select(table, work.c.open_cases, work.c.asked_at)
        statement = counted.outerjoin(work, work.c.helper_id == table.c.id).order_by(table.c.created_at, table.c.id)
        if helper_id is not None:
            statement = statement.where(table.c.id == helper_id)
        return [from_row(row, row["open_cases"] or 0, row["asked_at"]) for row in await self._rows(statement)]

    def _work_of_helpers(self) -> Subquery:
        """Per helper, alone or as one of two: the questions they have, and when they were last asked."""
        table = self._session.tables.helpers.matches
        either = (
            select(column.label("helper_id"), table.c.state, table.c.asked_at).where(column.is_not(None))
            for column in (table.c.helper_id, table.c.second_id)
        )
        each = union_all(*either).subquery()
        busy = func.sum(case((each.c.state.in_(_BUSY), 1), else_=0))
        asked_at = func.max(each.c.asked_at, type_=table.c.asked_at.type)
        counted = select(each.c.helper_id, busy.label("open_cases"), asked_at.label("asked_at"))
        return counted.group_by(each.c.helper_id).subquery()


def _values(key: str, helper: Helper) -> dict[str, object]:
    return {
        "kind": helper.kind,
        "desk": helper.desk,
        "active": helper.active,
        "paused_until": helper.paused_until,
        "max_cases": helper.max_cases,
        "name": own(key, helper.name),
        "contact": own(key, to_contact(helper)),
        "profile": own(key, to_profile(helper)),
        "checked_on": helper.checked_on,
        "account_id": helper.account_id or None,
    }
