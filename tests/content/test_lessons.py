"""The weights in the repository are those of its hints and examples, and they are read as they were made."""

from collections import Counter
from pathlib import Path

from bot.content.load import check, load, read_lessons
from bot.content.weights import digest
from bot.model.law import Law, Stage
from bot.model.weights import NONE, Matter

ROOT = Path(__file__).parents[2]
KNOWN = load(ROOT / "knowledge", ROOT / "flows").knowledge
HINTS, EXAMPLES = read_lessons(ROOT / "knowledge", KNOWN.topics)


def test_the_weights_are_made_of_what_is_here() -> None:
    assert KNOWN.weights.made_of == digest(ROOT / "knowledge"), "run scripts/weigh and commit what it makes"


def test_every_answer_has_weights() -> None:
    assert set(KNOWN.weights.answers[Matter.LAW]) == {*(law.value for law in Law), NONE}
    assert set(KNOWN.weights.answers[Matter.STAGE]) == {stage.value for stage in Stage}
    assert set(KNOWN.weights.answers[Matter.TOPIC]) == {*KNOWN.topics, NONE}


def test_every_hint_can_be_found() -> None:
    kept = {row.partition("|")[0] for rows in KNOWN.lexicon.rows.values() for row in rows.split("\n")}
    assert kept == set(HINTS.hints)


def test_there_are_examples_of_everything_and_no_two_are_the_same() -> None:
    often = Counter(one.law for one in EXAMPLES)
    assert min(often[answer] for answer in KNOWN.weights.answers[Matter.LAW]) >= 100
    assert len({one.text.lower() for one in EXAMPLES}) == len(EXAMPLES)


def test_changed_hints_are_warned_of(tmp_path: Path) -> None:
    copy = tmp_path / "knowledge"
    copy.mkdir()
    for entry in (ROOT / "knowledge").iterdir():
        (copy / entry.name).symlink_to(entry)
    (copy / "weighing.yaml").unlink()
    (copy / "weighing.yaml").write_text((ROOT / "knowledge" / "weighing.yaml").read_text("utf-8") + "\n", "utf-8")
    told = [warning.what for warning in check(copy, ROOT / "flows").warnings]
    assert "older than the hints or the examples" in told
