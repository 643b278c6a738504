"""Erasing: what a resident typed and what was written about them is gone, from the rows and from the bytes on disk.

Everything is sealed, so a search for the words themselves proves nothing. The very bytes in which they were kept are
remembered first, and may stand nowhere afterwards: not in the database, not in its log, not in what was logged.
"""

from pathlib import Path

import pytest
from match_lab import helper
from sealings import Sealings
from service_lab import WEB, choice, text
from telegram_lab import Lab, open_lab
from timers_lab import open_point

from bot.intake.issue import Issue
from bot.model.worker import Actor, Worker
from bot.service.desk import Desk
from bot.service.desk_talk import DeskTalk
from bot.store import HoursOn

THEIRS, OURS = "zilverpopulier", "kobaltmeerkoet"  # typed by the resident; written by somebody at the desk
STORY = f"mijn moeder kan niet meer alleen douchen {THEIRS}"
ANNA = Actor(worker=Worker(id="1", name="Anna"), role="coordinator")
MUST_HOLD = {
    "conversations.state",
    "intakes.body",
    "entries.body",
    "outbox.body",
    "drafts.body",
    "matches.reasons",
    "case_hours.note",
}
"""Where the words must stand before, or the test looks at too little."""


async def worked_on(lab: Lab) -> str:
    """A question with everything about it that there can be; its code."""
    for said in (text("mens"), text("0612345678"), text(STORY)):
        await lab.service.handle(said)
    handled = await lab.service.handle(choice("verstuur"))
    (event,) = [event for event in handled.events if event.kind == "intake_signed"]
    code = str(event.body["code"])
    desk = Desk(lab.service)
    await desk.claim(ANNA, code)
    await desk.note(ANNA, code, f"notitie {OURS}")
    await desk.contact(ANNA, code, "gebeld", reached=True, note=OURS)
    case, _ = await desk.stands(ANNA, code)
    await DeskTalk(desk).say(ANNA, code, f"ik bel u {OURS}", rev=case.rev)
    await lab.service.handle(text(f"dank u {THEIRS}"))
    await helped(lab, case.id)
    async with lab.store.write() as unit:
        await unit.keep_draft("1", f"{code}/bericht", f"nog niet {OURS}", lab.clock())
        await unit.keep_draft("2", f"{code}/notitie", f"nog niet {OURS}", lab.clock())
        await unit.keep_draft("1", "W-22222/bericht", "over iemand anders", lab.clock())
    issue = Issue(to="", at=lab.clock(), reason="overdracht")
    await desk.give_to_case_system(ANNA, code, issue)
    return code


async def helped(lab: Lab, case_id: int) -> None:
    async with lab.store.write() as unit:
        key = await unit.add_helper(helper("fatima"), lab.clock())
        match = await unit.propose_match(case_id, key, reasons=f'["{OURS}"]', at=lab.clock())
        await unit.log_hours(match, 30, on_date=lab.clock().date(), what=HoursOn.GESPREK, note=OURS)


@pytest.mark.parametrize("before", [[], ["intrekken", "ja"]], ids=["at once", "taken back before"])
async def test_nothing_of_it_is_left(tmp_path: Path, capfd: pytest.CaptureFixture[str], before: list[str]) -> None:
    async with open_lab(tmp_path / "data") as lab:
        code = await worked_on(lab)
        sealings = Sealings(lab.folder)
        held = sealings.of(THEIRS, OURS)
        assert held.keys() >= MUST_HOLD
        assert any(one in sealings.on_disk() for texts in held.values() for one in texts), "the search finds bytes"
        if before:
            await DeskTalk(Desk(lab.service)).leave(ANNA, code)
        for said in [*before, "wissen", "ja"]:
            await lab.service.handle(text(said))
        await lab.service.work(WEB, lambda _row: None)  # scrubs when somebody was in the way before
        assert sealings.of(THEIRS, OURS) == {}
        disk = sealings.on_disk()
        assert [name for name, texts in held.items() if any(one in disk for one in texts)] == []
        logged = capfd.readouterr()
        for word in (THEIRS, OURS):
            assert word.encode() not in disk
            assert word not in logged.out + logged.err


async def test_what_hangs_on_it_goes_and_what_is_anothers_stays(lab: Lab) -> None:
    code = await worked_on(lab)
    for said in ("wissen", "ja"):
        await lab.service.handle(text(said))
    for table in ("intakes", "entries", "promises", "timers", "search_words", "matches", "case_hours", "events"):
        assert await lab.rows(f"SELECT * FROM {table}") == [], table
    assert await lab.rows("SELECT place FROM drafts") == [("W-22222/bericht",)]
    waits = await lab.rows("SELECT count(*) FROM outbox WHERE channel = 'webhook' AND conversation_id IS NOT NULL")
    assert waits == [(0,)], "only that it was withdrawn goes to the case system"
    assert await lab.rows("SELECT code FROM tombstones") == [(code,)]


async def test_taking_back_leaves_no_draft_about_it_either(lab: Lab) -> None:
    code = await worked_on(lab)
    await DeskTalk(Desk(lab.service)).leave(ANNA, code)
    for said in ("intrekken", "ja"):
        await lab.service.handle(text(said))
    assert await lab.rows("SELECT place FROM drafts") == [("W-22222/bericht",)]


async def test_where_the_notice_stands_is_known_until_it_says_that_all_is_gone(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await point.sign()
        marks = f"SELECT value FROM marks WHERE key LIKE '%{code}'"
        assert point.rows(marks) == [("1",)]
        await point.says("wissen", "kies:wis_ja")
        assert point.rows(marks) == [("1",)], "the notice is still to be changed"
        assert "intake" in await point.heard()
        assert point.rows(marks) == []
