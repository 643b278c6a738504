"""Every part of the desk that stands on the service, put together."""

from collections.abc import Sequence

from bot.desk.act_pages import ActPages
from bot.desk.application import RoutesOf
from bot.desk.feed import Feed
from bot.desk.inbox_pages import InboxPages
from bot.desk.intake_pages import IntakePages
from bot.desk.intake_views import Ready
from bot.desk.live_pages import live_routes
from bot.service.desk import Desk


def whole_desk(desk: Desk, feed: Feed) -> Sequence[RoutesOf]:
    """The parts, in the order in which a path is looked for."""
    ready = Ready()
    return [
        live_routes(feed),
        InboxPages(desk).routes,
        ActPages(desk, ready).routes,
        IntakePages(desk, ready).routes,
    ]
