"""What goes into the service and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import Conversation, Event, Message, Reply
from bot.model.errors import BotError
from bot.model.worker import Worker
from bot.store import Backlog, InboxRow

STAFF_CHANNEL = "telegram_staff"
"""The channel of notices to coordinators. They never hold a word of a resident."""

MAIL_CHANNEL = "mail_staff"
"""The channel of the same notices by mail, with less in them still."""

CASE_CHANNEL = "webhook"
"""The channel to the case system of the municipality: intakes that a person gives out, and what is withdrawn."""

PUSHED = frozenset({"telegram"})
"""Channels on which a resident who is away can be reached; on others they read it when they come back."""

ERASURE = "erase_requested"
"""The event with which the dialogue asks to forget everything of a resident."""


class Unreadable(BotError):
    """A stored message that its channel cannot make sense of; trying again will not help."""


class TapAction(StrEnum):
    """What a coordinator can do with the buttons under a notice."""

    CLAIM = "claim"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawUpdate:
    """One message as a channel received it. `body` is JSON text, numbers of people masked.

    `external_id` is kept in clear and outlives an erasure: no address in it.
    """

    external_id: str
    address: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message of a resident, in the words of the dialogue."""

    channel: str
    external_id: str
    address: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTap:
    """A coordinator of the allow-list tapped a button under a notice."""

    external_id: str
    who: Worker
    action: TapAction
    code: str
    address: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """A resident closed or opened the line to us."""

    channel: str
    address: str
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The chat of the coordinators goes on under another address."""

    old: str
    new: str


Arrival = Incoming | StaffTap | Reachable | Moved
Read = Callable[[InboxRow], Arrival | None]
"""A channel's translator. None: nothing to do. Raises `Unreadable`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What a message led to. `repeated`: it had been handled before, and nothing changed."""

    replies: tuple[Reply, ...]
    events: tuple[Event, ...]
    repeated: bool = False
    conversation: Conversation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What one round of work did. `retry_at`: when a failed message may be tried again."""

    handled: tuple[str, ...]  # external ids
    failed: int
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSettings:
    """Where notices go and who may claim. Without `chat_id` and `mail_to` there are no notices."""

    chat_id: str = ""
    members: Mapping[str, str] = field(default_factory=dict)  # id in the chat -> name
    mail_to: tuple[str, ...] = ()  # without one there is no mail at all
    desk_url: str = ""
    danger_in_quiet_hours: bool = False  # rings also for who asked not to be rung then


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether messages really flow: not "the process is up", but "the last one came through"."""

    last_poll_at: datetime | None
    staff_closed_at: datetime | None  # since when notices cannot reach the coordinators
    backlog: Backlog

    @property
    def dead_letters(self) -> int:
        """Messages that were given up, to be looked at by a person."""
        return self.backlog.inbox_dead

    @property
    def oldest_pending_seconds(self) -> float:
        """How long the oldest message that was not handled yet waits."""
        return self.backlog.inbox_oldest_seconds

    @property
    def oldest_unsent_seconds(self) -> float:
        """How long the oldest message that could have been sent waits."""
        return self.backlog.outbox_oldest_seconds
