"""Bells: who wants to hear of what, how many rang just now, and what waits for its moment."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import RowMapping, delete, func, select, update

from bot.model.accounts import Role
from bot.model.bells import BellChoice, HeldBell, Listener, QuietHours
from bot.store.columns import disown, own
from bot.store.part import Part
from bot.store.rows import OutboxStatus

_HOUR = 60


class BellsPart(Part):
    """What a unit can do with bells."""

    __slots__ = ()

    # what people chose

    async def choose_bells(self, account_id: str, choice: BellChoice) -> None:
        """Keep what this account wants from now on."""
        quiet = choice.quiet
        values = {
            "account_id": account_id,
            "address": own(account_id, choice.address),
            "own": choice.own,
            "danger": choice.danger,
            "everything": choice.everything,
            "quiet_from": _minutes(quiet.begins) if quiet is not None else None,
            "quiet_until": _minutes(quiet.ends) if quiet is not None else None,
        }
        table = self._session.tables.bell_choices
        await self._run(self._session.backend.upsert(table, values, ("account_id",)))

    async def drop_bells(self, account_id: str) -> None:
        """This account wants no bells of its own any more."""
        table = self._session.tables.bell_choices
        await self._run(delete(table).where(table.c.account_id == account_id))

    async def find_bells(self, account_id: str) -> BellChoice | None:
        """What this account chose; None when it wants none."""
        table = self._session.tables.bell_choices
        row = await self._row(select(table).where(table.c.account_id == account_id))
        return None if row is None else _choice(row)

    async def list_listeners(self) -> Sequence[Listener]:
        """Everybody who wants bells of their own and may work here."""
        table, accounts = self._session.tables.bell_choices, self._session.tables.accounts
        found = select(table, accounts.c.role).join(accounts, accounts.c.id == table.c.account_id)
        rows = await self._rows(found.where(accounts.c.disabled_at.is_(None)).order_by(table.c.account_id))
        return [Listener(account_id=row["account_id"], role=Role(row["role"]), choice=_choice(row)) for row in rows]

    # how many ring

    async def count_since(self, channel: str, address: str, since: datetime) -> int:
        """How many messages were made for this address since then, whatever became of them."""
        table = self._session.tables.outbox
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        row = await self._row(select(func.count().label("number")).where(mine, table.c.created_at > since))
        return 0 if row is None else int(row["number"])

    async def waits_since(self, channel: str, address: str) -> datetime | None:
        """When the oldest message was made that did not leave for this address yet; None when none waits."""
        table = self._session.tables.outbox
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        waits = table.c.status.in_((OutboxStatus.QUEUED, OutboxStatus.SENDING))
        row = await self._row(select(func.min(table.c.created_at).label("first")).where(mine, waits))
        return None if row is None else row["first"]

    async def failed_since(self, channel: str, address: str) -> datetime | None:
        """When the newest message that was finished here was given up; None when it arrived."""
        table = self._session.tables.outbox
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        done = select(table.c.status, table.c.done_at).where(mine, table.c.done_at.is_not(None))
        row = await self._row(done.order_by(table.c.id.desc()).limit(1))
        return row["done_at"] if row is not None and row["status"] == OutboxStatus.FAILED else None

    # what waits

    async def hold_bell(
        self, channel: str, address: str, *, body: str, urgent: bool, at: datetime, due_at: datetime
    ) -> None:
        """Keep a bell until its moment."""
        key = self._session.keyring.address_key(channel, address)
        values = {
            "channel": channel,
            "address_key": key,
            "address": own(key, address),
            "body": own(key, body),
            "urgent": urgent,
            "at": at,
            "due_at": due_at,
        }
        await self._run(self._session.tables.held_bells.insert().values(**values))

    async def held_until(self, channel: str, address: str) -> datetime | None:
        """Until when the first bell of this address waits; None when none does."""
        table = self._session.tables.held_bells
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        row = await self._row(select(func.min(table.c.due_at).label("first")).where(mine))
        return None if row is None else row["first"]

    async def take_held(self, now: datetime) -> Sequence[HeldBell]:
        """Take out what may ring now, in the order in which it came."""
        table = self._session.tables.held_bells
        taken = delete(table).where(table.c.due_at <= now).returning(table)
        return sorted((_held(row) for row in await self._rows(taken)), key=lambda bell: bell.id)

    async def free_held(self, channel: str, address: str, now: datetime) -> None:
        """What waits for this address need not wait any longer."""
        table = self._session.tables.held_bells
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        await self._run(update(table).where(mine).values(due_at=now))

    async def drop_held(self, channel: str, address: str) -> None:
        """Nobody wants to hear any more at this address what waits for it."""
        table = self._session.tables.held_bells
        mine = table.c.address_key == self._session.keyring.address_key(channel, address)
        await self._run(delete(table).where(mine))


def _minutes(clock: time) -> int:
    return clock.hour * _HOUR + clock.minute


def _clock(minutes: int) -> time:
    return time(*divmod(minutes, _HOUR))


def _choice(row: RowMapping) -> BellChoice:
    begins, ends = row["quiet_from"], row["quiet_until"]
    return BellChoice(
        address=disown(row["account_id"], row["address"]),
        own=row["own"],
        danger=row["danger"],
        everything=row["everything"],
        quiet=None if begins is None or ends is None else QuietHours(begins=_clock(begins), ends=_clock(ends)),
    )


def _held(row: RowMapping) -> HeldBell:
    key = row["address_key"]
    return HeldBell(
        id=row["id"],
        channel=row["channel"],
        address=disown(key, row["address"]),
        body=disown(key, row["body"]),
        urgent=row["urgent"],
        at=row["at"],
    )
