"""What stands around every page: headers, who may send a form, where one may be sent, what a fault shows."""

import httpx
import pytest
from desk_lab import FROM_HERE, ORIGIN, PASSWORD, TLS, Desk, route
from starlette.responses import Response

from bot.desk.visits import EVERYBODY, Visit
from bot.desk.web import Site, is_from_here, safe_next

FORM = {**FROM_HERE, "content-type": "application/x-www-form-urlencoded"}


async def test_the_headers_are_on_every_answer(desk: Desk) -> None:
    browser = desk.browser()
    for answer in (
        await browser.get("/desk/inloggen"),
        await browser.get("/desk/bestaat-niet"),
        await browser.get("/desk/"),
        await browser.post("/desk/inloggen"),
        await browser.put("/desk/inloggen", headers=FROM_HERE),
        await browser.get("/desk/static/bestaat-niet"),
    ):
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "max-age=31536000" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/desk/inloggen", "/desk/welkom"])
async def test_a_page_holds_nothing_that_the_policy_forbids(desk: Desk, path: str) -> None:
    page = (await desk.browser().get(path)).text
    assert 'lang="nl"' in page
    for forbidden in ("<script>", " style=", "<style", "javascript:", " onclick"):
        assert forbidden not in page


async def test_a_style_sheet_may_be_kept_but_is_asked_for(desk: Desk) -> None:
    answer = await desk.browser().get("/desk/static/desk.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    ("sent", "ours"),
    [
        ({}, False),
        ({"origin": ORIGIN}, True),
        ({"origin": "null"}, False),
        ({"origin": "https://kwaad.example"}, False),
        ({"origin": ORIGIN, "sec-fetch-site": "cross-site"}, False),
        ({"origin": ORIGIN, "sec-fetch-site": "same-site"}, False),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, False),
    ],
)
def test_who_may_send_a_form(sent: dict[str, str], ours: bool) -> None:
    assert is_from_here(sent, ORIGIN) is ours


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"name=a&name=b", FORM, 400),
        (b"name=\xff", FORM, 400),
        (b"&".join(b"f%d=x" % number for number in range(300)), FORM, 400),
        (b"a=" + b"x" * 300_000, FORM, 413),
        (b"name=a", {**FORM, "content-type": "multipart/form-data; boundary=x"}, 415),
        (b'{"name": 1}', {**FORM, "content-type": "application/json"}, 415),
        (b"", FORM, 403),
    ],
)
async def test_what_none_of_our_forms_can_send(desk: Desk, body: bytes, headers: dict[str, str], status: int) -> None:
    answer = await desk.browser().post("/desk/inloggen", content=body, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "wanted",
    [
        *("//kwaad.example", "/\\kwaad.example", "https://kwaad.example/desk/", "http:///desk/", "javascript:alert(1)"),
        *("/desk/../x", "/desk", "/deskx", "/desk/\r\nx: y", "/desk/\t/x", "/desk/é", "", "/desk/" + "a" * 600),
        *("/desk/inloggen?naar=x", "http://[/desk/"),
    ],
)
def test_nobody_is_sent_to(wanted: str) -> None:
    assert safe_next(wanted) == "/desk/"


def test_somebody_is_sent_to_a_page_of_ours() -> None:
    assert safe_next("/desk/W-1?a=b#c") == "/desk/W-1?a=b#c"


def test_without_tls_the_cookies_have_another_name() -> None:
    assert Site(origin="http://localhost:8080").cookie("desk") == "local-desk"
    assert Site(origin="https://desk.test").cookie("desk") == "__Host-desk"


async def test_signing_in_on_this_machine_without_tls(desk: Desk) -> None:
    origin = "http://localhost:8080"
    desk.change(site=Site(origin=origin))
    await desk.add("anna")
    transport = httpx.ASGITransport(desk.app)
    async with httpx.AsyncClient(transport=transport, base_url=origin, verify=TLS) as browser:
        data = {"name": "anna", "password": PASSWORD, "code": desk.code("anna")}
        answer = await browser.post("/desk/inloggen", data=data, headers={"origin": origin})
        assert answer.status_code == 303
        assert "Secure" not in answer.headers["set-cookie"]
        assert "strict-transport-security" not in answer.headers
        assert (await browser.get("/desk/")).status_code == 200


async def test_a_slash_too_few_leads_nowhere(desk: Desk) -> None:
    """Starlette would send the browser on to the Host that was named along."""
    answer = await desk.browser().get("/desk", headers={"host": "kwaad.example"})
    assert (answer.status_code, "location" in answer.headers) == (404, False)


async def test_a_fault_of_ours_shows_nothing_and_logs_no_words(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(_visit: Visit) -> Response:
        raise RuntimeError("mijn moeder heet Annie")

    desk.change(more=[route("/desk/kapot", show=broken, name="kapot", roles=EVERYBODY)])
    await desk.add("anna")
    browser = await desk.signed_in("anna")
    answer = await browser.get("/desk/kapot")
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    said = capsys.readouterr()
    assert "RuntimeError" in said.out + said.err
    assert "Annie" not in answer.text + said.out + said.err


async def test_what_a_script_asks_for_does_not_keep_somebody_signed_in(desk: Desk) -> None:
    async def tick(_visit: Visit) -> Response:
        return Response()

    desk.change(more=[route("/desk/tik", show=tick, name="tik", roles=EVERYBODY, by_itself=True)])
    await desk.add("anna")
    browser = await desk.signed_in("anna")
    seen: list[httpx.Response] = []
    for _ in range(4):
        desk.clock.pass_(minutes=10)
        seen.append(await browser.get("/desk/tik"))
    assert [answer.status_code for answer in seen] == [200, 200, 303, 303]


async def test_a_page_puts_on_record_who_saw_what(desk: Desk) -> None:
    async def look(visit: Visit) -> Response:
        async with desk.store.write() as unit:
            await visit.audit(unit, "view_intake", "W-1", reason="zij belde")
        return Response()

    desk.change(more=[route("/desk/kijk", show=look, name="kijk", roles=EVERYBODY)])
    await desk.add("anna")
    browser = await desk.signed_in("anna")
    await browser.get("/desk/kijk")
    async with desk.store.read() as unit:
        (row,) = await unit.list_audit(object="W-1")
        assert await unit.check_trail() == []
    assert (row.account_id, row.role, row.action, row.result) == ("id_anna", "coordinator", "view_intake", "ok")
    assert (row.at, row.reason, len(row.session_id), len(row.origin)) == (desk.clock(), "zij belde", 16, 16)
