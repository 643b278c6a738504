"""Signing in at an identity provider: the whole way there and back, against a real one (npm's oidc-provider)."""

import logging
import re
import socket
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from desk_lab import ORIGIN, TLS, Desk, fault, send
from oidc_lab import SECRET, Idp, leave, settings, there_and_back, use, walk

from bot.desk.id_tokens import OidcError, OidcFault
from bot.desk.oidc import Provider
from bot.model.accounts import Role

UNTRUSTED = [
    *("expired", "future", "audience", "audience_azp", "issuer", "nonce", "no_nonce", "no_sub"),
    *("stranger", "unknown_kid", "hs256", "none", "no_id_token"),
]


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
