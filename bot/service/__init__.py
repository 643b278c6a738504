"""One message from arrival to delivery: the only place where engine and store meet."""

from bot.service.messages import (
    CASE_CHANNEL,
    ERASURE,
    MAIL_CHANNEL,
    STAFF_CHANNEL,
    Arrival,
    Handled,
    Health,
    Incoming,
    Moved,
    RawUpdate,
    Reachable,
    Read,
    StaffSettings,
    StaffTap,
    TapAction,
    Unreadable,
    Worked,
)
from bot.service.outgoing import Outgoing
from bot.service.service import Service

__all__ = [
    "CASE_CHANNEL",
    "ERASURE",
    "MAIL_CHANNEL",
    "STAFF_CHANNEL",
    "Arrival",
    "Handled",
    "Health",
    "Incoming",
    "Moved",
    "Outgoing",
    "RawUpdate",
    "Reachable",
    "Read",
    "Service",
    "StaffSettings",
    "StaffTap",
    "TapAction",
    "Unreadable",
    "Worked",
]
