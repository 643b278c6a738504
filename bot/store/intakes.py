"""Intakes: what a resident signed and a coordinator takes up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Update, delete, select, update

from bot.model.cases import IntakeStatus
from bot.model.worker import Worker
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
        brief: str = "",
        danger: bool = False,
        language: str = "",
        municipality: str = "",
    ) -> int | None:
        """Keep a signed intake and return its id, or None when this version is here already.

        `promised_at` is the moment by which the resident was told to hear from a person. `brief` is JSON text:
        what a list shows of it.
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
            "waiting_since": at,
            "promised_at": promised_at,
            "brief": own(code, brief),
            "danger": danger,
            "language": language,
            "municipality": municipality,
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

    async def signed_between(self, start: datetime, end: datetime) -> Sequence[IntakeRow]:
        """Give what was signed from `start` up to `end`; of what was taken back no text is left."""
        table = self._session.tables.intakes
        within = select(table).where(table.c.created_at >= start, table.c.created_at < end)
        return [_intake_row(row) for row in await self._rows(within.order_by(table.c.id))]

    async def claim_intake(self, code: str, who: Worker, at: datetime) -> ClaimResult:
        """Take up an intake. Of all who try exactly one wins; the others see who has it since when.

        Whoever has it already wins again: a double click is no quarrel.
        """
        table = self._session.tables.intakes
        await self._run(
            update(table)
            .where(table.c.code == code, table.c.status == IntakeStatus.NEW)
            .values(status=IntakeStatus.CLAIMED, owner_id=who.id, claimed_by=who.name, claimed_at=at)
        )
        columns = (table.c.status, table.c.owner_id, table.c.claimed_by, table.c.claimed_at)
        now = await self._row(select(*columns).where(table.c.code == code))
        if now is None:
            return ClaimResult(won=False, status=None, claimed_by=None, claimed_at=None)
        status = IntakeStatus(now["status"])
        won = status is IntakeStatus.CLAIMED and now["owner_id"] == who.id
        return ClaimResult(won=won, status=status, claimed_by=now["claimed_by"], claimed_at=now["claimed_at"])

    async def release_intake(self, code: str, who: Worker) -> bool:
        """Give an intake back to everybody; only whoever has it can."""
        values = {"status": IntakeStatus.NEW, "owner_id": None, "claimed_by": None, "claimed_at": None}
        return await self._count(self._held(code, who).values(**values)) == 1

    async def hand_intake(self, code: str, who: Worker, to: Worker, at: datetime) -> bool:
        """Give an intake to a colleague; only whoever has it can."""
        values = {"owner_id": to.id, "claimed_by": to.name, "claimed_at": at}
        return await self._count(self._held(code, who).values(**values)) == 1

    async def close_intake(self, code: str, who: Worker, at: datetime, *, outcome: str = "", note: str = "") -> bool:
        """Finish an intake; only whoever has it can. `outcome` is a code, `note` what colleagues should know."""
        values = {"status": IntakeStatus.CLOSED, "closed_at": at, "outcome": outcome, "outcome_note": own(code, note)}
        return await self._count(self._held(code, who).values(**values)) == 1

    async def reopen_intake(self, code: str, at: datetime) -> bool:
        """Open a finished intake for everybody; False when it was not finished."""
        table = self._session.tables.intakes
        closed = update(table).where(table.c.code == code, table.c.status == IntakeStatus.CLOSED)
        values = {"status": IntakeStatus.NEW, "owner_id": None, "claimed_by": None, "claimed_at": None}
        waits = {"reopened_at": at, "closed_at": None, "waiting_since": at, "first_reply_at": None}
        return await self._count(closed.values(**values, **waits)) == 1

    async def withdraw_intakes(self, conversation_id: str, at: datetime) -> Sequence[str]:
        """Take back every intake of a conversation, finished ones too, and empty it; returns their codes."""
        table = self._session.tables.intakes
        there = (table.c.conversation_id == conversation_id, table.c.status != IntakeStatus.WITHDRAWN)
        rows = await self._rows(select(table.c.id, table.c.code).where(*there).order_by(table.c.id))
        for row in rows:
            await self._empty(row["id"], row["code"], at)
        return [row["code"] for row in rows]

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

    async def _empty(self, intake_id: int, code: str, at: datetime) -> None:
        """Nothing of what was signed, said and noted stays; that it was taken back does."""
        tables = self._session.tables
        gone = own(code, "")
        values = {"status": IntakeStatus.WITHDRAWN, "body": gone, "brief": gone, "outcome_note": gone, "closed_at": at}
        values |= {"team_id": None}
        quiet = {"act_by": None, "act_why": None, "waits_for": "nobody", "snoozed_until": None, "talk_mode": None}
        there = tables.intakes.c.id == intake_id
        await self._run(update(tables.intakes).where(there).values(**values, **quiet, rev=tables.intakes.c.rev + 1))
        for table in (tables.entries, tables.timers, tables.search_words):
            await self._run(delete(table).where(table.c.intake_id == intake_id))
        about_it = tables.drafts.c.place.startswith(f"{code}/", autoescape=True)
        await self._run(delete(tables.drafts).where(about_it))

    def _held(self, code: str, who: Worker) -> Update:
        table = self._session.tables.intakes
        held = update(table).where(table.c.code == code, table.c.owner_id == who.id)
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
        waits=row["first_reply_at"] is None and row["waiting_since"] is not None,
        again=row["waiting_since"] != row["created_at"],
        claimed_by=row["claimed_by"],
        claimed_at=row["claimed_at"],
        closed_at=row["closed_at"],
        outcome_note="" if row["outcome_note"] is None else disown(row["code"], row["outcome_note"]),
    )
