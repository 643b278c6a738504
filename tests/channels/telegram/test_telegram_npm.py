"""The same channel against a server that others wrote: the npm package `telegram-test-api`.

It differs from Telegram in one thing that matters: it counts an update as delivered once it was handed
out, whatever offset is asked for later, and it never holds a question. So it cannot show that what is
not confirmed comes again (the fake Bot API shows that); it shows that requests and answers have the
form that somebody else expects. It also knows no menu and no description: those calls it refuses.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import pytest_asyncio
from fake_botapi import TOKEN
from fake_updates import message, tap
from npm_package import installed
from telegram_lab import FAST, STAFF, Clock, brisk, engine, open_store

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.service import Service

PACKAGE = Path(__file__).parents[2] / "support" / "telegram_test_api"


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed package."""
    return installed(PACKAGE, "telegram-test-api", tmp_path_factory)


@pytest_asyncio.fixture
async def url(package: Path) -> AsyncIterator[str]:
    """The server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        "node", "server.js", str(port), cwd=package, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        async with asyncio.timeout(20):
            while b"ready" not in await server.stdout.readline():
                assert server.returncode is None
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        await server.wait()


def ask(address: str, body: dict) -> dict:
    """Post as the package's own client does."""
    data = json.dumps(body).encode()
    with urlopen(Request(address, data, {"Content-Type": "application/json"}), timeout=5) as answer:
        return json.load(answer)


async def said(url: str) -> list[dict]:
    """What the bot sent, according to the server."""
    history = await asyncio.to_thread(ask, f"{url}/getUpdatesHistory", {"token": TOKEN})
    return [one["message"] for one in history["result"] if "chat_id" in one.get("message", {})]


async def until_said(url: str, words: str) -> dict:
    """Wait for a message of the bot with these words."""
    async with asyncio.timeout(15):
        while True:
            for one in await said(url):
                if words in json.dumps(one, ensure_ascii=False):
                    return one
            await asyncio.sleep(0.05)


async def act(url: str, way: str, body: dict) -> None:
    """Do something as a resident."""
    inner = next(iter(body.values()))
    await asyncio.to_thread(ask, f"{url}/{way}", {**inner, "botToken": TOKEN})


async def test_a_talk_from_hello_to_signed(url: str, tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    service = Service(store, engine(), Clock(), STAFF)
    channel = TelegramChannel(TelegramSettings(token=TOKEN, base_url=f"{url}/bot", timing=FAST), service, pace=brisk())
    stop = asyncio.Event()
    running = asyncio.create_task(channel.run(stop))
    try:
        start = message(5, "/start")
        start["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 6}]
        await act(url, "sendCommand", start)
        await until_said(url, "Wegwijzer")
        for number, words in enumerate(("mens", "0612345678", "mijn moeder kan niet meer alleen douchen")):
            before = len(await said(url))
            await act(url, "sendMessage", message(5, words, 10 + number))
            async with asyncio.timeout(15):
                while len(await said(url)) == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        shown = await until_said(url, ":verstuur")
        markup = shown["reply_markup"]
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
        data = next(one["callback_data"] for row in rows for one in row if one["callback_data"].endswith(":verstuur"))
        await act(url, "sendCallback", tap(5, data))
        notice = await until_said(url, "claim:")
        assert str(notice["chat_id"]) == STAFF.chat_id
        async with store.read() as unit:
            (intake,) = await unit.list_intakes()
        assert intake.code in notice["text"]
    finally:
        stop.set()
        await running
        await store.close()
