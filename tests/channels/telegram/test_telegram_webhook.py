"""The webhook: 200 only when stored, nothing without the secret, and no update that holds up a chat."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fake_http import post
from fake_updates import message
from starlette.applications import Starlette
from telegram_lab import Lab, Resident
from test_telegram_danger import CRY, helped, locked

from bot.channels.telegram import Mode, TelegramSettings
from bot.channels.telegram.settings import TelegramFault

SECRET = "geheim_geheim_geheim_geheim_geheim_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORT_HOLDER = "127.0.0.1"


@asynccontextmanager
async def hooked(lab: Lab):
    """The channel behind a real web server, with the fake Telegram pushing to it."""
    listener = await asyncio.get_running_loop().create_server(asyncio.Protocol, PORT_HOLDER, 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    url = f"http://{PORT_HOLDER}:{port}/telegram"
    channel = lab.channel(mode=Mode.WEBHOOK, webhook_url=url, webhook_secret=SECRET)
    config = uvicorn.Config(Starlette(routes=channel.routes()), host=PORT_HOLDER, port=port, log_level="error")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    web = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        async with lab.running(channel):
            await lab.api.until(lambda: lab.api.webhook)
            yield url
    finally:
        server.should_exit = True
        await web


async def test_a_talk(lab: Lab) -> None:
    async with hooked(lab):
        man = Resident(lab, 1)
        assert await man.say("/start")
        assert await man.sign()
        assert all(status == 200 for _, status in lab.api.pushes)


async def test_not_stored_is_not_confirmed(lab: Lab) -> None:
    """T02: while the database is locked Telegram is told to come back, and then it counts once."""
    async with hooked(lab):
        await Resident(lab, 2).say("hallo")
        async with locked(lab):
            lab.api.push(message(1, CRY))
            await lab.api.until(lambda: helped(lab, 1))
            assert lab.api.pushes[-1][1] == 200
            before = len(lab.api.pushes)
            await lab.api.until(lambda: len(lab.api.pushes) > before, 40)
            assert lab.api.pushes[-1][1] == 503
        await lab.settle(40)
        assert len(await lab.rows("SELECT id FROM inbox")) == 2


async def test_copies_at_once_count_once(lab: Lab) -> None:
    """T03."""
    async with hooked(lab) as url:
        body = json.dumps({"update_id": 77, **message(1, "hallo")}).encode()
        assert await asyncio.gather(*(post(url, body, {HEADER: SECRET}) for _ in range(5))) == [200] * 5
        await lab.settle()
        assert await lab.rows("SELECT turn FROM conversations") == [(1,)]


async def test_a_failing_update_does_not_hold_up_its_chat(lab: Lab) -> None:
    """T06 and T15: given up after three tries, the resident is told, and the next one is answered."""
    async with hooked(lab):
        man = Resident(lab, 1)
        await man.say("hallo")
        async with lab.store.write() as unit:
            row = await unit.find_conversation("telegram", "1")
            await unit.save_conversation(row.id, state="{}", turn=row.turn + 1, at=lab.clock())
        before = len(man.texts)
        lab.api.push(message(1, "een bericht dat misgaat"))
        await lab.api.until(lambda: len(man.texts) > before)
        assert man.texts[before:] == [lab.service.fault().text]
        assert (await lab.service.health()).dead_letters == 1
        assert all(status == 200 for _, status in lab.api.pushes)
        async with lab.store.write() as unit:
            row = await unit.find_conversation("telegram", "1")
            await unit.save_conversation(row.id, state="", turn=row.turn + 1, at=lab.clock())


async def test_without_the_secret_nothing_is_read(lab: Lab) -> None:
    """T12."""
    async with hooked(lab) as url:
        body = json.dumps({"update_id": 77, **message(1, "hallo")}).encode()
        for header in ({}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "é"}):
            assert await post(url, body, header) == 403
        assert await post(url, body, {HEADER: SECRET, HEADER.upper(): SECRET}) == 403
        assert await lab.rows("SELECT id FROM inbox") == []


async def test_garbage_with_the_secret_is_kept_and_does_not_come_back(lab: Lab) -> None:
    """T13, T06."""
    async with hooked(lab) as url:
        for body in (b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"update_id": null}', b"null"):
            assert await post(url, body, {HEADER: SECRET}) == 200, body[:20]
        assert await post(url, b"x" * 1_000_001, {HEADER: SECRET}) in (413, 0)
        assert await post(url, b"x" * 50_000_000, {HEADER: SECRET}) in (413, 0)
        assert await Resident(lab, 1).say("hallo")
        assert (await lab.service.health()).dead_letters >= 5


def test_it_does_not_start_without_a_good_secret() -> None:
    """T12."""
    for secret in ("", "kort", "x" * 31, "met spaties " * 4):
        with pytest.raises(TelegramFault) as caught:
            TelegramSettings(token="1:a", mode=Mode.WEBHOOK, webhook_url="https://x.nl/t", webhook_secret=secret)
        assert not secret or secret not in str(caught.value)
    with pytest.raises(TelegramFault):
        TelegramSettings(token="1:a", mode=Mode.WEBHOOK, webhook_url="http://x.nl/t", webhook_secret=SECRET)
    with pytest.raises(TelegramFault):
        TelegramSettings(token="geen token")
