"""Signed-in browsers. Only the hash of a token is here: a stolen database opens no session."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, select, update

from bot.store.accounts import account_columns, account_row
from bot.store.columns import disown, own
from bot.store.desk_rows import DeskSessionRow
from bot.store.part import Part

_LOGOUT = "logout:"


class DeskSessionsPart(Part):
    """What a unit can do with the sessions of the desk."""

    __slots__ = ()

    async def open_session(
        self, *, session_id: str, token_hash: str, account_id: str, at: datetime, id_token: str | None = None
    ) -> None:
        """Keep a new session; `id_token` is what the provider gave, when one let this person in."""
        values = {
            "id": session_id,
            "token_hash": token_hash,
            "account_id": account_id,
            "created_at": at,
            "seen_at": at,
            "id_token": None if id_token is None else own(session_id, id_token),
        }
        await self._run(self._session.tables.desk_sessions.insert().values(**values))

    async def find_session(
        self, token_hash: str, *, created_after: datetime, seen_after: datetime
    ) -> DeskSessionRow | None:
        """Find a session that is not too old, not idle too long, of an account that still may."""
        table = self._session.tables.desk_sessions
        found = await self._sessions(
            table.c.token_hash == token_hash,
            table.c.created_at > created_after,
            table.c.seen_at > seen_after,
            self._session.tables.accounts.c.disabled_at.is_(None),
        )
        return found[0] if found else None

    async def held_sessions(
        self, session_ids: Collection[str], *, created_after: datetime, seen_after: datetime
    ) -> Mapping[str, datetime]:
        """Which of these sessions still hold: not too old, not idle too long, of accounts that still may.

        With when somebody did something in them last.
        """
        sessions, accounts = self._session.tables.desk_sessions, self._session.tables.accounts
        held = select(sessions.c.id, sessions.c.seen_at).join(accounts, sessions.c.account_id == accounts.c.id)
        held = held.where(sessions.c.created_at > created_after, sessions.c.seen_at > seen_after)
        held = held.where(sessions.c.id.in_(session_ids), accounts.c.disabled_at.is_(None))
        return {row["id"]: row["seen_at"] for row in await self._rows(held)}

    async def list_sessions(
        self, account_id: str, *, created_after: datetime, seen_after: datetime
    ) -> Sequence[DeskSessionRow]:
        """The sessions of an account that still hold, newest first."""
        table = self._session.tables.desk_sessions
        return await self._sessions(
            table.c.account_id == account_id, table.c.created_at > created_after, table.c.seen_at > seen_after
        )

    async def touch_session(self, session_id: str, at: datetime) -> None:
        """Somebody did something in it. Call at most once a minute: it is a write."""
        table = self._session.tables.desk_sessions
        await self._run(update(table).where(table.c.id == session_id).values(seen_at=at))

    async def prove_session(self, session_id: str, at: datetime) -> None:
        """Somebody proved in it once more who they are."""
        table = self._session.tables.desk_sessions
        await self._run(update(table).where(table.c.id == session_id).values(proved_at=at, seen_at=at))

    async def end_session(self, session_id: str, account_id: str) -> str | None:
        """End one session of this account; gives its id token when it came from a provider."""
        table = self._session.tables.desk_sessions
        mine = (table.c.id == session_id) & (table.c.account_id == account_id)
        row = await self._row(select(table.c.id_token).where(mine))
        await self._run(delete(table).where(mine))
        return None if row is None or row["id_token"] is None else disown(session_id, row["id_token"])

    async def use_logout(self, token_hash: str, at: datetime) -> bool:
        """Note that a provider's word that somebody signed out there was heard; False when it was before."""
        mark = {"key": f"{_LOGOUT}{token_hash}", "value": at.isoformat()}
        kept = await self._row(self._session.backend.insert_missing(self._session.tables.marks, mark, ("key",)))
        return kept is not None

    async def purge_logouts(self, before: datetime) -> None:
        """Forget those that were heard before."""
        marks = self._session.tables.marks
        old = marks.c.key.startswith(_LOGOUT, autoescape=True) & (marks.c.value < before.isoformat())
        await self._run(delete(marks).where(old))

    async def purge_sessions(self, *, created_before: datetime, seen_before: datetime) -> int:
        """Remove what can open nothing any more."""
        table = self._session.tables.desk_sessions
        over = (table.c.created_at <= created_before) | (table.c.seen_at <= seen_before)
        return await self._count(delete(table).where(over))

    async def _sessions(self, *conditions: ColumnElement[bool]) -> list[DeskSessionRow]:
        sessions, accounts = self._session.tables.desk_sessions, self._session.tables.accounts
        own_columns = (
            sessions.c.id.label("session_id"),
            sessions.c.created_at.label("opened_at"),
            sessions.c.seen_at,
            sessions.c.proved_at,
        )
        statement = select(*account_columns(accounts), *own_columns).join(
            accounts, sessions.c.account_id == accounts.c.id
        )
        rows = await self._rows(statement.where(*conditions).order_by(sessions.c.created_at.desc(), sessions.c.id))
        return [_session_row(row) for row in rows]


def _session_row(row: RowMapping) -> DeskSessionRow:
    opened_at = row["opened_at"]
    return DeskSessionRow(
        id=row["session_id"],
        account=account_row(row),
        created_at=opened_at,
        seen_at=row["seen_at"],
        proved_at=row["proved_at"] or opened_at,
    )
