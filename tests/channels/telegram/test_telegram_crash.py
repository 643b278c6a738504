"""T01, O04, O05, T10, T28: kill -9 at named points; nothing is lost, and next to nothing comes twice."""

import asyncio
import re
from collections import Counter
from itertools import groupby
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import forked
import pytest
import pytest_asyncio
from fake_botapi import FakeBotApi
from fake_updates import message
from telegram_lab import GROUP, Lab, Resident, open_lab, read_rows

HERE = Path(__file__).parent
CHATS = (11, 12)
POINTS = ("received", "stored", "answered", "queued", "worked", "taken", "sent", "noted")
_CODE = re.compile(r"W-[0-9A-Z]{5}")


def start(folder: Path, url: str, point: str = "-", passes: int = 0) -> ForkServerProcess:
    """Start a channel in a process of its own."""
    return forked.start(HERE / "channel_child.py", str(folder), url, point, str(passes))


async def kill(child: ForkServerProcess) -> None:
    """End a process that we started."""
    child.kill()
    await forked.ended(child)


async def finished(api: FakeBotApi, folder: Path, count: int, seconds: float = 40.0) -> None:
    """Wait until every update is handled and every message is sent."""
    end = asyncio.get_running_loop().time() + seconds
    while True:
        done = read_rows(folder, "SELECT COUNT(*) FROM inbox WHERE status = 'done'")[0][0]
        waits = read_rows(folder, "SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'sending')")[0][0]
        if done == count and not waits and not api.updates:
            return
        assert asyncio.get_running_loop().time() < end, f"{done} of {count} done, {waits} unsent"
        await asyncio.sleep(0.05)


def plain(texts: list[str]) -> list[str]:
    """The same texts whatever code was drawn."""
    return [_CODE.sub("W", text) for text in texts]


async def straight(lab: Lab) -> tuple[list[dict], list[str], int]:
    """What a resident does from hello to signed, and what the bot says when nothing goes wrong."""
    did: list[dict] = []
    push = lab.api.push

    def record(body: dict) -> int:
        did.append(body)
        return push(body)

    lab.api.push = record
    async with lab.running():
        await Resident(lab, CHATS[0]).say("/start")
        await Resident(lab, CHATS[0]).sign()
    return did, plain(lab.api.texts(CHATS[0])), len(lab.api.texts(GROUP))


def moved_to(body: object, chat: int) -> object:
    """The same act by somebody else."""
    if isinstance(body, dict):
        return {
            key: chat if value == CHATS[0] and key == "id" else moved_to(value, chat) for key, value in body.items()
        }
    return body


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict], list[str], int]:
    async with open_lab(tmp_path_factory.mktemp("straight")) as lab:
        return await straight(lab)


@pytest.mark.parametrize("point", POINTS)
async def test_killed_anywhere_it_goes_on_where_it_was(
    point: str, unbroken: tuple[list[dict], list[str], int], tmp_path: Path
) -> None:
    acts, expected, said = unbroken
    folder = tmp_path / "data"
    async with FakeBotApi() as api:
        for act in acts:
            for chat in CHATS:
                api.push(moved_to(act, chat))
        count = len(acts) * len(CHATS)
        # "received" and "stored" are passed once a batch, the others once a message.
        for passes in (0,) if point in ("received", "stored") else (0, 7):
            child = start(folder, api.url, point, passes)
            try:
                assert await forked.ended(child) == -9, "it did not come to the point"
            finally:
                await kill(child)
        kept = {row[0].split(":")[1] for row in read_rows(folder, "SELECT external_id FROM inbox")}
        assert set(map(str, api.confirmed)) <= kept, "confirmed and not stored"
        child = start(folder, api.url)
        try:
            await finished(api, folder, count)
        finally:
            await kill(child)
        for chat in CHATS:
            runs = [(text, len(list(same))) for text, same in groupby(plain(api.texts(chat)))]
            assert [text for text, _ in runs] == expected, f"chat {chat}"
            assert max(copies for _, copies in runs) <= 2, "more than one copy too many"
        intakes = read_rows(folder, "SELECT conversation_id, version, status FROM intakes")
        assert len(intakes) == len(CHATS)
        assert {row[1:] for row in intakes} == {(1, "new")}
        notices = Counter(plain(api.texts(GROUP)))
        assert len(CHATS) * said <= sum(notices.values()) <= len(CHATS) * said + 2
        assert {row[0] for row in read_rows(folder, "SELECT turn FROM conversations")} == {len(acts)}


async def test_one_of_two_processes_polls_and_the_other_takes_over(tmp_path: Path) -> None:
    """T10."""
    folder = tmp_path / "data"
    async with FakeBotApi() as api:
        first = start(folder, api.url)
        try:
            await api.until(lambda: api.count("getUpdates") > 1, 30)
            second = start(folder, api.url)
            try:
                for number in range(4):
                    api.push(message(CHATS[0], "hallo", number))
                    await asyncio.sleep(0.7)
                assert api.conflicts == 0, "both of them polled"
                await kill(first)
                api.push(message(CHATS[0], "hallo", 9))
                await api.until(lambda: not api.updates, 3.0 + 5.0)
                await finished(api, folder, 5)
                assert read_rows(folder, "SELECT turn FROM conversations") == [(5,)]
            finally:
                await kill(second)
        finally:
            await kill(first)
