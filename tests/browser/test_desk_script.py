"""What the script adds, and that nothing is lost without it."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from desk_frames import FRAME
from desk_looks import faults_of, open_all, sideways
from desk_questions import INTAKE, SIGNED, STRANGERS
from desk_server import Desk
from desk_views import INBOX
from playwright.async_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _listening(desk: Desk, opened: int = 1) -> None:
    """Wait until the pages hear the desk: by one stream, the nth since the test began."""
    async with asyncio.timeout(20):
        while desk.streams != 1 or desk.opened < opened:  # noqa: ASYNC110 - the desk is in another thread
            await asyncio.sleep(0.01)


async def test_tells_of_new_questions_and_leaves_the_focus(page: Page, desk: Desk, axe: str) -> None:
    await page.goto("/pagina/postvak")
    await _listening(desk)
    await page.get_by_label("Zoek op code").focus()
    desk.publish("intake", "W-NEW11")
    await expect(page.get_by_text("1 nieuwe vraag. Laat zien")).to_be_visible()
    desk.publish("intake", "W-NEW22")
    await expect(page.get_by_text("2 nieuwe vragen. Laat zien")).to_be_visible()
    assert await page.title() == "(2) Voor ons - Postvak - Wegwijzer Almere"
    await expect(page.get_by_label("Zoek op code")).to_be_focused()
    assert not await faults_of(page, axe)


async def test_tells_of_a_change_of_this_question_only(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/vraag")
    await _listening(desk)
    desk.publish("wijziging", "W-OTHER")
    desk.publish("wijziging", "W-7K4Q9")
    await expect(page.locator("#nieuw")).to_have_text("Er is iets veranderd bij deze vraag. Laat zien")
    desk.publish("intake", "W-NEW11")
    desk.publish("opnieuw", "")
    await expect(page.locator("#nieuw")).to_have_text("Er is iets veranderd bij deze vraag. Laat zien")


async def test_many_tabs_share_one_stream(context: BrowserContext, desk: Desk) -> None:
    """A browser holds 6 connections to a host: a stream in each tab would hang the seventh."""
    pages = [await context.new_page() for _ in range(8)]
    for one in pages:
        await one.goto("/pagina/postvak")
    await _listening(desk)
    desk.publish("intake", "W-NEW11")
    for one in pages:
        await expect(one.get_by_text("1 nieuwe vraag.")).to_be_visible()
    await pages[0].close()  # the next tab takes over
    await _listening(desk, 2)
    desk.publish("intake", "W-NEW22")
    await expect(pages[7].get_by_text("2 nieuwe vragen.")).to_be_visible()


RECORDED = """
window.rung = [];
window.Notification = class {
  static permission = ALLOWED ? "granted" : "denied";
  static async requestPermission() { return Notification.permission; }
  constructor(title, { body }) { rung.push(`${title}: ${body}`); }
};
window.OscillatorNode = class extends OscillatorNode { start() { rung.push("geluid"); super.start(); } };
"""


async def test_rings_in_one_tab_where_somebody_asked_for_it(context: BrowserContext, page: Page, desk: Desk) -> None:
    await context.add_init_script(RECORDED.replace("ALLOWED", "true"))
    await page.goto("/pagina/seintjes")
    sound, message = (page.get_by_label(label) for label in ("Geluid bij", "Melding van de browser"))
    await expect(sound).not_to_be_checked()
    await _listening(desk)
    desk.publish("intake", "W-NEW11")
    await expect(page.locator("#hier")).to_be_visible()
    assert await page.evaluate("rung") == [], "nobody asked for it"
    await sound.check()
    await message.check()
    other = await context.new_page()
    await other.goto("/pagina/postvak")
    desk.publish("intake", "W-NEW22")
    desk.publish("wijziging", "W-7K4Q9")
    await expect(other.get_by_text("1 nieuwe vraag.")).to_be_visible()
    assert await page.evaluate("rung") == ["geluid", "geluid", "Postvak Almere: Er is een nieuwe vraag."]
    assert await other.evaluate("rung") == [], "not in every tab"
    await page.reload()
    await expect(sound).to_be_checked()
    await sound.uncheck()
    assert await page.evaluate("localStorage.getItem('desk-geluid')") is None


async def test_a_browser_that_allows_no_messages_says_so(context: BrowserContext, page: Page) -> None:
    await context.add_init_script(RECORDED.replace("ALLOWED", "false"))
    await page.goto("/pagina/seintjes")
    box = page.get_by_label("Melding van de browser")
    await box.click()
    await expect(page.get_by_text("Uw browser laat geen meldingen toe.")).to_be_visible()
    await expect(box).not_to_be_checked()


async def test_says_that_the_connection_is_gone_and_keeps_the_text(context: BrowserContext, page: Page) -> None:
    await page.goto("/pagina/vraag")
    box = page.get_by_label("Bericht aan Marja")
    await box.fill("Ik bel u straks.")
    await context.set_offline(True)
    await expect(page.get_by_text("Geen verbinding. Wat u typt blijft staan.")).to_be_visible()
    await context.set_offline(False)
    await expect(page.get_by_text("Er is weer verbinding.")).to_be_visible()
    await expect(box).to_have_value("Ik bel u straks.")


async def test_keeps_a_draft_after_a_rest(page: Page) -> None:
    await page.goto("/pagina/vraag")
    box = page.get_by_label("Bericht aan Marja")
    await expect(box).to_have_value("Ik heb de brief")  # of before
    await box.press("Control+End")
    async with page.expect_response("**/desk/concept") as kept:
        await box.press_sequentially(" gelezen.")
    sent = parse_qs((await kept.value).request.post_data or "")
    assert sent == {"csrf": ["x"], "plek": ["W-7K4Q9/bericht"], "tekst": ["Ik heb de brief gelezen."]}
    await expect(page.get_by_role("tabpanel", name="Bericht").get_by_role("status")).to_contain_text("Concept bewaard")


async def test_asks_who_is_still_there(page: Page, desk: Desk, axe: str) -> None:
    await page.goto("/pagina/vraag")
    await _listening(desk)
    box = page.get_by_label("Bericht aan Marja")
    await box.fill("Ik bel u straks.")
    desk.publish("bijna", "10.49")
    await expect(page.get_by_role("dialog", name="Bent u er nog?")).to_contain_text("Om 10.49 uur wordt u uitgelogd.")
    await expect(page.get_by_role("button", name="Ik ben er nog")).to_be_focused()
    assert not await faults_of(page, axe)
    async with page.expect_response("**/desk/hier"):
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(box).to_be_focused()
    desk.publish("bijna", "11.19")
    async with page.expect_response("**/desk/hier"):
        await page.get_by_role("dialog").press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    desk.publish("bijna", "11.49")
    await expect(page.get_by_role("dialog")).to_be_visible()
    desk.publish("blijft", "")  # somebody answered on another tab
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(box).to_have_value("Ik bel u straks.")


async def test_a_session_that_ended_is_no_lost_connection(context: BrowserContext, desk: Desk, axe: str) -> None:
    """Also on the tabs that do not hold the line; and who signs in again is told so on all of them."""
    pages = [await context.new_page() for _ in range(3)]
    for one in pages:
        await one.goto("/pagina/vraag")
    await _listening(desk)
    desk.signed_out = True
    for one in pages:
        await expect(one.get_by_text("U bent niet meer ingelogd. Wat u typt blijft staan.")).to_be_visible()
        await expect(one.get_by_text("Geen verbinding.")).to_be_hidden()
    assert not await faults_of(pages[0], axe)
    await context.set_offline(True)
    await expect(pages[0].get_by_text("U bent niet meer ingelogd.")).to_be_visible()
    await context.set_offline(False)
    desk.signed_out = False
    async with context.expect_page() as opened:
        await pages[0].get_by_role("link", name="Log opnieuw in op een nieuw tabblad").click()
    await (await opened.value).wait_for_url("**/pagina/postvak")  # the way in of this desk leads straight to the list
    for one in pages:
        await expect(one.get_by_text("U bent weer ingelogd.")).to_be_visible()
    await expect(pages[1].get_by_text("U bent niet meer ingelogd.")).to_be_hidden()


async def test_says_that_somebody_was_signed_out(context: BrowserContext, desk: Desk) -> None:
    desk.refuses_drafts = True
    page = await context.new_page()  # not the fixture: the browser itself logs an answer of 401
    await page.goto("/pagina/vraag")
    await page.get_by_label("Bericht aan Marja").fill("Ik bel u.")
    await expect(page.get_by_text("U bent niet meer ingelogd.")).to_be_visible()


async def test_the_two_boxes_never_share_text(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/vraag")
    await page.get_by_label("Bericht aan Marja").fill("Ik bel u.")
    await page.get_by_role("tab", name="Notitie").click()
    await expect(page.get_by_label("Bericht aan Marja")).to_be_hidden()
    await page.get_by_label("Notitie bij W-7K4Q9").fill("Zij klinkt moe.")
    async with page.expect_navigation():
        await page.get_by_role("button", name="Bewaar notitie").click()
    sent = [form for path, form in desk.posted if path.endswith("/notitie")]
    assert [form["tekst"] for form in sent] == ["Zij klinkt moe."]
    assert not [path for path, _ in desk.posted if path.endswith("/bericht")]


async def test_an_answer_fills_the_box_and_sends_nothing(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/vraag")
    box = page.get_by_label("Bericht aan Marja")
    await box.fill("")
    await page.locator("summary", has_text="Antwoorden").click()
    await page.get_by_label("Zoek op woorden").fill("zoek past")
    await expect(page.get_by_role("link", name="Kennismaken")).to_be_hidden()
    await page.get_by_role("link", name="Ik zoek iemand").click()
    await expect(box).to_have_value("Ik zoek iemand die past. U hoort uiterlijk {moment} wie dat is.")
    await page.get_by_role("button", name="Stuur bericht").click()  # refused: {moment} is not filled in
    assert not await box.evaluate("box => box.validity.valid")
    await page.keyboard.type("morgen")  # the gap was marked: typing fills it
    await expect(box).to_have_value("Ik zoek iemand die past. U hoort uiterlijk morgen wie dat is.")
    assert desk.posted == []


KEYS = [
    ("b", "#bericht"),
    ("o", "#notitie"),
    ("v", "#vraag-tekst"),
    ("l", "#later-morgen"),
    ("d", "#overdragen-1"),
    ("r", "#gebeld-gesproken"),
    ("x", "#afronden-zeker"),
    ("2", "#deel-vraag"),
    ("t", "[formaction], form[action$=teruggeven] button"),
]


@pytest.mark.parametrize(("key", "selector"), KEYS, ids=[key for key, _ in KEYS])
async def test_a_key_puts_the_focus_and_sends_nothing(page: Page, desk: Desk, key: str, selector: str) -> None:
    await page.goto("/pagina/vraag")
    await page.locator("main").focus()
    await page.keyboard.press(key)
    await expect(page.locator(selector).first).to_be_focused()
    assert desk.posted == []
    await expect(page).to_have_url(f"{desk.address}/pagina/vraag")


async def test_keys_go_through_the_list(page: Page) -> None:
    await page.goto("/pagina/postvak")
    await page.locator("main").focus()
    for key, code in (("j", "W-2PPC4"), ("j", "W-7K4Q9"), ("k", "W-2PPC4")):
        await page.keyboard.press(key)
        await expect(page.locator(f"[data-code={code}] a[data-item]")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/pagina/vraag")
    await page.locator("main").focus()
    await page.keyboard.press("g")
    await page.keyboard.press("p")
    await page.wait_for_url("**/pagina/postvak")


async def test_keys_are_letters_while_typing(page: Page) -> None:
    await page.goto("/pagina/vraag")
    box = page.get_by_label("Bericht aan Marja")
    await box.fill("")
    await box.press_sequentially("blad?")
    await expect(box).to_have_value("blad?")
    await expect(box).to_be_focused()
    await expect(page.locator("#toetsen")).to_be_hidden()


async def test_control_enter_sends(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/vraag")
    async with page.expect_navigation():
        await page.get_by_label("Bericht aan Marja").press("Control+Enter")
    assert [path for path, _ in desk.posted] == ["/desk/vragen/W-7K4Q9/bericht"]
    assert desk.posted[0][1] == {"csrf": "x", "rev": "4", "sleutel": "m1", "tekst": "Ik heb de brief"}


async def test_keys_can_be_switched_off(page: Page, desk: Desk) -> None:
    desk.pages["uit"] = ("intake", replace(FRAME, keys=False), {"view": INTAKE})
    await page.goto("/pagina/uit")
    await page.locator("main").focus()
    await page.keyboard.press("b")
    await expect(page.locator("#bericht")).not_to_be_focused()
    await expect(page.locator("kbd").first).to_be_hidden()


async def test_a_message_can_be_taken_back_for_a_while(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/vraag")
    line = page.locator("#regel-8")
    async with page.expect_navigation():
        await line.get_by_role("button", name="Ongedaan maken").click()
    assert desk.posted == [("/desk/vragen/W-7K4Q9/ongedaan", {"csrf": "x", "rev": "4", "regel": "8"})]
    await expect(line.get_by_role("button")).to_have_count(0)
    await expect(line).to_contain_text("Verstuurd")


async def test_shows_what_the_resident_will_read_of_the_outcome(page: Page, desk: Desk) -> None:
    await page.goto("/pagina/doe-afronden")
    shown = page.locator("#afronden-voorbeeld")
    await expect(shown).to_have_text("Kies eerst een uitkomst.")
    await expect(page.get_by_role("button", name="Bekijk wat de inwoner leest")).to_have_count(0)
    await page.get_by_label("Warm overgedragen").check()
    await expect(shown).to_have_text("Uw vraag is afgerond. … helpt u nu verder.")
    await page.get_by_label("Naar welke plek?").select_option("mee")
    await expect(shown).to_have_text("Uw vraag is afgerond. MEE helpt u nu verder.")
    await page.get_by_label("Kan zelf verder").check()
    await expect(shown).to_have_text("Uw vraag is afgerond. U kunt nu zelf verder.")
    assert desk.posted == []


async def test_everything_can_be_done_without_script(browser: Browser, desk: Desk) -> None:
    context = await browser.new_context(base_url=desk.address, java_script_enabled=False)
    page = await context.new_page()
    await page.goto("/pagina/vraag")
    for label in ("Bericht aan Marja", "Notitie bij W-7K4Q9"):
        await expect(page.get_by_label(label)).to_be_visible()
    await page.locator("#werk-later summary").click()
    await page.get_by_label("Morgenochtend").check()
    async with page.expect_navigation():
        await page.get_by_role("button", name="Zet weg").click()
    assert desk.posted[0][0] == "/desk/vragen/W-7K4Q9/later"
    assert desk.posted[0][1]["moment"] == "morgen"
    await page.locator("summary", has_text="Antwoorden").click()
    await page.get_by_role("link", name="Kennismaken").click()
    await expect(page).to_have_url(f"{desk.address}/pagina/vraag?antwoord=kennismaken#bericht")
    await context.close()


HOSTILE = {
    "html": "<b>vet</b><img src=x onerror=alert(1)><script>alert(2)</script>",
    "attribute": '" onfocus="alert(1)" autofocus x="',
    "link": "javascript:alert(1)",
    "template": "{{ 7 * 7 }} {% if 1 %} ${1} {0} %s =HYPERLINK(1)",
    "direction": "\u202egenoeg \u2066hiervan\u2069 \u200f einde",
    "marks": "Z" + "\u0335\u0300" * 250 + "algo",
    "control": "a\x1b[31mrood\x1b]0;titel\x07\x7f",
    "long": "W" * 3000,
    "arabic": "مرحبا، أنا فاطمة",
}


def _poisoned(text: str) -> dict[str, object]:
    """The page of a question with this text in every field that somebody can have typed."""
    head = replace(INTAKE.head, name=text, area=text, owner=text, team=text, helper=text)
    sections = tuple(
        replace(part, lines=tuple(replace(line, text=text, label=line.label and text) for line in part.lines))
        for part in SIGNED.sections
    )
    signed = replace(SIGNED, sections=sections, additions=tuple(replace(one, text=text) for one in SIGNED.additions))
    assert INTAKE.message
    return {
        "view": replace(
            INTAKE,
            head=replace(head, reach=replace(head.reach, wishes=text)),
            signed=signed,
            thread=tuple(replace(line, text=text, who=text) for line in INTAKE.thread),
            message=replace(INTAKE.message, text=text),
            answers=tuple(replace(one, text=text, title=text) for one in INTAKE.answers),
            corrections=tuple(replace(one, old=text, new=text, who=text) for one in INTAKE.corrections),
            history=tuple(replace(one, who=text, about=text) for one in INTAKE.history),
            outcome=text,
        )
    }


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_people_type_stays_text(page: Page, desk: Desk, name: str) -> None:
    """The page fixture fails on a dialog, on an error in the console and on a refusal by the policy."""
    text = HOSTILE[name]
    desk.pages["gif"] = ("intake", replace(FRAME, person=text), _poisoned(text))
    await page.goto("/pagina/gif")
    await open_all(page)
    assert await page.locator("main script, main img, [onfocus], a[href^='javascript']").count() == 0
    said = page.locator("#regel-3 .desk-words")
    assert await said.text_content() == text
    assert await page.locator("#bericht").input_value() == text
    assert await sideways(page) == []
    box = await said.bounding_box()
    assert box
    assert name == "long" or box["height"] < 120  # marks piled up stay within their own lines


async def test_a_hostile_list(page: Page, desk: Desk) -> None:
    items = tuple(
        replace(INBOX.items[0], code=f"W-{number}", name=text, brief=text, area=text, owner=text)
        for number, text in enumerate(HOSTILE.values())
    )
    desk.pages["gif"] = ("inbox", FRAME, {"view": replace(INBOX, items=items, query="<script>alert(1)</script>")})
    await page.goto("/pagina/gif")
    assert await sideways(page) == []
    assert await page.locator(".desk-item").count() == len(HOSTILE)


async def test_a_stranger_cannot_send(page: Page, desk: Desk) -> None:
    desk.pages["ander"] = ("intake", FRAME, {"view": STRANGERS})
    await page.goto("/pagina/ander")
    await expect(page.get_by_text("Bram heeft deze vraag sinds")).to_be_visible()
    assert await page.locator("#bericht").count() == 0
    assert await page.locator("#notitie").count() == 1
