"""A unit of work: everything the store can do, inside one transaction."""

from bot.store.backlog import BacklogPart
from bot.store.case_hours import CaseHoursPart
from bot.store.conversations import ConversationsPart
from bot.store.helpers import HelpersPart
from bot.store.inbox import InboxPart
from bot.store.intakes import IntakesPart
from bot.store.marks import MarksPart
from bot.store.matches import MatchesPart
from bot.store.misses import MissesPart
from bot.store.outbox import OutboxPart
from bot.store.retention import RetentionPart


class Unit(
    InboxPart,
    ConversationsPart,
    OutboxPart,
    IntakesPart,
    HelpersPart,
    MatchesPart,
    CaseHoursPart,
    MarksPart,
    MissesPart,
    RetentionPart,
    BacklogPart,
):
    """All of it is kept, or nothing. Never wait for a network inside one: everybody else waits along."""

    __slots__ = ()
