"""A unit of work: everything the store can do, inside one transaction."""

from bot.store.accounts import AccountsPart
from bot.store.attempts import AttemptsPart
from bot.store.audit import AuditPart
from bot.store.backlog import BacklogPart
from bot.store.bells import BellsPart
from bot.store.case_hours import CaseHoursPart
from bot.store.cases import CasesPart
from bot.store.conversations import ConversationsPart
from bot.store.desk import DeskPart
from bot.store.desk_sessions import DeskSessionsPart
from bot.store.entries import EntriesPart
from bot.store.figures import FiguresPart
from bot.store.helpers import HelpersPart
from bot.store.inbox import InboxPart
from bot.store.intakes import IntakesPart
from bot.store.marks import MarksPart
from bot.store.matches import MatchesPart
from bot.store.misses import MissesPart
from bot.store.outbox import OutboxPart
from bot.store.promises import PromisesPart
from bot.store.retention import RetentionPart
from bot.store.talk_lines import TalkLinesPart
from bot.store.teams import TeamsPart


class Unit(
    InboxPart,
    ConversationsPart,
    TalkLinesPart,
    OutboxPart,
    IntakesPart,
    CasesPart,
    EntriesPart,
    PromisesPart,
    DeskPart,
    MissesPart,
    RetentionPart,
    BacklogPart,
    AccountsPart,
    DeskSessionsPart,
    AttemptsPart,
    AuditPart,
    MarksPart,
    HelpersPart,
    MatchesPart,
    CaseHoursPart,
    TeamsPart,
    FiguresPart,
    BellsPart,
):
    """All of it is kept, or nothing. Never wait for a network inside one: everybody else waits along."""

    __slots__ = ()
