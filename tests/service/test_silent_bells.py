"""A question of which no bell was heard: the resident reads once, while somebody picks up, how to phone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from timers_lab import ANNA, CHAT, Point, lose_bells, open_point

PHONE = "belofte_bellen"
SIGNED = "2026-11-23T10:00"  # a Monday; promised by Tuesday at noon
DANGER = "mijn man slaat mij en ik ben bang"


async def nothing(_point: Point, _code: str) -> None:
    """Nobody does anything."""


async def opened(point: Point, code: str) -> None:
    await point.desk.look(ANNA, code)


async def claimed(point: Point, code: str) -> None:
    await point.desk.claim(ANNA, code)


async def given_back(point: Point, code: str) -> None:
    await point.desk.claim(ANNA, code)
    await point.desk.release(ANNA, code)
    await lose_bells(point)


async def withdrawn(point: Point, _code: str) -> None:
    await point.says("intrekken", "ja")
    await point.heard()


async def out_of_reach(point: Point, _code: str) -> None:
    await point.unreachable()


async def told_another_moment(point: Point, code: str) -> None:
    await point.due(code, "promise_fix", 9)
    await point.timers.run()


async def phones(point: Point, until: str) -> list[str]:
    """When the resident read how to phone."""
    return [moment for moment, what in await point.until(until) if what == PHONE]


@pytest.mark.parametrize(
    ("signed", "said_before", "read"),
    [
        (SIGNED, [], ["2026-11-23T12:00"]),
        (SIGNED, [DANGER], ["2026-11-23T11:00"]),  # after half an hour; the rounds here come once an hour
        ("2026-11-20T16:00", [], ["2026-11-23T10:00"]),
        ("2026-11-20T22:00", [], ["2026-11-23T11:00"]),
        ("2026-12-24T14:40", [], ["2026-12-28T09:40"]),
    ],
    ids=["in the morning", "danger", "over a weekend", "in the evening", "over Christmas"],
)
async def test_how_to_phone_is_read_once(tmp_path: Path, signed: str, said_before: list[str], read: list[str]) -> None:
    async with open_point(tmp_path, signed) as point:
        await point.says(*said_before)
        await point.sign()
        await lose_bells(point)
        await point.restart()
        a_week_on = point.clock() + timedelta(days=7)
        assert await phones(point, a_week_on.isoformat()[:16]) == read


async def test_what_the_resident_reads(tmp_path: Path) -> None:
    async with open_point(tmp_path, SIGNED) as point:
        code = await point.sign()
        await lose_bells(point)
        point.at("2026-11-23T12:00")
        await point.timers.run()
        async with point.store.read() as unit:
            [row] = await unit.queued_for("telegram", CHAT)
        assert f"Wilt u over {code} niet wachten? Bel 036 200 21 58, vandaag tot 17 uur." in row.body
        assert [one["what"] for one in await point.entries(code, "system")] == ["told_to_phone"]
        assert (await point.promises(code))[-1].outcome == "open", "what was promised stays"


@pytest.mark.parametrize(
    "between", [opened, claimed, given_back, withdrawn, out_of_reach, told_another_moment], ids=lambda one: one.__name__
)
async def test_nothing_is_said_when(tmp_path: Path, between: Callable[[Point, str], Awaitable[None]]) -> None:
    async with open_point(tmp_path, SIGNED) as point:
        code = await point.sign()
        await lose_bells(point)
        point.at("2026-11-23T10:30")
        await between(point, code)
        assert await phones(point, "2026-11-27T17:00") == []


async def test_nothing_is_said_when_a_bell_was_heard(tmp_path: Path) -> None:
    async with open_point(tmp_path, SIGNED) as point:
        await point.sign()
        assert await phones(point, "2026-11-27T17:00") == []


async def test_a_bell_that_still_waits_was_not_heard(tmp_path: Path) -> None:
    async with open_point(tmp_path, SIGNED) as point:
        await point.says("mens", "0612345678", "mijn moeder kan niet meer alleen douchen", "kies:verstuur")
        point.at("2026-11-23T12:00")
        await point.timers.run()
        assert PHONE in await point.heard()


@pytest.mark.parametrize(
    ("down_until", "heard"),
    [
        ("2026-11-23T16:45", ["2026-11-24T09:45"]),  # too late to phone: in the morning
        ("2026-11-23T22:00", ["2026-11-24T09:00"]),
        ("2026-11-24T10:15", []),  # the promise is about to be moved, with the number beside it
        ("2026-11-24T11:30", []),
        ("2026-11-24T16:00", []),
    ],
)
async def test_after_a_time_away(tmp_path: Path, down_until: str, heard: list[str]) -> None:
    async with open_point(tmp_path, SIGNED, hours={"norm": "10"}) as point:
        await point.sign()
        await lose_bells(point)
        point.at(down_until)
        await point.restart()
        await point.timers.run()
        said = [what for what in await point.heard() if what.startswith("belofte")]
        assert PHONE not in said, "not while nobody picks up, nor beside what is said of the promise"
        await lose_bells(point)  # also those about the promise
        assert await phones(point, "2026-11-27T17:00") == heard
