"""The page on which somebody chooses what they hear of by mail: their own choice, and nobody else's."""

from datetime import time
from pathlib import Path

import pytest
import pytest_asyncio
from desk_lab import Desk, send
from telegram_lab import engine

from bot.commands.desk_users import disable_user
from bot.desk.bell_pages import BellPages
from bot.model.accounts import Role
from bot.model.bells import BellChoice, QuietHours
from bot.service import MAIL_CHANNEL, Service, StaffSettings

PAGE = "/desk/account/seintjes"
MINE = "anna@oco.example"


@pytest_asyncio.fixture
async def desk(desk: Desk) -> Desk:
    """A desk where mail is set up, with Anna at it."""
    service = Service(desk.store, engine(), desk.clock, StaffSettings(mail_to=("postvak@oco.example",)))
    desk.change(more=[BellPages(service=service).routes])
    await desk.add("anna")
    return desk


async def chosen(desk: Desk, name: str = "anna") -> BellChoice | None:
    async with desk.store.read() as unit:
        return await unit.find_bells(f"id_{name}")


async def test_nothing_is_chosen_at_first(desk: Desk) -> None:
    browser = await desk.signed_in("anna")
    assert f'href="{PAGE}"' in (await browser.get("/desk/account")).text
    page = await browser.get(PAGE)
    assert page.status_code == 200
    assert await chosen(desk) is None


async def test_what_is_chosen_stands_there_and_can_be_taken_back(desk: Desk) -> None:
    browser = await desk.signed_in("anna")
    data = {"adres": f" {MINE} ", "gevaar": "ja", "stil_van": "22:00", "stil_tot": "07:30"}
    answer = await send(browser, PAGE, data)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    night = QuietHours(begins=time(22), ends=time(7, 30))
    assert await chosen(desk) == BellChoice(address=MINE, own=False, danger=True, quiet=night)
    page = (await browser.get(PAGE)).text
    assert all(f'value="{one}"' in page for one in (MINE, "22:00", "07:30"))
    assert page.count(" checked") == 1
    await send(browser, PAGE, {"adres": "", "eigen": "ja"})
    assert await chosen(desk) is None
    async with desk.store.read() as unit:
        trail = await unit.list_audit(object="", action="choose_bells")
    assert [one.account_id for one in trail] == ["id_anna", "id_anna"]


WRONG = [
    ({"adres": "anna"}, "adres"),
    ({"adres": f"{MINE}\nBcc: x@y.nl"}, "adres"),
    ({"adres": f'"a" <{MINE}>'}, "adres"),
    ({"adres": f"{'x' * 260}@y.nl"}, "adres"),
    ({"eigen": ""}, "waarover"),
    ({"stil_tot": ""}, "stil-tot"),
    ({"stil_van": "25:00"}, "stil-van"),
    ({"stil_van": "laat"}, "stil-van"),
]


@pytest.mark.parametrize(("part", "field"), WRONG)
async def test_what_cannot_be_is_said_at_the_field_and_comes_back(desk: Desk, part: dict[str, str], field: str) -> None:
    browser = await desk.signed_in("anna")
    data = {"adres": MINE, "eigen": "ja", "stil_van": "22:00", "stil_tot": "07:30", **part}
    answer = await send(browser, PAGE, data)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-fout"' in answer.text
    assert await chosen(desk) is None


async def test_a_supporter_chooses_no_questions_of_others(desk: Desk) -> None:
    await desk.add("fatima", Role.OCO)
    browser = await desk.signed_in("fatima")
    assert 'name="alles"' not in (await browser.get(PAGE)).text
    await send(browser, PAGE, {"adres": MINE, "alles": "ja", "gevaar": "ja"})
    assert await chosen(desk, "fatima") == BellChoice(address=MINE)


@pytest.mark.parametrize(("address", "waits"), [(MINE, 1), ("anders@oco.example", 0), ("", 0)])
async def test_what_waits_for_an_address_goes_along_with_it(desk: Desk, address: str, waits: int) -> None:
    browser = await desk.signed_in("anna")
    await send(browser, PAGE, {"adres": MINE, "eigen": "ja", "stil_van": "00:00", "stil_tot": "23:59"})
    async with desk.store.write() as unit:
        due_at = desk.clock().replace(hour=22)
        await unit.hold_bell(MAIL_CHANNEL, MINE, body="{}", urgent=False, at=desk.clock(), due_at=due_at)
    await send(browser, PAGE, {"adres": address, "eigen": "ja"})
    async with desk.store.write() as unit:
        assert len(await unit.take_held(desk.clock())) == waits


async def test_without_mail_there_is_nothing_to_choose(desk: Desk, tmp_path: Path) -> None:
    service = Service(desk.store, engine(), desk.clock, StaffSettings())
    desk.change(more=[BellPages(service=service).routes])
    browser = await desk.signed_in("anna")
    assert 'name="adres"' not in (await browser.get(PAGE)).text


async def test_who_is_let_in_no_more_hears_no_more(desk: Desk) -> None:
    async with desk.store.write() as unit:
        await unit.choose_bells("id_anna", BellChoice(address=MINE))
        await unit.hold_bell(MAIL_CHANNEL, MINE, body="{}", urgent=False, at=desk.clock(), due_at=desk.clock())
    await disable_user(desk.store, "anna", desk.clock())
    async with desk.store.write() as unit:
        assert list(await unit.list_listeners()) == list(await unit.take_held(desk.clock())) == []
    assert await chosen(desk) is None
