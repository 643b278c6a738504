"""Every page of the desk, as people meet it: both colours, phone and desktop, keys only, large text, paper."""

import os
from itertools import product
from pathlib import Path

import pytest
from desk_looks import DESKTOP, PHONE, faults_of, open_all, restyle, sideways, small_targets, walk
from desk_server import Desk
from desk_views import PAGES
from playwright.async_api import Page
from pypdf import PdfReader

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOTS = os.environ.get("DESK_SHOTS")  # a folder: what the pages look like, for whoever wants to see
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
LARGE = "html { font-size: 200% !important }"


KINDS = {name.partition("-")[0]: name for name in reversed(PAGES)}.values()
"""One page of each kind, the fullest: what they look like when empty or refused differs in words only."""
MOST_USED = {"postvak", "vraag"}
CROSSED = ((PHONE, "dark"), (DESKTOP, "light"))
"""Each width and each colour once: what one cannot show the other does. The pages most used get all four."""


@pytest.mark.parametrize("name", PAGES)
async def test_axe(page: Page, axe: str, name: str) -> None:
    every = tuple(product((PHONE, DESKTOP), ("light", "dark")))
    for size, scheme in every if name in MOST_USED or SHOTS else CROSSED if name in KINDS else CROSSED[:1]:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=scheme)
        await page.goto(f"/pagina/{name}")
        if SHOTS:
            await page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}-{scheme}.png", full_page=True)
        await open_all(page)
        assert await sideways(page) == []
        assert await small_targets(page) == []
        found = await faults_of(page, axe)
        assert not found, "\n".join([f"{size['width']} {scheme}:", *found])


THEMED = ["postvak", "vraag", "doe-later", "doe-afronden-fout", "voorstel", "ondersteuner", "mijn-vragen", "cijfers"]


@pytest.mark.parametrize("name", THEMED)
async def test_with_the_components_of_nlds(page: Page, axe: str, themed: Desk, name: str) -> None:
    for size, scheme in CROSSED:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=scheme)
        await page.goto(f"{themed.address}/pagina/{name}")
        assert await page.locator("link[href$='nlds.css']").count() == 1
        assert all(stop["ring"] and stop["seen"] for stop in await walk(page))
        await open_all(page)
        assert await sideways(page) == []
        assert await small_targets(page) == []
        found = await faults_of(page, axe)
        assert not found, "\n".join([f"{size['width']} {scheme}:", *found])


async def test_axe_with_the_keys_open(page: Page, axe: str) -> None:
    await page.goto("/pagina/vraag")
    await page.keyboard.press("?")
    await page.get_by_role("heading", name="Toetsen").wait_for()
    assert not await faults_of(page, axe)


async def test_axe_sees_faults(page: Page, axe: str) -> None:
    """The check checks: a page with two known faults."""
    await page.goto("/pagina/postvak")
    await page.evaluate("document.querySelector('label').remove(); document.querySelector('h1').className = 'x'")
    await restyle(page, ".x { color: #bbb }")
    found = " ".join(await faults_of(page, axe))
    assert "label" in found
    assert "color-contrast" in found


@pytest.mark.parametrize(("width", "css"), [(320, SPACING), (640, LARGE)], ids=["spacing", "large"])
@pytest.mark.parametrize("name", KINDS)
async def test_reflow(page: Page, name: str, width: int, css: str) -> None:
    """WCAG 1.4.10 and 1.4.12: 320 pixels with room between the letters; 1.4.4: text of twice the size."""
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto(f"/pagina/{name}")
    await open_all(page)
    await restyle(page, css)
    assert await sideways(page) == []


@pytest.mark.parametrize("name", KINDS)
async def test_keyboard(page: Page, name: str) -> None:
    """WCAG 2.4.7 and 2.4.11: focus is seen, and nothing lies over it."""
    await page.goto(f"/pagina/{name}")
    stops = await walk(page)
    assert stops[0]["text"] == "Naar de inhoud"
    assert [stop["what"] for stop in stops if not stop["ring"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


async def test_skip_link(page: Page) -> None:
    await page.goto("/pagina/vraag")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("name", "most"), [("vraag", 2), ("vraag-van-ander", 2), ("postvak", 2), ("cijfers", 1)])
async def test_print(page: Page, tmp_path: Path, name: str, most: int) -> None:
    await page.emulate_media(media="print", color_scheme="dark")
    await page.goto(f"/pagina/{name}")
    path = Path(SHOTS or tmp_path) / f"{name}.pdf"
    await page.pdf(path=path, format="A4", tagged=True, outline=True, prefer_css_page_size=True)
    pdf = PdfReader(path)
    text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert len(pdf.pages) <= most
    assert "Geprint door Anna" in text or "Geprint door Peter" in text
    assert "Uitloggen" not in text


async def test_print_takes_the_talk_along_when_asked(page: Page, tmp_path: Path) -> None:
    for ticked in (False, True):
        await page.goto("/pagina/vraag")
        await page.get_by_label("Print het gesprek ook").set_checked(ticked)
        await page.pdf(path=tmp_path / "vraag.pdf", format="A4")
        text = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "vraag.pdf").pages)
        assert ("Nog zes weken" in text) is ticked


async def test_print_holds_a_shared_talk_that_is_folded(page: Page, tmp_path: Path) -> None:
    await page.goto("/pagina/vraag-gedeeld")
    path = Path(SHOTS or tmp_path) / "vraag-gedeeld.pdf"
    await page.pdf(path=path, format="A4")
    text = " ".join(sheet.extract_text() for sheet in PdfReader(path).pages)
    assert "gedeeld door de inwoner" in text
    assert "Wie helpt er nu al?" in text
