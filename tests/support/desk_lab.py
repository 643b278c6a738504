"""A desk with people in it, and browsers to visit it with; nothing leaves the process."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pyotp
from empty_store import empty_database
from starlette.routing import Route
from telegram_lab import STAFF, engine

from bot.desk.application import DeskParts, build_desk
from bot.desk.feed import Feed
from bot.desk.passwords import Passwords
from bot.desk.second_factor import new_recovery_codes, new_secret, recovery_hashes
from bot.desk.silence import silence_of
from bot.desk.visits import Pages
from bot.desk.web import Guard, Site
from bot.desk.whole import Outward, whole_desk
from bot.model.accounts import Role
from bot.service import Service
from bot.service.desk import Desk as Work
from bot.store import Keyring, Store

ORIGIN = "https://desk.test"
PASSWORD = "paard batterij nietje"
FROM_HERE = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}  # what a browser says of our own form
TLS = ssl.create_default_context()  # shared: making one takes 150 ms


@dataclass
class Clock:
    """Stands still until a test lets time pass."""

    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        """Let so many seconds, minutes, hours or days pass."""
        self.now += timedelta(**span)


def cheap() -> Passwords:
    """Hashing that costs next to nothing."""
    return Passwords(time_cost=1, memory_kib=64)


@dataclass
class Desk:
    """A desk, the secrets of who works there, and ways to come in."""

    parts: DeskParts
    clock: Clock
    service: Service
    feed: Feed
    secrets: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    built: Guard | None = None

    @property
    def store(self) -> Store:
        return self.parts.store

    @property
    def app(self) -> Guard:
        """The application, built once until something changes."""
        self.built = self.built or build_desk(self.parts)
        return self.built

    def change(self, **parts: object) -> None:
        """Build it otherwise from now on."""
        self.parts, self.built = replace(self.parts, **parts), None  # type: ignore[arg-type]

    def browser(self, address: str = "10.0.0.1") -> httpx.AsyncClient:
        """A browser of its own at this network address."""
        transport = httpx.ASGITransport(self.app, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, verify=TLS)

    async def add(self, name: str, role: Role = Role.COORDINATOR) -> None:
        """Somebody who can sign in."""
        secret, codes, account = new_secret(), new_recovery_codes(), f"id_{name}"
        hashed = await self.parts.passwords.hash(PASSWORD)
        async with self.store.write() as unit:
            assert await unit.add_account(
                account_id=account, name=name, display_name=name.title(), role=role, at=self.clock()
            )
            hashes = recovery_hashes(codes, account)
            await unit.accept_invite(account, password_hash=hashed, code_hashes=hashes)
            await unit.set_totp_secret(account, secret)
        self.secrets[name], self.codes[name] = secret, codes

    def code(self, name: str, **off: float) -> str:
        """What the app of this person shows, or would show so much later."""
        return pyotp.TOTP(self.secrets[name]).at(self.clock() + timedelta(**off))

    async def try_sign_in(
        self,
        browser: httpx.AsyncClient,
        name: str,
        *,
        password: str = PASSWORD,
        code: str | None = None,
        to: str = "/desk/",
    ) -> httpx.Response:
        """Fill in the form of the door."""
        code = self.code(name) if code is None else code
        data = {"name": name, "password": password, "code": code, "next": to}
        return await browser.post("/desk/inloggen", data=data, headers=FROM_HERE)

    async def signed_in(self, name: str, address: str = "10.0.0.1") -> httpx.AsyncClient:
        """A browser in which this person is signed in; takes half a minute, so that each code is a new one."""
        browser = self.browser(address)
        self.clock.pass_(seconds=31)
        answer = await self.try_sign_in(browser, name)
        assert answer.status_code == 303, answer.text
        return browser


async def open_desk(folder: Path) -> Desk:
    """A desk on the database in this folder; in a new one there is nobody yet."""
    keyring = Keyring.from_file(folder / "keys")
    clock, store = Clock(), await Store.open(await empty_database(folder), keyring)
    service = Service(store, engine(), clock, STAFF)
    feed = Feed(store, clock)
    parts = DeskParts(
        site=Site(origin=ORIGIN),
        store=store,
        keyring=keyring,
        passwords=cheap(),
        clock=clock,
        municipality="Almere",
        more=whole_desk(Work(service), feed, Outward(origin=ORIGIN)),
        silence=silence_of(service),
    )
    return Desk(parts=parts, clock=clock, service=service, feed=feed)


def route(path: str, **page: object) -> object:
    """A part of the desk with one page."""

    def routes(pages: Pages) -> list[Route]:
        return [pages.page(path, **page)]  # type: ignore[arg-type]

    return routes


async def csrf(browser: httpx.AsyncClient, path: str = "/desk/account") -> str:
    """The token in the forms of a page."""
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    found = re.search(r'name="csrf" value="(\w+)"', answer.text)
    assert found, answer.text
    return found[1]


async def send(
    browser: httpx.AsyncClient, path: str, data: Mapping[str, str] | None = None, *, token: str | None = None
) -> httpx.Response:
    """Send a form of ours with its token."""
    token = await csrf(browser) if token is None else token
    return await browser.post(path, data={"csrf": token, **(data or {})}, headers=FROM_HERE)


def fault(answer: httpx.Response) -> str | None:
    """Which fault a page tells of."""
    found = re.search(r'data-fault="(\w+)"', answer.text)
    return found[1] if found else None
