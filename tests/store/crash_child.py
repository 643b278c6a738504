"""A small Wegwijzer in a process of its own, that kills itself at a named point.

Usage: crash_child.py <folder> <point or -> ; it takes in messages 1 to 5, answers each in one
transaction, and sends the answers. Run again it goes on where it was.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, event
from store_lab import NOW, Database, hand_over

from bot.store import InboxRow, OutboxRow, Store, Unit

MESSAGES = 5
CRASH_AT = 3  # the message at which the point counts
FOLDER, POINT = Path(sys.argv[1]), sys.argv[2]


def passing(point: str, number: int) -> None:
    """Die here, without any chance to tidy up, when this is the point."""
    if point == POINT and number == CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)


async def answer(store: Store, row: InboxRow) -> None:
    """Handle one message in one transaction."""
    number = int(row.external_id)
    async with store.write() as unit:
        passing("begun", number)
        await save(unit, row, number)
        await unit.finish(row.id)
        passing("finished", number)
        if POINT == "commit" and number == CRASH_AT:
            event.listen(Connection, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    passing("committed", number)


async def save(unit: Unit, row: InboxRow, number: int) -> None:
    """Write everything that follows from one message."""
    talk = await unit.find_conversation(row.channel, row.address)
    if talk is None:
        talk = await unit.add_conversation(channel=row.channel, address=row.address, state="0", at=NOW)
    passing("loaded", number)
    await unit.save_conversation(talk.id, state=str(number), turn=number, at=NOW)
    passing("saved", number)
    await unit.add_events(talk.id, number, [("answered", str(number))], NOW)
    passing("events", number)
    await unit.enqueue(
        channel=row.channel,
        conversation_id=talk.id,
        address=row.address,
        body=str(number),
        urgent=False,
        at=NOW,
    )
    passing("queued", number)
    await hand_over(unit, talk.id, f"A{number}", number)
    passing("handed_over", number)


async def send(store: Store, row: OutboxRow) -> None:
    """Send one message: the other side is a file."""
    number = int(row.body)
    async with store.write() as unit:
        await unit.mark_sending(row.id)
    passing("sending", number)
    note("delivered", row.body)
    passing("delivered", number)
    async with store.write() as unit:
        await unit.mark_sent(row.id, f"m{number}", NOW)
    passing("sent", number)


def note(name: str, line: str) -> None:
    """Write down what the outside world has seen."""
    with (FOLDER / name).open("a", encoding="ascii") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


async def main() -> None:
    """Take in, answer, send, until nothing is left."""
    data = FOLDER / "data"
    store = await Database(url=f"sqlite+aiosqlite:///{data}/wegwijzer.db", folder=data).open()
    async with store.write() as unit:
        await unit.recover_sending(NOW)
    for number in range(1, MESSAGES + 1):
        async with store.write() as unit:
            await unit.receive(channel="web", external_id=str(number), address="a", body=str(number), at=NOW)
        note("confirmed", str(number))
        passing("received", number)
        async with store.read() as unit:
            pending = await unit.pending(10)
        for row in pending:
            await answer(store, row)
        async with store.read() as unit:
            due = await unit.due(NOW, 10)
        while due:
            await send(store, due[0])
            async with store.read() as unit:
                due = await unit.due(NOW, 10)
    await store.close()


asyncio.run(main())
