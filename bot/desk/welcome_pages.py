"""The first time: from an invitation to a password, an app with codes, and ten codes on paper."""

import re
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk import second_factor
from bot.desk.forms import read_form
from bot.desk.passwords import TooBusy, Weakness
from bot.desk.sign_in import Doorkeeper, SignedIn
from bot.desk.sign_in_pages import SignInPages
from bot.desk.tokens import token_hash
from bot.desk.visits import Pages
from bot.desk.web import address_of
from bot.store import AccountRow, Store

WELCOME = "/desk/welkom"
ISSUER = "Wegwijzer"  # what the app shows above its codes


class WelcomeFault(StrEnum):
    """What stands in the way; the page has a sentence for each, and for each weakness of a password."""

    INVITE = "invite"
    CODE = "code"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSetup:
    """What somebody needs to put the account into an app."""

    picture: Markup
    address: str
    secret: str  # in groups, to type over

    @classmethod
    def of(cls, secret: str, name: str) -> "AppSetup":
        """Show this secret, for the app to name `name`."""
        address = second_factor.app_address(secret, name, ISSUER)
        drawn = Markup(second_factor.picture(address, "QR"))  # noqa: S704  made by us, title escaped by segno
        return cls(picture=drawn, address=address, secret=second_factor.in_groups(secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomePages:
    """Name and invitation, then password and code: two forms, and nothing is kept between them."""

    store: Store
    door: Doorkeeper
    pages: Pages
    entrance: SignInPages

    def routes(self) -> list[Route]:
        """Both forms have one address, which holds no secret."""
        return [
            self.pages.open_page(WELCOME, self.show, name="welcome"),
            self.pages.open_page(WELCOME, self.welcome, name="welcome_try", method="POST"),
        ]

    async def show(self, _request: Request) -> Response:
        """The first form."""
        return self.pages.plain("welcome", fault=None)

    async def welcome(self, request: Request) -> Response:
        """Go on with what was filled in."""
        form = await read_form(request)
        name, invite = form.get("name", "").strip(), re.sub(r"[\s-]", "", form.get("invite", "")).upper()
        async with self.store.read() as unit:
            account = await unit.find_invited(name, token_hash(invite), self.door.now())
            secret = (await unit.get_secrets(account.id)).totp_secret if account else None
        if account is None or secret is None:
            return self._no_invitation()
        if "password" not in form:
            return self._set_up(account, invite, secret)
        password, about = form["password"], (account.name, account.display_name)
        step = second_factor.find_step(secret, form.get("code", ""), self.door.now())
        fault = self.door.passwords.find_weakness(password, about=about) or (
            WelcomeFault.CODE if step is None else None
        )
        if fault or step is None:
            return self._set_up(account, invite, secret, fault)
        try:
            hashed = await self.door.passwords.hash(password)
        except TooBusy:
            return self._set_up(account, invite, secret, WelcomeFault.BUSY)
        return await self._accept(request, account, invite, hashed, step)

    async def _accept(self, request: Request, account: AccountRow, invite: str, hashed: str, step: int) -> Response:
        codes = second_factor.new_recovery_codes()
        signed: SignedIn | None = None
        async with self.store.write() as unit:
            # Looked up again: of two who use the invitation at once, one wins.
            if await unit.find_invited(account.name, token_hash(invite), self.door.now()) is not None:
                hashes = second_factor.recovery_hashes(codes, account.id)
                await unit.accept_invite(account.id, password_hash=hashed, code_hashes=hashes)
                await unit.use_totp_step(account.id, step)
                await self.door.note(unit, account, "accept_invite", address_of(request))
                signed = await self.door.open_session(unit, account, address_of(request), "")
        if signed is None:
            return self._no_invitation()
        return self.entrance.enter(signed, self.pages.plain("codes", codes=codes))

    def _no_invitation(self) -> Response:
        return self.pages.plain("welcome", status=403, fault=WelcomeFault.INVITE)

    def _set_up(
        self, account: AccountRow, invite: str, secret: str, fault: WelcomeFault | Weakness | None = None
    ) -> Response:
        return self.pages.plain(
            "welcome_set_up",
            status=200 if fault is None else 422,
            fault=fault,
            app=AppSetup.of(secret, account.name),
            name=account.name,
            invite=invite,
        )
