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
from bot.service.sharing import find_talk_lines
from bot.store import CaseRow, IntakeStatus, MatchState, PromiseRow, Unit

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
    """What is known at this moment, but for the trail (`with_trail`). What was sent is looked up only where it was."""
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


async def with_trail(unit: Unit, outside: Outside) -> Outside:
    """The same, with who opened each question and to whom it was given: only who asks what we know reads that."""
    cases = [
        replace(case, seen_by=await _looks(unit, case.code), given=await _given(unit, case.code))
        for case in outside.cases
    ]
    return replace(outside, cases=tuple(cases))


async def _standing(unit: Unit, office: Office, case: CaseRow, now: datetime) -> Standing:
    promises = await unit.list_promises(case.id)
    contact = await unit.last_entry(case.id, _CONTACT)
    state = _STANDS[state_of(case_of(case, promises), now)]
    helper = await unit.find_helper(case.helper_id) if case.helper_id is not None else None
    signed = await _signed(unit, case.code)
    return Standing(
        code=case.code,
        state=state,
        person=case.claimed_by or "",
        promised_at=_open(promises),
        last_contact_at=contact.at if contact is not None else None,
        helper=helper.name if helper is not None else "",
        helped_by=await _helped_by(unit, case) if state is StandState.CLOSED else "",
        back_at=case.snoozed_until,
        closed_at=case.closed_at,
        keep_until=case.closed_at + office.keep_closed if case.closed_at is not None else None,
        asked=await _asked(unit, case) if case.asked_at is not None else None,
        lines=signed.draft.lines if signed is not None else (),
        talk_shared_at=signed.talk.at if signed is not None and signed.talk is not None else None,
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
