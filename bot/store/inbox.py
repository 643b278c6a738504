"""The inbox: every message that arrived, kept before it is confirmed to the channel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, select, update

from bot.store.columns import disown, own
from bot.store.part import Part
from bot.store.rows import InboxRow, InboxStatus


class InboxPart(Part):
    """What a unit can do with arrived messages."""

    __slots__ = ()

    async def receive(
        self, *, channel: str, external_id: str, address: str, body: str, at: datetime, done: bool = False
    ) -> int | None:
        """Keep an arrived message and return its id, or None when it was here already.

        `done`: it is handled in this very transaction, so nothing has to come back for it.
        `external_id` stays in clear and outlives an erasure, so it may not hold an address.
        """
        owner = _owner(channel, external_id)
        values = {
            "channel": channel,
            "external_id": external_id,
            "address_key": self._session.keyring.address_key(channel, address),
            "address": own(owner, address),
            "body": own(owner, body),
            "received_at": at,
            "status": InboxStatus.DONE if done else InboxStatus.PENDING,
            "attempts": 0,
        }
        inbox = self._session.tables.inbox
        row = await self._row(self._session.backend.insert_missing(inbox, values, ("channel", "external_id")))
        return None if row is None else row["id"]

    async def pending(self, limit: int) -> Sequence[InboxRow]:
        """Give what still has to be handled, oldest first."""
        inbox = self._session.tables.inbox
        statement = select(inbox).where(inbox.c.status == InboxStatus.PENDING)
        return [_inbox_row(row) for row in await self._rows(statement.order_by(inbox.c.id).limit(limit))]

    async def finish(self, inbox_id: int) -> None:
        """Mark a message as handled; one that was erased meanwhile stays erased."""
        inbox = self._session.tables.inbox
        await self._run(update(inbox).where(inbox.c.id == inbox_id).values(status=InboxStatus.DONE, error=None))

    async def fail(self, inbox_id: int, error: str, dead: bool) -> None:
        """Count a failed try; `error` is the name of the class only. `dead`: do not try again."""
        inbox = self._session.tables.inbox
        status = InboxStatus.DEAD if dead else InboxStatus.PENDING
        await self._run(
            update(inbox)
            .where(inbox.c.id == inbox_id, inbox.c.status == InboxStatus.PENDING)
            .values(status=status, error=error, attempts=inbox.c.attempts + 1)
        )


def _owner(channel: str, external_id: str) -> str:
    return f"{channel}/{external_id}"


def _inbox_row(row: RowMapping) -> InboxRow:
    owner = _owner(row["channel"], row["external_id"])
    return InboxRow(
        id=row["id"],
        channel=row["channel"],
        external_id=row["external_id"],
        address=disown(owner, row["address"]),
        body=disown(owner, row["body"]),
        received_at=row["received_at"],
        status=InboxStatus(row["status"]),
        attempts=row["attempts"],
        error=row["error"],
    )
