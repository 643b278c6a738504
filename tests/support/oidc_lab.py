"""A real identity provider (npm's oidc-provider) on the loopback, and browsers that sign in at it."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from desk_lab import ORIGIN, TLS, Desk
from npm_package import installed

from bot.desk.oidc import OidcSettings, Provider
from bot.model.accounts import Role

PACKAGE = Path(__file__).parent / "idp"
SECRET = "s" * 40
ROLES = {
    "desk-coordinator": Role.COORDINATOR,
    "desk-oco": Role.OCO,
    "desk-editor": Role.EDITOR,
    "desk-manager": Role.MANAGER,
}


@dataclass(frozen=True)
class Idp:
    """The provider: a process of its own that ends when its input does."""

    issuer: str
    process: subprocess.Popen[str]

    async def spoil(self, fault: str) -> None:
        """What is wrong with its answers from now on; "" for nothing."""
        async with httpx.AsyncClient(verify=TLS) as client:
            answer = await client.get(f"{self.issuer}/__fault/{fault}")
        assert answer.text == "ok"


def settings(issuer: str) -> OidcSettings:
    return OidcSettings(
        issuer=issuer,
        name="uw organisatie",
        client_id="wegwijzer",
        client_secret=SECRET,
        redirect_uri=f"{ORIGIN}/desk/terug",
        after_sign_out=f"{ORIGIN}/desk/inloggen",
        role_claim="roles",
        roles=ROLES,
    )


@contextmanager
def running(claims_in: str, factory: pytest.TempPathFactory) -> Iterator[Idp]:
    """The provider, with the roles in `claims_in`: in the id token, or only where one asks for them (userinfo)."""
    process = subprocess.Popen(
        ["node", "provider.mjs"],
        cwd=installed(PACKAGE, "oidc-provider", factory),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.environ["PATH"],
            "CLIENT_SECRET": SECRET,
            "REDIRECT_URI": settings("").redirect_uri,
            "AFTER_LOGOUT_URI": settings("").after_sign_out,
            "CLAIMS_IN": claims_in,
            "LOGGED_OUT_URI": f"{ORIGIN}/desk/elders-uitgelogd",
        },
    )
    assert process.stdin
    assert process.stdout
    line = next((line for line in process.stdout if line.startswith("{")), None)
    assert line, "the provider did not start"
    yield Idp(json.loads(line)["issuer"], process)
    process.stdin.close()
    process.wait(5)
    process.stdout.close()


def use(desk: Desk, known: OidcSettings) -> None:
    desk.change(provider=Provider(known, desk.parts.keyring, desk.clock))


async def walk(address: str, login: str, cookies: httpx.Cookies | None = None) -> str:
    """Be the browser at the provider: sign in and agree; gives the address at our side it sends us to."""
    async with httpx.AsyncClient(timeout=10, verify=TLS, cookies=cookies) as there:
        answer = await there.get(address)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["location"])
                if target.startswith(ORIGIN):
                    if cookies is not None:
                        cookies.update(there.cookies)
                    return target
                answer = await there.get(target)
            else:
                form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
                assert form, answer.text[:500]
                target = urljoin(str(answer.url), unescape(form[1]))
                answer = await there.post(target, data=_filled_in(answer.text, login))
    raise AssertionError("walked in circles")


def _filled_in(page: str, login: str) -> dict[str, str]:
    hidden = re.finditer(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
    asked = {"login": login, "password": "x"} if 'name="login"' in page else {}
    return {**{found[1]: found[2] for found in hidden}, **asked}


async def leave(browser: httpx.AsyncClient, to: str = "/desk/") -> str:
    """Press the button; gives the address at the provider."""
    answer = await browser.get("/desk/inloggen/elders", params={"naar": to})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def there_and_back(browser: httpx.AsyncClient, login: str, to: str = "/desk/") -> httpx.Response:
    return await browser.get(await walk(await leave(browser, to), login))
