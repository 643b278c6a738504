"""When bells are silent the desk says which, since when; and every question stands in the list all the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from desk_lab import Desk, open_desk
from service_lab import sign
from telegram_lab import STAFF, engine

from bot.desk.silence import silence_of
from bot.model.accounts import Role
from bot.service import MAIL_CHANNEL, STAFF_CHANNEL, Service, StaffSettings
from bot.service.notices import Notice, notify
from bot.service.outgoing import STAFF_CLOSED
from bot.service.service import poll_mark
from bot.store import Unit

MAIL = "postvak@oco.example"
BOTH = replace(STAFF, mail_to=(MAIL,))
TELEGRAM, LETTERS = "Telegram doet het niet", "De mail doet het niet"
LATER = timedelta(minutes=6)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = await open_desk(tmp_path)
    made.service = Service(made.store, engine(), made.clock, BOTH)
    made.change(silence=silence_of(made.service))
    await made.add("anna")
    yield made
    await made.store.close()


async def ring(unit: Unit, at: datetime, staff: StaffSettings = BOTH) -> None:
    await notify(unit, staff, at, Notice.ADDED, code="W-1")


async def finish(unit: Unit, channel: str, address: str, at: datetime, *, well: bool) -> None:
    for row in await unit.queued_for(channel, address):
        await unit.mark_sending(row.id)
        await (unit.mark_sent(row.id, "1", at) if well else unit.mark_failed(row.id, "SMTPRecipientRefused 550", at))


async def shown(desk: Desk, name: str = "anna") -> list[str]:
    page = (await (await desk.signed_in(name)).get("/desk/account")).text
    return [words for words in (TELEGRAM, LETTERS) if words in page]


async def test_when_all_is_well_nothing_is_said(desk: Desk) -> None:
    async with desk.store.write() as unit:
        await ring(unit, desk.clock())
    assert await shown(desk) == [], "what was queued just now is no fault"
    async with desk.store.write() as unit:
        await finish(unit, STAFF_CHANNEL, STAFF.chat_id, desk.clock(), well=True)
        await finish(unit, MAIL_CHANNEL, MAIL, desk.clock(), well=True)
        await unit.set_mark(poll_mark("telegram"), desk.clock().isoformat())
    assert await shown(desk) == []


@pytest.mark.parametrize("why", ["closed", "no sign", "waits", "refused", "mail waits"])
async def test_which_bell_is_silent_and_since_when(desk: Desk, why: str) -> None:
    began = desk.clock()
    async with desk.store.write() as unit:
        match why:
            case "closed":
                await unit.set_mark(STAFF_CLOSED, began.isoformat())
            case "no sign":
                await unit.set_mark(poll_mark("telegram"), began.isoformat())
            case "waits":
                await ring(unit, began, STAFF)
            case "refused":
                await ring(unit, began, replace(BOTH, chat_id=""))
                await finish(unit, MAIL_CHANNEL, MAIL, began, well=False)
            case "mail waits":
                await ring(unit, began, replace(BOTH, chat_id=""))
    desk.clock.now += LATER
    assert await shown(desk) == [LETTERS if why in ("refused", "mail waits") else TELEGRAM]
    page = (await (await desk.signed_in("anna")).get("/desk/")).text
    assert "vandaag, 10 uur</time>. Nieuwe vragen staan wel hier." in page


async def test_the_list_is_there_when_no_bell_rings(desk: Desk) -> None:
    async with desk.store.write() as unit:
        await unit.set_mark(STAFF_CLOSED, desk.clock().isoformat())
    code = await sign(desk.service)
    desk.clock.now += LATER
    assert await shown(desk) == [TELEGRAM, LETTERS]
    assert code in (await (await desk.signed_in("anna")).get("/desk/")).text


async def test_what_is_wrong_with_ones_own_address_is_no_fault_of_the_mail(desk: Desk) -> None:
    async with desk.store.write() as unit:
        await ring(unit, desk.clock(), StaffSettings(mail_to=("anders@oco.example",)))
    desk.clock.now += LATER
    assert await shown(desk) == []


async def test_who_has_nothing_to_do_with_questions_does_not_hear_of_it(desk: Desk) -> None:
    await desk.add("max", Role.MANAGER)
    async with desk.store.write() as unit:
        await unit.set_mark(STAFF_CLOSED, desk.clock().isoformat())
    assert await shown(desk, "max") == []
