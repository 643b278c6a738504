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


def health_route(service: Service, clock: Callable[[], datetime]) -> Route:
    """The route. 200 when all is well, else 503; the body says which figure is wrong. No text, no names."""

    async def healthz(_request: Request) -> Response:
        try:
            health = await service.health()
        except StoreError:
            return JSONResponse({"status": "the store does not answer"}, status_code=503)
        body = health_document(health, clock())
        return JSONResponse(body, status_code=200 if body["status"] == "ok" else 503)

    return Route("/healthz", healthz, methods=["GET"])


def health_document(health: Health, now: datetime) -> dict[str, Json]:
    """The figures, and `status`: "ok" or the first thing that is wrong."""
    silent = (now - health.last_poll_at).total_seconds() if health.last_poll_at else None
    status = "ok"
    if silent is not None and silent > SILENT_SECONDS:
        status = "the channel is silent"
    elif health.oldest_pending_seconds > STUCK_SECONDS:
        status = "messages wait too long to be handled"
    elif health.oldest_unsent_seconds > STUCK_SECONDS:
        status = "messages wait too long to be sent"
    return {
        "status": status,
        "last_poll_seconds": None if silent is None else round(silent),
        "oldest_pending_seconds": round(health.oldest_pending_seconds),
        "oldest_unsent_seconds": round(health.oldest_unsent_seconds),
        "dead_letters": health.dead_letters,
        "staff_reached": health.staff_closed_at is None,
    }
