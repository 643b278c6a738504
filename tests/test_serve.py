"""`wegwijzer serve` as an operator runs it: a process, a port, a signal; Telegram is a fake on the loopback."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_botapi import TOKEN, FakeBotApi
from fake_http import post
from fake_mail import mail_server
from fake_updates import message, tap
from telegram_lab import open_store, read_rows

from bot.desk.tokens import token_hash
from bot.model.accounts import Role
from bot.serve import listen_at
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
SECRET = "a-secret-of-more-than-32-characters"


@contextlib.asynccontextmanager
async def serving(folder: Path, api: FakeBotApi, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A server that runs inside the block, and is ended hard if it did not end by itself."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "WEGWIJZER_DATA_DIR": str(folder / "data"),
        "WEGWIJZER_TELEGRAM_TOKEN": TOKEN,
        "WEGWIJZER_TELEGRAM_API": api.url.removesuffix("/bot"),
        "WEGWIJZER_HTTP_PORT": "0",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def port_of(process: asyncio.subprocess.Process) -> int:
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while line := await process.stderr.readline():
            if b'"started"' in line:
                return int(json.loads(line)["port"])
    raise AssertionError("it did not start")


async def get(port: int, path: str) -> tuple[int, str]:
    status, _, body = await ask(port, path)
    return status, body


async def ask(port: int, path: str) -> tuple[int, str, str]:
    """Status, headers and body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    return int(answer.split()[1]), head, body


async def stop(process: asyncio.subprocess.Process) -> str:
    """Ask it to stop, as a container does; what it logged until then."""
    assert process.stderr is not None
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        log = (await process.stderr.read()).decode()
        assert await process.wait() == 0, log
    return log


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


async def test_it_answers_tells_its_health_and_stops(api: FakeBotApi, tmp_path: Path) -> None:
    async with serving(tmp_path, api) as process:
        port = await port_of(process)
        api.push(message(41, "mijn rolstoel is kapot"))
        await api.until(lambda: len(api.texts(41)) > 1, seconds=20)
        status, body = await get(port, "/healthz")
        assert status == 200
        assert json.loads(body)["status"] == "ok"
        assert (await get(port, "/"))[0] == 404
        log = await stop(process)
    assert '"event": "stopped"' in log
    assert TOKEN not in log
    assert "rolstoel" not in log
    assert "Traceback" not in log


def has_button(api: FakeBotApi, option: str) -> str:
    """The data of the newest button with this option; empty while there is none."""
    datas = [button["callback_data"] for sent in api.sent for button in sent.buttons]
    return next((data for data in reversed(datas) if data.endswith(f":{option}")), "")


async def say(api: FakeBotApi, words: str, number: int) -> None:
    """Write, and wait for an answer."""
    before = len(api.texts(41))
    api.push(message(41, words, number))
    await api.until(lambda: len(api.texts(41)) > before, seconds=20)


async def sign(api: FakeBotApi) -> None:
    """Ask for a person, tell, sign and send."""
    for number, words in enumerate(("mens", "0612345678", "mijn moeder kan niet alleen douchen"), start=1):
        await say(api, words, number)
    await api.until(lambda: bool(has_button(api, "verstuur")), seconds=20)
    api.push(tap(41, has_button(api, "verstuur")))


async def test_a_notice_by_mail_and_what_is_not_set_up_any_more(api: FakeBotApi, tmp_path: Path) -> None:
    async with mail_server() as box:
        mail = {
            "WEGWIJZER_MAIL_HOST": "127.0.0.1",
            "WEGWIJZER_MAIL_PORT": str(box.port),
            "WEGWIJZER_MAIL_SECURITY": "none",
            "WEGWIJZER_MAIL_FROM": "postvak@oco.example",
            "WEGWIJZER_MAIL_TO": "anna@oco.example",
            "WEGWIJZER_DESK_URL": "https://postvak.example/",
        }
        async with serving(tmp_path, api, **mail) as process:
            await port_of(process)
            await sign(api)
            await api.until(lambda: bool(box.letters), seconds=20)
            await stop(process)
    assert "https://postvak.example/desk/vragen/W-" in box.texts[0]
    store = await open_store(tmp_path / "data")
    try:
        async with store.write() as unit:
            await unit.enqueue(
                channel="mail_staff",
                conversation_id=None,
                address="anna@oco.example",
                body="{}",
                urgent=False,
                at=datetime.now(UTC),
            )
    finally:
        await store.close()
    async with serving(tmp_path, api) as process:
        await port_of(process)
        await stop(process)
    rows = read_rows(tmp_path / "data", "SELECT status, error FROM outbox WHERE channel = 'mail_staff' ORDER BY id")
    assert rows == [("sent", None), ("failed", "Parked")]


async def test_a_webhook_on_its_own_path(api: FakeBotApi, tmp_path: Path) -> None:
    hook = {
        "WEGWIJZER_TELEGRAM_MODE": "webhook",
        "WEGWIJZER_WEBHOOK_URL": "https://bot.example/some/path",
        "WEGWIJZER_WEBHOOK_SECRET": SECRET,
    }
    async with serving(tmp_path, api, **hook) as process:
        port = await port_of(process)
        await api.until(lambda: api.webhook == "https://bot.example/some/path", seconds=20)
        api.webhook = ""  # its push would go to a host that does not exist; we push ourselves
        update = json.dumps({"update_id": 7, **message(42, "hallo")}).encode()
        url = f"http://127.0.0.1:{port}/some/path"
        assert await post(url, update, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}) == 403
        assert await post(url, update, {"X-Telegram-Bot-Api-Secret-Token": SECRET}) == 200
        await api.until(lambda: len(api.texts(42)) > 0, seconds=20)
        await stop(process)


async def test_the_desk_on_the_same_port(api: FakeBotApi, tmp_path: Path) -> None:
    desk = {
        "WEGWIJZER_TELEGRAM_TOKEN": "",
        "WEGWIJZER_DESK_URL": "https://desk.example",
        "WEGWIJZER_SECURITY_CONTACT": "mailto:veilig@example.nl",
        "WEGWIJZER_OIDC_ISSUER": "https://id.example",
        "WEGWIJZER_OIDC_NAME": "Gemeente Voorbeeld",
        "WEGWIJZER_OIDC_CLIENT_ID": "wegwijzer",
        "WEGWIJZER_OIDC_CLIENT_SECRET": SECRET,
        "WEGWIJZER_OIDC_ROLES": "desk=coordinator",
    }
    async with serving(tmp_path, api, **desk) as process:
        port = await port_of(process)
        status, head, body = await ask(port, "/desk/inloggen")
        assert (status, "Inloggen met Gemeente Voorbeeld" in body) == (200, True)
        assert "default-src 'none'" in head
        assert (await ask(port, "/desk/account"))[0] == 303
        assert (await ask(port, "/desk/static/desk.css"))[0] == 200
        for path in ("/", "/desk"):
            status, head, _ = await ask(port, path)
            assert (status, "location: /desk/\r\n" in f"{head}\r\n".lower()) == (303, True), path
        status, head, _ = await ask(port, "/healthz")
        assert (status, "default-src" in head) == (200, False), "no channel, so none can be silent"
        assert (await ask(port, "/deskundig"))[0] == 404
        _, _, security = await ask(port, "/.well-known/security.txt")
        assert security.startswith("Contact: mailto:veilig@example.nl\nExpires: 2")
        log = await stop(process)
    assert '"event": "audit"' in log
    assert SECRET not in log
    assert "Traceback" not in log


async def test_a_page_that_listens_does_not_hold_up_the_stop(api: FakeBotApi, tmp_path: Path) -> None:
    store, now = await open_store(tmp_path / "data"), datetime.now(UTC)
    async with store.write() as unit:
        await unit.add_account(account_id="a", name="anna", display_name="Anna", role=Role.COORDINATOR, at=now)
        await unit.open_session(session_id="s", token_hash=token_hash("sesam"), account_id="a", at=now)
    await store.close()
    desk = {"WEGWIJZER_TELEGRAM_TOKEN": "", "WEGWIJZER_DESK_URL": "https://desk.example"}
    async with serving(tmp_path, api, **desk) as process:
        reader, writer = await asyncio.open_connection("127.0.0.1", await port_of(process))
        writer.write(b"GET /desk/live HTTP/1.1\r\nHost: here\r\nCookie: __Host-desk=sesam\r\n\r\n")
        await asyncio.wait_for(reader.readuntil(b"event: tik"), 5)
        begun = asyncio.get_running_loop().time()
        log = await stop(process)
        assert asyncio.get_running_loop().time() - begun < 3, "less than the server waits for who is busy"
        writer.close()
    assert "Traceback" not in log


async def test_without_anything_set_up_it_says_what_to_set(api: FakeBotApi, tmp_path: Path) -> None:
    async with serving(tmp_path, api, WEGWIJZER_TELEGRAM_TOKEN="") as process:
        assert process.stderr is not None
        async with asyncio.timeout(30):
            said = (await process.stderr.read()).decode()
        assert await process.wait() == 2
    assert said.startswith("WEGWIJZER_TELEGRAM_TOKEN=: no channel is set up; set the token")


async def test_a_port_that_is_taken(api: FakeBotApi, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with serving(tmp_path, api, WEGWIJZER_HTTP_PORT=str(port)) as process:
            assert process.stderr is not None
            async with asyncio.timeout(30):
                said = (await process.stderr.read()).decode()
            assert await process.wait() == 2
    assert re.fullmatch(rf"WEGWIJZER_HTTP_PORT={port}: address already in use; set [^\n]+\n", said)
    assert not (tmp_path / "data").exists(), "a second server touches nothing of the first"


async def test_an_address_of_another_machine(api: FakeBotApi, tmp_path: Path) -> None:
    async with serving(tmp_path, api, WEGWIJZER_HTTP_HOST="192.0.2.1") as process:
        assert process.stderr is not None
        async with asyncio.timeout(30):
            said = (await process.stderr.read()).decode()
        assert await process.wait() == 2
    assert said.startswith("WEGWIJZER_HTTP_HOST=192.0.2.1: this is no address of this machine; ")


def test_an_answer_never_waits_for_the_browser_to_confirm_its_first_part() -> None:
    settings = Settings(http_host="127.0.0.1", http_port=0)
    with listen_at(settings) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
