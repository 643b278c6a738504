"""What stands around every page of the desk: its address, cookies, headers, and who may send a form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

HOME, DOOR = "/desk/", "/desk/inloggen"
BACK = "/desk/terug"  # from an identity provider
LOGGED_OUT = "/desk/elders-uitgelogd"
"""Where an identity provider tells by itself that somebody signed out there. What it sends proves itself."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The address under which browsers see the desk, such as https://desk.example.nl."""

    origin: str

    @property
    def secure(self) -> bool:
        """Whether there is TLS; without it only a browser on this machine comes in."""
        return self.origin.startswith("https://")

    def cookie(self, name: str) -> str:
        """`__Host-` makes a browser refuse it from another host or without TLS; on loopback there is no TLS."""
        return f"__Host-{name}" if self.secure else f"local-{name}"

    def read_cookie(self, request: Request, name: str) -> str:
        """What the browser sent along; "" when it sent none."""
        return request.cookies.get(self.cookie(name), "")

    def set_cookie(self, response: Response, name: str, value: str, *, seconds: int) -> None:
        """Lax, not Strict: a link in a notice, and the way back from a provider, come from another site."""
        response.set_cookie(
            self.cookie(name), value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop_cookie(self, response: Response, name: str) -> None:
        """Make the browser forget it."""
        self.set_cookie(response, name, "", seconds=0)


class Guard:
    """Puts the headers on every answer, and turns away what another site sends in somebody's name."""

    def __init__(self, app: Starlette, site: Site, elsewhere: Iterable[str] = ()) -> None:
        """Around the whole application: as middleware it would sit inside Starlette's handling of a 500.

        `elsewhere`: origins to which a form may lead on, that is the provider to sign out at.
        """
        app.router.redirect_slashes = False  # it builds the address from the Host that was sent along
        self._app, self._site, self.routes = app, site, app.routes
        self._headers = headers(site, elsewhere)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    found.setdefault(name, value)
            await send(message)

        request = Request(scope)
        if self._may_be_forged(request):
            await PlainTextResponse("403", status_code=403)(scope, receive, with_headers)
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:  # noqa: BLE001  the edge; Starlette answered 500 already and raises again
            # The name of the class only: a message may quote what somebody wrote, a traceback holds it.
            _log.error("desk_failed", error=type(error).__name__, path=scope["path"])

    def _may_be_forged(self, request: Request) -> bool:
        """Whether another site may have sent this in somebody's name."""
        asks_nothing = request.method in SAFE_METHODS or request.url.path == LOGGED_OUT
        return not asks_nothing and not is_from_here(request.headers, self._site.origin)


def is_from_here(given: Mapping[str, str], origin: str) -> bool:
    """Whether the browser says that our own page sent this. One that says nothing is no browser of ours."""
    site, source = given.get("sec-fetch-site"), given.get("origin")
    if site is not None and site != "same-origin":
        return False
    return source == origin if source is not None else site == "same-origin"


def headers(site: Site, elsewhere: Iterable[str] = ()) -> dict[str, str]:
    """Strict by default; what may be kept (a style sheet) or is something else than a page sets its own."""
    forms = " ".join(["'self'", *elsewhere])
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action {forms}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    found = {
        "content-security-policy": policy,
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        # Not no-referrer: with it a browser sends `Origin: null` along with our own forms.
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cache-control": "no-store",
        "x-robots-tag": "noindex, nofollow",
    }
    if site.secure:
        found["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return found


def safe_next(wanted: str) -> str:
    """Where to go after signing in: a page of the desk, never another site."""
    if len(wanted) > 500 or any(not 32 < ord(sign) < 127 or sign == "\\" for sign in wanted):
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    inside = wanted.startswith(HOME) and not parts.scheme and not parts.netloc and ".." not in parts.path
    return wanted if inside and not wanted.startswith(DOOR) else HOME


def address_of(request: Request) -> str:
    """The socket's own address; uvicorn fills in the forwarded one only from proxies that were set."""
    return request.client.host if request.client else ""
