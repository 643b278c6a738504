"""A browser for the pages of the desk: Debian's Chromium, driven by Playwright."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from desk_looks import DESKTOP
from desk_server import Desk, running
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.desk.render import STATIC

PATIENCE = 20_000  # milliseconds: how long a busy machine may take; how quick the desk is stands in benchmarks/
expect.set_options(timeout=PATIENCE)

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "tests" / "support" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
ARGS = ["--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none", "--lang=nl-NL"]


def _need(what: Path, how: str) -> None:
    """Skip where something is missing; CI installs it, so there it is a fault."""
    if not what.exists() and not os.environ.get("CI"):
        pytest.skip(f"needs {what}: {how}; CI installs it and runs this test")


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker's script. The last line keeps Playwright from sending the script's own value back."""
    _need(AXE, "npm ci --prefix tests/support/axe")
    return AXE.read_text(encoding="utf-8") + "\n;0"


@pytest.fixture(scope="session")
def served() -> Iterator[Desk]:
    with running() as desk:
        yield desk


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same desk with the components of NL Design System, as an image has it."""
    _need(ROOT / "packaging" / "nlds" / "node_modules", "npm ci --prefix packaging/nlds")
    folder = tmp_path_factory.mktemp("themed") / "static"
    shutil.copytree(STATIC, folder)
    subprocess.run([sys.executable, ROOT / "scripts" / "build_nlds", folder], check=True)
    with running(folder) as desk:
        yield desk


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    pages = dict(served.pages)
    served.posted.clear()
    served.opened = 0
    yield served
    served.pages, served.refuses_drafts, served.signed_out = pages, False, False


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    _need(CHROMIUM, "apt-get install chromium")
    args = [*ARGS, "--no-sandbox"] if os.geteuid() == 0 else ARGS
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=args, env={**os.environ, "LANGUAGE": "nl"}
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, desk: Desk) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        base_url=desk.address,
        viewport=DESKTOP,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A page on which any fault of the script, the style policy or a missing file fails the test."""
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    yield page
    assert not faults, faults
