"""How many questions wait for a person of ours: beside the inbox, on every page that has it in its menu."""

import re

import pytest
from desk_lab import Desk
from service_lab import sign

from bot.model.accounts import Role

PAGES = (
    "/desk/ondersteuners",
    "/desk/ondersteuners/nieuw",
    "/desk/teams",
    "/desk/cijfers",
    "/desk/account",
    "/desk/account/seintjes",
    "/desk/vragen/W-ZZZZZ",
)


async def beside(desk: Desk, path: str, name: str = "anna") -> list[str]:
    page = (await (await desk.signed_in(name)).get(path)).text
    return re.findall(r'class="desk-count">(\d+)<', page)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_counts_them(desk: Desk, path: str) -> None:
    await desk.add("anna")
    assert await beside(desk, path) == []
    await sign(desk.service, "a")
    await sign(desk.service, "b")
    assert await beside(desk, path) == ["2"]


async def test_so_does_the_form_to_give_a_question_out(desk: Desk) -> None:
    await desk.add("anna")
    code = await sign(desk.service, "a")
    assert await beside(desk, f"/desk/vragen/{code}/uitgeven") == ["1"]


@pytest.mark.parametrize("role", [Role.OCO, Role.EDITOR, Role.MANAGER])
async def test_who_has_no_inbox_gets_no_number(desk: Desk, role: Role) -> None:
    await desk.add("mo", role)
    await sign(desk.service, "a")
    assert await beside(desk, "/desk/account", "mo") == []
