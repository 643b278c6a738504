"""What comes up again at the desk by itself: what was put off, asked, taken and forgotten, or is about to end."""

import json
from datetime import datetime

from bot.intake.aftercare import LAST_RUNG, rung_of, was_idle
from bot.intake.cases import Case, is_for_us
from bot.model.cases import EntryKind, IntakeStatus, TimerKind, WaitsFor
from bot.model.conversation import Leaving, PersonMode
from bot.model.wording import PeopleText
from bot.model.worker import Actor, Worker
from bot.service.casework import OURSELVES, Casework
from bot.service.claims import give_back
from bot.service.leaving import leave_talk
from bot.service.notices import Notice, show_state
from bot.service.telling import tell
from bot.service.trail import entry_of
from bot.store import CaseRow, TimerRow

_BY_ITSELF = Actor(worker=Worker(id=OURSELVES, name=OURSELVES), role="")


async def wake(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """What was put off is back: the list knows it by the moment alone, the open pages hear of it."""
    await work.settle(case.id, "snooze")


async def ask_again(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """The resident reads the question once more; from now on it stands on our list (`next_act`)."""
    if case.asked_at is None or case.waits_for != WaitsFor.RESIDENT:
        return
    asked = await work.unit.last_entry(case.id, (EntryKind.ASK,))
    if asked is not None:
        await tell(work, case, PeopleText.ASKS_AGAIN, tekst=str(json.loads(asked.body)["text"]))
    await work.settle(case.id, "asked_again")


async def hand_back(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """Nobody said anything for a while: the bot has the talk again. Never while the resident waits for us."""
    if case.talk_mode == PersonMode.LIVE and case.unanswered_since is None:
        await leave_talk(work, case, _owner(case), author=OURSELVES, why=Leaving.IDLE)
        await work.settle(case.id, "left")


async def look_after(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """Whoever has it did nothing: they hear of it, then all do, then it is everybody's again.

    What waits for somebody else is not forgotten: for that the time runs from when it is ours.
    """
    if case.status is not IntakeStatus.CLAIMED:
        return
    known, act = await work.look(case)
    rung = rung_of(timer.n)
    if not is_for_us(known, act, work.now):
        if rung == LAST_RUNG:
            await work.watch_owner(case, max(act.by, work.now) if act is not None else work.now)
        return
    since = _ours_since(known)
    if since is not None and not was_idle(work.hours(case), since, work.now, rung):
        await work.watch_owner(case, since)
    elif rung == LAST_RUNG:
        await _give_back(work, case)
    else:
        await work.tell(Notice.IDLE, case, urgent=rung > 1)


async def near_its_end(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """A term in which the resident must act is about to end. What was finished is looked at once more."""
    if case.status is IntakeStatus.CLOSED:
        await _take_up_again(work, case)
    await work.unit.change_case(case.id, term_at=work.now)
    await work.tell(Notice.TERM, case)
    await work.settle(case.id, "term")


async def helper_silent(work: Casework, case: CaseRow, _timer: TimerRow) -> None:
    """Nobody said that resident and helper have met."""
    if case.helper_id is None:
        return
    await work.unit.change_case(case.id, helper_silent_at=work.now)
    await work.tell(Notice.HELPER_SILENT, case)
    await work.settle(case.id, "helper_silent")


def _ours_since(case: Case) -> datetime | None:
    """Since when something waits for whoever has the case; None: from the beginning, nobody answered yet."""
    if case.promise_due_at is not None:
        return None
    moments = (
        case.unanswered_since,
        case.asked_at,
        case.snoozed_until,
        case.undelivered_at,
        case.helper_silent_at,
        case.term_at,
    )
    return min((moment for moment in moments if moment is not None), default=None)


async def _take_up_again(work: Casework, case: CaseRow) -> None:
    """Whoever finished it has it again, if they still work here; else it is everybody's.

    Nothing is promised by it, and what was promised before it was finished does not stand again.
    """
    await work.unit.reopen_intake(case.code, work.now)
    await work.unit.change_case(
        case.id,
        waits_for=WaitsFor.US,
        outcome=None,
        waiting_since=case.waiting_since if case.first_reply_at is not None else None,
        first_reply_at=case.first_reply_at,
    )
    await work.drop_timers(case.id, TimerKind.CLOSE_ASK, TimerKind.CHECK_IN)
    owner = await work.unit.find_account(case.owner_id) if case.owner_id else None
    if owner is not None and owner.disabled_at is None:
        who = Worker(id=owner.id, name=owner.display_name)
        await work.unit.claim_intake(case.code, who, work.now)
        await work.watch_owner(case)
    await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="term_runs")
    await _note(work, case, "reopen")
    await _show(work, case)


async def _give_back(work: Casework, case: CaseRow) -> None:
    owner = _owner(case)
    await give_back(work, case, owner, author=OURSELVES)
    await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="given_back", who=owner.name)
    await _note(work, case, "give_back")
    await _show(work, case)
    await work.tell(Notice.GIVEN_BACK, case)
    await work.settle(case.id, "release")


async def _note(work: Casework, case: CaseRow, action: str) -> None:
    """Put on record what nobody did by hand."""
    await work.unit.note(entry_of(_BY_ITSELF, action, case.code, work.now))


async def _show(work: Casework, case: CaseRow) -> None:
    intake = await work.unit.find_intake(case.code)
    if intake is not None:
        await show_state(work.unit, work.office.staff, work.now, intake)


def _owner(case: CaseRow) -> Worker:
    return Worker(id=case.owner_id or "", name=case.claimed_by or "")
