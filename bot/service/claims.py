"""Taking up an intake and giving it back, each shown under its notice in the same transaction."""

from datetime import datetime

from bot.model.worker import Worker
from bot.service.messages import StaffSettings
from bot.service.notices import show_state
from bot.store import ClaimResult, Unit


async def claim(
    unit: Unit, staff: StaffSettings, *, code: str, who: Worker, now: datetime, message_id: str = ""
) -> ClaimResult:
    """Take up an intake; of all who try exactly one wins."""
    result = await unit.claim_intake(code, who, now)
    await _show(unit, staff, code, now, message_id)
    return result


async def release(
    unit: Unit, staff: StaffSettings, *, code: str, who: Worker, now: datetime, message_id: str = ""
) -> bool:
    """Give an intake back; only whoever has it can."""
    released = await unit.release_intake(code, who)
    await _show(unit, staff, code, now, message_id)
    return released


async def _show(unit: Unit, staff: StaffSettings, code: str, now: datetime, message_id: str) -> None:
    """Also after a tap in vain: whoever tapped sees who has it."""
    intake = await unit.find_intake(code)
    if intake is not None:
        await show_state(unit, staff, now, intake, message_id=message_id)
