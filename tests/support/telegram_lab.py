"""A whole Telegram channel on a fake Bot API and a real store, for tests and for child processes."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from empty_store import empty_database
from fake_botapi import TOKEN, FakeBotApi
from fake_updates import message, tap

from bot.app import build_engine
from bot.channels.telegram import TelegramChannel, TelegramSettings, Timing
from bot.channels.telegram.pace import Pace
from bot.dialogue import Engine
from bot.service import Service, StaffSettings
from bot.store import Keyring, Store

GROUP = -1001
ANNA, BRAM, STRANGER = 501, 502, 599
FAST = Timing(
    poll=1.0,
    read=0.6,
    connect=0.5,
    lease=3.0,
    first_retry=0.02,
    last_retry=0.1,
    alarm=1.0,
    idle=0.05,
    mark=0.0,
)
STAFF = StaffSettings(chat_id=str(GROUP), members={str(ANNA): "Anna", str(BRAM): "Bram"})


def brisk() -> Pace:
    """A pace at which tests do not have to wait."""
    return Pace(burst=1000, per_chat=1000.0, overall=1000.0)


@cache
def engine() -> Engine:
    """The real dialogue with the real content."""
    return build_engine("almere")


@dataclass
class Clock:
    """The time, with a shift that a test may turn."""

    shift: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


async def open_store(folder: Path) -> Store:
    """The store in this folder, made when there is none."""
    return await Store.open(await empty_database(folder), Keyring.from_file(folder / "keys"))


@dataclass
class Lab:
    """What a test holds in its hands."""

    folder: Path
    api: FakeBotApi
    store: Store
    clock: Clock
    service: Service

    def channel(self, *, timing: Timing = FAST, pace: Pace | None = None, **settings: object) -> TelegramChannel:
        """A channel that is not running yet."""
        base = TelegramSettings(token=TOKEN, base_url=self.api.url, timing=timing, **settings)
        return TelegramChannel(base, self.service, pace=pace or brisk())

    @asynccontextmanager
    async def running(self, channel: TelegramChannel | None = None, **settings: object):
        """A channel that runs inside the block and stops in an orderly way at its end."""
        channel, stop = channel or self.channel(**settings), asyncio.Event()
        task = asyncio.create_task(channel.run(stop))
        try:
            yield channel
        finally:
            stop.set()
            await asyncio.wait_for(task, 20)

    async def rows(self, query: str) -> list[tuple]:
        """Look into the database, past the store."""
        return await asyncio.to_thread(read_rows, self.folder, query)

    async def settle(self, seconds: float = 60.0) -> None:
        """Wait until nothing waits: no update, no message."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            confirmed = not self.api.updates  # asked first: what is confirmed is stored by then
            async with self.store.read() as unit:
                backlog = await unit.backlog(self.clock())
            waits = backlog.inbox_pending + backlog.outbox_queued + backlog.outbox_sending
            if not waits and confirmed:
                return
            assert asyncio.get_running_loop().time() < end, f"still waiting: {backlog}"
            await asyncio.sleep(0.01)


def read_rows(folder: Path, query: str) -> list[tuple]:
    """Rows of the database of a store, also one that was killed."""
    with closing(sqlite3.connect(folder / "wegwijzer.db")) as connection:
        return connection.execute(query).fetchall()


@asynccontextmanager
async def open_lab(folder: Path, *, staff: StaffSettings = STAFF, clock: Callable[[], datetime] | None = None):
    """Everything but a running channel."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    clock = clock or Clock()
    async with FakeBotApi() as api:
        store = await open_store(folder)
        try:
            yield Lab(folder, api, store, clock, Service(store, engine(), clock, staff))
        finally:
            await store.close()


@dataclass
class Resident:
    """Somebody who talks with the bot through the fake Bot API."""

    lab: Lab
    chat: int
    _messages: int = 0

    async def say(self, text: str) -> list[str]:
        """Write, and wait for what the bot answers."""
        self._messages += 1
        return await self.does(message(self.chat, text, self._messages))

    async def tap(self, option: str) -> list[str]:
        """Tap the newest button with this option."""
        data = next(
            button["callback_data"]
            for sent in reversed(self.lab.api.sent)
            if sent.chat_id == str(self.chat)
            for button in sent.buttons
            if button["callback_data"].endswith(f":{option}")
        )
        return await self.does(tap(self.chat, data))

    async def does(self, update: dict) -> list[str]:
        """Do anything, and wait for what the bot answers."""
        before = len(self.texts)
        self.lab.api.push(update)
        await self.lab.settle()
        return self.texts[before:]

    @property
    def texts(self) -> list[str]:
        """All that the bot said here."""
        return self.lab.api.texts(self.chat)

    async def sign(self, story: str = "mijn moeder kan niet meer alleen douchen") -> str:
        """Ask for a person, give a number, tell, sign and send; the code of the intake."""
        for words in ("mens", "0612345678", story):
            await self.say(words)
        await self.tap("verstuur")
        rows = await self.lab.rows("SELECT code FROM intakes ORDER BY id DESC LIMIT 1")
        return str(rows[0][0])
