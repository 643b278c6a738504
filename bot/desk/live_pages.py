"""The stream that open pages listen to."""

from collections.abc import Callable, Sequence
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from bot.desk.feed import Feed, event
from bot.desk.visits import EVERYBODY, Pages, Visit
from bot.store import DeskSessionRow

LIVE = "/desk/live"
HERE_STILL = "/desk/hier"


def live_routes(feed: Feed) -> Callable[[Pages], Sequence[BaseRoute]]:
    """The part of the desk that gives this feed."""

    def routes(pages: Pages) -> Sequence[BaseRoute]:
        listen = partial(_listen, feed)
        return [
            pages.page(LIVE, listen, name="live", roles=EVERYBODY, by_itself=True, signed_out=_signed_out),
            pages.page(HERE_STILL, _still_here, name="still_here", roles=EVERYBODY, method="POST"),
        ]

    return routes


async def _listen(feed: Feed, visit: Visit) -> Response:
    if feed.is_full(visit.account):
        raise HTTPException(429)
    request = visit.request
    # At first the page says when it was made; a browser that comes back says what it heard last.
    since = request.headers.get("last-event-id") or request.query_params.get("sinds", "")
    return _Stream(feed, visit.session, since)


async def _still_here(_visit: Visit) -> Response:
    """Somebody says so: that they asked was enough to go on."""
    return Response(status_code=204)


def _signed_out() -> Response:
    """What a page hears that comes back to the line after the session ended; the sign-in page says nothing to it."""
    return Response(event("uit", 0), media_type="text/event-stream")


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
