"""The webhook: 200 only once an update is stored; without the secret nothing is even read."""

import hmac
import json

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.gate import Gate
from bot.model.conversation import Json
from bot.store import StoreError

_log = structlog.get_logger(__name__)
_HEADER = "x-telegram-bot-api-secret-token"
_MOST_BYTES = 1_000_000  # an update of Telegram is some kilobytes
_RETRY_SECONDS = "5"


def webhook_routes(gate: Gate, *, secret: str, path: str = "/telegram") -> list[Route]:
    """The route for Telegram. `secret` is that of `TelegramSettings`, which refuses one that can be guessed."""

    async def receive(request: Request) -> Response:
        given = request.headers.getlist(_HEADER)
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), secret.encode()):
            _log.warning("webhook_refused")
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        return await _store(gate, body)

    return [Route(path, receive, methods=["POST"])]


async def _store(gate: Gate, body: bytes) -> Response:
    try:
        update: Json = json.loads(body)
    except (ValueError, RecursionError):
        # It has the secret, so it is Telegram's: keep it and say so, or it comes again for a day.
        update = body.decode("utf-8", "replace")
    arrived = gate.look([update])
    try:
        await gate.take_in(arrived, {})
    except StoreError as error:
        _log.error("webhook_not_stored", error=type(error).__name__)
        return Response(status_code=503, headers={"Retry-After": _RETRY_SECONDS})
    return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too long."""
    if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
