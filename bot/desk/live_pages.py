"""The stream that open pages listen to."""

from collections.abc import Callable, Sequence
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from bot.desk.feed import Feed
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.store import DeskSessionRow

LIVE = "/desk/live"
_LISTENERS = frozenset({Role.COORDINATOR, Role.OCO})


def live_routes(feed: Feed) -> Callable[[Pages], Sequence[BaseRoute]]:
    """The part of the desk that gives this feed."""

    def routes(pages: Pages) -> Sequence[BaseRoute]:
        return [pages.page(LIVE, partial(_listen, feed), name="live", roles=_LISTENERS, by_itself=True)]

    return routes


async def _listen(feed: Feed, visit: Visit) -> Response:
    if feed.is_full(visit.account):
        raise HTTPException(429)
    request = visit.request
    # At first the page says when it was made; a browser that comes back says what it heard last.
    since = request.headers.get("last-event-id") or request.query_params.get("sinds", "")
    return _Stream(feed, visit.session, since)


class _Stream(StreamingResponse):
    """Gives its line back however the connection ends."""

    def __init__(self, feed: Feed, session: DeskSessionRow, since: str) -> None:
        # A proxy that gathers an answer before it passes it on would hold the events back.
        super().__init__((), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
        self._feed, self._session, self._since = feed, session, since

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell until the browser goes, the session ends or the feed is closed."""
        with self._feed.line(self._session) as line:
            self.body_iterator = self._feed.events(line, self._since)
            await super().__call__(scope, receive, send)
