"""What a turn must know of the coordination point: what is promised now, and how the questions stand that were sent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.intake.cases import state_of
from bot.intake.promise import make_promise
from bot.model.cases import CaseState, EntryKind, PromiseOutcome, PromiseWhy
from bot.model.conversation import Conversation
from bot.model.intake import Intake
from bot.model.outside import Asked, Given, Look, Outside, Standing, StandState
from bot.service.casework import Office, case_of
from bot.service.giving import GAVE, read_given
from bot.service.intakes import read_intake
from bot.service.messages import PUSHED
from bot.service.sharing import find_talk_lines
from bot.store import CaseRow, ConversationRow, IntakeStatus, MatchState, PromiseRow, Unit

_STANDS: Mapping[CaseState, StandState] = MappingProxyType(
    {
        CaseState.NEW: StandState.NEW,
        CaseState.REOPENED: StandState.NEW,
        CaseState.CLAIMED: StandState.TAKEN,
        CaseState.ASKED: StandState.ASKED,
        CaseState.SNOOZED: StandState.LATER,
        CaseState.HELPED: StandState.HELPER,
        CaseState.CLOSED: StandState.CLOSED,
    }
)
_CONTACT = (EntryKind.TOLD, EntryKind.CONTACT)


async def outside_of(unit: Unit, office: Office, row: ConversationRow, talk: Conversation, now: datetime) -> Outside:
    """What is known at this moment, but for what few turns read (`in_full`). Cases are looked up only where one is."""
    hours = office.engine.parts_for(talk.municipality).municipality.hours
    plain, urgent = (make_promise(hours, office.pace.load, now, urgent=urgent) for urgent in (False, True))
    cases = await unit.cases_of(row.id) if talk.sent else ()
    there = [case for case in cases if case.status is not IntakeStatus.WITHDRAWN]
    return Outside(
        promise=plain.due_at,
        urgent_promise=urgent.due_at,
        busy=plain.basis.why is PromiseWhy.FULL,
        cases=tuple([await _standing(unit, office, case, now) for case in there]),
        can_push=row.channel in PUSHED,
        keep_days=office.keep_closed.days,
        in_full=not talk.sent,
    )


async def in_full(unit: Unit, office: Office, row: ConversationRow, talk: Conversation, outside: Outside) -> Outside:
    """The same, also with what only few turns read: what was signed, promised and said, and who saw it."""
    ids = {case.code: case.id for case in await unit.cases_of(row.id)}
    cases = [await _case_in_full(unit, case, ids[case.code]) for case in outside.cases]
    lines = await find_talk_lines(unit, office.engine, talk, row.id)
    return replace(outside, cases=tuple(cases), talk_lines=lines, in_full=True)


async def _case_in_full(unit: Unit, case: Standing, case_id: int) -> Standing:
    contact = await unit.last_entry(case_id, _CONTACT)
    signed = await _signed(unit, case.code)
    return replace(
        case,
        promised_at=_open(await unit.list_promises(case_id)),
        last_contact_at=contact.at if contact is not None else None,
        seen_by=await _looks(unit, case.code),
        given=await _given(unit, case.code),
        lines=signed.draft.lines if signed is not None else (),
    )


async def _standing(unit: Unit, office: Office, case: CaseRow, now: datetime) -> Standing:
    state = _STANDS[state_of(case_of(case, ()), now)]
    helper = await unit.find_helper(case.helper_id) if case.helper_id is not None else None
    return Standing(
        code=case.code,
        state=state,
        person=case.claimed_by or "",
        helper=helper.name if helper is not None else "",
        helped_by=await _helped_by(unit, case) if state is StandState.CLOSED else "",
        back_at=case.snoozed_until,
        closed_at=case.closed_at,
        keep_until=case.closed_at + office.keep_closed if case.closed_at is not None else None,
        asked=await _asked(unit, case) if case.asked_at is not None else None,
    )


async def _helped_by(unit: Unit, case: CaseRow) -> str:
    """Who helped last and saw it through."""
    done = [match for match in await unit.list_matches(case.id) if match.state is MatchState.DONE]
    helper = await unit.find_helper(done[-1].helper_id) if done else None
    return helper.name if helper is not None else ""


def _open(promises: Sequence[PromiseRow]) -> datetime | None:
    return next((one.due_at for one in promises if one.outcome == PromiseOutcome.OPEN), None)


async def _asked(unit: Unit, case: CaseRow) -> Asked | None:
    """The last thing we asked."""
    last = await unit.last_entry(case.id, (EntryKind.ASK,))
    return Asked(id=str(last.id), text=str(json.loads(last.body)["text"])) if last is not None else None


async def _looks(unit: Unit, code: str) -> tuple[Look, ...]:
    """Who opened it, each with the last time, the latest first."""
    looks = []
    for account_id, at in await unit.last_looks(code):
        account = await unit.find_account(account_id)
        if account is not None:
            looks.append(Look(name=account.display_name, role=account.role, at=at))
    return tuple(looks)


async def _signed(unit: Unit, code: str) -> Intake | None:
    row = await unit.find_intake(code)
    return read_intake(row) if row is not None else None


async def _given(unit: Unit, code: str) -> tuple[Given, ...]:
    """To whom it was given out, and when."""
    rows = await unit.list_audit(object=code, action=GAVE)
    return tuple(Given(to=one.to, at=one.at) for one in map(read_given, rows) if one is not None)
