"""What a turn must know of the coordination point: what is promised now, and how the questions stand that were sent."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.intake.cases import state_of
from bot.intake.promise import make_promise
from bot.model.cases import CaseState, EntryKind, PromiseOutcome, PromiseWhy
from bot.model.conversation import Conversation
from bot.model.outside import Asked, Given, Look, Outside, Standing, StandState
from bot.service.casework import Office, case_of
from bot.service.giving import GAVE, read_given
from bot.service.sharing import find_talk_lines, shared_in
from bot.store import CaseRow, EntryRow, IntakeStatus, PromiseRow, Unit

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


async def outside_of(
    unit: Unit, office: Office, talk: Conversation, conversation_id: str, now: datetime, *, can_push: bool
) -> Outside:
    """What is known at this moment. What was sent is looked up only where something was."""
    hours = office.engine.parts_for(talk.municipality).municipality.hours
    plain, urgent = (make_promise(hours, office.pace.load, now, urgent=urgent) for urgent in (False, True))
    cases = await unit.cases_of(conversation_id) if talk.sent else ()
    there = [case for case in cases if case.status is not IntakeStatus.WITHDRAWN]
    return Outside(
        promise=plain.due_at,
        urgent_promise=urgent.due_at,
        busy=plain.basis.why is PromiseWhy.FULL,
        cases=tuple([await _standing(unit, office, case, now) for case in there]),
        can_push=can_push,
        keep_days=office.keep_closed.days,
        talk_lines=await find_talk_lines(unit, office.engine, talk, conversation_id),
    )


async def _standing(unit: Unit, office: Office, case: CaseRow, now: datetime) -> Standing:
    promises, entries = await unit.list_promises(case.id), await unit.list_entries(case.id)
    state = _STANDS[state_of(case_of(case, promises), now)]
    helper = await unit.find_helper(case.helper_id) if case.helper_id is not None else None
    shared = shared_in(entries)
    return Standing(
        code=case.code,
        state=state,
        person=case.claimed_by or "",
        promised_at=_open(promises),
        last_contact_at=max((one.at for one in entries if one.kind in _CONTACT), default=None),
        helper=helper.name if helper is not None else "",
        back_at=case.snoozed_until,
        closed_at=case.closed_at,
        keep_until=case.closed_at + office.keep_closed if case.closed_at is not None else None,
        asked=_asked(entries) if case.asked_at is not None else None,
        seen_by=await _looks(unit, case.code),
        given=await _given(unit, case.code),
        talk_shared_at=shared.at if shared is not None else None,
    )


def _open(promises: Sequence[PromiseRow]) -> datetime | None:
    return next((one.due_at for one in promises if one.outcome == PromiseOutcome.OPEN), None)


def _asked(entries: Sequence[EntryRow]) -> Asked | None:
    """The last thing we asked."""
    asks = [one for one in entries if one.kind == EntryKind.ASK]
    return Asked(id=str(asks[-1].id), text=str(json.loads(asks[-1].body)["text"])) if asks else None


async def _looks(unit: Unit, code: str) -> tuple[Look, ...]:
    """Who opened it, each with the last time, the latest first."""
    looks = []
    for account_id, at in await unit.last_looks(code):
        account = await unit.find_account(account_id)
        if account is not None:
            looks.append(Look(name=account.display_name, role=account.role, at=at))
    return tuple(looks)


async def _given(unit: Unit, code: str) -> tuple[Given, ...]:
    """To whom it was given out, and when."""
    rows = await unit.list_audit(object=code, action=GAVE)
    return tuple(Given(to=one.to, at=one.at) for one in map(read_given, rows) if one is not None)
