"""Cases: how the work on intakes stands, as the desk lists it. Never opens what was signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, or_, select, update

from bot.model.cases import IntakeStatus
from bot.store.columns import disown, own
from bot.store.matches import helped_by
from bot.store.part import Part
from bot.store.retention import CUT
from bot.store.rows import CaseRow
from bot.store.tables import still_waits

PAGE = 50  # lines in one page of a list
_SEARCH = "search"  # keeps digests of words apart from those of addresses


class CaseView(StrEnum):
    """The lists of the desk, in the order in which it shows them; the value stands in the address of each."""

    FOR_US = "voor-ons"  # a person of ours is next
    MINE = "van-mij"
    NOBODYS = "van-niemand"
    WITH_HELPER = "bij-ondersteuner"
    LATER = "later"
    OPEN = "open"
    DONE = "afgerond"  # closed or withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are meant; an empty field does not matter."""

    view: CaseView = CaseView.FOR_US
    owner_id: str = ""  # for MINE
    only_own: bool = False  # of `owner_id`, or helped by who signs in with that account
    words: tuple[str, ...] = ()  # all of them; looked up by digest
    danger: bool = False
    undelivered: bool = False
    waits_for: str = ""
    promise_before: datetime | None = None  # an answer that was promised by then and did not come
    theme: str = ""
    area: str = ""
    language: str = ""
    team_id: str = ""


class CasesPart(Part):
    """What a unit can do with cases."""

    __slots__ = ()

    async def list_cases(
        self, wanted: CaseFilter, now: datetime, *, after: int = 0, limit: int = PAGE
    ) -> Sequence[CaseRow]:
        """Give one page of cases from place `after` on: danger first, then what must happen soonest, then the oldest.

        What is done comes newest first.
        """
        table = self._session.tables.intakes
        order: tuple[ColumnElement[object], ...]
        if wanted.view is CaseView.DONE:
            order = (table.c.closed_at.desc(), table.c.id.desc())
        else:
            last = case((table.c.act_by.is_(None), 1), else_=0)
            order = (table.c.danger.desc(), last, table.c.act_by, table.c.id)
        # Which ones: from an index alone. Only then are whole rows looked up, for one page.
        page = self._wanted(select(table.c.id), wanted, now).order_by(*order).limit(limit).offset(after)
        statement = self._cases().where(table.c.id.in_(page)).order_by(*order)
        return [_case_row(row) for row in await self._rows(statement)]

    async def count_cases(
        self, views: Sequence[CaseView], owner_id: str, now: datetime, *, only_own: bool = False
    ) -> Mapping[CaseView, int]:
        """How many cases each of these lists holds; `only_own` as in a filter."""
        table = self._session.tables.intakes
        sums = [
            func.sum(case((and_(*self._in_view(view, owner_id, now)), 1), else_=0)).label(view.name) for view in views
        ]
        counted = select(*sums).where(table.c.closed_at.is_(None))
        row = await self._row(counted.where(self._own(owner_id)) if only_own else counted)
        return {view: (row[view.name] if row is not None else 0) or 0 for view in views}

    async def count_owned(self) -> Mapping[str, int]:
        """How many open cases each account has."""
        table = self._session.tables.intakes
        counted = select(table.c.owner_id, func.count().label("number")).where(
            table.c.closed_at.is_(None), table.c.owner_id.is_not(None)
        )
        return {row["owner_id"]: row["number"] for row in await self._rows(counted.group_by(table.c.owner_id))}

    async def find_case(self, code: str) -> CaseRow | None:
        """Find the case with this code."""
        row = await self._row(self._cases().where(self._session.tables.intakes.c.code == code))
        return None if row is None else _case_row(row)

    async def get_case(self, intake_id: int) -> CaseRow | None:
        """Find the case with this id."""
        row = await self._row(self._cases().where(self._session.tables.intakes.c.id == intake_id))
        return None if row is None else _case_row(row)

    async def cases_of(self, conversation_id: str) -> Sequence[CaseRow]:
        """Give the cases of a conversation, the oldest first."""
        table = self._session.tables.intakes
        rows = await self._rows(self._cases().where(table.c.conversation_id == conversation_id).order_by(table.c.id))
        return [_case_row(row) for row in rows]

    async def codes_of_owner(self, owner_id: str, codes: Collection[str]) -> frozenset[str]:
        """Which of these codes are of cases that this person has."""
        table = self._session.tables.intakes
        own_codes = select(table.c.code).where(table.c.code.in_(codes), table.c.owner_id == owner_id)
        return frozenset(row["code"] for row in await self._rows(own_codes))

    async def change_case(self, intake_id: int, **values: object) -> None:
        """Set columns of a case, by their names. Its `rev` stays: see `raise_rev`."""
        table = self._session.tables.intakes
        await self._run(update(table).where(table.c.id == intake_id).values(**values))

    async def raise_rev(self, intake_id: int) -> None:
        """From now on every page that was made of a case is an older one."""
        table = self._session.tables.intakes
        await self._run(update(table).where(table.c.id == intake_id).values(rev=table.c.rev + 1))

    async def set_brief(self, code: str, brief: str) -> None:
        """Put another line in the list; JSON text."""
        table = self._session.tables.intakes
        await self._run(update(table).where(table.c.code == code).values(brief=own(code, brief)))

    async def index_words(self, intake_id: int, words: Sequence[str]) -> None:
        """Let a case be found by these words, of which only keyed digests are kept."""
        table = self._session.tables.search_words
        for word in dict.fromkeys(words):
            values = {"word": self._digest(word), "intake_id": intake_id}
            await self._run(self._session.backend.insert_missing(table, values, tuple(values)))

    def _cases(self) -> Select[tuple[object, ...]]:
        tables = self._session.tables
        left_out = {"body", "outcome_note", "version"}
        columns = [column for column in tables.intakes.c if column.name not in left_out]
        talk = tables.conversations
        joined = tables.intakes.join(talk, talk.c.id == tables.intakes.c.conversation_id)
        cut, waits = (talk.c.channel == CUT).label("cut"), still_waits(tables.intakes).label("waits")
        return select(*columns, talk.c.reachable, cut, waits).select_from(joined)

    def _wanted(self, statement: Select[tuple[int]], wanted: CaseFilter, now: datetime) -> Select[tuple[int]]:
        columns = self._session.tables.intakes.c
        statement = statement.where(*self._in_view(wanted.view, wanted.owner_id, now))
        if wanted.only_own:
            statement = statement.where(self._own(wanted.owner_id))
        equal = ("waits_for", "theme", "area", "language", "team_id")
        statement = statement.where(*(columns[name] == value for name in equal if (value := getattr(wanted, name))))
        if wanted.danger:
            statement = statement.where(columns.danger.is_(True))
        if wanted.undelivered:
            talks = self._session.tables.conversations
            lost = select(talks.c.id).where(talks.c.reachable.is_(False))
            cut = select(talks.c.id).where(talks.c.reachable.is_(False), talks.c.channel == CUT)
            statement = statement.where(or_(columns.undelivered_at.is_not(None), columns.conversation_id.in_(lost)))
            statement = statement.where(columns.conversation_id.not_in(cut))
        if wanted.promise_before is not None:
            soon = columns.promised_at <= wanted.promise_before
            waits = still_waits(self._session.tables.intakes)
            statement = statement.where(soon, waits, columns.closed_at.is_(None))
        words = self._session.tables.search_words
        for word in wanted.words:
            statement = statement.where(
                columns.id.in_(select(words.c.intake_id).where(words.c.word == self._digest(word)))
            )
        return statement

    def _own(self, owner_id: str) -> ColumnElement[bool]:
        columns = self._session.tables.intakes.c
        return or_(columns.owner_id == owner_id, columns.id.in_(helped_by(self._session.tables, owner_id)))

    def _in_view(self, view: CaseView, owner_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
        columns = self._session.tables.intakes.c
        # By what stands in the index for open cases; a status would lead through another one, to the rows themselves.
        is_open = columns.closed_at.is_(None)
        later = and_(columns.snoozed_until.is_not(None), columns.snoozed_until > now)
        match view:
            case CaseView.FOR_US:
                ours = and_(columns.waits_for == "us", ~later)
                return is_open, columns.act_by.is_not(None), or_(columns.act_by <= now, ours)
            case CaseView.MINE:
                return is_open, columns.owner_id == owner_id
            case CaseView.NOBODYS:
                return is_open, columns.owner_id.is_(None), ~later
            case CaseView.WITH_HELPER:
                return is_open, columns.waits_for == "helper"
            case CaseView.LATER:
                return is_open, later
            case CaseView.OPEN:
                return (is_open,)
            case CaseView.DONE:
                return (columns.closed_at.is_not(None),)

    def _digest(self, word: str) -> str:
        return self._session.keyring.address_key(_SEARCH, word)


def _case_row(row: RowMapping) -> CaseRow:
    values = {name: row[name] for name in CaseRow.__slots__}
    brief = "" if row["brief"] is None else disown(row["code"], row["brief"])
    return CaseRow(**{**values, "status": IntakeStatus(row["status"]), "brief": brief})
