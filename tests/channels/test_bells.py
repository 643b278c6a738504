"""Many bells as people read them: in the group and by mail the same, with a way to the list and no word of anybody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from fake_mail import mail_server
from telegram_lab import GROUP, STAFF, Lab, open_lab
from test_mail import ANNA, running

from bot.service.bells import MOST, WITHIN
from bot.service.held import HeldBells
from bot.service.notices import Notice, notify

DESK = "https://postvak.example"
SEVERAL = "4 dingen in het postvak\n- Aanvullingen: 3\n- Ingetrokken vragen: 1"


@pytest_asyncio.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    staff = replace(STAFF, mail_to=(ANNA,), desk_url=DESK)
    async with open_lab(tmp_path / "data", staff=staff) as opened:
        yield opened


async def storm(lab: Lab) -> None:
    """Ten that ring, and four that are too many; one of these in danger."""
    async with lab.store.write() as unit:
        for number in range(MOST + 3):
            await notify(unit, lab.service.staff, lab.clock(), Notice.ADDED, code=f"W-{number}", area="Haven")
        over = {"code": "W-9", "status": "withdrawn", "area": "Haven", "theme": "geld"}
        await notify(unit, lab.service.staff, lab.clock(), Notice.INTAKE, **over)
        danger = {"code": "W-SOS", "status": "new", "pressing": True}
        await notify(unit, lab.service.staff, lab.clock(), Notice.INTAKE, urgent=True, **danger)


async def test_in_the_group_and_by_mail(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port), lab.running():
        await storm(lab)
        await lab.settle()
        for told in (lab.api.texts(GROUP), box.texts):
            assert len(told) == MOST + 1
            assert told[-1].startswith("Dringende vraag W-SOS")
        lab.clock.shift += WITHIN + timedelta(seconds=1)
        assert await HeldBells(lab.store, lab.clock).run() == 8
        await lab.settle()
    assert lab.api.texts(GROUP)[MOST + 1 :] == [SEVERAL]
    assert [button["url"] for button in lab.api.sent[-1].buttons] == [f"{DESK}/desk/"]
    assert box.texts[MOST + 1 :] == [f"{SEVERAL}\n\nKijk in het postvak van Wegwijzer.\n{DESK}/desk/\n"]
    assert {letter["Subject"] for letter in box.letters} == {"Postvak Wegwijzer: er is iets voor u"}
