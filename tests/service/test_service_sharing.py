"""The talk of before signing in the store: kept while it may be shared, shared by a yes alone, and gone afterwards."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sealings import Sealings
from service_lab import STORY, WEB, choice, notices, sign, text
from telegram_lab import Lab, open_lab

from bot.model.cases import EntryKind
from bot.model.conversation import Kind, Message
from bot.model.worker import Actor, Worker
from bot.service import Incoming
from bot.service.desk import Desk
from bot.service.intakes import read_intake

MARK, HOSTILE, BSN = "zilverpopulier", "<b>{code}</b>", "123456782"
SAID = f"{MARK} {HOSTILE} mijn bsn is {BSN}"
ANNA = Actor(worker=Worker(id="1", name="Anna"), role="coordinator")
DAY = timedelta(days=1)


async def says(lab: Lab, *words: str) -> str:
    """What the resident reads after the last of these; `#id` taps."""
    for said in words:
        handled = await lab.service.handle(choice(said[1:]) if said.startswith("#") else text(said))
    return "\n".join(reply.text for reply in handled.replies)


async def signed_with_a_mark(lab: Lab) -> str:
    """A question of which the mark was said before signing, and was signed nowhere; its code."""
    await says(lab, "mens", "0612345678", STORY, SAID)
    handled = await lab.service.handle(choice("verstuur"))
    [event] = [event for event in handled.events if event.kind == "intake_signed"]
    return str(event.body["code"])


async def only_what_lasts(lab: Lab) -> None:
    """Messages that are done go after some days; here at once."""
    async with lab.store.write() as unit:
        now = lab.clock()
        await unit.purge(conversations_before=now - DAY, done_before=now + DAY, closed_before=now - DAY)


async def changes(lab: Lab) -> list[str]:
    return [kind for (kind,) in await lab.rows("SELECT kind FROM desk_changes ORDER BY id")]


async def test_one_sealed_row_a_turn_and_nothing_else(tmp_path: Path) -> None:
    async with open_lab(tmp_path / "data") as lab:
        await signed_with_a_mark(lab)
        assert await lab.rows("SELECT turn FROM talk_lines") == [
            (1,),
            (2,),
            (3,),
            (4,),
        ]  # the tap that signs is no line
        await only_what_lasts(lab)
        sealings = Sealings(lab.folder)
        assert sealings.of(MARK).keys() == {"talk_lines.body"}
        assert sealings.of(BSN) == {}
        assert MARK.encode() not in sealings.on_disk()


async def test_a_yes_puts_a_copy_beside_what_was_signed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with open_lab(tmp_path / "data") as lab:
        code = await signed_with_a_mark(lab)
        await notices(lab)
        assert f"U zei: {MARK} {HOSTILE} mijn bsn is •••••••••" in await says(lab, "#gesprek_delen")
        assert f"bij vraag {code}" in await says(lab, "#delen_ja")
        async with lab.store.read() as unit:
            row, case = await unit.find_intake(code), await unit.find_case(code)
            assert row is not None
            assert case is not None
            entries = await unit.list_entries(case.id)
        intake = read_intake(row)
        assert intake is not None
        assert intake.talk is not None
        assert [line.said for line in intake.talk.lines][1:] == ["0612345678", STORY, SAID.replace(BSN, "•" * 9)]
        assert MARK not in str(intake.draft)
        assert [(one.kind, json.loads(one.body)["what"]) for one in entries] == [(EntryKind.SYSTEM, "talk_shared")]
        assert (await changes(lab))[-1] == "talk_shared"
        assert await notices(lab) == []
        assert await lab.rows("SELECT * FROM talk_lines") == []
        await only_what_lasts(lab)
        assert Sealings(lab.folder).of(MARK).keys() == {"intakes.body"}
        logged = capfd.readouterr()
        assert MARK not in logged.out + logged.err


@pytest.mark.parametrize(
    "after",
    [
        ("#gesprek_delen", "#delen_nee"),
        ("#gesprek_delen", "#delen_ja", "ons gesprek niet meer delen"),
        ("#gesprek_delen", "#delen_ja", "#gesprek_terug"),
        ("#gesprek_delen", "#delen_ja", "intrekken", "ja"),
        ("intrekken", "ja"),
        ("#nieuwe_vraag", "#opnieuw_ja"),
        ("ik wil niet meer leven", "#verder_vraag"),
        ("#gesprek_delen", "#delen_ja", "wissen", "ja"),
        ("wissen", "ja"),
    ],
    ids=" ".join,
)
async def test_afterwards_it_is_nowhere(tmp_path: Path, after: tuple[str, ...]) -> None:
    async with open_lab(tmp_path / "data") as lab:
        await signed_with_a_mark(lab)
        held = Sealings(lab.folder).of(MARK)
        assert held["talk_lines.body"]
        await says(lab, *after)
        await only_what_lasts(lab)
        await lab.store.scrub()
        sealings = Sealings(lab.folder)
        assert sealings.of(MARK) == {}
        disk = sealings.on_disk()
        assert not any(one in disk for texts in held.values() for one in texts)


async def test_taking_back_leaves_the_question_as_it_was_signed(lab: Lab) -> None:
    code = await sign(lab.service)
    before = await says(lab, "#toevoegen", "er kwam een brief", "#verstuur_erbij")
    assert code in before
    await says(lab, "#gesprek_delen", "#delen_ja", "#toevoegen", "en nog een", "#verstuur_erbij")
    async with lab.store.read() as unit:
        row = await unit.find_intake(code)
    assert row is not None
    shared = read_intake(row)
    assert shared is not None
    assert shared.talk is not None
    await says(lab, "#gesprek_terug")
    async with lab.store.read() as unit:
        row = await unit.find_intake(code)
    assert row is not None
    intake = read_intake(row)
    assert intake is not None
    assert (intake.talk, len(intake.additions), intake.draft) == (None, 2, shared.draft)
    assert (await changes(lab))[-1] == "talk_taken_back"


async def test_it_stands_in_what_we_know(lab: Lab) -> None:
    code = await sign(lab.service)
    assert "Ik bewaar ook wat u in dit gesprek zei" in await says(lab, "wat weet u van mij")
    told = await says(lab, "#zo_goed", "#gesprek_delen", "#delen_ja", "wat weet u van mij")
    assert f"Bij vraag {code} staat ook ons gesprek." in told
    assert "Ik bewaar ook" not in told
    assert "staat ook ons gesprek" not in await says(lab, "#zo_goed", "#gesprek_terug", "wat weet u van mij")


async def test_what_is_said_to_a_person_is_no_part_of_it(lab: Lab) -> None:
    code = await signed_with_a_mark(lab)
    desk = Desk(lab.service)
    await desk.claim(ANNA, code)
    kept = await lab.rows("SELECT turn FROM talk_lines")
    await says(lab, "waar is mijn vraag", "#toevoegen", "er kwam een brief", "#verstuur_erbij")
    assert await lab.rows("SELECT turn FROM talk_lines") == kept


async def test_lines_that_became_too_old_are_not_shown_and_not_shared(lab: Lab) -> None:
    code = await sign(lab.service)
    await says(lab, "#gesprek_delen")
    async with lab.store.write() as unit:
        now = lab.clock() + DAY
        await unit.purge(conversations_before=now, done_before=now, closed_before=now)
    assert await lab.rows("SELECT * FROM talk_lines") == []
    assert "De samenvatting is genoeg" in await says(lab, "#delen_ja")
    async with lab.store.read() as unit:
        row = await unit.find_intake(code)
    assert row is not None
    assert "talk" not in json.loads(row.body)


async def test_a_long_talk_keeps_what_it_costs_small(lab: Lab) -> None:
    await says(lab, "mens", "0612345678", STORY, *(f"zin {number}" for number in range(300)), "#verstuur")
    told = await says(lab, "#gesprek_delen")
    assert "Dit is het laatste deel" in told
    assert "U zei: zin 299" in told
    assert "U zei: zin 2\n" not in told


async def test_a_forged_button_is_text_like_any_other(lab: Lab) -> None:
    await says(lab, "mens", "0612345678", STORY)
    forged = Message(kind=Kind.CHOICE, text="<script>")
    await lab.service.handle(Incoming(channel=WEB, external_id="x", address="a", message=forged))
    assert "U zei: <script>" in await says(lab, "#verstuur", "#gesprek_delen")
