"""A page of the real desk hears of what a resident signs, from the service to the reader."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from desk_lab import Desk, open_desk
from desk_views import INBOX
from live_lab import Live, change_elsewhere, live_desk
from playwright.async_api import Browser, Page, expect
from playwright.async_api import Route as Hold
from service_lab import sign
from starlette.responses import Response
from starlette.routing import Route

from bot.app import build_engine
from bot.desk.live_pages import live_routes
from bot.desk.views.frame import Nav
from bot.desk.visits import EVERYBODY, Pages, Visit
from bot.desk.web import Site
from bot.service import Service, StaffSettings

PLAIN = Site(origin="http://127.0.0.1")  # without TLS a browser takes the cookie on the loopback only
pytestmark = pytest.mark.asyncio(loop_scope="session")


def _list(desk: Desk, pages: Pages) -> list[Route]:
    """A list that knows when it was made."""

    async def show(visit: Visit) -> Response:
        async with desk.store.read() as unit:
            position = str(await unit.last_change())
        return visit.render("inbox", visit.frame(Nav.INBOX, position=position), view=INBOX)

    return [pages.page("/desk/lijst", show, name="list", roles=EVERYBODY)]


@pytest_asyncio.fixture(loop_scope="session")
async def served_desk(tmp_path: Path) -> AsyncIterator[tuple[Live, str]]:
    """The desk, and the token of Anna who signed in."""
    desk = await open_desk(tmp_path)
    await desk.add("anna")
    token = (await desk.signed_in("anna")).cookies["__Host-desk"]
    desk.change(site=PLAIN, more=[live_routes(desk.feed), lambda pages: _list(desk, pages)])
    async with live_desk(desk) as live:
        yield live, token
    await desk.store.close()


@pytest.fixture
def live(served_desk: tuple[Live, str]) -> Live:
    return served_desk[0]


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, served_desk: tuple[Live, str]) -> AsyncIterator[Page]:
    """Anna's list, in a browser in which she is signed in and that listens."""
    live, token = served_desk
    context = await browser.new_context(base_url=live.address, locale="nl-NL")
    await context.add_cookies([{"name": "local-desk", "value": token, "url": live.address}])
    page = await context.new_page()
    async with page.expect_response("**/desk/live*"):
        await page.goto("/desk/lijst")
    yield page
    await context.close()


async def test_a_question_is_told_of_when_it_is_signed(page: Page, live: Live) -> None:
    service = Service(live.desk.store, build_engine("almere"), live.desk.clock, StaffSettings())
    await sign(service)
    await expect(page.get_by_text("1 nieuwe vraag.")).to_be_visible()
    assert (await page.title()).startswith("(1) ")


async def test_also_when_another_process_wrote_it(page: Page, live: Live, tmp_path: Path) -> None:
    await change_elsewhere(tmp_path, "W-ELDERS")
    await expect(page.get_by_text("1 nieuwe vraag.")).to_be_visible()


async def test_what_was_signed_between_making_the_page_and_listening(page: Page, live: Live) -> None:
    """The page says when it was made, so that nothing falls between the two."""

    async def first_a_change(route: Hold) -> None:
        await live.change("signed", "W-TUSSEN")
        await route.continue_()

    await page.route("**/desk/live*", first_a_change)
    await page.reload()
    await expect(page.get_by_text("1 nieuwe vraag.")).to_be_visible()
