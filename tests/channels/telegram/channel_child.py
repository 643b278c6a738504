"""The Telegram channel in a process of its own, that kills itself at a named point.

Usage: channel_child.py <folder> <url of the Bot API> <point or -> <how often the point is passed first>.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from telegram_lab import FAST, STAFF, TOKEN, Clock, brisk, engine, open_store

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.telegram.api import Api
from bot.channels.telegram.gate import Gate
from bot.service import Service
from bot.service import service as service_module
from bot.service.outgoing import Outgoing

FOLDER, URL, POINT, LEFT = Path(sys.argv[1]), sys.argv[2], sys.argv[3], [int(sys.argv[4])]


def passing(point: str) -> None:
    """Die here, without any chance to tidy up, when this is the point and it is time."""
    if point != POINT:
        return
    if LEFT[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    LEFT[0] -= 1


def after(owner: object, name: str, point: str, when: Callable[..., bool] = lambda *_: True) -> None:
    """Pass the point when this coroutine function has returned."""
    original = getattr(owner, name)

    async def wrapped(*args: object, **values: object) -> object:
        result = await original(*args, **values)
        if when(*args):
            passing(point)
        return result

    setattr(owner, name, wrapped)


def lay_points() -> None:
    """Put the points where the channel can be torn apart."""
    look = Gate.look

    def looked(gate: Gate, updates: list) -> object:
        if updates:
            passing("received")
        return look(gate, updates)

    Gate.look = looked
    after(Gate, "take_in", "stored", lambda _, arrived, __: bool(arrived))
    after(service_module, "take_turn", "answered")
    after(service_module, "queue_replies", "queued")
    after(Service, "_work_one", "worked")
    after(Outgoing, "take", "taken")
    after(Api, "call", "sent", lambda _, method, *__: method == "sendMessage")
    after(Outgoing, "sent", "noted")


async def main() -> None:
    """Run until killed."""
    lay_points()
    store = await open_store(FOLDER)
    service = Service(store, engine(), Clock(), STAFF)
    settings = TelegramSettings(token=TOKEN, base_url=URL, timing=FAST)
    await TelegramChannel(settings, service, pace=brisk()).run(asyncio.Event())


asyncio.run(main())
