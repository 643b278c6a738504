"""What the desk reads of cases, each in one unit: a page of a list, and all that is known of one case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.accounts import Role
from bot.model.intake import Intake
from bot.service.intakes import read_intake
from bot.store import AccountRow, AuditEntry, CaseFilter, CaseRow, CaseView, EntryRow, PromiseRow, Unit
from bot.store.cases import PAGE

_VIEWS = tuple(view for view in CaseView if view is not CaseView.DONE)  # what is done is not counted: it only grows
_COLLEAGUES = (Role.COORDINATOR, Role.OCO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of a list, with how many every list of open cases holds."""

    cases: Sequence[CaseRow]
    more: bool  # there is a page after this one
    counts: Mapping[CaseView, int]
    helpers: Mapping[str, str]  # names, of those who help in these cases
    teams: Mapping[str, str]  # names, of all that share or shared a link, by id
    next_promise_at: datetime | None  # of all cases, wherever they stand
    position: int  # of the changes, when this was read
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who can take a case over."""

    id: str
    name: str
    open: int  # cases they have now


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of one case. `intake` is None when the resident took it back."""

    case: CaseRow
    intake: Intake | None
    channel: str  # by which the resident talks
    entries: Sequence[EntryRow]
    held: Collection[int]  # entries that did not leave yet and can be taken back
    promises: Sequence[PromiseRow]
    trail: Sequence[AuditEntry]
    names: Mapping[str, str]  # of everybody who works or worked here, by account
    colleagues: Sequence[Colleague]  # without who looks
    helper: str  # name, or both names of two; empty: nobody helps
    outcome_note: str
    drafts: Mapping[str, str]  # what who looks typed here and did not send, by place
    waiting: int  # cases in which a person of ours is next
    position: int  # of the changes, when this was read
    now: datetime


async def read_inbox(unit: Unit, wanted: CaseFilter, account_id: str, now: datetime, after: int) -> Inbox:
    """One page of a list."""
    cases = await unit.list_cases(wanted, now, after=after, limit=PAGE + 1)
    helpers = dict.fromkeys(case.helper_id for case in cases if case.helper_id is not None)
    return Inbox(
        cases=cases[:PAGE],
        more=len(cases) > PAGE,
        counts=await unit.count_cases(_VIEWS, account_id, now, only_own=wanted.only_own),
        helpers={one: await _helper(unit, one) for one in helpers},
        teams={one.id: one.name for one in await unit.list_teams()},
        next_promise_at=None if wanted.only_own else await unit.next_promise_at(),
        position=await unit.last_change(),
        now=now,
    )


async def read_case(
    unit: Unit, case: CaseRow, account_id: str, now: datetime, places: Collection[str], *, only_own: bool = False
) -> CaseFile:
    """All of one case. `places`: where this account may have typed something, such as `bericht`.

    `only_own`: nothing that tells of other cases than those of this account.
    """
    row = await unit.find_intake(case.code)
    assert row is not None  # the case is one
    accounts = await unit.list_accounts()
    drafts = {place: await unit.find_draft(account_id, f"{case.code}/{place}") for place in places}
    return CaseFile(
        case=case,
        intake=read_intake(row),
        channel=(await unit.get_conversation(case.conversation_id)).channel,
        entries=await unit.list_entries(case.id),
        held=await unit.held_entries(case.id, now),
        promises=await unit.list_promises(case.id),
        trail=await unit.list_audit(object=case.code),
        names={one.id: one.display_name for one in accounts},
        colleagues=() if only_own else _colleagues(accounts, account_id, await unit.count_owned()),
        helper=await _helpers(unit, case),
        outcome_note=row.outcome_note,
        drafts=drafts,
        waiting=(await unit.count_cases([CaseView.FOR_US], account_id, now, only_own=only_own))[CaseView.FOR_US],
        position=await unit.last_change(),
        now=now,
    )


def _colleagues(accounts: Sequence[AccountRow], account_id: str, owned: Mapping[str, int]) -> Sequence[Colleague]:
    there = (one for one in accounts if one.disabled_at is None and one.role in _COLLEAGUES and one.id != account_id)
    return [Colleague(id=one.id, name=one.display_name, open=owned.get(one.id, 0)) for one in there]


async def _helpers(unit: Unit, case: CaseRow) -> str:
    match = await unit.active_match(case.id) if case.helper_id is not None else None
    second = await _helper(unit, match.second_id) if match is not None else ""
    return " en ".join(filter(None, (await _helper(unit, case.helper_id), second)))


async def _helper(unit: Unit, helper_id: str | None) -> str:
    helper = await unit.find_helper(helper_id) if helper_id is not None else None
    return helper.name if helper is not None else ""
