"""Polling: what arrives is kept before it is confirmed, once, whatever Telegram or an update is like."""

import asyncio
import copy
import logging
import random
from datetime import timedelta

import pytest
from fake_botapi import FakeBotApi
from fake_updates import BOT_ID, edited, member, message, tap
from telegram_lab import GROUP, Lab, Resident

from bot.channels.telegram.raw import KINDS


async def test_the_same_update_many_times_counts_once(lab: Lab) -> None:
    """T03: also at once, after a restart, and long after."""
    words = ["/start", "mijn moeder kan niet meer alleen douchen", "ja"]
    async with lab.running():
        man = Resident(lab, 1)
        for text in words:
            await man.say(text)
    updates = [{"update_id": 1001 + index, **message(1, text, index + 1)} for index, text in enumerate(words)]
    before = await lab.rows("SELECT turn, updated_at FROM conversations")
    said = len(man.texts)
    for copies in (1, 5):
        async with lab.running():
            for update in updates * copies:
                lab.api.push_again(update)
            await lab.settle()
    assert await lab.rows("SELECT turn, updated_at FROM conversations") == before
    assert len(man.texts) == said


async def test_order_within_a_chat_is_that_of_arrival(lab: Lab) -> None:
    """T04: chats mixed, and numbers that start anew after a week of silence."""
    rng = random.Random(4)
    async with lab.running():
        chats = list(range(1, 9)) * 5
        rng.shuffle(chats)
        for chat in chats:
            lab.api.push(message(chat, "hallo"))
        await lab.settle()
        assert {row[0] for row in await lab.rows("SELECT turn FROM conversations")} == {5}
    lab.clock.shift = timedelta(days=8)
    async with lab.running():
        for number, update_id in enumerate((12, 13, 14)):
            lab.api.push(message(1, "hallo", 50 + number), update_id)
        await lab.settle()
        assert await lab.rows("SELECT turn FROM conversations ORDER BY turn DESC LIMIT 1") == [(8,)]


def mutate(update: dict, rng: random.Random) -> object:
    """Break an update in one to three ways."""
    for _ in range(rng.randint(1, 3)):
        holder: object = update
        while isinstance(holder, dict) and holder and rng.random() < 0.7:
            inner = holder[rng.choice(list(holder))]
            if not isinstance(inner, dict):
                break
            holder = inner
        assert isinstance(holder, dict)
        key = rng.choice([*holder, "iets_nieuws"])
        match rng.randint(0, 5):
            case 0:
                holder.pop(key, None)
            case 1:
                holder[key] = rng.choice([None, [], {}, "tekst", 7, True, 1.5, [[[]]]])
            case 2:
                holder[key] = 10 ** rng.randint(10, 60)
            case 3:
                holder[key] = "\ud800" if rng.random() < 0.5 else "\x00\u202e" * 50
            case 4:
                holder[key] = {"id": -1, "type": "onbekend", "chat": {"id": "nul"}}
            case _:
                return rng.choice([None, [], "tekst", 7, {}, {"update_id": "x"}, {"update_id": True}])
    return update


async def test_hundreds_of_broken_updates_hold_up_nobody(lab: Lab, caplog: pytest.LogCaptureFixture) -> None:
    """T05: whoever writes among them is answered, and the log holds no word of anybody."""
    rng = random.Random(20261121)
    caplog.set_level(logging.INFO)
    whole = [message(7, "geheim woord"), edited(7, "geheim woord"), tap(7, "1:ja"), member(7, "member")]
    good = list(range(100, 108))
    async with lab.running():
        for number in range(400):
            if number % 50 == 0:
                lab.api.push(message(good[number // 50], "hallo"))
            update = {"update_id": lab.api.next_update, **copy.deepcopy(rng.choice(whole))}
            lab.api.push_raw(mutate(update, rng))
        await lab.settle(60)
        assert [chat for chat in good if not lab.api.texts(chat)] == []
        assert await Resident(lab, 5000).say("hallo")
    assert "geheim" not in caplog.text
    dead = await lab.rows("SELECT COUNT(*), MIN(error), MAX(error) FROM inbox WHERE status = 'dead'")
    assert dead[0][0] > 0
    assert dead[0][1:] == ("Unreadable", "Unreadable")
    assert (await lab.service.health()).dead_letters == dead[0][0]


async def test_a_day_away_is_told_to_the_coordinators(lab: Lab) -> None:
    """T07, and T08: what waited is handled."""
    async with lab.running():
        await Resident(lab, 1).say("hallo")
    before = len(lab.api.texts(GROUP))
    async with lab.running():
        await lab.settle()
    assert len(lab.api.texts(GROUP)) == before
    lab.clock.shift = timedelta(hours=25)
    for chat in range(60):
        lab.api.push(message(1000 + chat, "hallo"))
    async with lab.running():
        await lab.settle(40)
        await lab.api.until(lambda: len(lab.api.texts(GROUP)) == before + 1)
        assert all(lab.api.texts(1000 + chat) for chat in range(60))
    calls = [call for call in lab.api.calls if call.method in ("deleteWebhook", "setWebhook")]
    assert calls
    assert not any("drop_pending_updates" in call.params for call in calls)


async def test_what_we_listen_to_is_said_every_time(lab: Lab) -> None:
    """T09: Telegram would keep an older list."""
    lab.api.allowed = ["message"]
    async with lab.running():
        await lab.api.until(lambda: lab.api.count("getUpdates") >= 2)
        assert set(lab.api.allowed) == set(KINDS)
        assert set(KINDS) == {"message", "edited_message", "callback_query", "my_chat_member"}
        polls = [call for call in lab.api.calls if call.method == "getUpdates"]
        assert all(call.params["allowed_updates"] == list(KINDS) for call in polls)


FAULTS = [
    {"status": 404, "description": "Not Found"},
    {"status": 401, "description": "Unauthorized"},
    {"status": 409, "description": "Conflict: terminated by other getUpdates request"},
    {"status": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}},
    {"status": 500},
    {"kind": "html", "status": 502},
    {"kind": "html", "status": 200},
    {"kind": "empty"},
    {"kind": "truncated"},
    {"kind": "reset"},
    {"kind": "reset_after"},
    {"kind": "hang"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.get('kind', '')}{fault.get('status', '')}")
async def test_the_poller_survives_every_answer(lab: Lab, fault: dict) -> None:
    """T11: and its health says when it last heard something."""
    async with lab.running():
        await lab.api.until(lambda: lab.api.count("getUpdates") >= 1)
        lab.api.fault("getUpdates", times=2, **fault)
        lab.api.push(message(1, "hallo"))
        await lab.api.until(lambda: lab.api.texts(1))
        heard = (await lab.service.health()).last_poll_at
        assert heard is not None
        assert lab.clock() - heard < timedelta(seconds=5)


async def test_a_server_that_is_away_is_waited_for(lab: Lab) -> None:
    async with lab.running():
        assert await Resident(lab, 1).say("hallo")
        await lab.api.stop()
        silent_since = lab.clock()
        await asyncio.sleep(1.5)
        heard = (await lab.service.health()).last_poll_at
        assert heard is not None
        assert heard - silent_since < timedelta(seconds=0.5), "health may not say that it polls"
        await lab.api.start()
        assert await Resident(lab, 2).say("hallo")


async def test_a_webhook_left_over_is_taken_away(lab: Lab) -> None:
    lab.api.webhook = "http://127.0.0.1:9/elders"
    async with lab.running():
        assert await Resident(lab, 1).say("hallo")


async def test_two_bots_may_have_updates_with_the_same_number(lab: Lab) -> None:
    async with lab.running():
        await Resident(lab, 1).say("hallo")
    assert [row[0] for row in await lab.rows("SELECT external_id FROM inbox")] == [f"{BOT_ID}:1001"]


async def test_the_database_does_not_slow_down_one_chat_for_another(lab: Lab) -> None:
    """T14: messages of one chat in order, those of the others soon."""
    async with lab.running():
        for number in range(5):
            lab.api.push(message(1, f"bericht {number}", number))
        for chat in range(2, 27):
            lab.api.push(message(chat, "hallo"))
        await lab.settle()
        assert await lab.rows("SELECT turn FROM conversations ORDER BY turn DESC LIMIT 2") == [(5,), (1,)]


async def test_the_fake_confirms_as_telegram_does() -> None:
    """The server these tests rest on: an update stays until a higher offset is asked for."""
    from fake_botapi import TOKEN

    from bot.channels.telegram import TelegramSettings
    from bot.channels.telegram.api import Api

    async with FakeBotApi() as fake:
        api = Api(TelegramSettings(token=TOKEN, base_url=fake.url))
        await api.open()
        first, second = fake.push(message(1, "een")), fake.push(message(1, "twee"))
        for _ in range(2):
            assert len(await api.call("getUpdates", {"timeout": 0})) == 2
        assert len(await api.call("getUpdates", {"timeout": 0, "offset": second})) == 1
        assert fake.confirmed == [first]
        await api.call("getUpdates", {"timeout": 0, "offset": second + 1})
        assert fake.confirmed == [first, second]
        await api.shut()
