"""The first time, and the own account afterwards: nothing counts before its owner proved to be there."""

import re
from datetime import timedelta

import httpx
import pyotp
import pytest
from desk_lab import FROM_HERE, PASSWORD, Desk, csrf, fault, send

from bot.commands.desk_users import add_user, check_audit, disable_user, end_sessions, invite, list_users, set_role
from bot.desk.passwords import Weakness
from bot.model.accounts import Role
from bot.model.errors import BotError

NEW = "lamp fiets herfst"
WEAK = [
    ("kort", "short"),
    ("x" * 300, "long"),
    ("1qaz2wsx3edc", "common"),
    ("121212121212", "common"),
    ("cornelia cornelia", "about"),
    ("Wegwijzer2026!", "about"),
]


async def welcome(browser: httpx.AsyncClient, **data: str) -> httpx.Response:
    return await browser.post("/desk/welkom", data=data, headers=FROM_HERE)


def secret_on(page: httpx.Response) -> str:
    """The secret of the app, as it stands there to be typed over."""
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.text)
    assert found, page.text
    return found[1].replace(" ", "")


def sealed_on(page: httpx.Response) -> str:
    """The same secret, as it goes along with the form."""
    found = re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


class TestWelcome:
    async def test_from_an_invitation_to_the_desk(self, desk: Desk) -> None:
        given = await add_user(desk.store, name="cornelia", display_name="Cor", role=Role.OCO, now=desk.clock())
        browser, invite_typed = desk.browser(), given.code.lower()
        page = await welcome(browser, name="Cornelia", invite=invite_typed)
        assert page.status_code == 200
        assert "<svg" in page.text
        assert "otpauth://totp/" in page.text
        assert " style=" not in page.text
        code = pyotp.TOTP(secret_on(page)).at(desk.clock())
        wrong = await welcome(browser, name="cornelia", invite=invite_typed, password=PASSWORD, code="000000")
        assert (wrong.status_code, fault(wrong)) == (422, "code")
        done = await welcome(browser, name="cornelia", invite=invite_typed, password=PASSWORD, code=code)
        assert (done.status_code, done.text.count("<li>")) == (200, 10)
        assert (await browser.get("/desk/account")).status_code == 200
        again = await welcome(browser, name="cornelia", invite=invite_typed, password=PASSWORD, code=code)
        assert (again.status_code, fault(again)) == (403, "invite")
        desk.secrets["cornelia"] = secret_on(page)
        assert fault(await desk.try_sign_in(desk.browser(), "cornelia")) == "wrong", "that code was used"
        await desk.signed_in("cornelia")

    @pytest.mark.parametrize(("password", "why"), WEAK)
    async def test_a_password_that_is_easy_to_guess(self, desk: Desk, password: str, why: str) -> None:
        given = await add_user(desk.store, name="cornelia", display_name="Cor", role=Role.OCO, now=desk.clock())
        page = await welcome(desk.browser(), name="cornelia", invite=given.code, password=password, code="1")
        assert (page.status_code, fault(page)) == (422, why)
        assert password not in page.text

    async def test_an_invitation_of_somebody_else_or_of_last_week(self, desk: Desk) -> None:
        given = await add_user(desk.store, name="cor", display_name="Cor", role=Role.OCO, now=desk.clock())
        await add_user(desk.store, name="anna", display_name="Anna", role=Role.OCO, now=desk.clock())
        assert fault(await welcome(desk.browser(), name="anna", invite=given.code)) == "invite"
        assert fault(await welcome(desk.browser(), name="cor", invite="AAAA BBBB CCCC DDDD")) == "invite"
        desk.clock.pass_(days=3)
        assert fault(await welcome(desk.browser(), name="cor", invite=given.code)) == "invite"


class TestAccount:
    async def test_it_shows_where_one_is_signed_in(self, desk: Desk) -> None:
        await desk.add("anna")
        browser, other = await desk.signed_in("anna"), await desk.signed_in("anna")
        page = (await browser.get("/desk/account")).text
        assert page.count("Dit is deze browser.") == 1
        assert page.count("/einde") == 1
        assert "Nog 10 over." in page
        desk.clock.pass_(minutes=31)
        assert (await other.get("/desk/account")).status_code == 303
        assert "/einde" not in (await (await desk.signed_in("anna")).get("/desk/account")).text, "those are over"

    @pytest.mark.parametrize("path", ["wachtwoord", "app", "herstelcodes"])
    async def test_everything_grave_asks_the_password(self, desk: Desk, path: str) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        page = await browser.get("/desk/account/app")
        code = pyotp.TOTP(secret_on(page)).at(desk.clock())
        form = {"sealed": sealed_on(page), "new_password": NEW, "code": code}
        statuses = [
            (await send(browser, f"/desk/account/{path}", {**form, "password": "verkeerd"})).status_code
            for _ in range(12)
        ]
        assert statuses == [422] * 10 + [429] * 2
        async with desk.store.read() as unit:
            rows = await unit.list_audit(object="")
        assert not [row for row in rows if row.action.startswith("set_")]

    async def test_another_password(self, desk: Desk) -> None:
        await desk.add("anna")
        other, browser = await desk.signed_in("anna"), await desk.signed_in("anna")
        path = "/desk/account/wachtwoord"
        weak = await send(browser, path, {"password": PASSWORD, "new_password": "kort"})
        assert (weak.status_code, fault(weak)) == (422, "short")
        done = await send(browser, path, {"password": PASSWORD, "new_password": NEW})
        assert (done.status_code, done.headers["location"]) == (303, "/desk/account")
        assert (await browser.get("/desk/")).status_code == 200
        assert (await other.get("/desk/")).status_code == 303
        desk.clock.pass_(minutes=1)
        assert fault(await desk.try_sign_in(desk.browser(), "anna")) == "wrong"
        assert (await desk.try_sign_in(desk.browser(), "anna", password=NEW)).status_code == 303

    async def test_another_app(self, desk: Desk) -> None:
        await desk.add("anna")
        other, browser = await desk.signed_in("anna"), await desk.signed_in("anna")
        page = await browser.get("/desk/account/app")
        secret = secret_on(page)
        form = {"password": PASSWORD, "sealed": sealed_on(page), "code": "000000"}
        wrong = await send(browser, "/desk/account/app", form)
        assert (wrong.status_code, fault(wrong), secret_on(wrong)) == (422, "code", secret)
        form["code"] = pyotp.TOTP(secret).at(desk.clock())
        assert (await send(browser, "/desk/account/app", form)).status_code == 303
        assert (await other.get("/desk/")).status_code == 303
        desk.clock.pass_(minutes=1)
        assert fault(await desk.try_sign_in(desk.browser(), "anna")) == "wrong", "the old app"
        desk.secrets["anna"] = secret
        await desk.signed_in("anna")

    async def test_nobody_can_be_given_a_secret_that_another_knows(self, desk: Desk) -> None:
        await desk.add("anna")
        await desk.add("bram")
        others = sealed_on(await (await desk.signed_in("bram")).get("/desk/account/app"))
        browser = await desk.signed_in("anna")
        for given in (others, "", "x", desk.parts.keyring.seal("id_anna\nJBSWY3DPEHPK3PXP").decode()):
            answer = await send(browser, "/desk/account/app", {"password": PASSWORD, "sealed": given, "code": "1"})
            assert answer.status_code == 400

    async def test_ten_other_recovery_codes(self, desk: Desk) -> None:
        await desk.add("anna")
        browser, old = await desk.signed_in("anna"), desk.codes["anna"][0]
        page = await send(browser, "/desk/account/herstelcodes", {"password": PASSWORD})
        codes = re.findall(r"<li><code>([A-Z2-7 ]{19})</code>", page.text)
        assert (page.status_code, len(set(codes))) == (200, 10)
        assert fault(await desk.try_sign_in(desk.browser(), "anna", code=old)) == "wrong"
        assert (await desk.try_sign_in(desk.browser(), "anna", code=codes[0])).status_code == 303

    async def test_who_signs_in_elsewhere_has_no_password_here(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        token = await csrf(browser)
        async with desk.store.write() as unit:
            await unit._change("id_anna", password_hash=None)
        assert "/desk/account/wachtwoord" not in (await browser.get("/desk/account")).text
        for path in ("wachtwoord", "app", "herstelcodes"):
            assert (await browser.get(f"/desk/account/{path}")).status_code == 404
            assert (await send(browser, f"/desk/account/{path}", token=token)).status_code == 404


class TestCommands:
    async def test_a_name_is_given_once_and_can_be_typed(self, desk: Desk) -> None:
        await desk.add("anna")
        for name in ("ANNA", "", "anna b", "anna\n", "a" * 81):
            with pytest.raises(BotError, match=r"is taken|cannot be used"):
                await add_user(desk.store, name=name, display_name="A", role=Role.OCO, now=desk.clock())

    async def test_each_leaves_a_row(self, desk: Desk) -> None:
        now = desk.clock()
        await add_user(desk.store, name="anna", display_name="Anna", role=Role.OCO, now=now)
        await set_role(desk.store, "Anna", Role.MANAGER, now)
        await disable_user(desk.store, "anna", now)
        await invite(desk.store, "anna", now)
        assert await end_sessions(desk.store, "anna", now) == 0
        assert await check_audit(desk.store, now) == []
        (account,) = await list_users(desk.store)
        assert (account.role, account.disabled_at) == (Role.MANAGER, None)
        async with desk.store.read() as unit:
            rows = [*await unit.list_audit(object=account.id), *await unit.list_audit(object="")]
        found = [(row.account_id, row.action, row.result, row.reason) for row in rows]
        assert found == [
            ("cli", "add_account", "ok", "oco"),
            ("cli", "set_role", "ok", "oco -> manager"),
            ("cli", "disable_account", "ok", ""),
            ("cli", "invite", "ok", ""),
            ("cli", "end_sessions", "ok", ""),
            ("cli", "check_audit", "ok", ""),
        ]

    async def test_a_new_invitation_takes_the_old_way_in_away(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        given = await invite(desk.store, "anna", desk.clock())
        assert given.until_at == desk.clock() + timedelta(days=3)
        assert (await browser.get("/desk/")).status_code == 303
        desk.clock.pass_(minutes=1)
        assert fault(await desk.try_sign_in(desk.browser(), "anna")) == "wrong"
        assert (await welcome(desk.browser(), name="anna", invite=given.code)).status_code == 200

    async def test_nobody_of_that_name(self, desk: Desk) -> None:
        for work in (invite, disable_user, end_sessions):
            with pytest.raises(BotError, match="no account 'zoe'; list them with"):
                await work(desk.store, "zoe", desk.clock())


def test_every_weakness_has_a_password() -> None:
    assert {why for _, why in WEAK} == set(Weakness)


async def test_single_keys_can_be_switched_off_and_on(desk: Desk) -> None:
    await desk.add("anna")
    browser = await desk.signed_in("anna")
    states = []
    for wanted in ("nee", "ja"):
        assert (await send(browser, "/desk/account/toetsen", {"aan": wanted})).status_code == 303
        states.append(re.findall(r'data-keys="(\w+)"', (await browser.get("/desk/")).text))
    assert states == [["uit"], ["aan"]]
