"""What an editor sees and does: the worst question first, and a sentence that becomes an example or goes."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_tree import make_tree

from bot.app import open_store
from bot.commands.lessons import Label, LessonError, drop_sentence, label_sentence, show_misses, show_sentences
from bot.content.load import check, read_lessons
from bot.model.conversation import Miss
from bot.model.weights import Example
from bot.settings import Settings

MONDAY = date(2026, 3, 2)
SENTENCE = 'tis allemaal "kwijt": een beetje \x1b[2J'
KEPT = 'tis allemaal "kwijt": een beetje [2J'
FITS = Label(law="wmo", also=("awb",), stage="wachten", topic="bed")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    tree = make_tree(tmp_path / "tree")
    return Settings(data_dir=tmp_path / "data", knowledge_dir=tree / "knowledge", flows_dir=tree / "flows")


@pytest.fixture
async def key(settings: Settings) -> str:
    """The id of a sentence that is kept."""
    async with open_store(settings) as store, store.write() as unit:
        await unit.add_sentence(SENTENCE, MONDAY)
        (row,) = await unit.list_sentences()
    return row.id


@pytest.fixture
async def counted(settings: Settings) -> Settings:
    async with open_store(settings) as store, store.write() as unit:
        for step, *misses in (
            ("begin.a", None, Miss.NOT_UNDERSTOOD),
            ("begin.b", None, None, Miss.NOT_UNDERSTOOD, Miss.NOT_FOR_US),
            ("begin.c", None),
        ):
            for missed in misses:
                await unit.count_turn(MONDAY, step=step, asked="hulp", missed=missed)
        await unit.count_turn(MONDAY + timedelta(days=7), step="begin.a", asked="hulp", missed=Miss.NOT_UNDERSTOOD)
        await unit.count_turn(MONDAY - timedelta(days=7), step="begin.old", asked="", missed=Miss.NOT_UNDERSTOOD)
    return settings


def examples(settings: Settings, name: str) -> list[Example]:
    topics = {"bed"}
    before = {one.text for one in read_lessons(make_tree(settings.data_dir / "before") / "knowledge", topics)[1]}
    path = settings.knowledge_path / "examples" / f"{name}.yaml"
    assert path.exists()
    return [one for one in read_lessons(settings.knowledge_path, topics)[1] if one.text not in before]


def test_the_worst_comes_first_and_what_goes_well_is_left_out(counted: Settings) -> None:
    assert show_misses(counted, MONDAY, as_json=False).splitlines() == [
        "    2 of     3 ( 67%)  begin.a (hulp)",
        "    2 of     4 ( 50%)  begin.b (hulp), 1 of them taken as not for us",
    ]
    rows = json.loads(show_misses(counted, MONDAY, as_json=True))
    assert rows[1] == {"step": "begin.b", "asked": "hulp", "turns": 4, "not_understood": 1, "not_for_us": 1}
    assert "begin.old" in show_misses(counted, MONDAY - timedelta(days=1), as_json=False)


def test_nothing_yet(settings: Settings) -> None:
    assert show_misses(settings, MONDAY, as_json=False) == "nothing was missed"
    assert show_sentences(settings, as_json=False) == "no sentences to label"
    assert json.loads(show_sentences(settings, as_json=True)) == []


def test_the_list_can_do_no_harm(settings: Settings, key: str) -> None:
    shown = show_sentences(settings, as_json=False)
    assert shown.startswith(f"{key}  2026-03-02  tis allemaal")
    assert "\x1b" not in shown + show_sentences(settings, as_json=True)
    assert json.loads(show_sentences(settings, as_json=True))[0]["text"] == SENTENCE


@pytest.mark.parametrize("name", ["bewoners", "thuis"])
def test_a_label_makes_it_an_example_and_it_is_gone_here(settings: Settings, key: str, name: str) -> None:
    assert f"{name}.yaml" in label_sentence(settings, key.upper(), FITS, name)
    found = examples(settings, name)
    assert found == [Example(text=KEPT, law="wmo", also=("awb",), stage="wachten", topic="bed")]
    check(settings.knowledge_path, settings.flows_path)
    assert show_sentences(settings, as_json=False) == "no sentences to label"


def test_in_other_words_and_to_standard_output(settings: Settings, key: str) -> None:
    line = label_sentence(settings, key, Label(law="geen", text="alles is kwijt"), "-")
    assert line == '- {law: geen, text: "alles is kwijt"}'
    assert not (settings.knowledge_path / "examples" / "bewoners.yaml").exists()
    assert show_sentences(settings, as_json=False) == "no sentences to label"


@pytest.mark.parametrize(
    ("label", "file", "fault"),
    [
        (Label(law="wmoo"), "bewoners", "unknown law 'wmoo'; did you mean 'wmo'?"),
        (Label(law="wmo", also=("awbb",)), "bewoners", "unknown law 'awbb'; did you mean 'awb'?"),
        (Label(law="wmo", topic="bedd"), "bewoners", "unknown topic 'bedd'; did you mean 'bed'?"),
        (Label(law="wmo", stage="wacht"), "bewoners", "unknown stage 'wacht'; did you mean 'wachten'?"),
        (Label(law="wmo", crisis="suicied"), "bewoners", "unknown danger 'suicied'; did you mean 'suicide'?"),
        (FITS, "../elders", "'../elders' is not a name for a file; use a-z, 0-9 and '_', without .yaml"),
    ],
)
def test_a_label_that_does_not_fit_changes_nothing(
    settings: Settings, key: str, label: Label, file: str, fault: str
) -> None:
    with pytest.raises(LessonError) as error:
        label_sentence(settings, key, label, file)
    assert str(error.value) == fault
    assert key in show_sentences(settings, as_json=False)


def test_a_file_that_cannot_be_written_keeps_it(settings: Settings, key: str) -> None:
    (settings.knowledge_path / "examples" / "bewoners.yaml").mkdir()
    with pytest.raises(LessonError, match="print the line instead with --file -"):
        label_sentence(settings, key, FITS, "bewoners")
    assert key in show_sentences(settings, as_json=False)


def test_throwing_away(settings: Settings, key: str) -> None:
    drop_sentence(settings, key)
    assert show_sentences(settings, as_json=False) == "no sentences to label"
    with pytest.raises(LessonError, match=f"no sentence has the id '{key}'"):
        drop_sentence(settings, key)
