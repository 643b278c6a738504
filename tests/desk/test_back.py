"""From a question back to the list as somebody left it."""

import re
from html import escape, unescape

import httpx
import pytest_asyncio
from desk_lab import ORIGIN, Desk, send
from service_lab import sign

NARROWED = "/desk/?weergave=van-mij&zoek=a%26b+%3B%C3%A9&gevaar=1&team=HAVEN&na=50"


@pytest_asyncio.fixture
async def anna(desk: Desk) -> httpx.AsyncClient:
    await desk.add("anna")
    return await desk.signed_in("anna")


async def back(browser: httpx.AsyncClient, question: str, came_from: str = "") -> str:
    """Where the link to the list leads, for who came from such an address."""
    headers = {"referer": came_from if ":" in came_from else f"{ORIGIN}{came_from}"} if came_from else {}
    page = await browser.get(question, headers=headers)
    return unescape(re.findall(r'href="([^"]+)"[^>]*>Terug naar het postvak', page.text)[0])


async def test_to_the_list_as_it_was_also_after_a_form(desk: Desk, anna: httpx.AsyncClient) -> None:
    question = f"/desk/vragen/{await sign(desk.service)}"
    assert await back(anna, question) == "/desk/"
    assert await back(anna, question, NARROWED) == NARROWED
    assert (await send(anna, f"{question}/oppakken")).status_code == 303
    assert await back(anna, question, question) == NARROWED
    refused = await send(anna, f"{question}/notitie", {"tekst": " "})
    assert f'href="{escape(NARROWED)}"' in refused.text
    assert await back(anna, question, "/desk/") == "/desk/"
    assert await back(anna, question, question) == "/desk/"


async def test_nothing_but_a_list_comes_out_of_what_a_browser_says(desk: Desk, anna: httpx.AsyncClient) -> None:
    question = f"/desk/vragen/{await sign(desk.service)}"
    assert await back(anna, question, "/desk/?weergave=x&onzin=1&na=x&wijk=") == "/desk/?weergave=voor-ons"
    assert await back(anna, question, "https://kwaad.example/desk/?team=X") == "/desk/?weergave=voor-ons"
    anna.cookies.set("__Host-list", "team=X&naar=//kwaad.example", domain="desk.test")
    assert await back(anna, question) == "/desk/?weergave=voor-ons&team=X"


async def test_is_forgotten_with_signing_out(desk: Desk, anna: httpx.AsyncClient) -> None:
    await back(anna, f"/desk/vragen/{await sign(desk.service)}", "/desk/?weergave=van-mij")
    assert "__Host-list" in anna.cookies
    await send(anna, "/desk/uitloggen")
    assert "__Host-list" not in anna.cookies
