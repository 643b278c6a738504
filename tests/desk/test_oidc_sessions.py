"""A session that began at an identity provider: proved there once more, and ended from there."""

import json
import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from desk_lab import TLS, Desk, fault, send
from live_lab import served
from oidc_lab import Idp, leave, there_and_back, walk
from service_lab import sign

from bot.desk.doubt import FRESH
from bot.desk.id_tokens import Logout
from bot.desk.oidc import Provider
from bot.desk.tokens import token_hash
from bot.store import DeskSessionRow

DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def decode_unsafe(token: str) -> dict[str, str]:
    """What a token says, whoever signed it."""
    body = token.split(".")[1]
    return json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))


class TestSignedOutThere:
    """The provider tells by itself, over real HTTP, that somebody signed out at it."""

    async def sign_out_there(self, idp: Idp, cookies: httpx.Cookies) -> None:
        async with httpx.AsyncClient(verify=TLS, cookies=cookies) as there:
            page = await there.get(f"{idp.issuer}/session/end?client_id=wegwijzer")
            token = re.search(r'name="xsrf" value="(\w+)"', page.text)
            assert token, page.text
            await there.post(f"{idp.issuer}/session/end/confirm", data={"xsrf": token[1], "logout": "yes"})

    async def come_in(self, browser: httpx.AsyncClient, login: str = "anna") -> httpx.Cookies:
        """Sign in here; gives what the provider keeps in the browser."""
        cookies = httpx.Cookies()
        assert (await browser.get(await walk(await leave(browser), login, cookies))).status_code == 303
        return cookies

    async def heard(self, desk: Desk, idp: Idp) -> list[tuple[str, httpx.AsyncClient]]:
        """Two browsers of Anna and one of Bram, after Anna signed out there."""
        browsers = [("anna", desk.browser()), ("anna", desk.browser()), ("bram", desk.browser())]
        (cookies, *_) = [await self.come_in(browser, login) for login, browser in browsers]
        async with served(desk.app) as address, httpx.AsyncClient(verify=TLS) as there:
            await there.get(f"{idp.issuer}/__desk/{urlsplit(address).port}")
            await self.sign_out_there(idp, cookies)
        return browsers

    async def test_ends_every_session_of_theirs_here(self, desk: Desk, idp: Idp) -> None:
        found = [(who, (await browser.get("/desk/")).status_code) for who, browser in await self.heard(desk, idp)]
        assert [status for who, status in found if who == "anna"] == [303, 303]
        async with desk.store.read() as unit:
            rows = await unit.list_audit(object="")
            names = {one.id: one.display_name for one in await unit.list_accounts()}
        assert [names[row.account_id] for row in rows if row.action == "signed_out_elsewhere"] == ["Naam van anna"]

    @pytest.mark.parametrize(
        "spoilt",
        [
            *("no_events", "events", "with_nonce", "no_jti", "old", "future", "expired", "audience", "issuer"),
            *("no_sub", "stranger", "unknown_kid", "hs256", "none"),
        ],
    )
    async def test_a_token_that_cannot_be_trusted_ends_nothing(
        self, desk: Desk, idp: Idp, spoilt: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        browser = desk.browser()
        cookies = await self.come_in(browser)
        async with served(desk.app) as address, httpx.AsyncClient(verify=TLS) as there:
            await there.get(f"{idp.issuer}/__desk/{urlsplit(address).port}")
            await idp.spoil(spoilt)
            await self.sign_out_there(idp, cookies)
        assert "oidc_logout_refused" in capsys.readouterr().out
        assert (await browser.get("/desk/account")).status_code == 200

    async def test_a_token_counts_once_and_no_id_token_is_one(
        self, desk: Desk, idp: Idp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = desk.parts.provider
        assert isinstance(known, Provider)
        said: list[str] = []

        async def listen(token: str) -> Logout:
            said.append(token)
            return await Provider.read_logout(known, token)

        monkeypatch.setattr(known, "read_logout", listen)
        await self.heard(desk, idp)
        again = desk.browser()
        await self.come_in(again)
        session = await self.last_id_token(desk)
        for token in (said[0], session, "", "x.y.z"):
            answer = await again.post("/desk/elders-uitgelogd", data={"logout_token": token})
            assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
            assert answer.headers["cache-control"] == "no-store"
        assert (await again.get("/desk/account")).status_code == 200
        async with desk.store.write() as unit:
            await unit.purge_logouts(desk.clock() + timedelta(days=1))
            assert await unit.use_logout(token_hash(decode_unsafe(said[0])["jti"]), desk.clock())

    async def last_id_token(self, desk: Desk) -> str:
        async with desk.store.write() as unit:
            account = next(one for one in await unit.list_accounts() if one.display_name.endswith("bram"))
            (session,) = await unit.list_sessions(account.id, created_after=DAWN, seen_after=DAWN)
            return await unit.end_session(session.id, account.id) or ""


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
