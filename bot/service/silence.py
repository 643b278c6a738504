"""Bells that do not ring: the desk says which, and since when, because there every question stands all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Json
from bot.service.messages import MAIL_CHANNEL, STAFF_CHANNEL, StaffSettings
from bot.service.notices import Notice
from bot.service.outgoing import STAFF_CLOSED, body_of
from bot.service.service import poll_mark
from bot.store import OutboxStatus, Unit

_TELEGRAM = "telegram"
_BELLS = (STAFF_CHANNEL, MAIL_CHANNEL)
_REACHED = (OutboxStatus.SENT, OutboxStatus.UNCERTAIN)
_SILENT = timedelta(minutes=3)  # a channel gives a sign once a minute
_STUCK = timedelta(minutes=5)  # so long a bell may wait while the other side is out of order for a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentBell:
    """A channel of bells on which nothing comes through."""

    channel: str
    since: datetime


async def silent_bells(unit: Unit, staff: StaffSettings, now: datetime) -> tuple[SilentBell, ...]:
    """Of the group and the common addresses: which are silent. Nobody's own address counts: that is for them alone."""
    found = {STAFF_CHANNEL: await _group(unit, staff, now), MAIL_CHANNEL: await _mail(unit, staff, now)}
    return tuple(SilentBell(channel=channel, since=since) for channel, since in found.items() if since is not None)


async def nothing_rang(unit: Unit, code: str, since: datetime) -> bool:
    """Whether bells rang for this question since then, and not one of them reached anybody."""
    bells = [bell for bell in await unit.made_since(_BELLS, since) if _tells_of(body_of(bell), code)]
    return bool(bells) and not any(bell.status in _REACHED for bell in bells)


def _tells_of(body: Mapping[str, Json], code: str) -> bool:
    """Whether who reads it hears of this question: by itself, or counted among others."""
    return body.get("code") == code or body.get("notice") == Notice.SEVERAL


async def _group(unit: Unit, staff: StaffSettings, now: datetime) -> datetime | None:
    if not staff.chat_id:
        return None
    closed, heard = await unit.get_mark(STAFF_CLOSED), await unit.get_mark(poll_mark(_TELEGRAM))
    if closed:
        return datetime.fromisoformat(closed)
    if heard and now - datetime.fromisoformat(heard) > _SILENT:
        return datetime.fromisoformat(heard)
    return _stuck(await unit.waits_since(STAFF_CHANNEL, staff.chat_id), now)


async def _mail(unit: Unit, staff: StaffSettings, now: datetime) -> datetime | None:
    silent = []
    for address in staff.mail_to:
        silent.append(_stuck(await unit.waits_since(MAIL_CHANNEL, address), now))
        silent.append(await unit.failed_since(MAIL_CHANNEL, address))
    return min((since for since in silent if since is not None), default=None)


def _stuck(since: datetime | None, now: datetime) -> datetime | None:
    return since if since is not None and now - since > _STUCK else None
