"""Signing in at an identity provider: the whole way there and back, against a real one (npm's oidc-provider)."""

import json
import logging
import os
import re
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
import pytest_asyncio
from desk_lab import ORIGIN, TLS, Desk, fault, send
from npm_package import installed
from service_lab import sign

from bot.desk.doubt import FRESH
from bot.desk.id_tokens import OidcError, OidcFault
from bot.desk.oidc import OidcSettings, Provider
from bot.model.accounts import Role
from bot.store import DeskSessionRow

PACKAGE = Path(__file__).parents[1] / "support" / "idp"
SECRET = "s" * 40
ROLES = {
    "desk-coordinator": Role.COORDINATOR,
    "desk-oco": Role.OCO,
    "desk-editor": Role.EDITOR,
    "desk-manager": Role.MANAGER,
}
UNTRUSTED = [
    *("expired", "future", "audience", "audience_azp", "issuer", "nonce", "no_nonce", "no_sub"),
    *("stranger", "unknown_kid", "hs256", "none", "no_id_token"),
]


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


@pytest.fixture(scope="module", params=["userinfo", "id_token"])
def running_idp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Idp]:
    """With the roles in the id token, and with the roles only where one asks for them."""
    process = subprocess.Popen(
        ["node", "provider.mjs"],
        cwd=installed(PACKAGE, "oidc-provider", tmp_path_factory),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PATH": os.environ["PATH"],
            "CLIENT_SECRET": SECRET,
            "REDIRECT_URI": settings("").redirect_uri,
            "AFTER_LOGOUT_URI": settings("").after_sign_out,
            "CLAIMS_IN": request.param,
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


@pytest_asyncio.fixture
async def idp(running_idp: Idp, desk: Desk) -> AsyncIterator[Idp]:
    """The provider with nothing wrong, and a desk that knows it."""
    await running_idp.spoil("")
    desk.clock.now = datetime.now(UTC).replace(microsecond=0)  # the provider has a clock of its own
    use(desk, settings(running_idp.issuer))
    yield running_idp


def use(desk: Desk, known: OidcSettings) -> None:
    desk.change(provider=Provider(known, desk.parts.keyring, desk.clock))


async def walk(address: str, login: str) -> str:
    """Be the browser at the provider: sign in and agree; gives the address at our side it sends us to."""
    async with httpx.AsyncClient(timeout=10, verify=TLS) as there:
        answer = await there.get(address)
        for _ in range(12):
            if answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["location"])
                if target.startswith(ORIGIN):
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


async def count_accounts(desk: Desk) -> int:
    async with desk.store.read() as unit:
        return len(await unit.list_accounts())


class TestComingIn:
    @pytest.mark.parametrize(
        ("login", "role"), [("anna", "coordinator"), ("bram", "oco"), ("carla", "editor"), ("dirk", "manager")]
    )
    async def test_with_the_role_that_the_provider_knows(self, desk: Desk, idp: Idp, login: str, role: str) -> None:
        browser = desk.browser()
        answer = await there_and_back(browser, login, to="/desk/account?a=b")
        assert (answer.status_code, answer.headers.get("location")) == (303, "/desk/account?a=b"), answer.text
        assert f"Naam van {login}" in (await browser.get("/desk/account")).text
        async with desk.store.read() as unit:
            (account,) = await unit.list_accounts()
        assert account.role == role
        assert "__Host-away" not in browser.cookies

    async def test_the_address_has_what_it_must(self, desk: Desk, idp: Idp) -> None:
        query = parse_qs(urlsplit(await leave(desk.browser())).query)
        assert query["response_type"] == ["code"]
        assert query["code_challenge_method"] == ["S256"]
        assert query["scope"] == ["openid profile"]
        assert min(len(query["state"][0]), len(query["nonce"][0])) >= 43

    async def test_the_same_person_is_the_same_account(self, desk: Desk, idp: Idp) -> None:
        for _ in range(2):
            assert (await there_and_back(desk.browser(), "anna")).status_code == 303
        assert await count_accounts(desk) == 1

    async def test_a_role_that_changed_there_changes_here(self, desk: Desk, idp: Idp) -> None:
        before = desk.browser()
        await there_and_back(before, "anna")
        use(desk, replace(settings(idp.issuer), roles={"desk-coordinator": Role.MANAGER}))
        after = desk.browser()
        await there_and_back(after, "anna")
        async with desk.store.read() as unit:
            (account,) = await unit.list_accounts()
        assert account.role is Role.MANAGER
        assert (await before.get("/desk/")).status_code == 303, "signed in with the old role"

    async def test_without_the_second_factor_that_is_asked_for(self, desk: Desk, idp: Idp) -> None:
        use(desk, replace(settings(idp.issuer), strong="mfa"))
        answer = await there_and_back(desk.browser(), "anna")
        assert (answer.status_code, fault(answer)) == (403, "weak")
        await idp.spoil("second_factor")
        assert (await there_and_back(desk.browser(), "anna")).status_code == 303

    async def test_signing_out_ends_the_session_there_too(self, desk: Desk, idp: Idp) -> None:
        browser = desk.browser()
        await there_and_back(browser, "anna")
        policy = (await browser.get("/desk/")).headers["content-security-policy"]
        assert f"form-action 'self' {idp.issuer};" in policy
        target = (await send(browser, "/desk/uitloggen")).headers["location"]
        assert target.startswith(f"{idp.issuer}/session/end?")
        assert (await browser.get("/desk/")).status_code == 303
        async with httpx.AsyncClient(verify=TLS) as there:
            page = await there.get(target)
            token = re.search(r'name="xsrf" value="(\w+)"', page.text)
            assert token, page.text
            data = {"xsrf": token[1], "logout": "yes"}
            answer = await there.post(f"{idp.issuer}/session/end/confirm", data=data)
        assert answer.headers["location"].startswith(f"{ORIGIN}/desk/inloggen")


class TestOnceMore:
    """A heavy act asks who signed in elsewhere to sign in there once more."""

    async def session(self, desk: Desk) -> DeskSessionRow:
        """The one that Anna has."""
        day = desk.clock() - timedelta(days=1)
        async with desk.store.read() as unit:
            account = next(one for one in await unit.list_accounts() if one.display_name.endswith("anna"))
            (session,) = await unit.list_sessions(account.id, created_after=day, seen_after=day)
        return session

    async def long_ago(self, desk: Desk, browser: httpx.AsyncClient) -> None:
        """Anna signs in, and time passes."""
        await there_and_back(browser, "anna")
        session = await self.session(desk)
        async with desk.store.write() as unit:
            await unit.prove_session(session.id, desk.clock() - timedelta(minutes=16))

    async def is_in_doubt(self, desk: Desk) -> bool:
        return desk.clock() - (await self.session(desk)).proved_at > FRESH

    async def once_more(self, browser: httpx.AsyncClient, login: str = "anna") -> httpx.Response:
        answer = await browser.get("/desk/inloggen/elders?opnieuw=ja")
        assert parse_qs(urlsplit(answer.headers["location"]).query)["prompt"] == ["login"]
        return await browser.get(await walk(answer.headers["location"], login))

    async def test_the_same_session_goes_on(self, desk: Desk, idp: Idp) -> None:
        browser = desk.browser()
        await self.long_ago(desk, browser)
        code, token = await sign(desk.service), browser.cookies["__Host-desk"]
        form = {"vorm": "json", "reden": "overdracht", "toelichting": "Huisarts De Brug"}
        asked = await send(browser, f"/desk/vragen/{code}/uitgeven", form)
        assert asked.status_code == 422
        assert 'href="/desk/inloggen/elders?opnieuw=ja" target="_blank"' in asked.text
        assert 'value="Huisarts De Brug"' in asked.text
        back = await self.once_more(browser)
        assert (back.status_code, back.headers["location"]) == (303, "/desk/bevestigd")
        assert "vorige tabblad" in (await browser.get("/desk/bevestigd")).text
        assert browser.cookies["__Host-desk"] == token
        assert (await send(browser, f"/desk/vragen/{code}/uitgeven", form)).status_code == 200

    @pytest.mark.parametrize("spoilt", ["old_login", "no_login"])
    async def test_to_be_signed_in_there_already_proves_nothing(self, desk: Desk, idp: Idp, spoilt: str) -> None:
        browser = desk.browser()
        await self.long_ago(desk, browser)
        await idp.spoil(spoilt)
        assert fault(await self.once_more(browser)) == "untrusted"
        assert await self.is_in_doubt(desk)

    async def test_somebody_else_proves_nothing(self, desk: Desk, idp: Idp) -> None:
        await there_and_back(desk.browser(), "bram")
        browser = desk.browser()
        await self.long_ago(desk, browser)
        assert fault(await self.once_more(browser, "bram")) == "stale"
        assert await self.is_in_doubt(desk)

    async def test_who_is_not_signed_in_comes_in_as_always(self, desk: Desk, idp: Idp) -> None:
        browser = desk.browser()
        answer = await browser.get("/desk/inloggen/elders?opnieuw=ja")
        assert "prompt" not in parse_qs(urlsplit(answer.headers["location"]).query)
        assert (await browser.get(await walk(answer.headers["location"], "anna"))).headers["location"] == "/desk/"


class TestRefused:
    @pytest.mark.parametrize("spoilt", UNTRUSTED)
    async def test_a_token_that_is_not_for_us_not_fresh_or_not_theirs(self, desk: Desk, idp: Idp, spoilt: str) -> None:
        browser = desk.browser()
        address = await leave(browser)
        await idp.spoil(spoilt)
        answer = await browser.get(await walk(address, "anna"))
        assert (answer.status_code, fault(answer)) == (403, "untrusted")
        assert "__Host-desk" not in browser.cookies
        assert await count_accounts(desk) == 0
        async with desk.store.read() as unit:
            (row,) = await unit.list_audit(object="")
        assert (row.action, row.result) == ("sign_in", "untrusted")
        await idp.spoil("")
        assert (await there_and_back(browser, "anna")).status_code == 303, "the next try works"

    async def test_somebody_else_where_one_asks_for_the_roles(
        self, desk: Desk, idp: Idp, request: pytest.FixtureRequest
    ) -> None:
        await idp.spoil("other_sub")
        asked = "userinfo" in request.node.callspec.id
        assert fault(await there_and_back(desk.browser(), "anna")) == ("untrusted" if asked else None)

    @pytest.mark.parametrize("login", ["ewa", "fien"])
    async def test_without_a_role_there_is_no_account(self, desk: Desk, idp: Idp, login: str) -> None:
        answer = await there_and_back(desk.browser(), login)
        assert (answer.status_code, fault(answer)) == (403, "no_role")
        assert await count_accounts(desk) == 0

    async def test_who_is_disabled_here_stays_out(self, desk: Desk, idp: Idp) -> None:
        browser = desk.browser()
        await there_and_back(browser, "anna")
        async with desk.store.write() as unit:
            (account,) = await unit.list_accounts()
            await unit.disable_account(account.id, desk.clock())
        assert (await browser.get("/desk/")).status_code == 303
        assert fault(await there_and_back(browser, "anna")) == "no_role"

    async def test_the_answer_of_another_browser_or_of_another_try(self, desk: Desk, idp: Idp) -> None:
        browser, thief = desk.browser(), desk.browser()
        back = await walk(await leave(browser), "anna")
        assert fault(await thief.get(back)) == "stale", "a victim cannot be signed in as the thief"
        await leave(thief)
        assert fault(await thief.get(back)) == "stale"
        wrong = await browser.get(re.sub("state=[^&]+", "state=verkeerd", back))
        assert (wrong.status_code, fault(wrong)) == (400, "stale")
        assert fault(await browser.get(back)) == "stale", "the cookie went with the wrong one"

    async def test_a_code_counts_once(self, desk: Desk, idp: Idp) -> None:
        browser, other = desk.browser(), desk.browser()
        address = await leave(browser)
        other.cookies.set("__Host-away", browser.cookies["__Host-away"], domain="desk.test")
        back = await walk(address, "anna")
        assert (await browser.get(back)).status_code == 303
        assert fault(await other.get(back)) == "stale"

    async def test_who_comes_back_too_late(self, desk: Desk, idp: Idp) -> None:
        browser = desk.browser()
        back = await walk(await leave(browser), "anna")
        desk.clock.pass_(minutes=11)
        assert fault(await browser.get(back)) == "stale"

    @pytest.mark.parametrize(
        ("answer", "status", "words"),
        [
            ({"error": "access_denied"}, 403, "denied"),
            ({"error": "temporarily_unavailable"}, 503, "down"),
            ({"error": "access_denied", "iss": "https://elders.example"}, 403, "untrusted"),
            ({"code": ""}, 400, "stale"),
        ],
    )
    async def test_an_answer_without_a_code(
        self, desk: Desk, idp: Idp, answer: Mapping[str, str], status: int, words: str
    ) -> None:
        browser = desk.browser()
        state = parse_qs(urlsplit(await leave(browser)).query)["state"][0]
        page = await browser.get("/desk/terug", params={"state": state, "iss": idp.issuer, **answer})
        assert (page.status_code, fault(page)) == (status, words)


class TestDown:
    async def test_a_local_account_still_works(self, desk: Desk, idp: Idp) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            use(desk, settings(f"http://127.0.0.1:{closed.getsockname()[1]}"))
            browser = desk.browser()
            page = await browser.get("/desk/inloggen/elders")
        assert (page.status_code, fault(page)) == (503, "down")
        await desk.add("anna")
        await desk.signed_in("anna")

    async def test_an_error_at_the_exchange(self, desk: Desk, idp: Idp) -> None:
        await idp.spoil("token_500")
        answer = await there_and_back(desk.browser(), "anna")
        assert (answer.status_code, fault(answer)) == (503, "down")

    async def test_an_issuer_that_names_itself_otherwise(self, desk: Desk, idp: Idp) -> None:
        use(desk, settings(f"{idp.issuer}/"))
        assert fault(await desk.browser().get("/desk/inloggen/elders")) == "untrusted"

    async def test_what_it_said_of_itself_holds_while_it_is_silent(
        self, desk: Desk, idp: Idp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def half(_self: Provider, _address: str, _headers: object = None) -> dict[str, object]:
            return {"issuer": idp.issuer}

        async def silent(_self: Provider, _address: str, _headers: object = None) -> dict[str, object]:
            raise OidcError(OidcFault.DOWN, "silent")

        browser = desk.browser()
        with monkeypatch.context() as patch:
            patch.setattr(Provider, "_get", half)
            assert fault(await browser.get("/desk/inloggen/elders")) == "down"
        await leave(browser)
        monkeypatch.setattr(Provider, "_get", silent)
        desk.clock.pass_(hours=2)
        await leave(browser)


async def test_no_secret_is_logged(
    desk: Desk, idp: Idp, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = desk.browser()
    back = await walk(await leave(browser), "anna")
    caplog.clear()
    capsys.readouterr()
    await browser.get(back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    # The browser of this test logs the address that it asks for.
    lines = [record.getMessage() for record in caplog.records if record.name.partition(".")[0] != "httpx"]
    said = "".join([*lines, *capsys.readouterr()])
    assert code not in said
    assert SECRET not in said
