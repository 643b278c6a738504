"""The desk as one application."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.desk.account_pages import AccountPages
from bot.desk.for_us import for_us_of
from bot.desk.passwords import Passwords
from bot.desk.render import FOLDER, Templates
from bot.desk.sign_in import Doorkeeper
from bot.desk.sign_in_pages import SignInPages
from bot.desk.silence import Silence, no_bells
from bot.desk.visits import Pages
from bot.desk.web import Guard, Site
from bot.desk.welcome_pages import WelcomePages
from bot.store import Keyring, Store

if TYPE_CHECKING:
    from bot.desk.oidc import Provider

RoutesOf = Callable[[Pages], Sequence[BaseRoute]]
"""A part of the desk: makes its routes with the pages it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts:
    """What the desk is built of."""

    site: Site
    store: Store
    keyring: Keyring
    passwords: Passwords
    clock: Callable[[], datetime]
    municipality: str  # its name
    provider: "Provider | None" = None
    more: Sequence[RoutesOf] = ()
    silence: Silence = no_bells


class _Static(StaticFiles):
    """Style sheets and scripts: kept by the browser, which asks each time whether they are still the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def build_desk(parts: DeskParts) -> Guard:
    """Every route of the desk, with the guard around all of them."""
    door = Doorkeeper(parts.store, parts.keyring, parts.passwords, parts.clock)
    pages = Pages(
        site=parts.site,
        door=door,
        templates=Templates(),
        municipality=parts.municipality,
        for_us=for_us_of(parts.store),
        silence=parts.silence,
    )
    entrance = SignInPages(site=parts.site, door=door, pages=pages, elsewhere=parts.provider)
    account = AccountPages(site=parts.site, store=parts.store, keyring=parts.keyring, door=door, pages=pages)
    routes: list[BaseRoute] = [
        Mount("/desk/static", _Static(directory=FOLDER / "static"), name="static"),
        *entrance.routes(),
        *WelcomePages(store=parts.store, door=door, pages=pages, entrance=entrance).routes(),
        *account.routes(),
    ]
    if parts.provider is not None:
        routes += _oidc_routes(parts, parts.provider, door, pages, entrance)
    for part in parts.more:
        routes += part(pages)
    elsewhere = [parts.provider.settings.origin] if parts.provider else []
    return Guard(Starlette(routes=routes, exception_handlers=_faults(pages)), parts.site, elsewhere)


def _oidc_routes(
    parts: DeskParts, provider: "Provider", door: Doorkeeper, pages: Pages, entrance: SignInPages
) -> Sequence[BaseRoute]:
    from bot.desk.oidc_pages import OidcPages  # here, because what it needs is an extra

    return OidcPages(
        site=parts.site, store=parts.store, door=door, pages=pages, entrance=entrance, provider=provider
    ).routes()


def _faults(pages: Pages) -> dict[object, Callable[[Request, Exception], Response]]:
    """What a browser shows when there is no page: which one does not say whether something exists."""

    def refused(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        response = pages.plain("fault", status=status, kind=status)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return {HTTPException: refused, Exception: refused}
