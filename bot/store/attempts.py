"""Attempts to sign in, and the browsers an account knows. No name and no address in clear."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, select, update

from bot.store.accounts import name_key
from bot.store.desk_rows import AttemptCounts
from bot.store.part import Part


class AttemptsPart(Part):
    """What a unit can do with attempts to sign in."""

    __slots__ = ()

    async def count_attempts(self, *, name: str, address_key: str, device_hash: str, since: datetime) -> AttemptCounts:
        """Count what failed, or is under way, since then. Known browsers count apart from the rest."""
        table = self._session.tables.sign_in_attempts
        strange = table.c.device_hash == ""
        same_name = table.c.name_key == name_key(self._session.keyring, name)
        same_address = table.c.address_key == address_key
        same_device = and_(table.c.device_hash != "", table.c.device_hash == device_hash)
        statement = select(
            _number(same_device, same_name).label("of_device"),
            _number(strange, same_name, same_address).label("of_pair"),
            _number(strange, same_name).label("of_name"),
            _number(strange, same_address).label("of_address"),
        ).where(table.c.at > since, table.c.passed.is_(False))
        row = await self._row(statement)
        assert row is not None
        return AttemptCounts(**row)

    async def begin_attempt(self, *, name: str, address_key: str, device_hash: str, at: datetime) -> int:
        """Note an attempt before it is judged, so that many at once cannot slip past the limit."""
        values = {
            "name_key": name_key(self._session.keyring, name),
            "address_key": address_key,
            "device_hash": device_hash,
            "at": at,
            "passed": False,
        }
        table = self._session.tables.sign_in_attempts
        row = await self._row(table.insert().values(**values).returning(table.c.id))
        assert row is not None
        return int(row["id"])

    async def pass_attempt(self, attempt_id: int) -> None:
        """It was the right person after all."""
        table = self._session.tables.sign_in_attempts
        await self._run(update(table).where(table.c.id == attempt_id).values(passed=True))

    async def purge_attempts(self, before: datetime) -> int:
        """Forget old attempts."""
        table = self._session.tables.sign_in_attempts
        return await self._count(delete(table).where(table.c.at < before))

    async def knows_device(self, name: str, device_hash: str) -> bool:
        """Whether the account with this name signed in from this browser before."""
        devices, accounts = self._session.tables.known_devices, self._session.tables.accounts
        statement = select(devices.c.token_hash).join(accounts, devices.c.account_id == accounts.c.id)
        same_name = accounts.c.name_key == name_key(self._session.keyring, name)
        return await self._row(statement.where(devices.c.token_hash == device_hash, same_name)) is not None

    async def know_device(self, account_id: str, device_hash: str, at: datetime) -> None:
        """Remember the browser from which somebody signed in."""
        values = {"token_hash": device_hash, "account_id": account_id, "seen_at": at}
        await self._run(self._session.backend.upsert(self._session.tables.known_devices, values, ("token_hash",)))

    async def purge_devices(self, before: datetime) -> int:
        """Forget browsers that nobody signed in from since then."""
        table = self._session.tables.known_devices
        return await self._count(delete(table).where(table.c.seen_at < before))


def _number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)
