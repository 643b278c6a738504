"""A coordination point whose clock stands still until a test moves it: real store, real dialogue, nobody listens."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from cases_lab import hours_of, local
from desk_lab import Clock
from telegram_lab import STAFF, open_store

from bot.app import get_municipality, load_content
from bot.content.wording import HERE
from bot.dialogue import Engine
from bot.dialogue.parts import make_parts
from bot.model.accounts import Role
from bot.model.conversation import Kind, Message
from bot.model.helpers import Helper, HelperKind
from bot.model.text import DUTCH
from bot.model.wording import PeopleText
from bot.model.worker import Actor, Worker
from bot.service import STAFF_CHANNEL, Incoming, RawUpdate, Service
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.service.timers import Timers
from bot.settings import Settings
from bot.store import CaseRow, InboxRow, PromiseRow, Store

CHAT = "4711"
ANNA = Actor(worker=Worker(id="anna", name="Anna"), role=Role.COORDINATOR)
BRAM = Actor(worker=Worker(id="bram", name="Bram"), role=Role.COORDINATOR)
STORY = "mijn moeder kan niet meer alleen douchen"
_ROWS = ("timers", "intakes", "entries", "promises", "outbox", "conversations", "events", "audit", "desk_changes")
_CHOICE = "kies:"
_HOUR = timedelta(hours=1)
Round = Callable[["Point"], Awaitable[None]]


@cache
def engine(hours: str = "") -> Engine:
    """The real dialogue; with these hours of the coordination point, as JSON, else those of an office."""
    content = load_content(Settings(gemeente="almere"))
    ours = replace(get_municipality("almere", content), hours=hours_of(json.loads(hours or "{}")))
    known = {**content.knowledge.municipalities, ours.id: ours}
    return Engine(make_parts(replace(content.knowledge, municipalities=known), content.flows, ours))


@dataclass
class Point:
    """The coordination point, a resident in a chat, and what came of it."""

    folder: Path
    engine: Engine
    clock: Clock
    store: Store
    service: Service
    timers: Timers
    channel: str = "telegram"

    @property
    def desk(self) -> Desk:
        return Desk(self.service)

    @property
    def talk(self) -> DeskTalk:
        return DeskTalk(self.desk)

    async def restart(self) -> None:
        """The process is killed, and starts anew on the same database."""
        await self.store.close()
        self.store = await open_store(self.folder)
        self.service = Service(self.store, self.engine, self.clock, STAFF)
        self.timers = Timers(self.service)

    def at(self, words: str) -> None:
        """It is this moment on the wall clock of Amsterdam."""
        self.clock.now = local(words)

    async def says(self, *messages: str) -> None:
        """The resident types, or chooses an option by its id behind `kies:`."""
        for words in messages:
            raw = RawUpdate(external_id=uuid4().hex, address=CHAT, body=words)
            await self.service.receive(self.channel, [raw], {})
            worked = await self.service.work(self.channel, self._read)
            assert worked.failed == 0

    async def sign(self, story: str = STORY) -> str:
        """A signed intake; its code. What was said and rung until then is forgotten."""
        await self.says("mens", "0612345678", story, f"{_CHOICE}verstuur")
        await self.heard()
        return str(self.rows("SELECT code FROM intakes ORDER BY id DESC LIMIT 1")[0][0])

    async def heard(self) -> list[str]:
        """What was said to the resident and rung at the desk since the last time, all of it delivered now."""
        found: list[str] = []
        while rows := await self.service.outgoing.due({self.channel, STAFF_CHANNEL}, 50):
            for row in rows:
                body = json.loads(row.body)
                found.append(body["notice"] if row.channel == STAFF_CHANNEL else said(body["text"]))
                assert await self.service.outgoing.take(row)
                await self.service.outgoing.sent(row, "1")
        return found

    async def until(self, words: str, *, rounds: Round | None = None) -> list[tuple[str, str]]:
        """Let time pass until this moment, with a round of timers every hour; what was heard when."""
        end, found = local(words), []
        while self.clock.now < end:
            self.clock.now += _HOUR
            await (rounds(self) if rounds is not None else self.timers.run())
            if self.rows("SELECT 1 FROM outbox WHERE status = 'queued' LIMIT 1"):
                found += [(self.wall(), what) for what in await self.heard()]
        return found

    def wall(self) -> str:
        """The time, as somebody reads it here; a round comes some seconds after the minute."""
        return self.clock.now.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")

    async def case(self, code: str) -> CaseRow:
        """How the case stands."""
        async with self.store.read() as unit:
            found = await unit.find_case(code)
        assert found is not None
        return found

    async def promises(self, code: str) -> list[PromiseRow]:
        """What was promised, the oldest first."""
        case = await self.case(code)
        async with self.store.read() as unit:
            return list(await unit.list_promises(case.id))

    async def entries(self, code: str, kind: str) -> list[dict]:
        """What stands in the thread of this kind."""
        case = await self.case(code)
        async with self.store.read() as unit:
            rows = await unit.list_entries(case.id)
        return [{**json.loads(row.body), "author": row.author} for row in rows if row.kind == kind]

    async def due(self, code: str, kind: str, n: int = 1) -> None:
        """Let a timer be due now."""
        case = await self.case(code)
        async with self.store.write() as unit:
            await unit.set_timer(case.id, kind, self.clock(), n)

    async def change(self, code: str, **values: object) -> None:
        """Set columns of the case."""
        case = await self.case(code)
        async with self.store.write() as unit:
            await unit.change_case(case.id, **values)

    async def helper(self) -> str:
        """Somebody who helps; their id."""
        fatima = Helper(
            id="", name="Fatima", kind=HelperKind.VRIJWILLIGER, desk="oco", checked_on=date(2026, 2, 1), max_cases=3
        )
        async with self.store.write() as unit:
            return await unit.add_helper(fatima, self.clock())

    async def unreachable(self) -> None:
        """The resident blocked the bot."""
        async with self.store.write() as unit:
            talk = await unit.find_conversation(self.channel, CHAT)
            assert talk is not None
            await unit.mark_reachable(talk.id, False)

    def rows(self, query: str) -> list[tuple]:
        """Look into the database, past the store."""
        with closing(sqlite3.connect(self.folder / "wegwijzer.db")) as connection:
            return connection.execute(query).fetchall()

    def dump(self) -> dict[str, list[tuple]]:
        """All that a timer may change."""
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY rowid") for table in _ROWS}

    def _read(self, row: InboxRow) -> Incoming:
        chosen = row.body.startswith(_CHOICE)
        message = Message(kind=Kind.CHOICE if chosen else Kind.TEXT, text=row.body.removeprefix(_CHOICE))
        return Incoming(channel=row.channel, external_id=row.external_id, address=row.address, message=message)


@asynccontextmanager
async def open_point(
    folder: Path, at: str, *, hours: dict[str, object] | None = None, channel: str = "telegram"
) -> AsyncIterator[Point]:
    """A coordination point at this moment of the wall clock."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    clock = Clock(now=local(at))
    talks = engine(json.dumps(hours) if hours else "")
    store = await open_store(folder)
    service = Service(store, talks, clock, STAFF)
    point = Point(folder, talks, clock, store, service, Timers(service), channel)
    try:
        yield point
    finally:
        await point.store.close()


def said(text: str) -> str:
    """By which name of `PeopleText`, or of a question in between, this was said; else the text."""
    return next((name for name, form in _forms() if form.fullmatch(text)), text)


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    flows = engine().parts.flows
    texts = {one.value: flows.texts[one.value] for one in PeopleText if one.value in flows.texts}
    texts |= {name: aside.text for name, aside in flows.asides.items()}
    return [(name, _form(text.to(DUTCH))) for name, text in texts.items() if name != PeopleText.SAYS]


def _form(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", template)
    return re.compile(".+".join(re.escape(part) for part in parts), re.DOTALL)


def seconds_after(clock: Clock) -> None:
    """A round never comes at the very second."""
    clock.now = clock.now.replace(second=20)


async def lose_bells(point: Point) -> None:
    """Every bell that left or waits came to nothing."""

    def write() -> None:
        with closing(sqlite3.connect(point.folder / "wegwijzer.db")) as connection, connection:
            connection.execute("UPDATE outbox SET status = 'failed' WHERE channel = ?", (STAFF_CHANNEL,))

    await asyncio.to_thread(write)
