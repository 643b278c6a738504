"""Notices to the coordinators: a reference and what is needed to decide who goes, never a story."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import Json
from bot.service.messages import MAIL_CHANNEL, STAFF_CHANNEL, StaffSettings
from bot.store import IntakeRow, Unit


class Notice(StrEnum):
    """What a notice is about; the channel has the words."""

    INTAKE = "intake"  # a new intake, or how it is with one
    ADDED = "added"  # the resident added something
    REPLY = "reply"  # the resident answered a person
    PROMISE_SOON = "promise_soon"  # the promised moment is near
    PROMISE_MOVED = "promise_moved"  # the resident was told another moment
    PROMISE_BROKEN = "promise_broken"  # the resident heard nothing in time
    IDLE = "idle"  # somebody took it, and nothing is done
    GIVEN_BACK = "given_back"  # so it is everybody's again
    TERM = "term"  # a term of the resident's own is about to end
    HELPER_SILENT = "helper_silent"  # nothing was heard of the first contact
    MISMATCH = "mismatch"  # the resident would rather have another helper
    HANDED = "handed"  # a colleague gave it on
    NOT_GIVEN = "not_given"  # the case system did not take an intake
    FAULT = "fault"  # we failed somebody: a person has to look
    UNREACHABLE = "unreachable"  # a resident with an open intake cannot be reached here
    UNDELIVERED = "undelivered"  # a message could not be delivered
    GAP = "gap"  # we were away so long that messages may be missing


_IN_MAIL = frozenset({"notice", "status", "code", "ref", "area", "pressing", "promised_at", "since"})
"""What leaves by mail of a notice: mail passes through more hands than the group does."""


async def notify(
    unit: Unit,
    staff: StaffSettings,
    now: datetime,
    notice: Notice,
    *,
    urgent: bool = False,
    **values: Json,
) -> None:
    """Queue a notice for every staff channel that is set up, in the same transaction as what it tells about."""
    body: Mapping[str, Json] = {"notice": notice.value, **values}
    await _to_group(unit, staff, now, body, urgent=urgent)
    for address in staff.mail_to:
        told = {key: value for key, value in body.items() if key in _IN_MAIL}
        await _queue(unit, MAIL_CHANNEL, address, now, told, urgent=urgent)


async def notify_state(unit: Unit, staff: StaffSettings, now: datetime, intake: IntakeRow) -> None:
    """Tell that an intake is new, or withdrawn."""
    await notify(unit, staff, now, Notice.INTAKE, urgent=intake.urgent, **_state(intake))


async def show_state(
    unit: Unit, staff: StaffSettings, now: datetime, intake: IntakeRow, *, message_id: str = ""
) -> None:
    """Show with whom an intake is under its notice in the group. It rings nowhere: nothing has to be done."""
    body: Mapping[str, Json] = {"notice": Notice.INTAKE.value, **_state(intake), "message_id": message_id}
    await _to_group(unit, staff, now, body, urgent=intake.urgent)


def _state(intake: IntakeRow) -> dict[str, Json]:
    return {
        "status": intake.status.value,
        "code": intake.code,
        "area": intake.area,
        "theme": intake.theme,
        "pressing": intake.urgent,
        "promised_at": intake.promised_at.isoformat(),
        "claimed_by": intake.claimed_by,
        "claimed_at": intake.claimed_at.isoformat() if intake.claimed_at else None,
    }


async def _to_group(unit: Unit, staff: StaffSettings, now: datetime, body: Mapping[str, Json], *, urgent: bool) -> None:
    if staff.chat_id:
        await _queue(unit, STAFF_CHANNEL, staff.chat_id, now, body, urgent=urgent)


async def _queue(
    unit: Unit, channel: str, address: str, now: datetime, body: Mapping[str, Json], *, urgent: bool
) -> None:
    await unit.enqueue(
        channel=channel,
        conversation_id=None,
        address=address,
        body=json.dumps(body, ensure_ascii=False),
        urgent=urgent,
        at=now,
    )
