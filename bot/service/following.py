"""How it went, asked by itself: whether they met, how it goes some weeks later, and what they thought of the help.

Never in the evening, beside a person, over danger, to who does not want it, or to who still waits for our answer.
"""

import json
from datetime import timedelta

from bot.dialogue import from_json, people
from bot.intake.aftercare import put_off
from bot.model.cases import ActWhy, EntryKind, IntakeStatus
from bot.model.danger import Level
from bot.model.wording import Between
from bot.service.casework import OURSELVES, Casework
from bot.service.notices import Notice
from bot.service.telling import is_within_reach, take
from bot.store import CaseRow, TimerRow

_DANGER_RESTS = timedelta(days=7)
"""So long after a full safety text nothing is asked by itself. Own choice."""


async def ask_met(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """A week after a helper said yes: have they met?"""
    helper = await work.unit.find_helper(case.helper_id) if case.helper_id is not None else None
    if helper is not None:
        await _put(work, case, timer, Between.MET, helper.name)


async def check_in(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """Some weeks later: how does it go? What got better is asked only once it was finished."""
    finished = case.status is IntakeStatus.CLOSED
    await _put(work, case, timer, Between.CHECK_IN, Between.BETTER if finished else "")


async def ask_content(work: Casework, case: CaseRow, timer: TimerRow) -> None:
    """It was finished: how was the help?"""
    await _put(work, case, timer, Between.CONTENT)


async def _put(work: Casework, case: CaseRow, timer: TimerRow, which: Between, about: str = "") -> None:
    if await _is_muted(work, case):
        return
    if not await is_within_reach(work, case):
        await _ask_a_person(work, case, which)
    elif await _is_quiet(work, case):
        engine, now = work.office.engine, work.now
        await take(work, case, lambda talk, outside: people.put(engine, talk, now, which, about, outside))
        await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="asked", question=which.value)
        await work.settle(case.id, "asked")
    else:
        later = put_off(work.now, timer.delays)
        if later is not None:
            await work.unit.delay_timer(timer.id, later)


async def _is_muted(work: Casework, case: CaseRow) -> bool:
    """Whether the resident said not to ask any more: that is for good."""
    return any(event.kind == "check_in_off" for event in await work.unit.list_events(case.conversation_id))


async def _is_quiet(work: Casework, case: CaseRow) -> bool:
    """Whether a question of ours may come now."""
    talk = await work.unit.get_conversation(case.conversation_id)
    if case.unanswered_since is not None or not people.may_put(from_json(talk.state)):
        return False
    lately = work.now - _DANGER_RESTS
    events = await work.unit.list_events(case.conversation_id)
    shown = (event for event in events if event.kind == "danger_shown" and event.at > lately)
    return not any(json.loads(event.body).get("level") == Level.FULL for event in shown)


async def _ask_a_person(work: Casework, case: CaseRow, which: Between) -> None:
    """Nothing reaches the resident by itself: somebody of ours asks, where the case is open; else they read that."""
    await work.enter(case.id, EntryKind.SYSTEM, OURSELVES, what="not_asked", question=which.value)
    if case.status is not IntakeStatus.CLOSED:
        await work.unit.change_case(case.id, undelivered_at=work.now)
        await work.tell(Notice.UNREACHABLE, case)
    await work.settle(case.id, ActWhy.UNDELIVERED)
