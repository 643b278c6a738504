"""The end of a case, and its opening again: what the resident reads, and what is refused."""

import json
from pathlib import Path

import pytest
from test_reminders import claimed
from timers_lab import ANNA, BRAM, Point, open_point

from bot.model.accounts import Role
from bot.model.cases import PromiseOutcome
from bot.service.refusals import Refusal, Why

PLACE = "oco-almere"


async def last_words(point: Point) -> str:
    """What the resident reads last."""
    rows = await point.service.outgoing.due({point.channel}, 50)
    return str(json.loads(rows[0].body)["text"])


@pytest.mark.parametrize(
    ("outcome", "given", "why"),
    [
        ("zomaar", {}, Why.NO_OUTCOME),
        ("", {}, Why.NO_OUTCOME),
        ("ander_loket", {}, Why.NO_PLACE),
        ("ander_loket", {"place": "nergens"}, Why.NO_PLACE),
        ("niet_gelukt", {}, Why.NO_NOTE),
        ("anders", {"note": " \u200b "}, Why.NO_NOTE),
        ("dubbel", {}, Why.NO_CODE),
        ("dubbel", {"other": "W-ZZZZZZ"}, Why.NO_CODE),
    ],
)
async def test_what_an_outcome_asks_must_be_there(tmp_path: Path, outcome: str, given: dict, why: Why) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        before = point.dump()
        with pytest.raises(Refusal) as refused:
            await point.desk.close(ANNA, code, outcome, **given)
        assert refused.value.why is why
        assert point.dump() == before


async def test_a_case_is_not_the_same_as_itself_nor_as_that_of_another(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        with pytest.raises(Refusal, match=Why.NO_CODE):
            await point.desk.close(ANNA, code, "dubbel", other=code)


async def test_the_resident_reads_the_outcome_with_the_place(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.desk.close(ANNA, code, "ander_loket", place=PLACE)
        said = await last_words(point)
        place = point.engine.parts.municipality.places[PLACE]
        assert place.called in said
        assert code in said
        assert "60 dagen" in said
        assert "{" not in said


async def test_opened_again_the_resident_reads_when_they_hear_of_us(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        code = await claimed(point)
        await point.desk.close(ANNA, code, "zelf_verder")
        assert sorted(await point.heard()) == ["gesloten", "intake"]
        await point.desk.reopen(ANNA, code)
        assert sorted(await point.heard()) == ["heropend", "intake"]
        assert (await point.promises(code))[-1].outcome == PromiseOutcome.OPEN
        assert (await point.case(code)).owner_id == "anna"


async def test_who_was_spoken_to_reads_who_has_it_now(tmp_path: Path) -> None:
    async with open_point(tmp_path, "2026-11-23T16:00") as point:
        for one in (ANNA.worker, BRAM.worker):
            async with point.store.write() as unit:
                await unit.add_account(
                    account_id=one.id, name=one.id, display_name=one.name, role=Role.COORDINATOR, at=point.clock()
                )
        code = await point.sign()
        await point.desk.claim(ANNA, code)
        await point.heard()
        await point.desk.hand_on(ANNA, code, BRAM.worker.id)
        assert await point.heard() == ["handed", "intake"], "nobody spoke yet"
        await point.desk.contact(BRAM, code, "gebeld", reached=True)
        await point.desk.hand_on(BRAM, code, ANNA.worker.id)
        assert sorted(await point.heard()) == ["handed", "intake", "stand_open"]
