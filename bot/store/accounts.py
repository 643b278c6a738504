"""Accounts: who may sign in, with what, as what."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, RowMapping, Table, delete, func, select, update

from bot.model.accounts import Role
from bot.store.columns import disown, own
from bot.store.desk_rows import AccountRow, Secrets
from bot.store.errors import RowMissing
from bot.store.keyring import Keyring
from bot.store.part import Part


class AccountsPart(Part):
    """What a unit can do with accounts. Every change that takes rights away ends the sessions too."""

    __slots__ = ()

    async def add_account(self, *, account_id: str, name: str, display_name: str, role: Role, at: datetime) -> bool:
        """Make an account that cannot sign in yet; False when the name is taken, whatever its capitals."""
        values = {
            "id": account_id,
            "name_key": self._name_key(name),
            "name": own(account_id, name),
            "display_name": own(account_id, display_name),
            "role": role,
            "totp_step": -1,
            "created_at": at,
        }
        table = self._session.tables.accounts
        return await self._row(self._session.backend.insert_missing(table, values, ("name_key",))) is not None

    async def find_account(self, account_id: str) -> AccountRow | None:
        """Find an account by its id."""
        return await self._find(self._session.tables.accounts.c.id == account_id)

    async def find_account_named(self, name: str) -> AccountRow | None:
        """Find the account with this name, whatever its capitals."""
        return await self._find(self._session.tables.accounts.c.name_key == self._name_key(name))

    async def find_oidc_account(self, issuer: str, subject: str) -> AccountRow | None:
        """Find who this subject of this issuer is. Never by e-mail: that can be changed there."""
        return await self._find(self._session.tables.accounts.c.oidc_key == self._oidc_key(issuer, subject))

    async def find_invited(self, name: str, invite_hash: str, now: datetime) -> AccountRow | None:
        """Find the account that waits for its owner with this invitation, while it is valid."""
        table = self._session.tables.accounts
        fits = (table.c.name_key == self._name_key(name)) & (table.c.invite_hash == invite_hash)
        return await self._find(fits & (table.c.invite_until_at > now) & table.c.disabled_at.is_(None))

    async def list_accounts(self) -> Sequence[AccountRow]:
        """Every account, also the disabled ones, in the order in which they were made."""
        table = self._session.tables.accounts
        rows = await self._rows(select(*account_columns(table)).order_by(table.c.created_at, table.c.id))
        return [account_row(row) for row in rows]

    async def get_secrets(self, account_id: str) -> Secrets:
        """Unseal what the account proves itself with."""
        table = self._session.tables.accounts
        found = select(table.c.password_hash, table.c.totp_secret).where(table.c.id == account_id)
        row = await self._row(found)
        if row is None:
            raise RowMissing(f"there is no account '{account_id}'")
        password, secret = row["password_hash"], row["totp_secret"]
        return Secrets(
            password_hash=None if password is None else disown(account_id, password),
            totp_secret=None if secret is None else disown(account_id, secret),
        )

    async def invite(self, account_id: str, *, invite_hash: str, until: datetime, totp_secret: str) -> None:
        """Begin anew: password, codes, browsers and sessions go, the invitation opens the way to new ones."""
        await self._change(account_id, password_hash=None, invite_hash=invite_hash, invite_until_at=until)
        await self.set_totp_secret(account_id, totp_secret)
        await self.set_recovery_codes(account_id, ())
        await self._drop_devices(account_id)
        await self.end_all_sessions(account_id)

    async def accept_invite(self, account_id: str, *, password_hash: str, code_hashes: Iterable[str]) -> None:
        """Set the first password and the recovery codes; the invitation is used up."""
        await self.set_password_hash(account_id, password_hash)
        await self._change(account_id, invite_hash=None, invite_until_at=None)
        await self.set_recovery_codes(account_id, code_hashes)

    async def set_password_hash(self, account_id: str, password_hash: str) -> None:
        """Keep another hash, sealed: whoever takes the database alone cannot even begin to guess."""
        await self._change(account_id, password_hash=own(account_id, password_hash))

    async def set_totp_secret(self, account_id: str, totp_secret: str) -> None:
        """Another secret for the codes of the app; those of the one before no longer work."""
        await self._change(account_id, totp_secret=own(account_id, totp_secret), totp_step=-1)

    async def use_totp_step(self, account_id: str, step: int) -> bool:
        """Use up a step; False when it, or a later one, was used already. Of two at once one wins."""
        table = self._session.tables.accounts
        mine = (table.c.id == account_id) & (table.c.totp_step < step)
        return await self._count(update(table).where(mine).values(totp_step=step)) == 1

    async def set_recovery_codes(self, account_id: str, code_hashes: Iterable[str]) -> None:
        """Other recovery codes; the ones before no longer work."""
        table = self._session.tables.recovery_codes
        await self._run(delete(table).where(table.c.account_id == account_id))
        for code_hash in code_hashes:
            await self._run(table.insert().values(account_id=account_id, code_hash=code_hash))

    async def use_recovery_code(self, account_id: str, code_hash: str) -> bool:
        """Use up a recovery code; False when it is none, or was used."""
        table = self._session.tables.recovery_codes
        mine = (table.c.account_id == account_id) & (table.c.code_hash == code_hash)
        return await self._count(delete(table).where(mine)) == 1

    async def count_recovery_codes(self, account_id: str) -> int:
        """How many recovery codes are left."""
        table = self._session.tables.recovery_codes
        found = select(func.count().label("number")).where(table.c.account_id == account_id)
        row = await self._row(found)
        return 0 if row is None else int(row["number"])

    async def link_oidc(self, account_id: str, issuer: str, subject: str) -> None:
        """From now on this subject of this issuer is this account."""
        await self._change(account_id, oidc_key=self._oidc_key(issuer, subject))

    async def set_role(self, account_id: str, role: Role) -> None:
        """Another role; whoever is signed in must sign in again."""
        await self._change(account_id, role=role)
        await self.end_all_sessions(account_id)

    async def disable_account(self, account_id: str, at: datetime) -> None:
        """Nothing of this account works any more, at once."""
        await self._change(account_id, disabled_at=at, invite_hash=None, invite_until_at=None)
        await self._drop_devices(account_id)
        await self.end_all_sessions(account_id)

    async def enable_account(self, account_id: str) -> None:
        """Let a disabled account in again, by its next invitation or its provider."""
        await self._change(account_id, disabled_at=None)

    async def end_all_sessions(self, account_id: str, *, keep: str = "") -> int:
        """End every session of an account, except `keep`; gives how many."""
        table = self._session.tables.desk_sessions
        return await self._count(delete(table).where(table.c.account_id == account_id, table.c.id != keep))

    async def purge_invitations(self, now: datetime) -> int:
        """Forget invitations that are over."""
        table = self._session.tables.accounts
        over = update(table).where(table.c.invite_until_at <= now)
        return await self._count(over.values(invite_hash=None, invite_until_at=None))

    async def _drop_devices(self, account_id: str) -> None:
        table = self._session.tables.known_devices
        await self._run(delete(table).where(table.c.account_id == account_id))

    async def _change(self, account_id: str, **values: object) -> None:
        table = self._session.tables.accounts
        await self._run(update(table).where(table.c.id == account_id).values(**values))

    async def _find(self, condition: ColumnElement[bool]) -> AccountRow | None:
        row = await self._row(select(*account_columns(self._session.tables.accounts)).where(condition))
        return None if row is None else account_row(row)

    def _name_key(self, name: str) -> str:
        return name_key(self._session.keyring, name)

    def _oidc_key(self, issuer: str, subject: str) -> str:
        return self._session.keyring.address_key(f"oidc:{issuer}", subject)


def name_key(keyring: Keyring, name: str) -> str:
    """What a name is looked up by, the same for capitals and small letters."""
    return keyring.address_key("account", name.casefold())


def account_columns(table: Table) -> list[Column[object]]:
    """The columns of an `AccountRow`: unsealing costs time, so the secrets are left out."""
    names = ("id", "name", "display_name", "role", "created_at", "disabled_at")
    return [table.c[name] for name in names]


def account_row(row: RowMapping) -> AccountRow:
    """Unseal one account."""
    owner = row["id"]
    return AccountRow(
        id=owner,
        name=disown(owner, row["name"]),
        display_name=disown(owner, row["display_name"]),
        role=Role(row["role"]),
        created_at=row["created_at"],
        disabled_at=row["disabled_at"],
    )
