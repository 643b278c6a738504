"""How a bell rings: at once, or together with others that come in the same minute, or after somebody's quiet hours.

What waits is a row in the store. A sign of danger never waits for others, and never goes among them; neither does
what no question in the list tells of.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.intake.quiet import after_quiet
from bot.model.bells import QuietHours
from bot.model.conversation import Json
from bot.store import Unit

# Both own choice: a person reads ten in a minute, and no more.
MOST = 10
WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Where it rings, and when not."""

    channel: str
    address: str
    quiet: QuietHours | None = None


async def ring(unit: Unit, bell: Bell, now: datetime, body: Mapping[str, Json], *, urgent: bool) -> bool:
    """Ring as soon as this bell may; whether that was at once."""
    written = json.dumps(body, ensure_ascii=False)
    until = await _until(unit, bell, now, alone=stands_alone(body))
    if until is None:
        await send(unit, bell.channel, bell.address, written, now, urgent=urgent)
        return True
    await unit.hold_bell(bell.channel, bell.address, body=written, urgent=urgent, at=now, due_at=until)
    return False


def stands_alone(body: Mapping[str, Json]) -> bool:
    """Whether it may not go among others: danger, or something that the list at the desk does not show."""
    return body.get("pressing") is True or not body.get("code")


async def send(unit: Unit, channel: str, address: str, body: str, now: datetime, *, urgent: bool) -> None:
    """Let it leave."""
    await unit.enqueue(channel=channel, conversation_id=None, address=address, body=body, urgent=urgent, at=now)


async def _until(unit: Unit, bell: Bell, now: datetime, *, alone: bool) -> datetime | None:
    """Until when it waits; None: it does not."""
    quiet_until = after_quiet(bell.quiet, now)
    if quiet_until > now:
        return quiet_until
    if alone:
        return None
    joins = await unit.held_until(bell.channel, bell.address)
    if joins is not None or await unit.count_since(bell.channel, bell.address, now - WITHIN) < MOST:
        return joins
    return after_quiet(bell.quiet, now + WITHIN)
