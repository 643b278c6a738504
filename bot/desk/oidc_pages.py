"""The pages to leave for an identity provider by, and to come back to."""

from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.desk.forms import read_form
from bot.desk.id_tokens import Logout, OidcError, OidcFault
from bot.desk.oidc import AWAY, Person, Provider, Return
from bot.desk.sign_in import Doorkeeper, SignedIn
from bot.desk.sign_in_pages import SignInPages
from bot.desk.tokens import new_id, token_hash
from bot.desk.visits import EVERYBODY, Pages, Visit
from bot.desk.web import BACK, DOOR, HOME, LOGGED_OUT, Site, address_of, safe_next
from bot.store import AccountRow, DeskSessionRow, Store, Unit

PROVED = "/desk/bevestigd"
_STATUS = {OidcFault.DOWN: 503, OidcFault.STALE: 400}
_ON_RECORD = {OidcFault.UNTRUSTED, OidcFault.WEAK, OidcFault.NO_ROLE}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcPages:
    """The way in through a provider."""

    site: Site
    store: Store
    door: Doorkeeper
    pages: Pages
    entrance: SignInPages
    provider: Provider

    def routes(self) -> list[Route]:
        """There and back. Leaving is a link: a form may not lead to another site before the policy knows of it."""
        return [
            self.pages.open_page(f"{DOOR}/elders", self.leave, name="oidc_leave"),
            self.pages.open_page(BACK, self.come_back, name="oidc_back"),
            self.pages.open_page(LOGGED_OUT, self.logged_out, name="oidc_logged_out", method="POST"),
            self.pages.page(PROVED, self.proved, name="oidc_proved", roles=EVERYBODY),
        ]

    async def leave(self, request: Request) -> Response:
        """To the provider, with what must be known on the way back in a sealed cookie.

        `opnieuw`: who is signed in here proves once more who they are.
        """
        wanted, session_id = safe_next(request.query_params.get("naar", HOME)), ""
        if "opnieuw" in request.query_params:
            session = await self._session(request)
            wanted, session_id = (PROVED, session.id) if session is not None else (HOME, "")
        try:
            address, cookie = await self.provider.leave(wanted, session_id)
        except OidcError as error:
            return await self._refused(error, request, wanted)
        response = RedirectResponse(address, 303)
        self.site.set_cookie(response, "away", cookie, seconds=int(AWAY.total_seconds()))
        return response

    async def come_back(self, request: Request) -> Response:
        """From the provider. The cookie goes, whatever the outcome: an answer counts once."""
        cookie = self.site.read_cookie(request, "away")
        try:
            back = await self.provider.come_back(dict(request.query_params), cookie)
            if back.session_id:
                await self._prove(back, request)
                response: Response = RedirectResponse(back.wanted, 303)
            else:
                signed = await self._admit(back.person, request)
                response = self.entrance.enter(signed, RedirectResponse(back.wanted, 303))
        except OidcError as error:
            response = await self._refused(error, request, HOME)
        self.site.drop_cookie(response, "away")
        return response

    async def proved(self, visit: Visit) -> Response:
        """Where somebody ends up who did so on a second tab."""
        return visit.render("proved")

    async def logged_out(self, request: Request) -> Response:
        """The provider says that somebody signed out there: every session of theirs here ends."""
        form = await read_form(request)
        try:
            said = await self.provider.read_logout(form.get("logout_token", ""))
            await self._sign_out(said, request)
        except OidcError as error:
            # Only in the log: anybody can send something here.
            _log.warning("oidc_logout_refused", fault=error.fault, detail=error.detail)
            return JSONResponse({"error": "invalid_request"}, status_code=400)
        return Response(status_code=200)

    async def _sign_out(self, said: Logout, request: Request) -> None:
        async with self.store.write() as unit:
            if not await unit.use_logout(token_hash(said.token_id), self.door.now()):
                raise OidcError(OidcFault.UNTRUSTED, "jti")
            account = await unit.find_oidc_account(self.provider.settings.issuer, said.subject)
            if account is not None:
                await unit.end_all_sessions(account.id)
                await self.door.note(unit, account, "signed_out_elsewhere", address_of(request))

    async def _session(self, request: Request) -> DeskSessionRow | None:
        return await self.door.find_session(self.site.read_cookie(request, "desk"))

    async def _prove(self, back: Return, request: Request) -> None:
        """The session goes on, with a fresh proof: of the same person in the same browser, or not at all."""
        session = await self._session(request)
        async with self.store.write() as unit:
            account = await unit.find_oidc_account(back.person.issuer, back.person.subject)
            if session is None or account is None or (session.id, session.account.id) != (back.session_id, account.id):
                raise OidcError(OidcFault.STALE, "another session")
            await self.door.prove(unit, session, address_of(request))

    async def _admit(self, person: Person, request: Request) -> SignedIn:
        """An account for whom the provider vouches for; a role that changed there changes here."""
        device = self.site.read_cookie(request, "device")
        async with self.store.write() as unit:
            account = await unit.find_oidc_account(person.issuer, person.subject) or await self._add(unit, person)
            if account.disabled_at is not None:
                raise OidcError(OidcFault.NO_ROLE, "disabled")
            if account.role is not person.role:
                await unit.set_role(account.id, person.role)
                await self.door.note(unit, account, "set_role", address_of(request), result=person.role)
            return await self.door.open_session(unit, account, address_of(request), device, person.id_token)

    async def _add(self, unit: Unit, person: Person) -> AccountRow:
        account_id = new_id()
        await unit.add_account(
            account_id=account_id,
            name=f"oidc {account_id}",  # holds a space: nobody can sign in under it with a password
            display_name=person.name,
            role=person.role,
            at=self.door.now(),
        )
        await unit.link_oidc(account_id, person.issuer, person.subject)
        account = await unit.find_account(account_id)
        assert account is not None
        return account

    async def _refused(self, error: OidcError, request: Request, wanted: str) -> Response:
        level = "error" if error.fault is OidcFault.UNTRUSTED else "info"
        getattr(_log, level)("oidc_refused", fault=error.fault, detail=error.detail)
        if error.fault in _ON_RECORD:
            async with self.store.write() as unit:
                await self.door.note(unit, None, "sign_in", address_of(request), result=error.fault)
        return self.entrance.form(wanted, fault=error.fault, status=_STATUS.get(error.fault, 403))
