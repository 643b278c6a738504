"""Notices to the coordinators: a reference and what is needed to decide who goes, never a story."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import Json
from bot.model.helpers import Helper
from bot.service.bells import Bell, ring, send
from bot.service.listeners import bell_of_helper, people_to_ring
from bot.service.messages import MAIL_CHANNEL, STAFF_CHANNEL, StaffSettings
from bot.store import IntakeRow, Unit

NOTICE_OF = f"{STAFF_CHANNEL}:notice:"
"""What the marks begin with that keep which message in the group tells of an intake."""


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
    HANDED_TO_YOU = "handed_to_you"  # the same, for who has it now
    ASKED = "asked"  # somebody is asked to help
    SEVERAL = "several"  # many at once, counted
    NOT_GIVEN = "not_given"  # the case system did not take an intake
    FAULT = "fault"  # we failed somebody: a person has to look
    UNREACHABLE = "unreachable"  # a resident with an open intake cannot be reached here
    UNDELIVERED = "undelivered"  # a message could not be delivered
    GAP = "gap"  # we were away so long that messages may be missing


AMONG_OTHERS = "among others"
"""In the place of the message that tells of an intake: it was counted in one about many, and has none of its own."""

_IN_MAIL = frozenset({"notice", "status", "code", "ref", "area", "pressing", "again", "promised_at", "since"})
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
    """Ring every bell that is set up and whom it concerns, in the same transaction as what it tells about."""
    body: Mapping[str, Json] = {"notice": notice.value, **values}
    if staff.chat_id:
        at_once = await ring(unit, Bell(channel=STAFF_CHANNEL, address=staff.chat_id), now, body, urgent=urgent)
        if notice is Notice.INTAKE and not at_once:
            await unit.set_mark(notice_mark(str(values["code"])), AMONG_OTHERS)
    told = {key: value for key, value in body.items() if key in _IN_MAIL}
    for address in staff.mail_to:
        await ring(unit, Bell(channel=MAIL_CHANNEL, address=address), now, told, urgent=urgent)
    async for person in people_to_ring(unit, staff, body):
        to_you = notice is Notice.HANDED and person.owner
        theirs = {**told, "notice": Notice.HANDED_TO_YOU.value} if to_you else told
        await ring(unit, person.bell, now, theirs, urgent=urgent)


async def ask_helper(unit: Unit, staff: StaffSettings, now: datetime, helper: Helper) -> None:
    """Tell a helper that they are asked, as far as we know how. Not even the code: they did not say yes."""
    bell = await bell_of_helper(unit, staff, helper)
    if bell is not None:
        body: Mapping[str, Json] = {"notice": Notice.ASKED.value, "signs_in": bool(helper.account_id)}
        await ring(unit, bell, now, body, urgent=False)


async def notify_state(
    unit: Unit, staff: StaffSettings, now: datetime, intake: IntakeRow, *, anew: bool = False
) -> None:
    """Tell that an intake is new, or withdrawn; `anew`: in a message of its own, since nobody hears a changed one."""
    if anew:
        await unit.drop_mark(notice_mark(intake.code))
    await notify(unit, staff, now, Notice.INTAKE, urgent=intake.urgent, **_state(intake))


def state_body(intake: IntakeRow) -> dict[str, Json]:
    """The notice about an intake, as it is with it now."""
    return {"notice": Notice.INTAKE.value, **_state(intake)}


async def show_state(
    unit: Unit, staff: StaffSettings, now: datetime, intake: IntakeRow, *, message_id: str = ""
) -> None:
    """Show with whom an intake is under its notice in the group. It rings nowhere: nothing has to be done."""
    told_alone = message_id or await unit.get_mark(notice_mark(intake.code)) != AMONG_OTHERS
    if staff.chat_id and told_alone:
        written = json.dumps({**state_body(intake), "message_id": message_id}, ensure_ascii=False)
        await send(unit, STAFF_CHANNEL, staff.chat_id, written, now, urgent=intake.urgent)


def notice_mark(code: str) -> str:
    """The mark under which the message in the group is kept that tells of an intake."""
    return NOTICE_OF + code


def _state(intake: IntakeRow) -> dict[str, Json]:
    return {
        "status": intake.status.value,
        "code": intake.code,
        "area": intake.area,
        "theme": intake.theme,
        "pressing": intake.urgent,
        "again": intake.again,
        "promised_at": intake.promised_at.isoformat() if intake.waits else None,
        "claimed_by": intake.claimed_by,
        "claimed_at": intake.claimed_at.isoformat() if intake.claimed_at else None,
    }
