"""The weights in the repository are those of its hints and examples, and they are read as they were made."""

from collections import Counter
from pathlib import Path

import pytest

from bot.content.load import check, load, read_lessons
from bot.content.weights import digest
from bot.model.hints import HintBook
from bot.model.knowledge import Knowledge
from bot.model.law import Law, Stage
from bot.model.weights import NONE, Example, Matter

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load(ROOT / "knowledge", ROOT / "flows").knowledge


@pytest.fixture(scope="module")
def lessons(known: Knowledge) -> tuple[HintBook, list[Example]]:
    return read_lessons(ROOT / "knowledge", known.topics)


def test_the_weights_are_made_of_what_is_here(known: Knowledge) -> None:
    assert known.weights.made_of == digest(ROOT / "knowledge"), "run scripts/weigh and commit what it makes"


def test_every_answer_has_weights(known: Knowledge) -> None:
    assert set(known.weights.answers[Matter.LAW]) == {*(law.value for law in Law), NONE}
    assert set(known.weights.answers[Matter.STAGE]) == {stage.value for stage in Stage}
    assert set(known.weights.answers[Matter.TOPIC]) == {*known.topics, NONE}


def test_every_hint_can_be_found(known: Knowledge, lessons: tuple[HintBook, list[Example]]) -> None:
    kept = {row.partition("|")[0] for rows in known.lexicon.rows.values() for row in rows.split("\n")}
    assert kept == set(lessons[0].hints)


def test_there_are_examples_of_everything_and_no_two_are_the_same(
    known: Knowledge, lessons: tuple[HintBook, list[Example]]
) -> None:
    _, examples = lessons
    often = Counter(one.law for one in examples)
    assert min(often[answer] for answer in known.weights.answers[Matter.LAW]) >= 100
    assert len({one.text.lower() for one in examples}) == len(examples)


def test_changed_hints_are_warned_of(tmp_path: Path) -> None:
    copy = tmp_path / "knowledge"
    copy.mkdir()
    for entry in (ROOT / "knowledge").iterdir():
        (copy / entry.name).symlink_to(entry)
    (copy / "weighing.yaml").unlink()
    (copy / "weighing.yaml").write_text((ROOT / "knowledge" / "weighing.yaml").read_text("utf-8") + "\n", "utf-8")
    told = [warning.what for warning in check(copy, ROOT / "flows").warnings]
    assert "older than the hints or the examples" in told
