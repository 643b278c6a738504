"""Signing in: who may comes in, who may not learns nothing, and nobody can shut somebody else out."""

import asyncio
import statistics
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from desk_lab import PASSWORD, Desk, cheap, csrf, fault, send
from sqlalchemy import select

from bot.desk.passwords import Passwords
from bot.desk.sign_in import purge_desk
from bot.model.accounts import Role
from bot.store import Store


async def is_in(browser: httpx.AsyncClient) -> bool:
    answer = await browser.get("/desk/")
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def on_disk(folder: Path) -> bytes:
    """Everything that the database keeps."""
    return b"".join(path.read_bytes() for path in folder.glob("wegwijzer.db*"))


class TestComingIn:
    async def test_to_the_page_that_was_wanted(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = desk.browser()
        away = await browser.get("/desk/account?x=1")
        assert (away.status_code, away.headers["location"]) == (303, "/desk/inloggen?naar=%2Fdesk%2Faccount%3Fx%3D1")
        form = await browser.get(away.headers["location"])
        assert 'value="/desk/account?x=1"' in form.text
        answer = await desk.try_sign_in(browser, "Anna", code=desk.code("anna"), to="/desk/account?x=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/account?x=1")
        assert await is_in(browser)

    async def test_never_to_another_site(self, desk: Desk) -> None:
        await desk.add("anna")
        answer = await desk.try_sign_in(desk.browser(), "anna", to="//kwaad.example/desk/")
        assert answer.headers["location"] == "/desk/"

    async def test_the_cookie_is_for_us_alone_and_the_store_cannot_make_one(self, desk: Desk, tmp_path: Path) -> None:
        await desk.add("anna")
        browser = desk.browser()
        answer = await desk.try_sign_in(browser, "anna")
        cookie = answer.headers.get_list("set-cookie")[0]
        assert cookie.startswith("__Host-desk=")
        for mark in ("HttpOnly", "Path=/", "SameSite=lax", "Secure"):
            assert mark in cookie
        assert "Domain" not in cookie
        kept = on_disk(tmp_path)
        for secret in (browser.cookies["__Host-desk"], browser.cookies["__Host-device"], desk.secrets["anna"]):
            assert secret.encode() not in kept
        assert b"$argon2id$" not in kept
        assert b"10.0.0.1" not in kept

    async def test_a_token_that_the_browser_brought_is_not_adopted(self, desk: Desk) -> None:
        await desk.add("anna")
        thief, victim = desk.browser(), desk.browser()
        for name in ("__Host-desk", "__Host-device"):
            victim.cookies.set(name, "known-to-the-thief", domain="desk.test")
            thief.cookies.set(name, "known-to-the-thief", domain="desk.test")
        assert (await desk.try_sign_in(victim, "anna")).status_code == 303
        assert not await is_in(thief)
        async with desk.store.read() as unit:
            assert not await unit.knows_device("anna", "known-to-the-thief")

    async def test_old_hashes_are_made_anew(self, desk: Desk) -> None:
        await desk.add("anna")
        desk.change(passwords=Passwords(time_cost=2, memory_kib=64))
        await desk.signed_in("anna")
        async with desk.store.read() as unit:
            assert ",t=2," in str((await unit.get_secrets("id_anna")).password_hash)
        await desk.signed_in("anna")


class TestTheSecondFactor:
    async def test_a_code_works_once_also_of_five_at_once(self, desk: Desk) -> None:
        await desk.add("anna")
        code = desk.code("anna")
        tries = [desk.try_sign_in(desk.browser(), "anna", code=code) for _ in range(5)]
        answers = await asyncio.gather(*tries)
        assert sorted(answer.status_code for answer in answers) == [303, 403, 403, 403, 403]

    @pytest.mark.parametrize(("seconds", "status"), [(-60, 403), (-30, 303), (0, 303), (30, 303), (60, 403)])
    async def test_a_clock_may_be_off_a_little(self, desk: Desk, seconds: int, status: int) -> None:
        await desk.add("anna")
        answer = await desk.try_sign_in(desk.browser(), "anna", code=desk.code("anna", seconds=seconds))
        assert answer.status_code == status

    async def test_a_code_older_than_the_used_one_is_over(self, desk: Desk) -> None:
        await desk.add("anna")
        assert (await desk.try_sign_in(desk.browser(), "anna")).status_code == 303
        answer = await desk.try_sign_in(desk.browser(), "anna", code=desk.code("anna", seconds=-30))
        assert answer.status_code == 403

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "abcdef"])
    async def test_what_is_no_code(self, desk: Desk, code: str) -> None:
        await desk.add("anna")
        assert fault(await desk.try_sign_in(desk.browser(), "anna", code=code)) == "wrong"

    async def test_a_recovery_code_works_once_and_not_without_the_password(self, desk: Desk) -> None:
        await desk.add("anna")
        code, browser = desk.codes["anna"][0], desk.browser()
        assert fault(await desk.try_sign_in(browser, "anna", code=code, password="x")) == "wrong"
        typed = code.lower().replace(" ", "-")
        assert (await desk.try_sign_in(browser, "anna", code=typed)).status_code == 303
        assert fault(await desk.try_sign_in(browser, "anna", code=code)) == "wrong"


class TestLearningNothing:
    async def test_the_same_answer_in_the_same_time(self, desk: Desk) -> None:
        desk.change(passwords=Passwords(time_cost=1, memory_kib=8192))
        await desk.add("anna")
        kinds = {"unknown": ("niemand", "x"), "wrong": ("anna", "x"), "only the code is wrong": ("anna", PASSWORD)}
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        pages = set()
        for number in range(20):
            for place, (kind, (name, password)) in enumerate(kinds.items()):
                browser = desk.browser(f"10.0.{number}.{place}")
                started = time.perf_counter()
                answer = await desk.try_sign_in(browser, name, password=password, code="000000")
                times[kind].append(time.perf_counter() - started)
                pages.add((answer.status_code, answer.text, str(answer.headers)))
        assert len(pages) == 1
        medians = {kind: statistics.median(taken) for kind, taken in times.items()}
        assert max(medians.values()) < 1.6 * min(medians.values()), medians

    async def test_who_is_disabled_or_invited_gets_the_answer_of_a_stranger(self, desk: Desk) -> None:
        await desk.add("anna")
        await desk.add("bram")
        async with desk.store.write() as unit:
            await unit.disable_account("id_anna", desk.clock())
            await unit.invite("id_bram", invite_hash="h", until=desk.clock(), totp_secret=desk.secrets["bram"])
        answers = [await desk.try_sign_in(desk.browser(), name) for name in ("anna", "bram")]
        answers.append(await desk.try_sign_in(desk.browser(), "niemand", code="000000"))
        assert len({answer.text for answer in answers}) == 1
        assert fault(answers[0]) == "wrong"

    async def test_every_attempt_is_on_record(self, desk: Desk) -> None:
        await desk.add("anna")
        await desk.try_sign_in(desk.browser("10.0.0.1"), "anna", code="000000")
        await desk.try_sign_in(desk.browser("10.0.0.2"), "niemand", code="000000")
        await desk.signed_in("anna", "10.0.0.1")
        async with desk.store.read() as unit:
            rows = await unit.list_audit(object="")
        found = [(row.account_id, row.role, row.action, row.result, bool(row.session_id)) for row in rows]
        assert found == [
            ("id_anna", "coordinator", "sign_in", "refused", False),
            ("", "", "sign_in", "refused", False),
            ("id_anna", "coordinator", "sign_in", "ok", True),
        ]
        assert rows[0].origin == rows[2].origin != rows[1].origin
        assert "10.0.0" not in rows[0].origin


class TestLimits:
    async def test_after_ten_wrong_ones_nothing_is_judged_and_the_right_one_elsewhere_is(self, desk: Desk) -> None:
        await desk.add("anna")
        for name in ("anna", "bestaat-niet"):
            tries = [await desk.try_sign_in(desk.browser("10.9.9.9"), name, code="000000") for _ in range(12)]
            assert [fault(answer) for answer in tries] == ["wrong"] * 10 + ["limited"] * 2
            assert (tries[-1].status_code, tries[-1].headers["retry-after"]) == (429, "900")
        await desk.signed_in("anna", "10.2.0.1")
        desk.clock.pass_(minutes=16)
        await desk.signed_in("anna", "10.9.9.9")

    async def test_many_at_once_cannot_slip_past(self, desk: Desk) -> None:
        await desk.add("anna")
        tries = [desk.try_sign_in(desk.browser(), "anna", code="000000") for _ in range(20)]
        answers = await asyncio.gather(*tries)
        assert sum(fault(answer) == "wrong" for answer in answers) == 10

    async def test_strangers_cannot_shut_a_known_browser_out(self, desk: Desk) -> None:
        await desk.add("anna")
        known = await desk.signed_in("anna", "10.1.0.1")
        for number in range(100):
            await desk.try_sign_in(desk.browser(f"10.3.0.{number}"), "anna", code="000000")
        desk.clock.pass_(minutes=1)
        assert fault(await desk.try_sign_in(desk.browser("10.4.0.1"), "anna")) == "limited", "a new browser must wait"
        assert (await desk.try_sign_in(known, "anna")).status_code == 303

    async def test_one_address_cannot_try_every_name(self, desk: Desk) -> None:
        await desk.add("anna")
        for number in range(30):
            await desk.try_sign_in(desk.browser("2001:db8::1"), f"naam{number}", code="000000")
        assert fault(await desk.try_sign_in(desk.browser("2001:db8::2"), "anna")) == "limited", "its own /64"
        assert (await desk.try_sign_in(desk.browser("2001:db8:0:1::1"), "anna")).status_code == 303

    async def test_they_survive_a_restart(self, desk: Desk, tmp_path: Path) -> None:
        await desk.add("anna")
        for _ in range(10):
            await desk.try_sign_in(desk.browser(), "anna", code="000000")
        await desk.store.close()
        url = f"sqlite+aiosqlite:///{tmp_path}/wegwijzer.db"
        desk.change(store=await Store.open(url, desk.parts.keyring), passwords=cheap())
        assert fault(await desk.try_sign_in(desk.browser(), "anna")) == "limited"

    async def test_too_many_at_a_time_are_sent_away_and_not_queued(self, desk: Desk) -> None:
        await desk.add("anna")
        tries = [desk.try_sign_in(desk.browser(f"10.0.{n}.1"), f"naam{n}", code="000000") for n in range(60)]
        answers = await asyncio.gather(*tries)
        assert {fault(answer) for answer in answers} <= {"wrong", "busy"}
        assert (await desk.try_sign_in(desk.browser("10.7.0.1"), "anna")).status_code == 303


class TestSessions:
    async def test_it_ends_after_half_an_hour_of_nothing(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        desk.clock.pass_(minutes=29)
        assert await is_in(browser)
        desk.clock.pass_(minutes=29)
        assert await is_in(browser)
        desk.clock.pass_(minutes=31)
        assert not await is_in(browser)

    async def test_it_ends_after_ten_hours_whatever_one_does(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        for _ in range(20):
            desk.clock.pass_(minutes=29)
            assert await is_in(browser)
        desk.clock.pass_(minutes=21)
        assert not await is_in(browser)

    async def test_signing_out_here_and_everywhere(self, desk: Desk) -> None:
        await desk.add("anna")
        one, two, three = [await desk.signed_in("anna") for _ in range(3)]
        answer = await send(one, "/desk/uitloggen")
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/inloggen")
        assert "__Host-desk" not in one.cookies
        assert [await is_in(browser) for browser in (one, two, three)] == [False, True, True]
        await send(two, "/desk/overal-uitloggen")
        assert not await is_in(three)

    async def test_another_role_or_none_ends_them_at_once(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        async with desk.store.write() as unit:
            await unit.set_role("id_anna", Role.EDITOR)
        assert not await is_in(browser)
        browser = await desk.signed_in("anna")
        async with desk.store.write() as unit:
            await unit.disable_account("id_anna", desk.clock())
        assert not await is_in(browser)

    async def test_what_was_written_comes_back_and_can_be_sent_again(self, desk: Desk) -> None:
        await desk.add("anna")
        browser = await desk.signed_in("anna")
        old = await csrf(browser)
        desk.clock.pass_(minutes=31)
        text = {"note": "Zij belt <morgen> terug.\nOm tien uur.", "password": "niet terug"}
        lost = await send(browser, "/desk/overal-uitloggen", text, token=old)
        assert lost.status_code == 401
        assert "Zij belt &lt;morgen&gt; terug.\nOm tien uur." in lost.text
        assert "niet terug" not in lost.text
        assert 'action="/desk/overal-uitloggen"' in lost.text
        again = await desk.try_sign_in(browser, "anna")
        assert again.status_code == 303
        asked = await send(browser, "/desk/overal-uitloggen", text, token=old)
        assert asked.status_code == 403
        assert "Zij belt &lt;morgen&gt; terug." in asked.text
        fresh = await csrf(browser)
        assert f'value="{fresh}"' in asked.text
        assert (await send(browser, "/desk/overal-uitloggen", text, token=fresh)).status_code == 303


async def test_what_opens_nothing_any_more_is_forgotten(desk: Desk) -> None:
    await desk.add("anna")
    await desk.signed_in("anna")

    async def rows() -> list[int]:
        async with desk.store.read() as unit:
            tables = unit._session.tables
            kept = (tables.desk_sessions, tables.known_devices, tables.sign_in_attempts, tables.audit)
            return [len(await unit._rows(select(table))) for table in kept]

    found = [await rows()]
    for days in (0.01, 0.05, 1, 180, 200):
        desk.clock.pass_(days=days)
        now = desk.clock()
        await purge_desk(desk.store, now=now, audit_before=now - timedelta(days=365))
        found.append(await rows())
    assert found == [[1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]]
    async with desk.store.read() as unit:
        assert await unit.check_trail() == []
