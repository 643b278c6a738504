"""What whoever runs the server sees of intakes: a list without a story, one intake whole."""

import asyncio
import json
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_lab import text_of

from bot.app import open_store
from bot.commands.intakes import (
    NoIntake,
    intake_as_json,
    intake_as_pdf,
    intake_to_case_system,
    show_intake,
    show_intakes,
)
from bot.intake.document import DocumentFault, from_document
from bot.intake.render import to_document, to_json
from bot.model.cases import EntryKind
from bot.model.facts import Fact, Origin
from bot.model.intake import Draft, Intake, Line, PassedTerm, RouteLine
from bot.model.sections import Section
from bot.service.casework import RESIDENT
from bot.service.giving import NotGiven
from bot.service.heavier import Leave
from bot.settings import Settings
from bot.store import AuditEntry

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SIGNED = Intake(
    code="W-7K4QM",
    version=1,
    municipality="almere",
    language="nl",
    signed_at=NOW,
    promised_at=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    draft=Draft(
        lines=(
            Line(id="termijn_onderzoek", section=Section.FIRST, text="De termijn is voorbij"),
            Line(id="eigen_woorden", section=Section.QUESTION, text="Wacht op \x1b[2J een scootmobiel", changed=True),
        ),
        facts={
            "onderwerp": Fact(value=("scootmobiel",), origin=Origin.SAID, at=NOW),
            "stadium": Fact(value="wachten", origin=Origin.TAPPED, at=NOW),
        },
        topics=("scootmobiel",),
        theme="hulpmiddel",
        area="Haven",
        urgent=True,
        routes=(RouteLine(id="wmo_hulpmiddel", law="wmo", because=("onderwerp=scootmobiel",)),),
        terms=(PassedTerm(id="onderzoek", last_on=date(2026, 1, 4), approximate=True, passed=True),),
        desk="oco",
        dropped=1,
    ),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
async def kept(settings: Settings) -> Settings:
    """Settings of a store in which this intake is kept."""
    async with open_store(settings) as store, store.write() as unit:
        talk = await unit.add_conversation(channel="web", address="1", state="", at=NOW)
        await unit.add_intake(
            code=SIGNED.code,
            conversation_id=talk.id,
            version=1,
            body=to_json(SIGNED),
            urgent=True,
            theme="hulpmiddel",
            area="Haven",
            at=NOW,
            promised_at=SIGNED.promised_at,
        )
    return settings


def test_a_document_is_read_back_whole() -> None:
    assert from_document(json.loads(to_json(SIGNED))) == SIGNED


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_anything_else_is_refused(other: object) -> None:
    with pytest.raises(DocumentFault):
        from_document(other)


@pytest.mark.parametrize("key", list(to_document(SIGNED)))
@pytest.mark.parametrize("value", [None, 3.5, [None], "?"])
def test_a_document_with_one_wrong_value_is_refused(key: str, value: object) -> None:
    if key == "together" and value is None:
        return  # filled in alone
    if value == "?" and isinstance(to_document(SIGNED)[key], str) and key not in {"schema", "signed_at", "promised_at"}:
        assert from_document({**to_document(SIGNED), key: value}) != SIGNED
        return
    with pytest.raises(DocumentFault, match="the intake cannot be read"):
        from_document({**to_document(SIGNED), key: value})


def test_none_yet(settings: Settings) -> None:
    assert show_intakes(settings, as_json=False) == "no intakes yet"
    with pytest.raises(NoIntake, match="no intake has the reference 'W-1'"):
        show_intake(settings, "W-1", as_json=False, claim=None)


def test_the_list_tells_no_story(kept: Settings) -> None:
    shown = show_intakes(kept, as_json=False)
    assert shown.startswith("! W-7K4QM")
    assert "hulpmiddel, Haven" in shown
    assert "LATE" in shown
    assert "scootmobiel" not in shown
    [row] = json.loads(show_intakes(kept, as_json=True))
    assert row == {
        "code": "W-7K4QM",
        "status": "new",
        "urgent": True,
        "theme": "hulpmiddel",
        "area": "Haven",
        "created_at": "2026-03-02T10:30:00+01:00",
        "promised_at": "2026-03-03T13:00:00+01:00",
        "claimed_by": None,
    }


def test_one_intake_whole_and_harmless(kept: Settings) -> None:
    shown = show_intake(kept, "w-7k4qm", as_json=False, claim=None)
    assert "De termijn is voorbij" in shown
    assert "een scootmobiel" in shown
    assert "\x1b" not in shown
    document = json.loads(show_intake(kept, SIGNED.code, as_json=True, claim=None))
    assert from_document(document) == SIGNED
    assert "\x1b" not in show_intake(kept, SIGNED.code, as_json=True, claim=None)


def test_one_claims_and_the_other_hears_who(kept: Settings) -> None:
    shown = show_intake(kept, SIGNED.code, as_json=False, claim="Anna")
    assert "claimed by Anna since" in shown
    assert "claimed by Anna" in show_intake(kept, SIGNED.code, as_json=False, claim="Anna")
    with pytest.raises(NoIntake, match="'Anna' has intake 'W-7K4QM' since"):
        show_intake(kept, SIGNED.code, as_json=False, claim="Bram")


async def _withdraw(settings: Settings) -> None:
    async with open_store(settings) as store, store.write() as unit:
        talk = await unit.find_conversation("web", "1")
        assert talk is not None
        await unit.withdraw_intakes(talk.id, NOW)


@pytest.fixture
async def withdrawn(kept: Settings) -> Settings:
    await _withdraw(kept)
    return kept


def test_what_was_taken_back_is_gone(withdrawn: Settings) -> None:
    with pytest.raises(NoIntake, match="its text is gone"):
        show_intake(withdrawn, SIGNED.code, as_json=False, claim=None)
    with pytest.raises(NoIntake, match="is withdrawn; nobody can take it up"):
        show_intake(withdrawn, SIGNED.code, as_json=False, claim="Anna")
    assert "withdrawn" in show_intakes(withdrawn, as_json=False)


def test_versions_stay_apart() -> None:
    later = replace(SIGNED, code="W-7K4QM-2", version=2)
    assert from_document(json.loads(to_json(later))) == later


REASON = "overdracht met toestemming"


def test_given_out_as_it_is(kept: Settings) -> None:
    shown = intake_as_json(kept, "w-7k4qm", to="MEE", reason=REASON)
    assert from_document(json.loads(shown)) == SIGNED
    assert "\x1b" not in shown


async def test_on_record(kept: Settings) -> None:
    await asyncio.to_thread(intake_as_json, kept, "w-7k4qm", to="MEE", reason=REASON)
    [row] = await _trail(kept)
    assert (row.account_id, row.role, row.action) == ("cli", "", "give_out")
    assert json.loads(row.reason) == {"way": "json", "to": "MEE", "reason": REASON, "known": False}


def test_given_out_on_paper(kept: Settings, tmp_path: Path) -> None:
    path = tmp_path / "intake.pdf"
    intake_as_pdf(kept, SIGNED.code, path, to="MEE", reason=REASON)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "een scootmobiel" in text_of(path.read_bytes())
    assert f"reden: {REASON}" in text_of(path.read_bytes())


@pytest.mark.parametrize(
    ("to", "reason", "fault"), [("MEE", " ", "not given out without a reason"), ("", REASON, "say to whom")]
)
def test_nothing_is_given_without_a_reason_or_to_nobody(
    kept: Settings, tmp_path: Path, to: str, reason: str, fault: str
) -> None:
    with pytest.raises(NotGiven, match=fault):
        intake_as_json(kept, SIGNED.code, to=to, reason=reason)
    with pytest.raises(NotGiven, match=fault):
        intake_as_pdf(kept, SIGNED.code, tmp_path / "x.pdf", to=to, reason=reason)
    assert not (tmp_path / "x.pdf").exists()


MEE = "MEE IJsseloevers"


@pytest.mark.parametrize(
    ("leave", "to", "goes"),
    [
        ("", MEE, False),
        (Leave.ASKED, f"Jan van {MEE.upper()}", False),
        (Leave.NO, MEE, False),
        (Leave.NO, "Huisarts De Brug", True),
        (Leave.YES, MEE, True),
    ],
)
def test_to_the_desk_for_heavy_questions_only_with_a_yes(
    kept: Settings, tmp_path: Path, leave: str, to: str, *, goes: bool
) -> None:
    if leave:
        asyncio.run(_say(kept, leave))
    path = tmp_path / "x.pdf"
    for give in (partial(intake_as_json, kept, SIGNED.code), partial(intake_as_pdf, kept, SIGNED.code, path)):
        if goes:
            give(to=to, reason=REASON)
        else:
            with pytest.raises(NotGiven, match=f"the resident has not said yes to giving intake 'W-7K4QM' to '{to}'"):
                give(to=to, reason=REASON)
    assert path.exists() is goes
    assert len(asyncio.run(_trail(kept))) == (2 if goes else 0)


async def _say(settings: Settings, leave: str) -> None:
    async with open_store(settings) as store, store.write() as unit:
        case = await unit.find_case(SIGNED.code)
        assert case is not None
        body = json.dumps({"what": leave, "desk": "mee", "text": MEE})
        await unit.add_entry(case.id, kind=EntryKind.SYSTEM.value, author=RESIDENT, body=body, at=NOW)


async def _trail(settings: Settings) -> Sequence[AuditEntry]:
    async with open_store(settings) as store, store.read() as unit:
        return await unit.list_audit(object=SIGNED.code)


def test_what_is_gone_is_given_to_nobody(withdrawn: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotGiven, match="its text is gone"):
        intake_as_json(withdrawn, SIGNED.code, to="MEE", reason=REASON)
    with pytest.raises(NotGiven, match="no intake has the reference"):
        intake_as_pdf(withdrawn, "W-1", tmp_path / "x.pdf", to="MEE", reason=REASON)


def test_the_case_system_has_to_be_set_up(kept: Settings) -> None:
    with pytest.raises(NotGiven, match="there is no case system"):
        intake_to_case_system(kept, SIGNED.code, reason=REASON)
    set_up = kept.model_copy(update={"case_system_url": "https://zaken.example"})
    with pytest.raises(NotGiven, match="nobody has taken up"):
        intake_to_case_system(set_up, SIGNED.code, reason=REASON)
    show_intake(kept, SIGNED.code, as_json=False, claim="Anna")
    intake_to_case_system(set_up, SIGNED.code.lower(), reason=REASON)
