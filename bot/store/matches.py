"""Matches: from proposed to done, and who is never proposed to whom again."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Select, exists, insert, or_, select, update

from bot.model.helpers import Bar, Mismatch, Past, Refusal
from bot.store.columns import disown, own
from bot.store.match_rows import MatchRow, MatchState
from bot.store.part import Part
from bot.store.tables import Tables

RESIDENT = "inwoner"
_ID_BYTES = 8
_BEFORE_START = (MatchState.PROPOSED, MatchState.ASKED, MatchState.AGREED)
_KNOW_EACH_OTHER = (Mismatch.BEKEND.value, Refusal.BEKEND.value)


class MatchesPart(Part):
    """What a unit can do with matches. Numbers that may not be kept are masked before a text comes here."""

    __slots__ = ()

    async def propose_match(
        self, intake_id: int, helper_id: str, second_id: str | None = None, *, reasons: str, at: datetime
    ) -> str:
        """Keep a proposal with its reasons (JSON text) and return its id."""
        key = secrets.token_hex(_ID_BYTES)
        values = {
            "id": key,
            "intake_id": intake_id,
            "helper_id": helper_id,
            "second_id": second_id,
            "state": MatchState.PROPOSED,
            "reasons": own(key, reasons),
            "proposed_at": at,
            "note": own(key, ""),
        }
        await self._run(insert(self._session.tables.helpers.matches).values(**values))
        return key

    async def ask_match(self, match_id: str, at: datetime) -> bool:
        """Lay a proposal before the helper, or both; False when it is no proposal any more."""
        return await self._move_match(match_id, MatchState.ASKED, (MatchState.PROPOSED,), asked_at=at)

    async def accept_match(
        self, match_id: str, helper_id: str, at: datetime, contact_by: datetime | None = None
    ) -> bool:
        """The helper says yes; of two both must. False when this helper was not asked, or it is over.

        `contact_by`: when the resident hears of them; of two moments the later one holds.
        """
        table = self._session.tables.helpers.matches
        asked = update(table).where(table.c.id == match_id, table.c.state == MatchState.ASKED)
        first = await self._count(asked.where(table.c.helper_id == helper_id).values(agreed_at=at))
        second = await self._count(asked.where(table.c.second_id == helper_id).values(second_agreed_at=at))
        if contact_by is not None and first + second:
            sooner = table.c.contact_by.is_(None) | (table.c.contact_by < contact_by)
            await self._run(asked.where(sooner).values(contact_by=contact_by))
        both = table.c.agreed_at.is_not(None) & (table.c.second_id.is_(None) | table.c.second_agreed_at.is_not(None))
        await self._run(asked.where(both).values(state=MatchState.AGREED))
        return first + second == 1

    async def refuse_match(self, match_id: str, helper_id: str, why: Refusal, at: datetime) -> bool:
        """The helper says no, and is not proposed for this intake again; False when it is over.

        Who knows the resident is not proposed to them again for anything.
        """
        row = await self.find_match(match_id)
        if row is None or helper_id not in (row.helper_id, row.second_id):
            return False
        ended = {"ended_at": at, "ended_by": helper_id, "ended_code": why}
        if not await self._move_match(match_id, MatchState.REFUSED, (MatchState.ASKED, MatchState.AGREED), **ended):
            return False
        if why is Refusal.BEKEND:
            await self._part_pair(row.intake_id, (helper_id,), why, at)
        return True

    async def drop_match(self, match_id: str, by: str, at: datetime) -> bool:
        """Take back a proposal or a question to a helper; False when it started or is over."""
        return await self._move_match(match_id, MatchState.DROPPED, _BEFORE_START, ended_at=at, ended_by=by)

    async def start_match(self, match_id: str, at: datetime) -> bool:
        """Let who said yes begin; False when they did not, or somebody else helps with this intake now.

        That an intake has one active match is held in the statement: no condition on a unique index is portable.
        """
        table = self._session.tables.helpers.matches
        other = table.alias()
        taken = exists().where(other.c.intake_id == table.c.intake_id, other.c.state == MatchState.ACTIVE)
        agreed = update(table).where(table.c.id == match_id, table.c.state == MatchState.AGREED, ~taken)
        return await self._count(agreed.values(state=MatchState.ACTIVE, since=at)) == 1

    async def note_contact(self, match_id: str, at: datetime) -> bool:
        """Note that helper and resident spoke; only the first time, and only while it is active."""
        table = self._session.tables.helpers.matches
        first = update(table).where(table.c.id == match_id, table.c.first_contact_at.is_(None))
        return await self._count(first.where(table.c.state == MatchState.ACTIVE).values(first_contact_at=at)) == 1

    async def finish_match(self, match_id: str, by: str, at: datetime) -> bool:
        """End a match that went well; False when it is not active."""
        return await self._move_match(match_id, MatchState.DONE, (MatchState.ACTIVE,), ended_at=at, ended_by=by)

    async def mismatch(self, match_id: str, why: Mismatch, note: str, *, by: str, at: datetime) -> bool:
        """End an active match that did not work out: these never meet again. False when it is not active."""
        ended = {"ended_at": at, "ended_by": by, "ended_code": why, "note": own(match_id, note)}
        if not await self._move_match(match_id, MatchState.MISMATCH, (MatchState.ACTIVE,), **ended):
            return False
        row = await self.find_match(match_id)
        if row is not None:
            helpers = (row.helper_id, row.second_id)
            await self._part_pair(row.intake_id, tuple(one for one in helpers if one), why, at)
        return True

    async def empty_matches(self, intake_id: int, at: datetime) -> None:
        """The resident took the intake back: end what runs, and leave no word about it."""
        table, hours = self._session.tables.helpers.matches, self._session.tables.helpers.case_hours
        for row in await self.list_matches(intake_id):
            await self._move_match(
                row.id, MatchState.DROPPED, (*_BEFORE_START, MatchState.ACTIVE), ended_at=at, ended_by=RESIDENT
            )
            empty = own(row.id, "")
            await self._run(update(table).where(table.c.id == row.id).values(reasons=empty, note=empty))
            for logged in await self._rows(select(hours.c.id).where(hours.c.match_id == row.id)):
                key = logged["id"]
                values = {"note": own(key, ""), "over_reason": None}
                await self._run(update(hours).where(hours.c.id == key).values(**values))

    async def find_match(self, match_id: str) -> MatchRow | None:
        """Find the match with this id."""
        table = self._session.tables.helpers.matches
        row = await self._row(select(table).where(table.c.id == match_id))
        return None if row is None else _match_row(row)

    async def list_matches(self, intake_id: int) -> Sequence[MatchRow]:
        """Give every match of an intake, the oldest proposal first."""
        table = self._session.tables.helpers.matches
        found = select(table).where(table.c.intake_id == intake_id).order_by(table.c.proposed_at, table.c.id)
        return [_match_row(row) for row in await self._rows(found)]

    async def active_match(self, intake_id: int) -> MatchRow | None:
        """Find the match that runs."""
        running = (row for row in await self.list_matches(intake_id) if row.state is MatchState.ACTIVE)
        return next(running, None)

    async def matches_of(self, helper_id: str, states: Collection[MatchState]) -> Sequence[MatchRow]:
        """Give the matches in these states that a helper has, alone or as one of two; the oldest first."""
        table = self._session.tables.helpers.matches
        theirs = or_(table.c.helper_id == helper_id, table.c.second_id == helper_id)
        found = select(table).where(theirs, table.c.state.in_(states)).order_by(table.c.proposed_at, table.c.id)
        return [_match_row(row) for row in await self._rows(found)]

    async def helps_with(self, account_id: str, intake_id: int) -> bool:
        """Whether who signs in with this account helps with this intake now."""
        helped = helped_by(self._session.tables, account_id)
        return await self._row(helped.where(helped.selected_columns.intake_id == intake_id)) is not None

    async def past_of(self, intake_id: int) -> Past:
        """What happened between this resident and the helpers, as far as it counts for a new proposal."""
        intakes, matches = self._session.tables.intakes, self._session.tables.helpers.matches
        barred = await self._said_no(intake_id)
        helped: set[str] = set()
        pairs = self._session.tables.helpers.no_pairs
        mine = select(intakes.c.conversation_id).where(intakes.c.id == intake_id).scalar_subquery()
        for row in await self._rows(select(pairs).where(pairs.c.conversation_id == mine)):
            barred[row["helper_id"]] = Bar.KNOWN if row["code"] in _KNOW_EACH_OTHER else Bar.MISMATCH
        done = select(matches.c.helper_id, matches.c.second_id).join(intakes, intakes.c.id == matches.c.intake_id)
        done = done.where(intakes.c.conversation_id == mine, matches.c.state == MatchState.DONE)
        for row in await self._rows(done):
            helped |= {row["helper_id"], row["second_id"]} - {None}
        return Past(barred=barred, helped=frozenset(helped), mismatches=await self._mismatches(intake_id))

    async def _said_no(self, intake_id: int) -> dict[str, Bar]:
        """Who said no to this intake; the other one of a pair did not."""
        table = self._session.tables.helpers.matches
        refused = select(table.c.ended_by).where(table.c.intake_id == intake_id, table.c.state == MatchState.REFUSED)
        return {row["ended_by"]: Bar.REFUSED for row in await self._rows(refused)}

    async def _mismatches(self, intake_id: int) -> tuple[Mismatch, ...]:
        table = self._session.tables.helpers.matches
        found = select(table.c.ended_code).where(table.c.intake_id == intake_id)
        ended = found.where(table.c.state == MatchState.MISMATCH).order_by(table.c.ended_at, table.c.id)
        return tuple(Mismatch(row["ended_code"]) for row in await self._rows(ended))

    async def _move_match(self, match_id: str, to: MatchState, states: Sequence[MatchState], **values: object) -> bool:
        table = self._session.tables.helpers.matches
        there = update(table).where(table.c.id == match_id, table.c.state.in_(states))
        return await self._count(there.values(state=to, **values)) == 1

    async def _part_pair(self, intake_id: int, helpers: Sequence[str], code: str, at: datetime) -> None:
        """Never propose these to this resident again."""
        intakes, pairs = self._session.tables.intakes, self._session.tables.helpers.no_pairs
        row = await self._row(select(intakes.c.conversation_id).where(intakes.c.id == intake_id))
        if row is None:
            return
        for helper_id in helpers:
            values = {"conversation_id": row["conversation_id"], "helper_id": helper_id, "code": code, "at": at}
            await self._run(self._session.backend.insert_missing(pairs, values, ("conversation_id", "helper_id")))


def helped_by(tables: Tables, account_id: str) -> Select[tuple[int]]:
    """The intakes with which the helper who has this account helps now, alone or as one of two."""
    matches, helpers = tables.helpers.matches, tables.helpers.helpers
    theirs = or_(helpers.c.id == matches.c.helper_id, helpers.c.id == matches.c.second_id)
    mine = select(matches.c.intake_id).join(helpers, theirs)
    return mine.where(helpers.c.account_id == account_id, matches.c.state == MatchState.ACTIVE)


def _match_row(row: RowMapping) -> MatchRow:
    key = row["id"]
    sealed = {name: disown(key, row[name]) for name in ("reasons", "note")}
    return MatchRow(**{**row, **sealed, "state": MatchState(row["state"])})
