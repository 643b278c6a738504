"""Open pages hear of every change within a second, of no change twice, and only for as long as they may."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from desk_lab import Clock, Desk, csrf, send
from live_lab import PATIENCE, Live, Page, change_elsewhere, cookies_of, live_desk

import bot.desk.feed as feed_module
from bot.content.wording import HERE, clock_in_words
from bot.desk.feed import LINES, Feed
from bot.desk.live_pages import live_routes
from bot.model.accounts import Role
from bot.model.worker import Worker
from bot.store import StoreBusy

AT = Clock().now


@pytest_asyncio.fixture
async def live(desk: Desk) -> AsyncIterator[Live]:
    """Anna coordinates, Bram supports."""
    await desk.add("anna")
    await desk.add("bram", Role.OCO)
    async with live_desk(desk) as live:
        yield live


@pytest_asyncio.fixture
async def anna(live: Live) -> dict[str, str]:
    return await live.cookies("anna")


class TestEvents:
    async def test_the_stream_may_not_be_kept_or_gathered(self, live: Live, anna: dict[str, str]) -> None:
        async with live.page(anna) as page:
            headers = page.answer.headers
            assert headers["content-type"].startswith("text/event-stream")
            assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")

    @pytest.mark.parametrize(
        ("kind", "event"),
        [
            ("signed", "intake"),
            ("reopened", "intake"),
            ("withdrawn", "wijziging"),
            ("said", "wijziging"),
            ("claim", "wijziging"),
        ],
    )
    async def test_what_brings_a_question_to_the_list_is_told_apart(
        self, live: Live, anna: dict[str, str], kind: str, event: str
    ) -> None:
        async with live.page(anna) as page:
            await live.change(kind, "W-7K4Q9")
            heard = await page.hear()
            assert heard is not None
            assert (heard.name, heard.code) == (event, "W-7K4Q9")

    async def test_a_silent_line_is_heard_to_live(
        self, desk: Desk, live: Live, anna: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(desk.feed, "_heartbeat", 0.05)
        async with live.page(anna) as page, asyncio.timeout(PATIENCE):
            beats = [await page.any() for _ in range(3)]
        assert [beat.name for beat in beats if beat] == ["tik"] * 3

    async def test_what_another_process_changed(self, live: Live, anna: dict[str, str], tmp_path: Path) -> None:
        async with live.page(anna) as page:
            _, heard = await asyncio.gather(change_elsewhere(tmp_path, "W-ELDERS"), page.hear())
        assert heard is not None
        assert heard.code == "W-ELDERS"


class TestComingBack:
    async def test_nothing_is_missed_and_nothing_told_twice(self, live: Live, anna: dict[str, str]) -> None:
        async with live.page(anna) as page:
            await live.change("said", "A1")
            heard = await page.hear()
        assert heard is not None
        await live.change("said", "A2", "A3")
        async with live.page(anna, last=str(heard.number)) as page:
            await live.change("said", "A4")
            assert await page.codes(3) == ["A2", "A3", "A4"]

    async def test_since_the_page_was_made(self, live: Live, anna: dict[str, str]) -> None:
        await live.change("said", "A1", "A2")
        async with live.page(anna, since="1") as page:
            assert await page.codes(1) == ["A2"]

    async def test_what_was_heard_last_goes_before_when_the_page_was_made(
        self, live: Live, anna: dict[str, str]
    ) -> None:
        await live.change("said", "A1", "A2", "A3")
        async with live.page(anna, since="1", last="2") as page:
            assert await page.codes(1) == ["A3"]

    @pytest.mark.parametrize("since", ["99", "-1", "x", "9" * 30, "²", "1;DROP"])
    async def test_a_number_that_nobody_knows_means_look_again(
        self, live: Live, anna: dict[str, str], since: str
    ) -> None:
        await live.change("said", "A1")
        async with live.page(anna, since=since) as page:
            heard = [await page.hear()]
            await live.change("said", "A2")
            heard.append(await page.hear())
        assert [(one.name, one.code) for one in heard if one] == [("opnieuw", ""), ("wijziging", "A2")]

    async def test_away_for_longer_than_changes_are_kept(self, live: Live, anna: dict[str, str]) -> None:
        await live.change("said", "A1", "A2", "A3")
        now = live.desk.clock()
        live.desk.clock.pass_(days=1)
        await live.change("said", "A4")
        async with live.desk.store.write() as unit:
            await unit.purge_desk(changes_before=now, drafts_before=now, erased_before=now)
            await unit.purge_desk(changes_before=live.desk.clock(), drafts_before=now, erased_before=now)
        cookies = await live.cookies("anna")
        async with live.page(cookies, since="1") as page:
            heard = await page.hear()
        assert heard is not None
        assert heard.name == "opnieuw"
        async with live.page(cookies, since="3") as page:
            assert await page.codes(1) == ["A4"]

    async def test_more_than_is_kept_in_memory_is_read_from_the_database(
        self, live: Live, anna: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(feed_module, "_KEPT", 4)
        codes = [f"A{number}" for number in range(450)]
        async with live.page(anna) as listening:
            await live.change("said", *codes)
            assert await listening.codes(450) == codes
            async with live.page(anna, since="7") as late:
                assert await late.codes(443) == codes[7:]
                await live.change("said", "B1")
                assert [await page.codes(1) for page in (listening, late)] == [["B1"], ["B1"]]


class TestWhoMayListen:
    @pytest.mark.parametrize("how", ["disabled", "signed_out", "role", "everywhere"])
    async def test_whose_session_is_over_hears_no_more(self, live: Live, anna: dict[str, str], how: str) -> None:
        desk = live.desk
        await desk.add("carla")
        browser = await desk.signed_in("carla")
        async with live.page(cookies_of(browser)) as page, live.page(anna) as stays:
            if how == "signed_out":
                await send(browser, "/desk/uitloggen")
            elif how == "everywhere":
                await send(browser, "/desk/overal-uitloggen")
            else:
                async with desk.store.write() as unit:
                    if how == "disabled":
                        await unit.disable_account("id_carla", desk.clock())
                    else:
                        await unit.set_role("id_carla", Role.MANAGER)
            assert await names(page) == ["uit"]
            await live.change("said", "A1")
            assert await stays.codes(1) == ["A1"]

    async def test_who_comes_back_after_that_hears_so(self, live: Live, anna: dict[str, str]) -> None:
        """The browser asks again by itself: led to the door it would tell of a line that is lost."""
        live.desk.clock.pass_(hours=1)
        async with live.page(anna, last="1") as page:
            assert page.answer.headers["content-type"].startswith("text/event-stream")
            assert await names(page) == ["uit"]

    async def test_before_a_session_ends_by_itself_the_page_hears_when(self, live: Live, anna: dict[str, str]) -> None:
        desk = live.desk
        browser = await desk.signed_in("anna")
        token = await csrf(browser)
        async with live.page(cookies_of(browser)) as page:
            for _ in range(2):
                desk.clock.pass_(minutes=27)
                warned = await page.hear()
                assert warned is not None
                assert (warned.name, warned.code) == ("bijna", in_words(desk.clock() + timedelta(minutes=3)))
                assert (await send(browser, "/desk/hier", token=token)).status_code == 204
                stays = await page.hear()
                assert stays is not None
                assert stays.name == "blijft"
            desk.clock.pass_(minutes=26)
            await live.change("said", "A1")
            assert await page.codes(1) == ["A1"], "not asked too early"

    async def test_who_has_no_questions_hears_of_none_but_of_the_session(self, live: Live) -> None:
        await live.desk.add("dirk", Role.MANAGER)
        async with live.page(await live.cookies("dirk")) as page:
            await live.change("signed", "A1")
            live.desk.clock.pass_(minutes=28)
            assert [heard.name for heard in [await page.hear()] if heard] == ["bijna"]

    async def test_listening_keeps_no_session_alive(self, live: Live, anna: dict[str, str]) -> None:
        live.desk.clock.pass_(minutes=29)
        fresh = await live.cookies("anna")
        async with live.page(anna) as page, live.page(fresh) as stays:
            live.desk.clock.pass_(minutes=2)
            assert (await names(page))[-1] == "uit"
            await live.change("said", "A1")
            assert await stays.codes(1) == ["A1"]

    async def test_a_supporter_hears_of_own_questions_only(self, live: Live) -> None:
        async with live.desk.store.write() as unit:
            talk = await unit.add_conversation(channel="web", address="a", state="{}", at=AT)
            for version, owner in enumerate(("id_bram", "id_anna", None), start=1):
                code = f"W-VAN{version}"
                await unit.add_intake(
                    code=code,
                    conversation_id=talk.id,
                    version=version,
                    body="{}",
                    urgent=False,
                    theme="",
                    area="",
                    at=AT,
                    promised_at=AT,
                )
                if owner:
                    await unit.claim_intake(code, Worker(id=owner, name=owner), AT)
        async with live.page(await live.cookies("bram")) as page:
            await live.change("said", "W-VAN2", "W-VAN3", "W-GEEN", "W-VAN1")
            heard = await page.hear()
        assert heard is not None
        assert heard.code == "W-VAN1"

    async def test_one_account_cannot_take_all_lines(self, live: Live, anna: dict[str, str]) -> None:
        async with AsyncExitStack() as open_pages:
            for _ in range(LINES):
                await open_pages.enter_async_context(live.page(anna))
            async with live.page(anna) as page:
                assert page.answer.status_code == 429
            async with live.page(await live.cookies("bram")) as page:
                assert page.answer.status_code == 200
        await _gone(live)
        async with live.page(anna) as page:
            assert page.answer.status_code == 200


class TestManyPages:
    async def test_fifty_pages_are_told_within_a_second(self, live: Live) -> None:
        for name in ("dirk", "els"):
            await live.desk.add(name)
        cookies = [await live.cookies(name) for name in ("anna", "dirk", "els")]
        async with AsyncExitStack() as opened:
            pages = [await opened.enter_async_context(live.page(cookies[number % 3])) for number in range(50)]
            await live.change("signed", "W-NIEUW")
            heard = await asyncio.gather(*(page.codes(1) for page in pages))
        assert heard == [["W-NIEUW"]] * 50
        await _gone(live)

    async def test_one_that_does_not_read_holds_nobody_up_and_misses_nothing(
        self, live: Live, anna: dict[str, str]
    ) -> None:
        codes = [f"{number:04}{'x' * 5000}" for number in range(400)]  # more than lines and sockets can hold
        with _deaf(live.address, anna["cookie"]) as deaf:
            async with live.page(anna) as page:
                await live.change("said", *codes)
                assert await page.codes(400) == codes
            assert await asyncio.to_thread(_read, deaf, b"0399x") == 400

    async def test_the_store_is_left_alone_while_nobody_listens(
        self, live: Live, anna: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with live.page(anna) as page:
            await live.change("said", "A1")
            assert await page.codes(1) == ["A1"]
        await _gone(live)
        monkeypatch.setattr(live.desk.store, "read", None)  # whoever reads now, fails
        await asyncio.sleep(2 * feed_module.POLL_SECONDS)
        monkeypatch.undo()
        await live.change("said", "A2")
        async with live.page(anna, since="1") as page:
            assert await page.codes(1) == ["A2"]

    async def test_a_database_that_is_busy_is_asked_again(
        self, live: Live, anna: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with live.page(anna) as page:
            tried = asyncio.Event()

            def busy() -> None:
                tried.set()
                raise StoreBusy("another process holds the database")

            monkeypatch.setattr(live.desk.store, "read", busy)
            await asyncio.wait_for(tried.wait(), 1)
            monkeypatch.undo()
            await live.change("said", "A1")
            assert await page.codes(1) == ["A1"]


async def test_it_stops_at_once_with_pages_open(desk: Desk) -> None:
    await desk.add("anna")
    async with live_desk(desk) as live:
        anna = await live.cookies("anna")
        opened = AsyncExitStack()
        pages = [await opened.enter_async_context(live.page(anna)) for _ in range(5)]
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert [await page.hear() for page in pages] == [None] * 5
    await opened.aclose()


async def test_a_feed_that_is_closed_ends_every_stream(desk: Desk) -> None:
    await desk.add("anna")
    feed = Feed(desk.store, desk.clock)
    await feed.close()
    desk.change(more=[live_routes(feed)])
    answer = await (await desk.signed_in("anna")).get("/desk/live")
    assert answer.text == "retry: 3000\nid: 0\nevent: tik\ndata: \n\n"


async def names(page: Page) -> list[str]:
    """What a page hears until its line ends."""
    found = []
    while (heard := await page.hear()) is not None:
        found.append(heard.name)
    return found


def in_words(moment: datetime) -> str:
    return clock_in_words(moment.astimezone(HERE).time())


async def _gone(live: Live) -> None:
    """Wait until the server noticed that every page is closed."""
    async with asyncio.timeout(PATIENCE):
        while live.desk.feed._poller is not None:  # noqa: ASYNC110 - nothing tells that a socket was closed
            await asyncio.sleep(0.02)


def _deaf(address: str, cookie: str) -> socket.socket:
    """A page that asks, and then reads nothing; its buffer is as small as can be."""
    parts = urlsplit(address)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    line.settimeout(PATIENCE)
    line.connect((parts.hostname, parts.port))
    line.sendall(f"GET /desk/live?sinds=0 HTTP/1.1\r\nHost: here\r\nCookie: {cookie}\r\n\r\n".encode())
    return line


def _read(line: socket.socket, last: bytes) -> int:
    """Read until this was read; how many changes there were."""
    text = b""
    while last not in text:
        text += line.recv(65536)
    return text.count(b"event: wijziging")
