"""My account: where I am signed in, and another password, app or set of recovery codes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk import second_factor
from bot.desk.doubt import Doubt
from bot.desk.passwords import TooBusy, Weakness
from bot.desk.sign_in import ABSOLUTE, IDLE, Doorkeeper, Refusal
from bot.desk.visits import EVERYBODY, KEYS, OFF, Pages, Show, Visit
from bot.desk.web import Site, address_of
from bot.desk.welcome_pages import AppSetup, WelcomeFault
from bot.store import DeskSessionRow, Keyring, Store, StoreError, Unit

ACCOUNT = "/desk/account"
_SEALED_FOR = "new app"

_STATUS: dict[str, int] = {Refusal.LIMITED: 429, Refusal.BUSY: 503}  # the rest can be put right in the form

Fault = Refusal | Doubt | Weakness | WelcomeFault
_KEYS_KEPT = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPages:
    """What somebody may do with the own account. Everything grave asks the password once more."""

    site: Site
    store: Store
    keyring: Keyring
    door: Doorkeeper
    pages: Pages

    def routes(self) -> list[Route]:
        """Every route below /desk/account; each acts on the account that is signed in, and on no other."""

        def page(path: str, show: Show, name: str, method: str = "GET", heavy: bool = False) -> Route:
            return self.pages.page(f"{ACCOUNT}{path}", show, name=name, roles=EVERYBODY, method=method, heavy=heavy)

        def heavy(path: str, show: Show, do: Show, name: str) -> list[Route]:
            return [page(path, show, name, heavy=True), page(path, do, f"{name}_set", "POST", heavy=True)]

        return [
            page("", self.show, "account"),
            page("/sessies/{session}/einde", self.end_session, "account_end_session", "POST"),
            *heavy("/wachtwoord", self.show_password, self.set_password, "account_password"),
            *heavy("/app", self.show_app, self.set_app, "account_app"),
            *heavy("/herstelcodes", self.show_codes, self.set_codes, "account_codes"),
            page("/toetsen", self.set_keys, "account_keys", "POST"),
        ]

    async def show(self, visit: Visit) -> Response:
        """The account, its sessions, and how many recovery codes are left."""
        async with self.store.read() as unit:
            sessions: Sequence[DeskSessionRow] = await unit.list_sessions(
                visit.account.id, created_after=visit.at - ABSOLUTE, seen_after=visit.at - IDLE
            )
            has_password = (await unit.get_secrets(visit.account.id)).password_hash is not None
            left = await unit.count_recovery_codes(visit.account.id)
        return visit.render(
            "account", sessions=sessions, here=visit.session.id, has_password=has_password, codes_left=left
        )

    async def end_session(self, visit: Visit) -> Response:
        """End one of the own sessions; one that is not there, or not one's own, is no fault: it is over."""
        async with self.store.write() as unit:
            await unit.end_session(visit.request.path_params["session"], visit.account.id)
            await visit.audit(unit, "end_session")
        return RedirectResponse(ACCOUNT, 303)

    async def set_keys(self, visit: Visit) -> Response:
        """Let single keys work on the pages, or not; kept in this browser."""
        response = RedirectResponse(ACCOUNT, 303)
        if visit.form.get("aan") == OFF:
            self.site.set_cookie(response, KEYS, OFF, seconds=_KEYS_KEPT)
        else:
            self.site.drop_cookie(response, KEYS)
        return response

    async def show_password(self, visit: Visit) -> Response:
        """The form."""
        await self._must_have_password(visit)
        return self._form(visit, "account_password", None)

    async def set_password(self, visit: Visit) -> Response:
        """Another password; every other session ends."""
        await self._must_have_password(visit)
        new = visit.form.get("new_password", "")
        about = (visit.account.name, visit.account.display_name)
        fault = self.door.passwords.find_weakness(new, about=about) or await self._confirm(visit)
        if fault:
            return self._form(visit, "account_password", fault)
        try:
            hashed = await self.door.passwords.hash(new)
        except TooBusy:
            return self._form(visit, "account_password", Refusal.BUSY)
        async with self._changing(visit, "set_password") as unit:
            await unit.set_password_hash(visit.account.id, hashed)
        return RedirectResponse(ACCOUNT, 303)

    async def show_app(self, visit: Visit) -> Response:
        """The form, with a new secret that counts only once a code of it was typed."""
        await self._must_have_password(visit)
        return self._app_form(visit, second_factor.new_secret(), None)

    async def set_app(self, visit: Visit) -> Response:
        """Another app; every other session ends."""
        await self._must_have_password(visit)
        secret = self._opened(visit)
        step = second_factor.find_step(secret, visit.form.get("code", ""), visit.at)
        if step is None:
            return self._app_form(visit, secret, WelcomeFault.CODE)
        refusal = await self._confirm(visit)
        if refusal:
            return self._app_form(visit, secret, refusal)
        async with self._changing(visit, "set_app") as unit:
            await unit.set_totp_secret(visit.account.id, secret)
            await unit.use_totp_step(visit.account.id, step)
        return RedirectResponse(ACCOUNT, 303)

    async def show_codes(self, visit: Visit) -> Response:
        """The form."""
        await self._must_have_password(visit)
        return self._form(visit, "account_codes", None)

    async def set_codes(self, visit: Visit) -> Response:
        """Ten other recovery codes, shown once."""
        await self._must_have_password(visit)
        refusal = await self._confirm(visit)
        if refusal:
            return self._form(visit, "account_codes", refusal)
        codes = second_factor.new_recovery_codes()
        async with self.store.write() as unit:
            hashes = second_factor.recovery_hashes(codes, visit.account.id)
            await unit.set_recovery_codes(visit.account.id, hashes)
            await visit.audit(unit, "set_recovery_codes")
        return visit.render("codes", codes=codes)

    @asynccontextmanager
    async def _changing(self, visit: Visit, action: str) -> AsyncIterator[Unit]:
        """Another way to prove who it is: every other session ends."""
        async with self.store.write() as unit:
            yield unit
            await unit.end_all_sessions(visit.account.id, keep=visit.session.id)
            await visit.audit(unit, action)

    async def _must_have_password(self, visit: Visit) -> None:
        """Who signs in at a provider has neither password nor app here: 404."""
        async with self.store.read() as unit:
            if (await unit.get_secrets(visit.account.id)).password_hash is None:
                raise HTTPException(404)

    async def _confirm(self, visit: Visit) -> Refusal | Doubt | None:
        """Two proofs: a code of not long ago, and the password once more."""
        if visit.doubt is not None:
            return visit.doubt
        device = self.site.read_cookie(visit.request, "device")
        typed = visit.form.get("password", "")
        return await self.door.confirm(visit.account, typed, address_of(visit.request), device)

    def _app_form(self, visit: Visit, secret: str, fault: Fault | None) -> Response:
        # Sealed to the account: nobody can be made to set a secret that somebody else knows.
        sealed = self.keyring.seal(f"{_SEALED_FOR}\n{visit.account.id}\n{secret}").decode()
        app = AppSetup.of(secret, visit.account.name)
        return self._form(visit, "account_app", fault, app=app, sealed=sealed)

    def _opened(self, visit: Visit) -> str:
        try:
            text = self.keyring.unseal(visit.form.get("sealed", "").encode("ascii", "replace"))
        except StoreError:
            raise HTTPException(400) from None
        place, _, secret = text.rpartition("\n")
        if place != f"{_SEALED_FOR}\n{visit.account.id}":
            raise HTTPException(400)
        return secret

    def _form(self, visit: Visit, template: str, fault: Fault | None, **values: object) -> Response:
        status = 200 if fault is None else _STATUS.get(fault, 422)
        return visit.render(template, status=status, fault=fault, doubt=visit.doubt, **values)
