"""Bells of one's own: for what somebody chose, never in their quiet hours, and of nobody else's questions."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from desk_lab import Clock
from match_lab import helper
from service_lab import STORY, sign, text
from telegram_lab import Lab, open_lab

from bot.model.accounts import Role
from bot.model.bells import BellChoice, QuietHours
from bot.model.worker import Actor, Worker
from bot.service import MAIL_CHANNEL, StaffSettings
from bot.service.desk import Desk
from bot.service.held import HeldBells
from bot.service.helping import Helping
from bot.service.matching import Matching
from bot.service.notices import Notice, notify

COMMON = "postvak@oco.example"
NIGHT = QuietHours(begins=time(22), ends=time(7, 30))
EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # half past eleven here


def actor(name: str, role: Role = Role.COORDINATOR) -> Actor:
    return Actor(worker=Worker(id=name, name=name.title()), role=role)


def mail_of(name: str) -> str:
    return f"{name}@oco.example"


@dataclass
class Point:
    """A coordination point where people have bells of their own."""

    lab: Lab
    clock: Clock
    desk: Desk
    staff: StaffSettings
    heard: dict[str, int] = field(default_factory=dict)

    async def add(self, name: str, role: Role = Role.COORDINATOR, **choice: object) -> None:
        """Somebody who chose this; nothing: no bells of their own."""
        async with self.lab.store.write() as unit:
            await unit.add_account(account_id=name, name=name, display_name=name, role=role, at=self.clock())
            if choice:
                await unit.choose_bells(name, BellChoice(**{"address": mail_of(name), **choice}))

    async def ring(self, code: str, notice: Notice = Notice.ADDED, **values: object) -> None:
        async with self.lab.store.write() as unit:
            await notify(unit, self.staff, self.clock(), notice, code=code, **values)

    async def rang(self, name: str) -> list[str]:
        """What kinds left for this address since it was asked last; anything else than bells would show."""
        address = name if "@" in name else mail_of(name)
        async with self.lab.store.write() as unit:
            rows = await unit.queued_for(MAIL_CHANNEL, address)
            for row in rows:
                await unit.mark_sending(row.id)
                await unit.mark_sent(row.id, "1", self.clock())
        return [json.loads(row.body)["notice"] for row in rows]

    async def later(self, at: datetime) -> None:
        self.clock.now = at
        await HeldBells(self.lab.store, self.clock).run()


@pytest_asyncio.fixture
async def point(tmp_path: Path) -> AsyncIterator[Point]:
    clock, staff = Clock(), StaffSettings(mail_to=(COMMON,), desk_url="https://postvak.example")
    async with open_lab(tmp_path / "data", staff=staff, clock=clock) as lab:
        yield Point(lab, clock, Desk(lab.service), staff)


CHOICES = [
    ({"own": True}, Role.COORDINATOR, (True, False, False)),
    ({"own": False, "danger": True}, Role.COORDINATOR, (False, False, True)),
    ({"own": True, "danger": True}, Role.COORDINATOR, (True, False, True)),
    ({"own": False, "everything": True}, Role.COORDINATOR, (True, True, True)),
    ({"own": True}, Role.OCO, (True, False, False)),
    ({"own": True, "danger": True, "everything": True}, Role.OCO, (True, False, False)),  # not even that they exist
    ({"own": True, "everything": True}, Role.MANAGER, (False, False, False)),
    ({}, Role.COORDINATOR, (False, False, False)),
]


@pytest.mark.parametrize(("choice", "role", "rings"), CHOICES)
async def test_for_what_somebody_chose(
    point: Point, choice: dict[str, bool], role: Role, rings: tuple[bool, ...]
) -> None:
    await point.add("anna", role, **choice)
    mine, other = [await sign(point.lab.service, address) for address in "ab"]
    await point.desk.claim(actor("anna"), mine)
    await point.rang("anna")
    heard = []
    for code, values in ((mine, {}), (other, {}), (other, {"pressing": True})):
        await point.ring(code, **values)
        heard.append(bool(await point.rang("anna")))
    assert tuple(heard) == rings
    assert len(await point.rang(COMMON)) == 5, "the common address as ever"


@pytest.mark.parametrize("gone", ["disabled", "no choice", "common", "no mail"])
async def test_who_gets_none(point: Point, gone: str) -> None:
    await point.add("anna", everything=True)
    async with point.lab.store.write() as unit:
        if gone == "disabled":
            await unit.disable_account("anna", point.clock())
        elif gone == "no choice":
            await unit.drop_bells("anna")
        elif gone == "common":
            await unit.choose_bells("anna", BellChoice(address=COMMON, everything=True))
    if gone == "no mail":
        point.staff = replace(point.staff, mail_to=())
    await point.ring("W-1")
    assert await point.rang("anna") == []
    assert len(await point.rang(COMMON)) == (0 if gone == "no mail" else 1), "and no address hears it twice"


async def test_in_quiet_hours_it_waits_and_comes_as_one(point: Point) -> None:
    await point.add("anna", everything=True, quiet=NIGHT)
    await point.add("bram", everything=True)
    await point.later(EVENING)
    for code in ("W-1", "W-2"):
        await point.ring(code)
    await point.ring("W-3", Notice.INTAKE, status="new", pressing=True)
    assert await point.rang("bram") == ["added", "added", "intake"]
    assert await point.rang("anna") == []
    await point.later(datetime(2026, 11, 24, 6, 29, tzinfo=UTC))
    assert await point.rang("anna") == []
    await point.later(datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    assert await point.rang("anna") == ["intake", "several"], "danger by itself, and first"
    await point.ring("W-4")
    assert await point.rang("anna") == ["added"]


@pytest.mark.parametrize("rings", [True, False])
async def test_danger_passes_only_where_the_municipality_says_so(point: Point, rings: bool) -> None:
    point.staff = replace(point.staff, danger_in_quiet_hours=rings)
    await point.add("anna", danger=True, everything=True, quiet=NIGHT)
    await point.later(EVENING)
    await point.ring("W-1", pressing=True)
    await point.ring("W-2")
    assert await point.rang("anna") == (["added"] if rings else [])


async def test_what_was_to_ring_as_they_begin_waits_for_their_end(point: Point) -> None:
    await point.add("anna", everything=True, quiet=NIGHT)
    await point.later(EVENING.replace(hour=20, minute=59, second=30))
    for number in range(12):
        await point.ring(f"W-{number}")
    assert len(await point.rang("anna")) == 10
    await point.later(EVENING)
    assert await point.rang("anna") == []
    await point.later(datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    assert await point.rang("anna") == ["several"]


async def test_who_gets_a_question_from_a_colleague_hears_that_it_is_theirs(point: Point) -> None:
    for name in ("anna", "bram", "cor"):
        await point.add(name, own=True, everything=name == "cor")
    code = await sign(point.lab.service)
    await point.desk.claim(actor("anna"), code)
    await point.rang("cor")
    await point.desk.hand_on(actor("anna"), code, "bram")
    assert await point.rang("bram") == ["handed_to_you"]
    assert await point.rang("anna") == []
    assert await point.rang("cor") == ["handed"]


@pytest_asyncio.fixture
async def asked(point: Point) -> dict[str, str]:
    """A question of Anna's, and helpers: one with an account and a choice, one with an address, one with neither."""
    await point.add("anna")
    await point.add("fatima", Role.OCO, own=True, quiet=NIGHT)
    ids = {}
    async with point.lab.store.write() as unit:
        for name, told in {
            "fatima": {"account_id": "fatima", "email": "prive@fatima.example"},
            "joop": {"account_id": "", "email": "joop@thuis.example"},
            "els": {"account_id": "", "email": "", "phone": "+31612345678"},
        }.items():
            one = replace(helper(name), topics=(), broad=True, checked_on=date(2026, 11, 1), active=True, **told)
            ids[name] = await unit.add_helper(one, point.clock())
    ids["code"] = await sign(point.lab.service)
    await point.desk.claim(actor("anna"), ids["code"])
    return ids


@pytest.mark.parametrize(
    ("who", "address", "signs_in"),
    [("fatima", mail_of("fatima"), True), ("joop", "joop@thuis.example", False), ("els", "", False)],
)
async def test_who_is_asked_to_help_hears_that_and_nothing_else(
    point: Point, asked: dict[str, str], who: str, address: str, signs_in: bool
) -> None:
    before = await point.lab.rows("SELECT count(*) FROM outbox")
    await Matching(point.desk).ask(actor("anna"), asked["code"], [asked[who]])
    await Matching(point.desk).ask(actor("anna"), asked["code"], [asked[who]])
    after = await point.lab.rows("SELECT count(*) FROM outbox")
    assert after[0][0] - before[0][0] == bool(address), "once, and nobody else"
    if address:
        async with point.lab.store.read() as unit:
            [row] = await unit.queued_for(MAIL_CHANNEL, address)
        assert json.loads(row.body) == {"notice": "asked", "signs_in": signs_in}


async def test_a_helper_is_not_asked_in_their_quiet_hours(point: Point, asked: dict[str, str]) -> None:
    await point.later(EVENING)
    await Matching(point.desk).ask(actor("anna"), asked["code"], [asked["fatima"]])
    assert await point.rang("fatima") == []
    await point.later(EVENING + timedelta(hours=8))
    assert await point.rang("fatima") == ["asked"]


async def test_a_helper_hears_of_what_they_help_with(point: Point, asked: dict[str, str]) -> None:
    matching, fatima = Matching(point.desk), actor("fatima", Role.OCO)
    await matching.ask(actor("anna"), asked["code"], [asked["fatima"]])
    work = await Helping(point.desk).work_of(await Helping(point.desk).helper_of(fatima))
    soon = point.clock() + timedelta(days=1)
    await matching.accept(fatima, work.asked[0].match.id, asked["fatima"], soon)
    await point.rang("fatima")
    await point.ring(asked["code"])
    assert await point.rang("fatima") == ["added"]
    for said in (text("wissen"), text("ja")):
        await point.lab.service.handle(said)
    assert await point.rang("fatima") == ["intake"], "also that it was withdrawn"


async def test_no_bell_holds_a_word_of_anybody(point: Point, asked: dict[str, str]) -> None:
    await Matching(point.desk).ask(actor("anna"), asked["code"], [asked["fatima"]])
    async with point.lab.store.read() as unit:
        bodies = [row.body for name in ("fatima",) for row in await unit.queued_for(MAIL_CHANNEL, mail_of(name))]
        bodies += [row.body for row in await unit.queued_for(MAIL_CHANNEL, COMMON)]
    assert len(bodies) == 2
    for word in (*STORY.split(), "0612345678", "12345678", "douchen"):
        assert word not in "".join(bodies)
