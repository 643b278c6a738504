"""Notices by mail, against a real SMTP server that takes, refuses, defers, hangs and drops the line."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.policy import SMTP as WIRE
from pathlib import Path

import pytest
from fake_mail import mail_server, make_certificate
from service_lab import STORY, sign, text
from telegram_lab import STAFF, Clock, Lab, engine, open_lab

from bot.channels.courier import Patience
from bot.channels.mail import MailChannel, MailSettings, Security, write_letter
from bot.channels.notice_lines import notice_lines
from bot.channels.words import ChannelWords
from bot.model.worker import Worker
from bot.service import MAIL_CHANNEL, STAFF_CHANNEL, StaffSettings
from bot.service.bells import Bell
from bot.service.bells import ring as ring_bell
from bot.service.held import OVER
from bot.service.notices import Notice, notify
from bot.store import OutboxRow, OutboxStatus

ANNA, BRAM = "anna@oco.example", "bram@oco.example"
BY_MAIL = StaffSettings(mail_to=(ANNA,), desk_url="https://postvak.example")
FAST = Patience(first_retry=0.01, last_retry=0.02, idle=0.02, lease=3.0)
WITHOUT_CODE = (Notice.GAP, Notice.SEVERAL, Notice.ASKED)
SUBJECT = "Postvak Wegwijzer: er is iets voor u"


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    async with open_lab(tmp_path / "data", staff=BY_MAIL) as opened:
        yield opened


def channel(lab: Lab, port: int, **more: object) -> MailChannel:
    base = {"host": "127.0.0.1", "port": port, "sender": "postvak@oco.example", "security": Security.NONE}
    return MailChannel(MailSettings(**{**base, "timeout": 1.0, "patience": FAST, **more}), lab.service)


@asynccontextmanager
async def running(lab: Lab, port: int, **more: object) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(channel(lab, port, **more).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def ring(lab: Lab, code: str = "W-7K4QM", notice: Notice = Notice.ADDED, **values: object) -> None:
    async with lab.store.write() as unit:
        await notify(unit, lab.service.staff, lab.clock(), notice, code=code, **values)


async def statuses(lab: Lab) -> list[str]:
    return [row[0] for row in await lab.rows("SELECT status FROM outbox ORDER BY id")]


async def until(holds: Callable[[], Awaitable[object]], seconds: float = 60.0) -> None:
    """Wait until it holds, but not for ever."""
    async with asyncio.timeout(seconds):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


async def until_tried(lab: Lab, times: int = 2) -> None:
    """Wait until sending was tried so often, in vain."""
    await until(lambda: lab.rows(f"SELECT id FROM outbox WHERE attempts >= {times} AND status = 'queued'"))


async def test_a_new_intake_comes_by_mail_without_a_word_of_it(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port):
        code = await sign(lab.service)
        await lab.settle()
    [letter] = box.letters
    assert letter["Subject"] == SUBJECT
    assert (letter["From"], letter["To"]) == ("postvak@oco.example", ANNA)
    assert letter["Auto-Submitted"] == "auto-generated"
    [said] = box.texts
    assert said.startswith(f"Nieuwe vraag {code}\nBeloofd antwoord: uiterlijk ")
    assert said.rstrip().endswith(f"\nKijk in het postvak van Wegwijzer.\nhttps://postvak.example/desk/vragen/{code}")
    for word in (*STORY.split(), "0612345678", "12345678"):
        assert word not in letter.as_string()


async def test_taking_up_rings_nowhere_and_withdrawing_does(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port):
        code = await sign(lab.service)
        await lab.service.claim(code, Worker(id="1", name="Anna"))
        await lab.service.release(code, Worker(id="1", name="Anna"))
        for said in (text("wissen"), text("ja")):
            await lab.service.handle(said)
        await lab.settle()
    assert [said.splitlines()[0] for said in box.texts] == [
        f"Nieuwe vraag {code}",
        f"Ingetrokken: {code}. De tekst is weg.",
    ]
    assert "Anna" not in "".join(box.texts)


@pytest.mark.parametrize(
    ("staff", "channels"),
    [
        (StaffSettings(), []),
        (STAFF, [STAFF_CHANNEL]),
        (StaffSettings(mail_to=(ANNA,)), [MAIL_CHANNEL]),
        (StaffSettings(chat_id="-1", mail_to=(ANNA, BRAM)), [STAFF_CHANNEL, MAIL_CHANNEL, MAIL_CHANNEL]),
    ],
    ids=["none", "group", "mail", "both"],
)
async def test_every_staff_channel_that_is_set_up_is_told(
    tmp_path: Path, staff: StaffSettings, channels: list[str]
) -> None:
    async with open_lab(tmp_path / "data", staff=staff) as lab:
        code = await sign(lab.service)
        assert (await lab.service.claim(code, Worker(id="1", name="Anna"))).won, "also without any notice"
        async with lab.store.read() as unit:
            intake = await unit.find_intake(code)
        assert intake is not None
        rows = await lab.rows("SELECT channel FROM outbox WHERE channel LIKE '%staff' ORDER BY id")
        claimed = [STAFF_CHANNEL] if staff.chat_id else []
        assert [row[0] for row in rows] == channels + claimed


@pytest.mark.parametrize("notice", [one for one in Notice if one not in WITHOUT_CODE])
async def test_every_notice_has_words(lab: Lab, notice: Notice) -> None:
    async with mail_server() as box, running(lab, box.port):
        await ring(lab, notice=notice, area="Haven", promised_at="2026-11-23T11:00:00+00:00", theme="geld", secret="x")
        await lab.settle()
    [said] = box.texts
    assert "W-7K4QM" in said.splitlines()[0]
    assert "Wijk: Haven" in said
    assert "maandag 23 november 2026 om 12 uur" in said
    assert "Onderwerp" not in said


ASKED = "Er is een vraag voor u: kunt u iemand helpen?\n"
WHERE = "\nKijk in het postvak van Wegwijzer.\nhttps://postvak.example/desk/"


@pytest.mark.parametrize(
    ("notice", "values", "said"),
    [
        (Notice.ASKED, {"signs_in": True}, f"{ASKED}{WHERE}mijn-vragen\n"),
        (Notice.ASKED, {"signs_in": False}, f"{ASKED}Laat het coördinatiepunt weten of u kunt.\n"),
        (Notice.HANDED_TO_YOU, {"code": "W-1"}, f"W-1 is aan u overgedragen\n{WHERE}vragen/W-1\n"),
        (Notice.SEVERAL, {"counts": {"added": 1, "reply": 2}}, None),
    ],
)
async def test_what_is_for_one_person(lab: Lab, notice: Notice, values: dict[str, object], said: str | None) -> None:
    async with mail_server() as box, running(lab, box.port):
        async with lab.store.write() as unit:
            body = {"notice": notice, **values}
            bell = Bell(channel=MAIL_CHANNEL, address=BRAM)
            await ring_bell(unit, bell, lab.clock(), body, urgent=False)
        await lab.settle()
    several = f"3 dingen in het postvak\n- Antwoorden van inwoners: 2\n- Aanvullingen: 1\n{WHERE}\n"
    assert box.texts == [said or several]


KINDS = (*(one for one in Notice if one not in (*WITHOUT_CODE, Notice.FAULT, Notice.UNDELIVERED)), *OVER)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_counted(kind: str) -> None:
    words = ChannelWords(engine())
    first, second = notice_lines({"notice": "several", "counts": {kind: 2}}, words)
    assert first == "2 dingen in het postvak"
    assert re.fullmatch(r"- [A-Z][^:]+: 2", second)


async def test_a_gap_tells_since_when(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port):
        await lab.service.note_gap(lab.clock())
        await lab.settle()
    assert "te lang weg, sinds " in box.texts[0]
    assert box.letters[0]["Importance"] == "high"
    assert box.letters[0]["Subject"] == SUBJECT


NASTY = [
    "x\r\nBcc: dief@example.com",
    "x\nSubject: anders",
    "x\r\n\r\n<b>tekst</b>",
    "\r\n.\r\nMAIL FROM:<x@y>",
    "é\x00",
]


@pytest.mark.parametrize("nasty", NASTY)
async def test_no_value_becomes_a_header_or_a_line(lab: Lab, nasty: str) -> None:
    async with mail_server() as box, running(lab, box.port):
        await ring(lab, code=nasty, area=nasty)
        await lab.settle()
    [letter] = box.letters
    assert letter["Subject"] == SUBJECT
    assert letter["Bcc"] is None
    assert len(letter.get_all("Subject")) == 1
    assert box.envelopes == [("postvak@oco.example", [ANNA])]
    assert len(letter.get_content().splitlines()) == 5, "what, where, a blank, and the way to the desk"


def row(address: str) -> OutboxRow:
    return OutboxRow(
        id=7,
        channel=MAIL_CHANNEL,
        conversation_id=None,
        address=address,
        body=json.dumps({"notice": "added", "code": "W-1"}),
        urgent=False,
        status=OutboxStatus.SENDING,
        attempts=0,
        recovered=False,
        not_before_at=None,
        created_at=Clock()(),
        done_at=None,
        error=None,
        external_id=None,
        entry_id=None,
    )


@pytest.mark.parametrize("sender", ["a@b.nl\r\nBcc: c@d.nl", "a@b.nl\nX: y"])
def test_an_address_with_a_line_end_is_refused(sender: str) -> None:
    words = ChannelWords(engine())
    with pytest.raises(ValueError):
        write_letter(row(ANNA), words, sender=sender, desk_url="").as_bytes(policy=WIRE)
    with pytest.raises(ValueError):
        write_letter(row(sender), words, sender=ANNA, desk_url="").as_bytes(policy=WIRE)


@pytest.mark.parametrize("mood", ["refuse", "bounce"])
async def test_what_is_refused_for_good_is_given_up_and_holds_up_nothing(lab: Lab, mood: str) -> None:
    async with mail_server() as box, running(lab, box.port):
        box.mood.append(mood)
        await ring(lab, "W-1")
        await ring(lab, "W-2")
        await lab.settle()
    assert await statuses(lab) == ["failed", "sent"]
    assert ["W-2" in said for said in box.texts] == [True]
    errors = await lab.rows("SELECT error FROM outbox WHERE status = 'failed'")
    assert errors[0][0] in ("SMTPRecipientRefused 550", "SMTPDataError 554")


async def test_what_is_put_off_comes_later_and_in_order(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port):
        box.mood += ["defer", "defer"]
        await ring(lab, "W-1")
        await ring(lab, "W-2")
        await lab.settle()
    assert [("W-1" in said, "W-2" in said) for said in box.texts] == [(True, False), (False, True)]
    assert box.tries == 4


async def test_a_server_that_is_away_loses_nothing_and_the_handover_goes_on(lab: Lab) -> None:
    async with mail_server() as away:
        port = away.port
    async with running(lab, port):
        code = await sign(lab.service)
        await until_tried(lab)
        async with lab.store.read() as unit:
            assert await unit.find_intake(code) is not None
    async with mail_server() as box, running(lab, box.port):
        await lab.settle()
    assert code in box.texts[0]


async def test_what_nobody_takes_for_a_day_is_given_up(lab: Lab) -> None:
    await ring(lab)
    lab.clock.shift = timedelta(hours=25)
    async with mail_server() as box, running(lab, box.port):
        box.mood.append("defer")
        await lab.settle()
    assert await statuses(lab) == ["failed"]


@pytest.mark.parametrize("mood", ["drop", "hang"])
async def test_what_may_have_arrived_comes_once_more_and_says_so(lab: Lab, mood: str) -> None:
    async with mail_server() as box, running(lab, box.port, timeout=0.3):
        box.mood.append(mood)
        await ring(lab)
        await lab.settle()
    first, second = box.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert ["misschien al" in said for said in box.texts] == [False, True]
    assert await statuses(lab) == ["sent"]


async def test_after_two_lost_answers_it_is_left_as_uncertain(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port):
        box.mood += ["drop", "drop"]
        await ring(lab, "W-1")
        await ring(lab, "W-2")
        await lab.settle()
    assert ["W-1" in said for said in box.texts] == [True, True, False]
    assert await statuses(lab) == ["uncertain", "sent"]


async def test_what_a_crash_left_half_sent_comes_again_and_says_so(lab: Lab) -> None:
    await ring(lab)
    async with lab.store.write() as unit:
        [waiting] = await unit.due(lab.clock(), 5)
        assert await unit.mark_sending(waiting.id)
    async with mail_server() as box, running(lab, box.port):
        await lab.settle()
    assert "misschien al" in box.texts[0]


async def test_another_channel_that_is_sending_is_left_alone(lab: Lab) -> None:
    async with lab.store.write() as unit:
        other = await unit.enqueue(
            channel=STAFF_CHANNEL, conversation_id=None, address="-1", body="{}", urgent=False, at=lab.clock()
        )
        await unit.mark_sending(other)
    await ring(lab)
    async with mail_server() as box, running(lab, box.port):
        await until(lambda: lab.rows("SELECT id FROM outbox WHERE status = 'sent'"))
    assert await statuses(lab) == ["sending", "sent"]


async def test_of_two_processes_one_sends(lab: Lab) -> None:
    async with mail_server() as box, running(lab, box.port), running(lab, box.port):
        for number in range(5):
            await ring(lab, f"W-{number}")
        await lab.settle()
    assert len(box.letters) == 5


async def test_a_password_goes_along_and_a_wrong_one_loses_nothing(lab: Lab) -> None:
    await ring(lab)
    async with mail_server() as box:
        async with running(lab, box.port, user="postvak", password="fout"):
            await until_tried(lab)
        assert box.letters == []
        async with running(lab, box.port, user="postvak", password="goed"):
            await lab.settle()
        assert box.logins[-1] == ("postvak", "goed")
        assert len(box.letters) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_over_tls_with_a_certificate_of_ones_own(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    certificate, context = make_certificate(tmp_path)
    await ring(lab)
    way = {"implicit" if security is Security.TLS else "starttls": context}
    async with mail_server(**way) as box:
        async with running(lab, box.port, host="localhost", security=security):
            await until_tried(lab)
        assert box.letters == [], "a certificate that nobody vouches for"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        async with running(lab, box.port, host="127.0.0.1", security=security):
            await until_tried(lab, 3)
        assert box.letters == [], "a certificate of another name"
        async with running(lab, box.port, host="localhost", security=security):
            await lab.settle()
    assert len(box.letters) == 1


async def test_without_starttls_nothing_is_sent_in_the_open(lab: Lab) -> None:
    await ring(lab)
    async with mail_server() as box, running(lab, box.port, security=Security.STARTTLS):
        await until_tried(lab)
    assert box.envelopes == []
    assert await statuses(lab) == ["queued"]


def test_no_secret_shows() -> None:
    assert "goed" not in repr(MailSettings(host="h", port=1, sender=ANNA, password="goed"))
