"""Taking up an intake and giving it back, wherever that is done: at the desk, in the group, at the command line."""

from datetime import datetime

from bot.model.cases import TimerKind
from bot.model.worker import Worker
from bot.service.casework import Casework, Office
from bot.service.leaving import leave_talk
from bot.service.notices import show_state
from bot.store import CaseRow, ClaimResult, Unit


async def claim(
    unit: Unit, office: Office, *, code: str, who: Worker, now: datetime, message_id: str = ""
) -> ClaimResult:
    """Take up an intake; of all who try exactly one wins."""
    result, case = await unit.claim_intake(code, who, now), await unit.find_case(code)
    if result.won and case is not None:
        work = Casework(unit, office, now)
        await work.watch_owner(case)
        await work.settle(case.id, "claim")
    await _show(unit, office, code, now, message_id)
    return result


async def release(unit: Unit, office: Office, *, code: str, who: Worker, now: datetime, message_id: str = "") -> bool:
    """Give an intake back; only whoever has it can."""
    case = await unit.find_case(code)
    released = case is not None and case.owner_id == who.id
    if case is not None and released:
        work = Casework(unit, office, now)
        released = await give_back(work, case, who)
        await work.settle(case.id, "release")
    await _show(unit, office, code, now, message_id)
    return released


async def give_back(work: Casework, case: CaseRow, who: Worker, *, author: str = "") -> bool:
    """Everybody may take what `who` had; what was promised stays, and they are out of the talk (`leave_talk`)."""
    await leave_talk(work, case, who, author=author)
    released = await work.unit.release_intake(case.code, who)
    if released:
        await work.unit.change_case(case.id, released_at=work.now)
        await work.drop_timers(case.id, TimerKind.CLAIM_IDLE)
    return released


async def _show(unit: Unit, office: Office, code: str, now: datetime, message_id: str) -> None:
    """Also after a tap in vain: whoever tapped sees who has it."""
    intake = await unit.find_intake(code)
    if intake is not None:
        await show_state(unit, office.staff, now, intake, message_id=message_id)
