"""A promise that nobody keeps: a bell, another moment twice, then all bells and an apology; each of them once."""

import asyncio
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
import yaml
from timers_lab import ANNA, Point, open_point, seconds_after

from bot.intake.daytime import is_day
from bot.service.timers import Timers

LADDERS = yaml.load((Path(__file__).parent / "ladders.yaml").read_bytes(), yaml.BaseLoader)["ladders"]


async def restarted(point: Point) -> None:
    """Killed and started anew before every round in which something is due."""
    async with point.store.read() as unit:
        is_due = await unit.due_timer(point.clock()) is not None
    if is_due and is_day(point.clock()):
        await point.restart()
    await point.timers.run()


async def two_at_once(point: Point) -> None:
    """Two processes that both believe it is their turn."""
    await asyncio.gather(point.timers.run(), Timers(point.service).run())


async def alone(point: Point) -> None:
    """One process that never stops."""
    await point.timers.run()


@pytest.mark.parametrize("rounds", [alone, restarted, two_at_once])
@pytest.mark.parametrize("ladder", [pytest.param(one, id=one["title"]) for one in LADDERS])
async def test_every_rung_comes_once(tmp_path: Path, ladder: dict, rounds) -> None:
    async with open_point(tmp_path, ladder["at"], hours=ladder.get("hours")) as point:
        code = await point.sign()
        seconds_after(point.clock)
        heard = await point.until(ladder["until"], rounds=rounds)
        found = [[moment, *(what for _, what in group)] for moment, group in groupby(heard, lambda one: one[0])]
        assert found == ladder["heard"]
        assert [one.outcome for one in await point.promises(code)] == ladder["outcomes"]


@pytest.mark.parametrize(
    ("down_until", "heard", "outcomes"),
    [
        ("2026-11-23T16:30", ["belofte_later", "promise_moved"], ["corrected", "open"]),
        ("2026-11-23T17:00", ["promise_broken", "belofte_gemist"], ["broken"]),
        ("2026-11-26T11:00", ["promise_broken", "belofte_gemist"], ["broken"]),
    ],
)
async def test_after_a_time_away(tmp_path: Path, down_until: str, heard: list[str], outcomes: list[str]) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await point.sign()
        point.at(down_until)
        await point.restart()
        await point.timers.run()
        found = await point.heard()
        assert [one for one in found if one != "promise_soon"] == heard
        assert [one.outcome for one in await point.promises(code)] == outcomes


async def test_no_apology_in_the_night(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        await point.sign()
        point.at("2026-11-23T22:00")
        assert await point.until("2026-11-24T09:00") == [
            ("2026-11-24T09:00", "promise_broken"),
            ("2026-11-24T09:00", "belofte_gemist"),
        ]


async def test_an_answer_ends_the_ladder(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await point.sign()
        point.at("2026-11-23T10:00")
        await point.desk.claim(ANNA, code)
        await point.desk.contact(ANNA, code, "gebeld", reached=True)
        await point.heard()
        heard = [what for _, what in await point.until("2026-11-26T17:00")]
        assert [what for what in heard if what.startswith(("belofte", "promise"))] == []
        assert [one.outcome for one in await point.promises(code)] == ["kept"]


async def just_in_time(point: Point) -> str:
    """A case of which the answer was written two seconds before it had to be there, and has not left."""
    code = await point.sign()
    point.at("2026-11-23T10:00")
    await point.desk.claim(ANNA, code)
    point.at("2026-11-23T17:00")
    point.clock.now -= timedelta(seconds=2)
    await point.talk.say(ANNA, code, "Dag, hier Anna.", rev=(await point.case(code)).rev)
    point.clock.now += timedelta(seconds=4)
    await point.timers.run()
    return code


async def test_an_answer_on_its_way_is_in_time(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await just_in_time(point)
        point.at("2026-11-23T17:05")
        heard = await point.heard()
        assert heard[-1] == "Anna: Dag, hier Anna."
        heard += [what for _, what in await point.until("2026-11-24T09:00")]
        assert [what for what in heard if what.startswith(("belofte", "promise"))] == []
        assert [one.outcome for one in await point.promises(code)] == ["kept"]


async def test_an_answer_on_its_way_moves_no_promise(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await point.sign()
        point.at("2026-11-23T10:00")
        await point.desk.claim(ANNA, code)
        point.at("2026-11-23T16:25")
        await point.talk.say(ANNA, code, "Dag, hier Anna.", rev=(await point.case(code)).rev)
        point.at("2026-11-23T16:31")
        await point.timers.run()
        assert [what for what in await point.heard() if what.startswith("belofte")] == []
        assert [one.outcome for one in await point.promises(code)] == ["kept"]


@pytest.mark.parametrize("how", ["failed", "taken back"])
async def test_an_answer_that_does_not_come_is_none(tmp_path: Path, how: str) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await just_in_time(point)
        if how == "failed":
            point.at("2026-11-23T17:05")
            while rows := await point.service.outgoing.due({"telegram"}, 1):
                await point.service.outgoing.failed(rows[0], "Forbidden")
        else:
            [(entry,)] = point.rows("SELECT id FROM entries WHERE kind = 'told'")
            await point.talk.undo(ANNA, code, entry)
        assert [one.outcome for one in await point.promises(code)] == ["open"]
        heard = [what for _, what in await point.until("2026-11-23T19:00")]
        assert [what for what in heard if what.startswith("belofte")] == ["belofte_gemist"]
        assert [one.outcome for one in await point.promises(code)] == ["broken"]


async def test_the_third_time_it_stands_on_top(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00") as point:
        code = await point.sign()
        await point.until("2026-11-24T16:00")
        case = await point.case(code)
        assert case.act_by is not None
        assert case.act_by <= point.clock(), "from the second correction on it cannot wait until its moment"
        bells = point.rows("SELECT urgent FROM outbox WHERE channel = 'telegram_staff' ORDER BY id")
        assert bells[-1] == (1,)


@pytest.mark.parametrize("channel", ["telegram", "terminal"])
async def test_who_cannot_be_reached_gets_no_text_and_the_desk_a_bell(tmp_path: Path, channel: str) -> None:
    async with open_point(tmp_path, "2026-11-20T16:00", channel=channel) as point:
        code = await point.sign()
        if channel == "telegram":
            await point.unreachable()
        heard = [what for _, what in await point.until("2026-11-23T18:00")]
        assert heard == ["promise_soon", "unreachable", "promise_broken"]
        assert [one.outcome for one in await point.promises(code)] == ["broken"]
