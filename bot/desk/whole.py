"""Every part of the desk that stands on the service, put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk.act_pages import ActPages
from bot.desk.application import RoutesOf
from bot.desk.bell_pages import BellPages
from bot.desk.count_pages import CountPages
from bot.desk.export_pages import ExportPages
from bot.desk.feed import Feed
from bot.desk.helper_pages import HelperPages
from bot.desk.helping_pages import HelpingPages
from bot.desk.inbox_pages import InboxPages
from bot.desk.intake_pages import IntakePages
from bot.desk.intake_views import ready_of
from bot.desk.live_pages import live_routes
from bot.desk.match_pages import MatchPages
from bot.desk.team_pages import TeamPages
from bot.service.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """What the desk knows of the world around it."""

    origin: str = ""  # the address under which browsers see it
    link_of: Callable[[str], str] | None = None  # from the token of a team to the link that opens the chat
    has_case_system: bool = False


def whole_desk(desk: Desk, feed: Feed, outward: Outward) -> Sequence[RoutesOf]:
    """The parts, in the order in which a path is looked for."""
    ready = ready_of(desk.service.engine.parts.knowledge.desk)
    return [
        live_routes(feed),
        BellPages(service=desk.service).routes,
        InboxPages(desk).routes,
        ActPages(desk, ready).routes,
        MatchPages(desk).routes,
        HelpingPages(desk).routes,
        HelperPages(desk).routes,
        ExportPages(desk=desk, has_case_system=outward.has_case_system).routes,
        TeamPages(service=desk.service, origin=outward.origin, link_of=outward.link_of).routes,
        CountPages(service=desk.service, outcomes={one.id: one.label for one in ready.outcomes}).routes,
        IntakePages(desk, ready).routes,
    ]
