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
from pathlib import Path

import pytest
from fake_botapi import TOKEN, FakeBotApi
from fake_http import post
from fake_updates import message

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
        status, head, _ = await ask(port, "/healthz")
        assert (status, "default-src" in head) == (200, False), "no channel, so none can be silent"
        assert (await ask(port, "/deskundig"))[0] == 404
        _, _, security = await ask(port, "/.well-known/security.txt")
        assert security.startswith("Contact: mailto:veilig@example.nl\nExpires: 2")
        log = await stop(process)
    assert '"event": "audit"' in log
    assert SECRET not in log
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
