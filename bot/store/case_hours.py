"""Hours: what helpers spent on an intake. No payments here, and nobody is stopped at a number."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping, case, func, insert, select

from bot.store.columns import disown, own
from bot.store.match_rows import HoursOn, HoursRow, Spent
from bot.store.part import Part

_ID_BYTES = 8


class CaseHoursPart(Part):
    """What a unit can do with hours."""

    __slots__ = ()

    async def log_hours(
        self,
        match_id: str,
        minutes: int,
        *,
        on_date: date,
        what: HoursOn,
        note: str = "",
        over_reason: str | None = None,
    ) -> str:
        """Log time in quarters of an hour and return its id; StoreConflict when it is no such number."""
        key = secrets.token_hex(_ID_BYTES)
        values = {
            "id": key,
            "match_id": match_id,
            "minutes": minutes,
            "on_date": on_date,
            "what": what,
            "note": own(key, note),
            "over_reason": None if over_reason is None else own(key, over_reason),
        }
        await self._run(insert(self._session.tables.helpers.case_hours).values(**values))
        return key

    async def list_hours(self, intake_id: int) -> Sequence[HoursRow]:
        """Give what was logged for an intake, by every helper it had, the oldest day first."""
        hours, matches = self._session.tables.helpers.case_hours, self._session.tables.helpers.matches
        found = select(hours).join(matches, matches.c.id == hours.c.match_id).where(matches.c.intake_id == intake_id)
        return [_hours_row(row) for row in await self._rows(found.order_by(hours.c.on_date, hours.c.id))]

    async def sum_hours(self, intake_id: int) -> Spent:
        """Add up what an intake took, by every helper it had."""
        hours, matches = self._session.tables.helpers.case_hours, self._session.tables.helpers.matches
        travels = hours.c.what == HoursOn.REISTIJD
        travel, counted = (func.sum(case((one, hours.c.minutes), else_=0)) for one in (travels, ~travels))
        summed = select(travel.label("travel"), counted.label("counted"))
        row = await self._row(
            summed.join(matches, matches.c.id == hours.c.match_id).where(matches.c.intake_id == intake_id)
        )
        return Spent(counted=(row and row["counted"]) or 0, travel=(row and row["travel"]) or 0)

    async def hours_of_helpers(self, since: date) -> Mapping[str, int]:
        """Minutes that each helper gave from this day on, travel left out. What two did together counts for both."""
        hours, matches = self._session.tables.helpers.case_hours, self._session.tables.helpers.matches
        told: dict[str, int] = {}
        for helper in (matches.c.helper_id, matches.c.second_id):
            summed = select(helper.label("helper"), func.sum(hours.c.minutes).label("minutes"))
            given = summed.join(matches, matches.c.id == hours.c.match_id).where(
                helper.is_not(None), hours.c.on_date >= since, hours.c.what != HoursOn.REISTIJD
            )
            for row in await self._rows(given.group_by(helper)):
                told[row["helper"]] = told.get(row["helper"], 0) + row["minutes"]
        return told


def _hours_row(row: RowMapping) -> HoursRow:
    key, over = row["id"], row["over_reason"]
    over_reason = None if over is None else disown(key, over)
    return HoursRow(
        **{**row, "what": HoursOn(row["what"]), "note": disown(key, row["note"]), "over_reason": over_reason}
    )
