"""Every route of the desk times every role. A route without a row fails, and so does a row without a route.

For a new page: a row in `MAY`, and what its path holds in `FILL`. Whose object it is (own, another's, none)
is a test of its own below, in `TestObjects`.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence

import httpx
import pytest
import pytest_asyncio
from desk_lab import FROM_HERE, ORIGIN, TLS, Desk, csrf, send
from starlette.routing import BaseRoute, Mount, Route

from bot.desk.oidc import OidcSettings, Provider
from bot.model.accounts import Role

C, O, E, M = Role.COORDINATOR, Role.OCO, Role.EDITOR, Role.MANAGER  # noqa: E741
ALL = frozenset(Role)
ANYBODY = frozenset({*Role, None})  # None: did not sign in

ASKED = ("later", "overdragen", "vraag", "gebeld", "belofte", "aanpassen", "afronden")
DONE = ("oppakken", "teruggeven", "notitie", "bericht", "ongedaan", "meepraten", "uit-gesprek", "heropenen", "wissen")
"""What can be done at a question: what asks something, with a page of its own, and what is one button or one box."""

MAY: dict[tuple[str, str], frozenset[Role | None]] = {
    ("MOUNT", "/desk/static"): ANYBODY,
    ("GET", "/desk/"): ALL,
    ("GET", "/desk/inloggen"): ANYBODY,
    ("POST", "/desk/inloggen"): ANYBODY,
    ("GET", "/desk/inloggen/elders"): ANYBODY,
    ("GET", "/desk/terug"): ANYBODY,
    ("GET", "/desk/bevestigd"): ALL,
    ("POST", "/desk/elders-uitgelogd"): ANYBODY,
    ("GET", "/desk/welkom"): ANYBODY,
    ("POST", "/desk/welkom"): ANYBODY,
    ("POST", "/desk/uitloggen"): ALL,
    ("POST", "/desk/overal-uitloggen"): ALL,
    ("GET", "/desk/account"): ALL,
    ("POST", "/desk/account/sessies/{session}/einde"): ALL,
    ("GET", "/desk/account/wachtwoord"): ALL,
    ("POST", "/desk/account/wachtwoord"): ALL,
    ("GET", "/desk/account/app"): ALL,
    ("POST", "/desk/account/app"): ALL,
    ("GET", "/desk/account/herstelcodes"): ALL,
    ("POST", "/desk/account/herstelcodes"): ALL,
    ("POST", "/desk/account/toetsen"): ALL,
    ("GET", "/desk/account/seintjes"): frozenset({C, O}),
    ("POST", "/desk/account/seintjes"): frozenset({C, O}),
    ("GET", "/desk/vragen/{code}"): frozenset({C, O}),
    ("GET", "/desk/live"): ALL,
    ("POST", "/desk/hier"): ALL,
    ("GET", "/team/{token}"): ANYBODY,
    ("GET", "/team/{token}/{file}"): ANYBODY,
    ("POST", "/team/{token}/samen"): ANYBODY,
    ("GET", "/team/{token}/samen/{start}"): ANYBODY,
    ("GET", "/team/{token}/samen/{start}/code.svg"): ANYBODY,
    ("POST", "/desk/teams/{team}/samen"): frozenset({C, M}),
    ("GET", "/desk/teams"): frozenset({C, M}),
    ("POST", "/desk/teams"): frozenset({C, M}),
    ("POST", "/desk/teams/{team}/stop"): frozenset({C, M}),
    ("GET", "/desk/cijfers"): frozenset({C, M}),
    ("GET", "/desk/cijfers.csv"): frozenset({C, M}),
    ("GET", "/desk/vragen/{code}/uitgeven"): frozenset({C, O}),
    ("POST", "/desk/vragen/{code}/uitgeven"): frozenset({C, O}),
    **{("GET", f"/desk/vragen/{{code}}/{act}"): frozenset({C, O}) for act in ASKED},
    **{("POST", f"/desk/vragen/{{code}}/{act}"): frozenset({C, O}) for act in (*ASKED, *DONE)},
    ("POST", "/desk/concept"): frozenset({C, O}),
    ("GET", "/desk/vragen/{code}/ondersteuner"): frozenset({C}),
    ("POST", "/desk/vragen/{code}/ondersteuner"): frozenset({C}),
    ("GET", "/desk/vragen/{code}/uren"): frozenset({C, O}),
    ("POST", "/desk/vragen/{code}/uren"): frozenset({C, O}),
    ("GET", "/desk/vragen/{code}/iemand-anders"): frozenset({C, O}),
    ("POST", "/desk/vragen/{code}/iemand-anders"): frozenset({C, O}),
    ("POST", "/desk/vragen/{code}/klaar"): frozenset({C, O}),
    ("POST", "/desk/voorstellen/{key}/ja"): frozenset({C, O}),
    ("POST", "/desk/voorstellen/{key}/nee"): frozenset({C, O}),
    ("GET", "/desk/mijn-vragen"): frozenset({O}),
    ("GET", "/desk/ondersteuners"): frozenset({C}),
    ("GET", "/desk/ondersteuners/nieuw"): frozenset({C}),
    ("POST", "/desk/ondersteuners/nieuw"): frozenset({C}),
    ("POST", "/desk/ondersteuners/inlezen"): frozenset({C}),
    ("GET", "/desk/ondersteuners/{id}"): frozenset({C}),
    ("POST", "/desk/ondersteuners/{id}"): frozenset({C}),
    ("POST", "/desk/ondersteuners/{id}/stopt"): frozenset({C}),
}
"""Who may come where."""

FILL = {
    "session": "0123456789abcdef",
    "code": "W-ZZZZZ",
    "token": "x",
    "file": "a4.pdf",
    "start": "x",
    "team": "22222",
    "key": "0" * 16,
    "id": "0" * 16,
}
"""What to put into the paths: things that do not exist."""

PROVES_ITSELF = {"/desk/elders-uitgelogd"}
"""Where a provider sends something by itself, not a browser in somebody's name."""

BY_SCRIPT = {"/desk/live"}
"""What a script listens to: who is not signed in hears that, instead of being led to the door."""

FINE = {200, 204, 303, 400, 404, 422, 503}
"""What somebody gets who may come there, with a form that says nothing; the door itself refuses with 403."""


def walk(routes: Sequence[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path, through mounts; an unknown kind of route is a fault, not a gap."""
    for route in routes:
        if isinstance(route, Route):
            methods = route.methods or {"*"}
            yield from ((method, prefix + route.path) for method in sorted(methods) if method != "HEAD")
        elif isinstance(route, Mount) and route.routes:
            yield from walk(route.routes, prefix + route.path)
        elif isinstance(route, Mount):
            yield "MOUNT", prefix + route.path  # an application we cannot look into, such as files
        else:
            raise AssertionError(f"unknown kind of route {route!r}")


@pytest.fixture
def with_provider(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk with every route there can be; its identity provider never answers."""
    monkeypatch.setattr("ssl.create_default_context", lambda: TLS)
    known = OidcSettings(
        issuer="http://127.0.0.1:9",
        name="elders",
        client_id="x",
        client_secret="x",
        redirect_uri="x",
        after_sign_out="x",
        role_claim="roles",
        roles={},
    )
    desk.change(provider=Provider(known, desk.parts.keyring, desk.clock))
    return desk


@pytest_asyncio.fixture
async def whole(with_provider: Desk) -> AsyncIterator[Desk]:
    """The same with somebody of each role."""
    desk = with_provider
    for role in Role:
        await desk.add(role.value, role)
    await desk.feed.close()  # else the stream of changes never ends
    yield desk


def test_every_route_has_a_row(with_provider: Desk) -> None:
    found = list(walk(with_provider.app.routes))
    assert len(found) == len(set(found)), "two routes on one place: the second is never reached"
    assert set(found) == MAY.keys()


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "nobody")
async def test_who_may_come_where(whole: Desk, role: Role | None) -> None:
    wrong = []
    browser = whole.browser() if role is None else await whole.signed_in(role.value)
    for method, path in (key for key in MAY if key[0] != "MOUNT"):
        if role is not None and (await browser.get("/desk/account")).status_code != 200:  # the row before ended it
            browser = await whole.signed_in(role.value)
        try:
            await come(browser, method, path, role)
        except AssertionError as error:
            wrong.append(f"{method} {path}: {error}")
    assert not wrong, "\n".join(wrong)


async def come(browser: httpx.AsyncClient, method: str, path: str, role: Role | None) -> None:
    """One route, one role."""
    url, allowed = path.format(**FILL), role in MAY[method, path]
    token = "" if role is None else await csrf(browser)
    if method == "GET":
        answer = await browser.get(url)
    elif path in PROVES_ITSELF:
        answer = await browser.post(url, data={"logout_token": "x"}, headers={"origin": "https://kwaad.example"})
        assert answer.status_code == 400
    else:
        await refused_without_token_or_from_elsewhere(browser, url, token, signed_in_only=None not in MAY[method, path])
        answer = await send(browser, url, token=token)
    if allowed:
        fine = FINE | {403} if None in MAY[method, path] else FINE
        assert answer.status_code in fine, answer.status_code
    elif role is not None:
        assert answer.status_code == 403, answer.status_code
    elif path in BY_SCRIPT:
        assert (answer.status_code, answer.text) == (200, "id: 0\nevent: uit\ndata: \n\n")
    elif method == "GET":
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/desk/inloggen")
    else:
        assert answer.status_code == 401, answer.status_code
    assert "content-security-policy" in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def refused_without_token_or_from_elsewhere(
    browser: httpx.AsyncClient, url: str, token: str, *, signed_in_only: bool
) -> None:
    for headers in ({"origin": "https://kwaad.example"}, {"origin": ORIGIN, "sec-fetch-site": "cross-site"}, {}):
        answer = await browser.post(url, data={"csrf": token}, headers=headers)
        assert answer.status_code == 403, headers
    if signed_in_only and token:
        for wrong in ("", "0" * 64, "é"):
            answer = await browser.post(url, data={"csrf": wrong}, headers=FROM_HERE)
            assert answer.status_code == 403, wrong


class TestObjects:
    """Whose it is: what is another's is treated to the letter as what is not there."""

    async def test_a_session(self, desk: Desk) -> None:
        await desk.add("anna")
        await desk.add("bram", O)
        here, there, other = [await desk.signed_in(name) for name in ("anna", "anna", "bram")]
        page = (await here.get("/desk/account")).text
        (session,) = re.findall(r"/desk/account/sessies/(\w+)/einde", page)
        answers = [await send(other, f"/desk/account/sessies/{which}/einde") for which in (session, FILL["session"])]
        assert len({(answer.status_code, answer.text, str(answer.headers)) for answer in answers}) == 1
        assert (await there.get("/desk/")).status_code == 200, "not somebody else's"
        await send(here, f"/desk/account/sessies/{session}/einde")
        assert (await there.get("/desk/")).status_code == 303, "one's own"
        assert (await here.get("/desk/")).status_code == 200
