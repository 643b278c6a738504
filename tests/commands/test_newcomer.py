"""A new municipality: a folder that passes the check, says what must still be done, and can be talked in."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app import build_engine
from bot.cli import app
from bot.commands.newcomer import NewcomerError, make_municipality
from bot.content.load import load
from bot.content.reader import TO_DO
from bot.dialogue import respond
from bot.model.conversation import Kind, Message

ROOT = Path(__file__).parents[2]
KNOWLEDGE, FLOWS = ROOT / "knowledge", ROOT / "flows"


def warnings(folder: Path) -> list[str]:
    """What must still be done, of this folder alone."""
    return [str(one) for one in load(KNOWLEDGE, FLOWS, folder).warnings if one.path.startswith(folder.as_posix())]


def test_a_fresh_folder_passes_and_says_what_must_still_be_filled_in(tmp_path: Path) -> None:
    folder = make_municipality("den-haag", tmp_path)
    city = load(KNOWLEDGE, FLOWS, folder).knowledge.municipalities["den-haag"]
    assert city.name == "Den Haag"
    found = warnings(folder)
    for part in ("not filled in yet", "no postcodes", "has no phone", "not checked yet", "not confirmed: the hours"):
        assert any(part in line for line in found), part
    listed = sum(path.read_text(encoding="utf-8").count(f": {TO_DO}") for path in folder.rglob("*.yaml"))
    assert sum("not filled in yet" in line for line in found) == listed > 0
    assert all(re.match(r".+\.yaml:\d+:\d+: ", line) for line in found)


def test_every_warning_can_be_taken_away(tmp_path: Path) -> None:
    folder = make_municipality("teststad", tmp_path)
    profile = folder / "profile.yaml"
    words = profile.read_text(encoding="utf-8").replace("confirmed: false", "confirmed: true")
    profile.write_text(words.replace("postcodes: []", "postcodes: [9900-9909]"), encoding="utf-8")
    whole = (ROOT / "tests" / "profiles" / "casus-1" / "places" / "punt.yaml").read_text(encoding="utf-8")
    for name in ("coordinatiepunt", "gemeente"):
        (folder / "places" / f"{name}.yaml").write_text(whole.replace("id: punt", f"id: {name}"), encoding="utf-8")
    assert warnings(folder) == []


def test_nothing_is_overwritten_and_wrong_names_are_told(tmp_path: Path) -> None:
    folder = make_municipality("teststad", tmp_path)
    before = (folder / "profile.yaml").read_bytes()
    cases = {
        ("teststad", tmp_path): "this is there already",
        ("Den Haag", tmp_path): "'Den Haag' is not a name for a folder",
        ("../buiten", tmp_path): "'../buiten' is not a name for a folder",
        ("elders", tmp_path / "niets"): "this folder does not exist",
    }
    for (name, into), what in cases.items():
        with pytest.raises(NewcomerError, match=re.escape(what)):
            make_municipality(name, into)
    assert (folder / "profile.yaml").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["teststad"]


def test_a_fresh_folder_can_be_talked_in(tmp_path: Path) -> None:
    folder = make_municipality("teststad", tmp_path)
    engine, now = build_engine(str(folder)), datetime(2026, 11, 21, 13, tzinfo=UTC)
    turn = respond(engine, engine.open("7K4Q", now), Message(kind=Kind.TEXT, text="mens"), now)
    said = " ".join(reply.text for reply in turn.replies)
    assert "Teststad" in said
    assert "(nummer volgt nog)" in said


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner()
    made = run.invoke(app, ["new-municipality", "teststad", "--in", str(tmp_path)])
    assert made.exit_code == 0, made.output
    checked = run.invoke(app, ["check", "--gemeente", str(tmp_path / "teststad")])
    assert checked.exit_code == 0, checked.output
    assert "teststad/profile.yaml" in checked.output


def test_faults_in_a_folder_are_told_with_their_place(tmp_path: Path) -> None:
    folder = make_municipality("teststad", tmp_path)
    profile = folder / "profile.yaml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("to: [oco]", "to: [oko]"), encoding="utf-8")
    checked = CliRunner().invoke(app, ["check", "--gemeente", str(folder)])
    assert checked.exit_code == 1
    assert re.search(
        rf"^{re.escape(str(profile))}:\d+:\d+: unknown desk 'oko'; did you mean 'oco'\?$", checked.output, re.M
    )


def test_the_difference_of_almere_and_its_region() -> None:
    run = CliRunner()
    found = json.loads(run.invoke(app, ["knowledge", "diff", "almere", "--json"]).output)
    assert [layer["id"] for layer in found["layers"]] == ["flevoland", "almere"]
    added = [{one["id"] for one in layer["adds"]} for layer in found["layers"]]
    assert "veilig-thuis-flevoland" in added[0] - added[1]
    assert "oco-almere" in added[1] - added[0]
    assert found["line"][-1] == {"kind": "any question", "to": ["oco", "mee"], "resident_chooses": True}
    assert any("hours of the coordination point" in line for line in found["to_do"])
    assert "zorgkantoor" in found["not_shown"]
    text = run.invoke(app, ["knowledge", "diff", "almere"]).output
    assert "  adds place veilig-thuis-flevoland: Veilig Thuis Flevoland" in text
    assert "  zwaar: mee, oco (the resident chooses)" in text


def test_the_difference_of_a_folder_names_what_it_replaces(tmp_path: Path) -> None:
    folder = make_municipality("teststad", tmp_path)
    place = (folder / "places" / "gemeente.yaml").read_text(encoding="utf-8")
    own = place.replace("id: gemeente", "id: juridisch-loket\nreplaces: true").replace("INVULLEN", "Eigen loket")
    (folder / "places" / "juridisch-loket.yaml").write_text(own, encoding="utf-8")
    found = CliRunner().invoke(app, ["knowledge", "diff", str(folder)]).output
    assert "  replaces place juridisch-loket: Eigen loket" in found
    assert "Still to fill in or confirm" in found
    assert "almere" not in found
