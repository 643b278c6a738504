"""Sending: at Telegram's pace, in order, nothing dropped, nothing twice that must not come twice."""

import asyncio
import time
from collections import Counter

import pytest
from fake_updates import message
from telegram_lab import GROUP, Lab, Resident

from bot.channels.telegram.pace import Pace
from bot.channels.telegram.split import LIMIT, split
from bot.model.conversation import Button, Reply, ReplyKind
from bot.service.notices import Notice, notify
from bot.service.turns import Destination, queue

MAN = 42


async def put(lab: Lab, chat: int, *texts: str, kind: ReplyKind = ReplyKind.SAY, conversation: bool = False) -> None:
    """Queue replies, as the service does."""
    async with lab.store.write() as unit:
        talk = None
        if conversation:
            row = await unit.find_conversation("telegram", str(chat))
            talk = row.id if row is not None else None
        replies = [Reply(kind=kind, text=text) for text in texts]
        to = Destination(channel="telegram", address=str(chat), talk_id=talk)
        await queue(unit, to, replies, lab.clock())


async def statuses(lab: Lab) -> Counter:
    """How many messages are in which state."""
    return Counter(row[0] for row in await lab.rows("SELECT status FROM outbox"))


async def drained(lab: Lab, seconds: float = 60.0) -> None:
    """Wait until nothing is to be sent any more."""
    end = time.monotonic() + seconds
    while await lab.rows("SELECT id FROM outbox WHERE status IN ('queued', 'sending')"):
        assert time.monotonic() < end, "still to be sent"
        await asyncio.sleep(0.01)


async def test_not_faster_than_telegram_wants(lab: Lab) -> None:
    """O01: in each private chat a burst of 3 and then 1 a second, in the group 20 a minute, 25 a second in all."""
    for chat in range(40):
        await put(lab, 100 + chat, "een", "twee", "drie")
    await put(lab, MAN, *(f"bericht {number}" for number in range(6)))
    async with lab.store.write() as unit:
        for number in range(30):
            danger = {"code": f"W-{number}", "pressing": True}  # what goes among others never comes so fast
            await notify(unit, lab.service.staff, lab.clock(), Notice.ADDED, **danger)
    async with lab.running(lab.channel(pace=Pace())):
        await lab.api.until(lambda: len(lab.api.sent) >= 126 + 20 and len(lab.api.texts(MAN)) == 6)
        await asyncio.sleep(0.5)
    per_chat: dict[str, list[float]] = {}
    for one in lab.api.sent:
        per_chat.setdefault(one.chat_id, []).append(one.at)
    for chat, times in per_chat.items():
        if chat == str(GROUP):
            assert 20 <= len(times) <= 23
        else:
            assert all(later - earlier > 0.9 for earlier, later in zip(times, times[3:], strict=False)), chat
    stamps = sorted(one.at for one in lab.api.sent)
    assert max(sum(start <= one < start + 1 for one in stamps) for start in stamps) <= 52
    assert lab.api.texts(MAN) == [f"bericht {number}" for number in range(6)]


@pytest.mark.parametrize("chats", [1, 4])
async def test_too_many_requests_drop_nothing(lab: Lab, chats: int) -> None:
    """O02: the wait is that of the chat; when several have to wait, all do, but danger tries."""
    for chat in range(chats):
        wait = {"retry_after": 5}
        lab.api.fault("sendMessage", status=429, description="Too Many Requests", parameters=wait, chat_id=str(chat))
        await put(lab, chat, "een", "twee", "drie")
    async with lab.running():
        started = time.monotonic()
        await lab.api.until(lambda: lab.api.count("sendMessage") >= chats)
        await asyncio.sleep(0.1)
        await put(lab, 99, "rustig")
        await put(lab, 98, "gevaar", kind=ReplyKind.DANGER)
        await lab.api.until(lambda: lab.api.texts(98))
        assert time.monotonic() - started < 4.9, "danger waits for nobody"
        if chats == 1:
            await lab.api.until(lambda: lab.api.texts(99))
            assert time.monotonic() - started < 4.9, "others do not wait for one chat"
        await drained(lab)
        assert time.monotonic() - started >= 4.9
    for chat in range(chats):
        assert lab.api.texts(chat) == ["een", "twee", "drie"]
    assert lab.api.texts(99) == ["rustig"]


@pytest.mark.parametrize(
    ("fault", "kind", "copies", "status"),
    [
        ("hang", ReplyKind.SAY, 1, "uncertain"),
        ("hang", ReplyKind.ASK, 2, "sent"),
        ("hang", ReplyKind.DANGER, 2, "sent"),
        ("reset_after", ReplyKind.SAY, 1, "uncertain"),
        ("truncated", ReplyKind.SAY, 1, "uncertain"),
        ("reset", ReplyKind.ASK, 1, "sent"),
    ],
)
async def test_nobody_knows_whether_it_arrived(lab: Lab, fault: str, kind: ReplyKind, copies: int, status: str) -> None:
    """O03: only what does no harm a second time is sent a second time; what comes after goes on."""
    lab.api.fault("sendMessage", fault)
    await put(lab, MAN, "een", kind=kind)
    await put(lab, MAN, "twee")
    async with lab.running():
        await drained(lab)
    assert lab.api.texts(MAN) == ["een"] * copies + ["twee"]
    assert (await lab.rows("SELECT status FROM outbox ORDER BY id"))[0] == (status,)


async def test_uncertain_twice_is_the_end_of_it(lab: Lab) -> None:
    lab.api.fault("sendMessage", "hang", times=2)
    await put(lab, MAN, "een", kind=ReplyKind.ASK)
    async with lab.running():
        await drained(lab)
    assert lab.api.texts(MAN) == ["een", "een"]
    assert await statuses(lab) == {"uncertain": 1}


async def test_a_server_that_cannot_be_reached_is_tried_again(lab: Lab) -> None:
    await put(lab, MAN, "een", "twee")
    await lab.api.stop()
    async with lab.running():
        await asyncio.sleep(0.4)
        assert lab.api.sent == []
        await lab.api.start()
        await drained(lab)
    assert lab.api.texts(MAN) == ["een", "twee"]


@pytest.mark.parametrize(
    "fault", [{"status": 500}, {"status": 503}, {"kind": "html", "status": 502}, {"status": 404}, {"status": 401}]
)
async def test_strange_answers_are_tried_again(lab: Lab, fault: dict) -> None:
    """O11, and O10: what stands behind does not overtake."""
    lab.api.fault("sendMessage", times=2, **fault)
    await put(lab, MAN, "een", "twee", "drie")
    async with lab.running():
        await drained(lab)
    assert lab.api.texts(MAN) == ["een", "twee", "drie"]
    assert await statuses(lab) == {"sent": 3}


LONG = [
    "a" * 4095,
    "a" * 4096,
    "a" * 4097,
    "Dit is een zin. " * 700,
    "😀" * 3000,
    "👨‍👩‍👧‍👦" * 600,
    "&lt;b&gt; & <b>" * 500,
    "x" * 20_000,
    "regel\n" * 1500,
]


@pytest.mark.parametrize("text", LONG, ids=[str(index) for index in range(len(LONG))])
async def test_long_texts_arrive_whole(lab: Lab, text: str) -> None:
    """O06, with the buttons under the last part."""
    async with lab.store.write() as unit:
        reply = Reply(kind=ReplyKind.ASK, text=text, options=(Button(id="ja", label="Ja"),), turn=3)
        to = Destination(channel="telegram", address=str(MAN), talk_id=None)
        await queue(unit, to, [reply], lab.clock())
    async with lab.running():
        await drained(lab)
    parts = lab.api.texts(MAN)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part.encode("utf-16-le")) // 2 <= LIMIT for part in parts)
    buttons = [one.buttons for one in lab.api.sent]
    assert buttons[-1] == [{"text": "Ja", "callback_data": "3:ja"}]
    assert not any(buttons[:-1])


def test_cuts_are_at_the_ends_of_sentences() -> None:
    assert split("Een zin. Nog een zin. En nog een.", 25) == ["Een zin. Nog een zin.", "En nog een."]
    assert split("  ") == []
    assert split("👨‍👩‍👧" * 4, 10)[0] in ("👨‍👩‍👧", "👨‍👩‍👧" * 1)


async def test_later_parts_go_on_after_one_that_is_uncertain(lab: Lab) -> None:
    lab.api.fault("sendMessage", "hang")
    await put(lab, MAN, "Dit is een zin. " * 700)
    async with lab.running():
        await drained(lab)
    assert len(lab.api.texts(MAN)) == 3
    assert await statuses(lab) == {"uncertain": 1}


async def test_a_part_that_arrived_does_not_come_again(lab: Lab) -> None:
    await put(lab, MAN, "Dit is een zin. " * 700)
    wait = {"retry_after": 1}
    lab.api.fault("sendMessage", status=429, description="Too Many Requests", parameters=wait, skip=1)
    async with lab.running():
        await drained(lab)
    parts = lab.api.texts(MAN)
    assert len(parts) == 3
    assert " ".join(parts).count("Dit is een zin.") == 700


HOSTILE = [
    "<b",
    "</b>",
    "&",
    "_",
    "*",
    "`",
    "[x](tg://user?id=1)",
    "@iemand",
    "{naam}",
    "\\",
    "<script>",
    "\u202e omgekeerd",
]


async def test_nothing_is_read_as_markup(lab: Lab) -> None:
    """O07: plain text only, so nothing can be refused or turned into a link."""
    await put(lab, MAN, *HOSTILE)
    async with lab.running():
        await drained(lab)
    assert lab.api.texts(MAN) == [text.strip() for text in HOSTILE]
    assert not any("parse_mode" in one.params or "entities" in one.params for one in lab.api.sent)
    assert all(one.params["link_preview_options"] == {"is_disabled": True} for one in lab.api.sent)


async def test_who_blocked_us_gets_one_try_and_the_coordinators_know(lab: Lab) -> None:
    """T25."""
    async with lab.running():
        man = Resident(lab, MAN)
        code = await man.sign()
        sends = lab.api.count("sendMessage")
        lab.api.fault(
            "sendMessage", status=403, description="Forbidden: bot was blocked by the user", times=9, chat_id=str(MAN)
        )
        await put(lab, MAN, "een", "twee", "drie", conversation=True)
        await drained(lab)
        tries = [call for call in lab.api.calls if call.method == "sendMessage"][sends:]
        assert [call.params["chat_id"] for call in tries].count(str(MAN)) == 1
        assert any(code in text for text in lab.api.texts(GROUP)[1:])
        lab.api.clear_faults()
        assert await lab.rows("SELECT reachable FROM conversations") == [(0,)]
        assert await man.say("ik ben er weer")
        assert await lab.rows("SELECT reachable FROM conversations") == [(1,)]


async def test_a_message_that_is_refused_is_not_forgotten(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, MAN).say("hallo")
        lab.api.fault("sendMessage", status=400, description="Bad Request: something new", chat_id=str(MAN))
        await put(lab, MAN, "een", "twee", conversation=True)
        await drained(lab)
        assert lab.api.texts(MAN)[-1] == "twee"
        assert len(lab.api.texts(GROUP)) == 1


async def test_a_crash_between_commit_and_send_loses_nothing(lab: Lab) -> None:
    """O04: the answer stands in the outbox, and a later process sends it."""
    async with lab.running():
        await Resident(lab, MAN).say("/start")
    before = len(lab.api.texts(MAN))
    await put(lab, MAN, "bleef staan")
    async with lab.running():
        await drained(lab)
    assert lab.api.texts(MAN)[before:] == ["bleef staan"]


async def test_a_message_in_one_chat_that_is_stuck_holds_up_nobody_else(lab: Lab) -> None:
    lab.api.fault("sendMessage", "hang", chat_id="1")
    await put(lab, 1, "een", kind=ReplyKind.ASK)
    async with lab.running():
        await lab.api.until(lambda: lab.api.count("sendMessage"))
        started = time.monotonic()
        lab.api.push(message(2, "hallo"))
        await lab.api.until(lambda: lab.api.texts(2))
        assert time.monotonic() - started < 5
        await drained(lab)
