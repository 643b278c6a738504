"""Notices to the coordinators: a reference and what is needed to decide who goes, never a story."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import Json
from bot.service.messages import STAFF_CHANNEL, StaffSettings
from bot.store import IntakeRow, Unit


class Notice(StrEnum):
    """What a notice is about; the channel has the words."""

    INTAKE = "intake"  # a new intake, or how it is with one
    ADDED = "added"  # the resident added something
    FAULT = "fault"  # we failed somebody: a person has to look
    UNREACHABLE = "unreachable"  # a resident with an open intake cannot be reached here
    UNDELIVERED = "undelivered"  # a message could not be delivered
    GAP = "gap"  # we were away so long that messages may be missing


async def notify(
    unit: Unit,
    staff: StaffSettings,
    now: datetime,
    notice: Notice,
    *,
    urgent: bool = False,
    **values: Json,
) -> None:
    """Queue a notice in the same transaction as what it tells about."""
    if not staff.chat_id:
        return
    body: Mapping[str, Json] = {"notice": notice.value, **values}
    await unit.enqueue(
        channel=STAFF_CHANNEL,
        conversation_id=None,
        address=staff.chat_id,
        body=json.dumps(body, ensure_ascii=False),
        urgent=urgent,
        at=now,
    )


async def notify_state(
    unit: Unit, staff: StaffSettings, now: datetime, intake: IntakeRow, *, message_id: str = ""
) -> None:
    """Tell how it is with an intake: new, with whom, or withdrawn."""
    await notify(
        unit,
        staff,
        now,
        Notice.INTAKE,
        urgent=intake.urgent,
        status=intake.status.value,
        code=intake.code,
        area=intake.area,
        theme=intake.theme,
        pressing=intake.urgent,
        promised_at=intake.promised_at.isoformat(),
        claimed_by=intake.claimed_by,
        claimed_at=intake.claimed_at.isoformat() if intake.claimed_at else None,
        message_id=message_id,
    )
