"""A unit of work: everything the store can do, inside one transaction."""

from bot.store.backlog import BacklogPart
from bot.store.conversations import ConversationsPart
from bot.store.inbox import InboxPart
from bot.store.intakes import IntakesPart
from bot.store.marks import MarksPart
from bot.store.misses import MissesPart
from bot.store.outbox import OutboxPart
from bot.store.retention import RetentionPart
from bot.store.teams import TeamsPart


class Unit(
    InboxPart,
    ConversationsPart,
    OutboxPart,
    IntakesPart,
    MarksPart,
    MissesPart,
    TeamsPart,
    RetentionPart,
    BacklogPart,
):
    """All of it is kept, or nothing. Never wait for a network inside one: everybody else waits along."""

    __slots__ = ()
