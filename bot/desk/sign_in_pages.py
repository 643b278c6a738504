"""The pages to come in and go out by, with a name, a password and a code."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.forms import read_form
from bot.desk.sign_in import ABSOLUTE, DEVICE_KNOWN, Doorkeeper, Refusal, SignedIn, Typed
from bot.desk.visits import EVERYBODY, LIST, Pages, Visit
from bot.desk.web import DOOR, HOME, Site, address_of, safe_next

_STATUS = {Refusal.WRONG: 403, Refusal.LIMITED: 429, Refusal.BUSY: 503}
_RETRY_SECONDS = {Refusal.LIMITED: "900", Refusal.BUSY: "60"}


class Elsewhere(Protocol):
    """An identity provider, as far as the door must know of it."""

    @property
    def name(self) -> str:
        """What it says on its button."""

    async def sign_out_address(self, id_token: str) -> str | None:
        """Where its own session ends; None when it has no such page, or does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPages:
    """The door of the desk."""

    site: Site
    door: Doorkeeper
    pages: Pages
    elsewhere: Elsewhere | None = None

    def routes(self) -> list[Route]:
        """Every route of the door."""
        pages = self.pages
        return [
            pages.open_page(DOOR, self.show, name="sign_in"),
            pages.open_page(DOOR, self.sign_in, name="sign_in_try", method="POST"),
            pages.page("/desk/uitloggen", self.sign_out, name="sign_out", roles=EVERYBODY, method="POST"),
            pages.page(
                "/desk/overal-uitloggen", self.sign_out_all, name="sign_out_all", roles=EVERYBODY, method="POST"
            ),
        ]

    async def show(self, request: Request) -> Response:
        """The form."""
        return self.form(safe_next(request.query_params.get("naar", HOME)))

    async def sign_in(self, request: Request) -> Response:
        """Judge what was typed."""
        form = await read_form(request)
        wanted = safe_next(form.get("next", HOME))
        typed = Typed(
            name=form.get("name", "").strip()[:80],
            password=form.get("password", ""),
            code=form.get("code", "")[:40],
            address=address_of(request),
            device=self.site.read_cookie(request, "device"),
        )
        result = await self.door.sign_in(typed)
        if isinstance(result, SignedIn):
            return self.enter(result, RedirectResponse(wanted, 303))
        response = self.form(wanted, fault=result, status=_STATUS[result])
        if result in _RETRY_SECONDS:
            response.headers["retry-after"] = _RETRY_SECONDS[result]
        return response

    async def sign_out(self, visit: Visit) -> Response:
        """End this session."""
        return await self._leave(visit, everywhere=False)

    async def sign_out_all(self, visit: Visit) -> Response:
        """End every session of this account."""
        return await self._leave(visit, everywhere=True)

    def form(self, wanted: str, *, fault: str | None = None, status: int = 200) -> Response:
        """The form to sign in with, to go to `wanted` afterwards."""
        name = self.elsewhere.name if self.elsewhere else ""
        return self.pages.plain("sign_in", status=status, fault=fault, next=wanted, elsewhere=name)

    def enter(self, signed: SignedIn, response: Response) -> Response:
        """Give the browser what it is known by from now on."""
        self.site.set_cookie(response, "desk", signed.token, seconds=int(ABSOLUTE.total_seconds()))
        self.site.set_cookie(response, "device", signed.device, seconds=int(DEVICE_KNOWN.total_seconds()))
        return response

    async def _leave(self, visit: Visit, *, everywhere: bool) -> Response:
        hint = await self.door.sign_out(visit.session, address_of(visit.request), everywhere=everywhere)
        target = await self.elsewhere.sign_out_address(hint) if hint is not None and self.elsewhere else None
        response = RedirectResponse(target or DOOR, 303)
        self.site.drop_cookie(response, "desk")
        self.site.drop_cookie(response, LIST)
        return response
