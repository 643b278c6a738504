"""`/healthz`: whether messages really flow, for a container, a monitor or a load balancer."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.model.conversation import Json
from bot.service import Health, Service
from bot.store import StoreError

SILENT_SECONDS = 180  # a channel gives a sign at least once a minute; after three something is wrong
STUCK_SECONDS = 300  # so long a message may wait while the other side is out of order for a moment


def health_route(service: Service, clock: Callable[[], datetime], *, listens: bool = True) -> Route:
    """The route. 200 when all is well, else 503; the body says which figure is wrong. No text, no names.

    `listens`: some channel gives a sign of life; a desk by itself gives none.
    """

    started = clock()

    async def healthz(_request: Request) -> Response:
        try:
            health = await service.health()
        except StoreError:
            return JSONResponse({"status": "the store does not answer"}, status_code=503)
        body = health_document(health, clock(), started, listens=listens)
        return JSONResponse(body, status_code=200 if body["status"] == "ok" else 503)

    return Route("/healthz", healthz, methods=["GET"])


def health_document(health: Health, now: datetime, started: datetime, *, listens: bool = True) -> dict[str, Json]:
    """The figures, and `status`: "ok" or the first thing that is wrong."""
    # A sign from before we started says nothing about us, and right after a start there is none yet.
    silent = (now - max(health.last_poll_at or started, started)).total_seconds()
    status = "ok"
    if listens and silent > SILENT_SECONDS:
        status = "the channel is silent"
    elif health.oldest_pending_seconds > STUCK_SECONDS:
        status = "messages wait too long to be handled"
    elif health.oldest_unsent_seconds > STUCK_SECONDS:
        status = "messages wait too long to be sent"
    return {
        "status": status,
        "silent_seconds": round(silent),
        "oldest_pending_seconds": round(health.oldest_pending_seconds),
        "oldest_unsent_seconds": round(health.oldest_unsent_seconds),
        "oldest_timer_seconds": round(health.backlog.timers_oldest_seconds),
        "dead_letters": health.dead_letters,
        "staff_reached": health.staff_closed_at is None,
    }
