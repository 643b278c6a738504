"""C01, C15: whoever writes of danger is answered, whether or not anything can be stored."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from fake_updates import edited, message
from sqlalchemy import Connection, Engine, event
from telegram_lab import FAST, Lab, Resident

from bot.channels.telegram.pace import Pace

CRY = "ik wil dood"


@asynccontextmanager
async def locked(lab: Lab):
    """Somebody else holds the database."""
    connection = await asyncio.to_thread(sqlite3.connect, lab.folder / "wegwijzer.db", check_same_thread=False)
    await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


def helped(lab: Lab, chat: int) -> int:
    """How many messages with the number of the line this chat got."""
    return sum("113" in text for text in lab.api.texts(chat))


async def test_the_ordinary_way_gives_one_safety_text(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, 1).say(CRY)
        await asyncio.sleep(FAST.alarm + 0.5)
        assert helped(lab, 1) == 1


async def test_with_the_database_locked(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, 2).say("hallo")
        async with locked(lab):
            started = time.monotonic()
            for chat, update in ((1, message(1, CRY)), (3, edited(3, CRY)), (4, message(4, photo=[{}], caption=CRY))):
                lab.api.push(update)
                await lab.api.until(lambda chat=chat: helped(lab, chat))
            assert time.monotonic() - started < 30
            assert len(lab.api.confirmed) == 1, "what is not stored is not confirmed"
        await lab.settle(60)
        assert len(await lab.rows("SELECT id FROM conversations")) == 4, "and afterwards it is all handled"


def no_room(connection: Connection) -> None:
    """The database may not grow any more."""
    connection.exec_driver_sql("PRAGMA max_page_count=1")


def room(connection: Connection) -> None:
    """Somebody made room: the database may grow as it likes."""
    connection.exec_driver_sql("PRAGMA max_page_count=1000000")


@contextmanager
def at_begin(act: Callable[[Connection], None]) -> Iterator[None]:
    """Do this at the start of every transaction."""
    event.listen(Engine, "begin", act)
    try:
        yield
    finally:
        event.remove(Engine, "begin", act)


async def test_with_the_disk_full(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, 2).say("hallo")
        with at_begin(no_room):
            for number in range(30):  # until there is no room in the pages that exist either
                lab.api.push(message(3, f"{number} " * 900))
            lab.api.push(message(1, CRY))
            await lab.api.until(lambda: helped(lab, 1))
            assert lab.api.updates, "nothing is confirmed that was not stored"
        with at_begin(room):
            await lab.settle(60)
        assert len(await lab.rows("SELECT id FROM conversations")) == 3, "and afterwards it is all handled"


async def test_danger_overtakes_what_waits_for_others(lab: Lab) -> None:
    """O02 and C15: with hundreds of messages in the queue the safety text is there at once."""
    from test_telegram_send import put

    for chat in range(300):
        await put(lab, 1000 + chat, "rustig")
    async with lab.running(lab.channel(pace=Pace())):
        lab.api.push(message(1, CRY))
        await lab.api.until(lambda: helped(lab, 1))
        assert len(lab.api.sent) < 200


async def test_sent_again_when_nobody_knows_whether_it_arrived(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, 1).say("hallo")
        lab.api.fault("sendMessage", "hang", chat_id="1")
        await Resident(lab, 1).say(CRY)
        assert helped(lab, 1) >= 2


async def test_a_failing_dialogue_does_not_silence_it(lab: Lab) -> None:
    """T15 with danger: the conversation cannot be read, three times over."""
    async with lab.running():
        await Resident(lab, 1).say("hallo")
        async with lab.store.write() as unit:
            row = await unit.find_conversation("telegram", "1")
            await unit.save_conversation(row.id, state="{}", turn=row.turn + 1, at=lab.clock())
        lab.api.push(message(1, CRY))
        await lab.api.until(lambda: helped(lab, 1))
