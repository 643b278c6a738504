"""Bells: what somebody of the coordination point wants to hear of outside the inbox, and when not."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.model.accounts import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From when until when nothing may ring, on the wall clock; from late until early goes over midnight."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class BellChoice:
    """What one account chose. No choice, no bell of one's own."""

    address: str  # where mail goes
    own: bool = True  # what one has, helps with or is asked for
    danger: bool = False  # every question with a sign of danger
    everything: bool = False
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Somebody who works here now, and chose to be rung."""

    account_id: str
    role: Role
    choice: BellChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBell:
    """A bell that waits for its moment; `body` is JSON text."""

    id: int
    channel: str
    address: str
    body: str
    urgent: bool
    at: datetime  # when it would have rung
