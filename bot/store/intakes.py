"""Intakes: what a resident signed and a coordinator takes up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Update, select, update

from bot.model.cases import IntakeStatus
from bot.store.columns import disown, own
from bot.store.part import Part
from bot.store.rows import ClaimResult, IntakeRow

_OPEN = (IntakeStatus.NEW, IntakeStatus.CLAIMED)


class IntakesPart(Part):
    """What a unit can do with intakes."""

    __slots__ = ()

    async def add_intake(
        self,
        *,
        code: str,
        conversation_id: str,
        version: int,
        body: str,
        urgent: bool,
        theme: str,
        area: str,
        at: datetime,
        promised_at: datetime,
    ) -> int | None:
        """Keep a signed intake and return its id, or None when this version is here already.

        `promised_at` is the moment by which the resident was told to hear from a person.
        """
        values = {
            "code": code,
            "conversation_id": conversation_id,
            "version": version,
            "body": own(code, body),
            "status": IntakeStatus.NEW,
            "urgent": urgent,
            "theme": theme,
            "area": area,
            "created_at": at,
            "promised_at": promised_at,
        }
        table = self._session.tables.intakes
        row = await self._row(self._session.backend.insert_missing(table, values, ("conversation_id", "version")))
        return None if row is None else row["id"]

    async def find_intake(self, code: str) -> IntakeRow | None:
        """Find the intake with this code."""
        table = self._session.tables.intakes
        row = await self._row(select(table).where(table.c.code == code))
        return None if row is None else _intake_row(row)

    async def list_intakes(self, status: IntakeStatus | None = None, limit: int = 200) -> Sequence[IntakeRow]:
        """Give intakes, urgent ones first and then the oldest; all of them without `status`."""
        table = self._session.tables.intakes
        statement = select(table) if status is None else select(table).where(table.c.status == status)
        statement = statement.order_by(table.c.urgent.desc(), table.c.created_at, table.c.id)
        return [_intake_row(row) for row in await self._rows(statement.limit(limit))]

    async def claim_intake(self, code: str, who: str, at: datetime) -> ClaimResult:
        """Take up an intake. Of all who try exactly one wins; the others see who has it since when.

        Whoever has it already wins again: a double click is no quarrel.
        """
        table = self._session.tables.intakes
        await self._run(
            update(table)
            .where(table.c.code == code, table.c.status == IntakeStatus.NEW)
            .values(status=IntakeStatus.CLAIMED, claimed_by=who, claimed_at=at)
        )
        now = await self._row(
            select(table.c.status, table.c.claimed_by, table.c.claimed_at).where(table.c.code == code)
        )
        if now is None:
            return ClaimResult(won=False, status=None, claimed_by=None, claimed_at=None)
        status = IntakeStatus(now["status"])
        won = status is IntakeStatus.CLAIMED and now["claimed_by"] == who
        return ClaimResult(won=won, status=status, claimed_by=now["claimed_by"], claimed_at=now["claimed_at"])

    async def release_intake(self, code: str, who: str) -> bool:
        """Give an intake back to everybody; only whoever has it can."""
        values = {"status": IntakeStatus.NEW, "claimed_by": None, "claimed_at": None}
        return await self._count(self._held(code, who).values(**values)) == 1

    async def close_intake(self, code: str, who: str, at: datetime) -> bool:
        """Finish an intake; only whoever has it can."""
        return await self._count(self._held(code, who).values(status=IntakeStatus.CLOSED, closed_at=at)) == 1

    async def withdraw_intakes(self, conversation_id: str, at: datetime) -> Sequence[str]:
        """Take back every open intake of a conversation and empty it; returns their codes."""
        table = self._session.tables.intakes
        codes = await self.open_codes(conversation_id)
        for code in codes:
            values = {"status": IntakeStatus.WITHDRAWN, "body": own(code, ""), "closed_at": at}
            await self._run(update(table).where(table.c.code == code).values(**values))
        return codes

    async def open_codes(self, conversation_id: str) -> Sequence[str]:
        """The codes of the intakes of a conversation that nobody has finished, the oldest first."""
        table = self._session.tables.intakes
        of_talk = select(table.c.code).where(table.c.conversation_id == conversation_id, table.c.status.in_(_OPEN))
        return [row["code"] for row in await self._rows(of_talk.order_by(table.c.id))]

    async def amend_intake(self, code: str, body: str) -> bool:
        """Put a longer body in place of the one there is; False when it was taken back or does not exist."""
        table = self._session.tables.intakes
        there = table.c.status != IntakeStatus.WITHDRAWN
        return await self._count(update(table).where(table.c.code == code, there).values(body=own(code, body))) == 1

    def _held(self, code: str, who: str) -> Update:
        table = self._session.tables.intakes
        held = update(table).where(table.c.code == code, table.c.claimed_by == who)
        return held.where(table.c.status == IntakeStatus.CLAIMED)


def _intake_row(row: RowMapping) -> IntakeRow:
    return IntakeRow(
        id=row["id"],
        code=row["code"],
        conversation_id=row["conversation_id"],
        version=row["version"],
        body=disown(row["code"], row["body"]),
        status=IntakeStatus(row["status"]),
        urgent=row["urgent"],
        theme=row["theme"],
        area=row["area"],
        created_at=row["created_at"],
        promised_at=row["promised_at"],
        claimed_by=row["claimed_by"],
        claimed_at=row["claimed_at"],
        closed_at=row["closed_at"],
    )
