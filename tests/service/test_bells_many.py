"""Many bells at once: ten in a minute ring, the rest comes as one message, and danger always by itself."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from desk_lab import Clock
from service_lab import sign
from telegram_lab import Lab, open_lab, open_store

from bot.model.worker import Worker
from bot.service import MAIL_CHANNEL, STAFF_CHANNEL, Service, StaffSettings
from bot.service.bells import MOST, WITHIN
from bot.service.held import HeldBells
from bot.service.notices import Notice, notify
from bot.store import Store

MAIL = "anna@oco.example"
STAFF = StaffSettings(chat_id="-1", mail_to=(MAIL,))
BOTH = ((STAFF_CHANNEL, "-1"), (MAIL_CHANNEL, MAIL))


@dataclass
class Point:
    """What tests hold: bells that ring, and what came of them."""

    lab: Lab
    store: Store
    clock: Clock

    async def ring(self, notice: Notice, *codes: str, urgent: bool = False, **values: object) -> None:
        for code in codes:
            async with self.store.write() as unit:
                await notify(unit, STAFF, self.clock(), notice, urgent=urgent, code=code, **values)

    async def rang(self, channel: str, address: str) -> list[dict]:
        """What left for this address since it was asked last."""
        async with self.store.write() as unit:
            rows = await unit.queued_for(channel, address)
            for row in rows:
                await unit.mark_sending(row.id)
                await unit.mark_sent(row.id, "1", self.clock())
        return [json.loads(row.body) for row in rows]

    async def pass_(self, span: timedelta = WITHIN) -> int:
        """So much time passes, and what may ring by then does."""
        self.clock.now += span
        return await HeldBells(self.store, self.clock).run()


@pytest_asyncio.fixture
async def point(tmp_path: Path) -> AsyncIterator[Point]:
    clock = Clock()
    async with open_lab(tmp_path / "data", staff=STAFF, clock=clock) as lab:
        yield Point(lab, lab.store, clock)


def codes(number: int, first: int = 0) -> Sequence[str]:
    return [f"W-{first + one}" for one in range(number)]


@pytest.mark.parametrize("bell", BOTH)
async def test_what_is_more_than_ten_in_a_minute_comes_as_one(point: Point, bell: tuple[str, str]) -> None:
    await point.ring(Notice.ADDED, *codes(MOST + 5))
    await point.ring(Notice.REPLY, *codes(2))
    assert [body["code"] for body in await point.rang(*bell)] == codes(MOST)
    assert await point.pass_(WITHIN / 2) == 0
    assert await point.rang(*bell) == []
    assert await point.pass_(WITHIN / 2) == 14, "on both bells"
    assert await point.rang(*bell) == [{"notice": "several", "counts": {"added": 5, "reply": 2}}]
    assert await point.pass_(timedelta(days=1)) == 0


@pytest.mark.parametrize(("apart", "rings"), [(timedelta(seconds=5), MOST), (timedelta(seconds=7), MOST + 5)])
async def test_ten_are_counted_over_the_last_minute(point: Point, apart: timedelta, rings: int) -> None:
    for code in codes(MOST + 5):
        await point.ring(Notice.ADDED, code)
        point.clock.now += apart
    assert len(await point.rang(*BOTH[0])) == rings


@pytest.mark.parametrize(
    ("notice", "values"),
    [
        (Notice.INTAKE, {"status": "new", "pressing": True}),
        (Notice.REPLY, {"pressing": True}),
        (Notice.PROMISE_BROKEN, {"pressing": True}),
    ],
)
@pytest.mark.parametrize("bell", BOTH)
async def test_danger_waits_for_nothing(
    point: Point, bell: tuple[str, str], notice: Notice, values: dict[str, object]
) -> None:
    await point.ring(Notice.ADDED, *codes(MOST + 5))
    await point.rang(*bell)
    await point.ring(notice, *codes(12, 100), **values)
    assert [body["code"] for body in await point.rang(*bell)] == codes(12, 100)
    async with point.store.read() as unit:
        assert await unit.queued_for(*bell) == [], "and nothing that waits stands before it"
    await point.pass_()
    assert [body["counts"] for body in await point.rang(*bell)] == [{"added": 5}]


async def test_what_the_list_does_not_show_is_never_only_counted(point: Point) -> None:
    await point.ring(Notice.ADDED, *codes(MOST + 5))
    await point.rang(*BOTH[0])
    async with point.store.write() as unit:
        for ref in ("A", "B"):
            await notify(unit, STAFF, point.clock(), Notice.FAULT, ref=ref)
        await notify(unit, STAFF, point.clock(), Notice.GAP, since=point.clock().isoformat())
    assert [body["notice"] for body in await point.rang(*BOTH[0])] == ["fault", "fault", "gap"]


async def test_a_storm_that_goes_on_is_one_message_a_minute(point: Point) -> None:
    """Also what comes while others wait, so that nothing overtakes them."""
    await point.ring(Notice.ADDED, *codes(MOST + 1))
    point.clock.now += WITHIN * 0.99
    await point.ring(Notice.REPLY, "W-99")
    await point.rang(*BOTH[0])
    await point.pass_(WITHIN * 0.01)
    assert await point.rang(*BOTH[0]) == [{"notice": "several", "counts": {"added": 1, "reply": 1}}]
    await point.ring(Notice.REPLY, "W-100")
    assert [body["code"] for body in await point.rang(*BOTH[0])] == ["W-100"], "the storm is over"


async def test_it_survives_a_restart(point: Point, tmp_path: Path) -> None:
    await point.ring(Notice.ADDED, *codes(MOST + 3))
    await point.rang(*BOTH[1])
    await point.store.close()
    point.store = await open_store(tmp_path / "data")
    await point.pass_()
    assert await point.rang(*BOTH[1]) == [{"notice": "several", "counts": {"added": 3}}]
    await point.store.close()
    point.store = await open_store(tmp_path / "data")
    assert await point.pass_() == 0, "each rings once"
    await point.store.close()


async def test_of_two_processes_one_lets_it_ring(point: Point) -> None:
    await point.ring(Notice.ADDED, *codes(MOST + 3))
    point.clock.now += WITHIN
    others = [HeldBells(point.store, point.clock) for _ in range(3)]
    assert [await other.run() for other in others] == [6, 0, 0]


async def test_a_question_that_waited_alone_is_told_as_it_is_now(point: Point) -> None:
    service = Service(point.store, point.lab.service.engine, point.clock, STAFF)
    await point.ring(Notice.ADDED, *codes(MOST))
    code = await sign(service)
    await point.rang(*BOTH[0])
    assert (await service.claim(code, Worker(id="1", name="Anna"))).won
    assert await point.rang(*BOTH[0]) == [], "it has no message yet that could be changed"
    await point.pass_()
    [told] = await point.rang(*BOTH[0])
    assert (told["code"], told["status"], told["claimed_by"]) == (code, "claimed", "Anna")


async def test_a_question_that_was_only_counted_has_no_message_to_change(point: Point) -> None:
    service = Service(point.store, point.lab.service.engine, point.clock, STAFF)
    await point.ring(Notice.ADDED, *codes(MOST + 1))
    code = await sign(service)
    await point.pass_()
    assert (await point.rang(*BOTH[0]))[-1]["counts"] == {"added": 1, "intake": 1}
    anna = Worker(id="1", name="Anna")
    assert (await service.claim(code, anna)).won
    assert await service.release(code, anna)
    assert await point.rang(*BOTH[0]) == []
