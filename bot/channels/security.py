"""`/.well-known/security.txt` (RFC 9116): whom to tell of a hole."""

from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_VALID = timedelta(days=30)  # made anew at every request


def security_route(contact: str, clock: Callable[[], datetime]) -> list[Route]:
    """The route, or none when nobody is named."""

    async def security(_request: Request) -> PlainTextResponse:
        expires = (clock() + _VALID).strftime("%Y-%m-%dT%H:%M:%SZ")
        return PlainTextResponse(f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n")

    return [Route("/.well-known/security.txt", security)] if contact else []
