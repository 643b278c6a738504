"""Teams that share a link: made once, known again by the token in it, counted, revoked."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import RowMapping, delete, select, update

from bot.model.teams import TeamCount, TeamUse
from bot.store.conversations import REF_ALPHABET, REF_LENGTH
from bot.store.errors import StoreError
from bot.store.misses import monday_of
from bot.store.part import Part
from bot.store.rows import TeamRow, TeamToken

_TRIES = 50
START_HOLDS = timedelta(hours=2)
"""So long a link for one time holds: a talk of two begins where they sit, not at home."""
_START = "teamstart"  # the purpose of its seal
_IN_LETTERS = str.maketrans("0123456789abcdef", "BCDFGHJKMNPQRSTV")
"""Without digits: a row of them might be masked on its way, as the number of a person."""
_FROM_LETTERS = {new: chr(old) for old, new in _IN_LETTERS.items()}
_UNTIL_LENGTH, _NONCE_BYTES = 8, 5
_START_LENGTH = REF_LENGTH + _UNTIL_LENGTH + 2 * _NONCE_BYTES  # before the seal


class TeamsPart(Part):
    """What a unit can do with teams. A token holds a team's id and nothing else, so it can hang on a wall."""

    __slots__ = ()

    async def add_team(self, *, municipality: str, name: str, at: datetime) -> TeamRow:
        """Give the team of this name, made when there is none; one that was revoked stays so."""
        found = await self.find_team(municipality=municipality, name=name)
        if found is not None:
            return found
        values = {"municipality": municipality, "name": name, "created_at": at}
        table, backend = self._session.tables.teams, self._session.backend
        for _ in range(_TRIES):
            key = "".join(secrets.choice(REF_ALPHABET) for _ in range(REF_LENGTH))
            row = await self._row(backend.insert_missing(table, {**values, "id": key}, ("id",)))
            if row is not None:
                return await self._get_team(key)
        raise StoreError(f"no free id for a team found in {_TRIES} tries")

    async def list_teams(self) -> Sequence[TeamRow]:
        """Give every team by name, also those that were revoked."""
        table = self._session.tables.teams
        return [_team(row) for row in await self._rows(select(table).order_by(table.c.name, table.c.id))]

    async def find_team(self, *, municipality: str, name: str) -> TeamRow | None:
        """Find the team of this name, also when it was revoked."""
        table = self._session.tables.teams
        row = await self._row(select(table).where(table.c.municipality == municipality, table.c.name == name))
        return None if row is None else _team(row)

    async def revoke_team(self, team_id: str, at: datetime) -> bool:
        """Let none of its tokens hold from now on; False when that was so already."""
        table = self._session.tables.teams
        open_now = update(table).where(table.c.id == team_id, table.c.revoked_at.is_(None))
        return await self._count(open_now.values(revoked_at=at)) == 1

    def team_token(self, team_id: str, purpose: TeamToken) -> str:
        """The token of this team: 28 characters of A-Z a-z 0-9 - _, the same each time."""
        return self._session.keyring.sign(purpose.value, team_id)

    async def find_token(self, token: str, purpose: TeamToken) -> TeamRow | None:
        """Find the team whose token this is; None for anything else, and when the team was revoked."""
        team_id = self._session.keyring.find_signed(purpose.value, token)
        if team_id is None:
            return None
        table = self._session.tables.teams
        row = await self._row(select(table).where(table.c.id == team_id, table.c.revoked_at.is_(None)))
        return None if row is None else _team(row)

    def start_token(self, team_id: str, at: datetime) -> str:
        """A token for one time, until `START_HOLDS` after `at`: 46 characters of A-Z a-z 0-9 - _, new each time.

        It says which team and until when, nothing more.
        """
        until = f"{int((at + START_HOLDS).timestamp()):0{_UNTIL_LENGTH}x}".translate(_IN_LETTERS)
        nonce = secrets.token_hex(_NONCE_BYTES).translate(_IN_LETTERS)
        return self._session.keyring.sign(_START, f"{team_id}{until}{nonce}")

    async def find_start(self, token: str, at: datetime) -> TeamRow | None:
        """Find the team of a token for one time, used or not; None for anything else, and when it is too late."""
        text = self._session.keyring.find_signed(_START, token)
        if text is None or at >= start_ends(token):
            return None
        table = self._session.tables.teams
        there = (table.c.id == text[:REF_LENGTH], table.c.revoked_at.is_(None))
        row = await self._row(select(table).where(*there))
        return None if row is None else _team(row)

    async def spend_start(self, token: str, at: datetime) -> TeamRow | None:
        """Use a token for one time and find its team; of all who try at once exactly one does.

        None for anything else: too late, used, another purpose, a team that was revoked.
        """
        team = await self.find_start(token, at)
        if team is None:
            return None
        spent = {"key": token[REF_LENGTH:_START_LENGTH], "until_at": start_ends(token)}
        first = self._session.backend.insert_missing(self._session.tables.spent_starts, spent, ("key",))
        return team if await self._row(first) is not None else None

    async def purge_starts(self, now: datetime) -> None:
        """Forget the tokens that were used and would not hold any more."""
        table = self._session.tables.spent_starts
        await self._run(delete(table).where(table.c.until_at <= now))

    async def count_use(self, day: date, team_id: str, use: TeamUse) -> None:
        """Count that the link was of use. Of the moment only the week is kept."""
        table = self._session.tables.team_counts
        key = {"week": monday_of(day), "team_id": team_id, "what": use}
        counted = update(table).where(*(table.c[name] == value for name, value in key.items())).values(n=table.c.n + 1)
        if not await self._count(counted):
            await self._run(self._session.backend.insert_missing(table, {**key, "n": 0}, tuple(key)))
            await self._run(counted)

    async def list_uses(self, team_id: str) -> Sequence[TeamCount]:
        """Give the counts of a team, the oldest week first. Small ones are not for showing: `bot.publish.uses`."""
        table = self._session.tables.team_counts
        found = select(table.c.week, table.c.what, table.c.n).where(table.c.team_id == team_id)
        rows = await self._rows(found.order_by(table.c.week, table.c.what))
        return [TeamCount(week=row["week"], use=TeamUse(row["what"]), n=row["n"]) for row in rows]

    async def purge_uses(self, before: date) -> None:
        """Forget the counts of weeks that began before."""
        table = self._session.tables.team_counts
        await self._run(delete(table).where(table.c.week < before))

    async def _get_team(self, team_id: str) -> TeamRow:
        table = self._session.tables.teams
        (row,) = await self._rows(select(table).where(table.c.id == team_id))
        return _team(row)


def _team(row: RowMapping) -> TeamRow:
    return TeamRow(**row)


def start_ends(token: str) -> datetime:
    """When a token for one time ends; only of one whose seal holds."""
    letters = token[REF_LENGTH : REF_LENGTH + _UNTIL_LENGTH]
    return datetime.fromtimestamp(int(letters.translate(_FROM_LETTERS), 16), UTC)
