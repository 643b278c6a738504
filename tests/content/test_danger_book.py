"""Reading the book of danger and the help lines: the real files are right, broken ones say where and why."""

from pathlib import Path

import pytest

from bot.content.danger import read_danger, read_helplines
from bot.content.files import read_file
from bot.content.reader import Report, Spot
from bot.model.danger import DangerBook

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"

SMALLEST = """\
lists:
  wil: [wil, wilt]
rules:
  - id: dood_willen
    kind: suicide
    level: full
    phrases:
      - <wil> ~ dood
idioms: [doodmoe]
softeners:
  negations: [niet]
  links: [dat]
  closers: [hoor]
  past: [vroeger]
  still: [nu weer]
  unreal: [stel dat]
  later: [volgende week]
  at_once: [vandaag]
fillers: [echt gewoon]
self_words: [ik]
other_words: [hij]
called_words: [man]
reported: [hij zegt]
signs: {"🔪": emojimes}
short_words: [dood]
joined: [ik]
own_words: [rood]
"""
LINE = """\
noodnummer:
  name: Noodnummer
  number: "112"
  open: dag en nacht
  valid_days: 90
  shown: true
  sources:
    - {url: "https://example.org/a", checked_on: 2026-11-21}
"""


def _spot(tmp_path: Path, text: str) -> tuple[Spot, Report]:
    path, report = tmp_path / "file.yaml", Report()
    path.write_text(text, encoding="utf-8")
    spot = read_file(path, "file.yaml", report)
    assert spot is not None
    return spot, report


def _read(tmp_path: Path, text: str) -> tuple[DangerBook, Report]:
    spot, report = _spot(tmp_path, text)
    return read_danger(spot), report


def test_the_smallest_book(tmp_path: Path) -> None:
    book, report = _read(tmp_path, SMALLEST)
    assert (report.problems, report.warnings) == ([], [])
    assert book.fillers == {"echt", "gewoon"}
    assert book.rules[0].patterns[0].shown == "<wil> ~ dood"
    assert book.signs == {"🔪": "emojimes"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: full", "level: hard", "file.yaml:6:12: unknown value 'hard'"),
        ("kind: suicide", "kind: suicde", "file.yaml:5:11: unknown value 'suicde'"),
        ("level: full", "level: full\n    colour: red", "file.yaml:7:5: unknown key 'colour'"),
        ("    level: full\n", "", "file.yaml:4:5: 'level' is missing"),
        ("<wil> ~ dood", "<wilde> ~ dood", "file.yaml:8:9: unknown list 'wilde'; did you mean 'wil'?"),
        ("<wil> ~ dood", "dood?", "file.yaml:8:9: phrase 'dood?' is empty: nothing in it is required"),
        ("<wil> ~ dood", '"~ .."', "nothing in it is required"),
        ("<wil> ~ dood", "ik <wil> ~", "file.yaml:8:9: phrase 'ik <wil> ~' starts or ends with a gap"),
        ("<wil> ~ dood", "<wil> ~ .. dood", "has two gaps in a row"),
        ("<wil> ~ dood", "<wil> ~ Dood", "file.yaml:8:9: 'Dood' can never match"),
        ("<wil> ~ dood", "<wil> ~ één", "'één' can never match"),
        ("<wil> ~ dood", "<wil> ~ doood", "'doood' can never match; write a letter at most twice in a row"),
        ("<wil> ~ dood", "<wil> ~ m'n", '"m\'n" can never match'.replace('"', "'")),
        ("<wil> ~ dood", "<wil> ~ do*", "'do*' is too short a beginning"),
        ("<wil> ~ dood", "<wil> ~ dood\n      - <wil> ~ dood", "file.yaml:9:9: phrase '<wil> ~ dood' stands twice"),
        ("idioms: [doodmoe]", "idioms: []", "file.yaml:9:9: 'idioms' is empty"),
        ("[wil, wilt]", "[wil, wil]", "'wil' stands twice in list 'wil'"),
        ("[wil, wilt]", "[]", "list 'wil' is empty"),
        ("own_words: [rood]", "own_words: [Rood]", "'Rood' can never match"),
        ('{"🔪": emojimes}', '{"ab": emojimes}', "'ab' is not one sign"),
        ("joined: [ik]\n", "", "'joined' is missing"),
        (
            "idioms:",
            "  - {id: dood_willen, kind: kind, level: soft, phrases: [iets]}\nidioms:",
            "file.yaml:9:5: double id 'dood_willen'",
        ),
    ],
)
def test_faults_of_the_book(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALLEST
    _, report = _read(tmp_path, SMALLEST.replace(old, new, 1))
    assert any(said in str(problem) for problem in report.problems), report.problems


CLUES = SMALLEST.replace(
    "idioms:",
    """\
  - {id: samen, kind: dakloos, level: full, all_of: [nergens, nacht], within: 9}
clues:
  nergens: [nergens heen]
  nacht: [vannacht]
idioms:""",
)


def test_a_rule_of_clues(tmp_path: Path) -> None:
    book, report = _read(tmp_path, CLUES)
    assert (report.problems, report.warnings) == ([], [])
    assert (book.rules[1].all_of, book.rules[1].within, book.rules[1].patterns) == (("nergens", "nacht"), 9, ())
    assert [pattern.shown for pattern in book.clues["nacht"]] == ["vannacht"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[nergens, nacht]", "[nergens, nagt]", "unknown clue 'nagt'; did you mean 'nacht'?"),
        ("[nergens, nacht]", "[nergens]", "'all_of' names fewer than two clues"),
        ("within: 9", "within: 900", "'900' is not a whole number from 1 to 60"),
        ("within: 9", "phrases: [nergens]", "a rule has either 'phrases' or 'all_of'"),
        ("all_of: [nergens, nacht], within: 9", "now: true", "a rule has either 'phrases' or 'all_of'"),
        ("all_of: [nergens, nacht]", "phrases: [nergens]", "'within' without 'all_of'"),
        ("[vannacht]", "[vannacht, vannacht]", "phrase 'vannacht' stands twice"),
    ],
)
def test_faults_of_clues(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CLUES
    _, report = _read(tmp_path, CLUES.replace(old, new, 1))
    assert any(said in str(problem) for problem in report.problems), report.problems


def test_a_clue_that_nobody_uses_is_a_warning(tmp_path: Path) -> None:
    _, report = _read(tmp_path, CLUES.replace("  nacht: [vannacht]", "  nacht: [vannacht]\n  over: [iets]"))
    assert report.problems == []
    assert "clue 'over' is not used" in str(report.warnings[0])


def test_a_list_that_nobody_uses_is_a_warning(tmp_path: Path) -> None:
    _, report = _read(tmp_path, SMALLEST.replace("[wil, wilt]", "[wil]\n  over: [iets]"))
    assert report.problems == []
    assert "list 'over' is not used" in str(report.warnings[0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('number: "112"', "number: 0800-113", "file.yaml:3:11: '0800-113' is not a Dutch phone number"),
        ('number: "112"', "number: 113 of bellen", "is not a Dutch phone number"),
        ("shown: true", "shown: yes", "'yes' is not true or false"),
        ("shown: true", "shown: false", "file.yaml:6:10: not shown, and no reason"),
        ("valid_days: 90", "valid_days: 0", "'0' is not a whole number from 1 to 366"),
        ("https://", "", "is not a web address"),
        ("2026-11-21", "2026-11-31", "'2026-11-31' is not an existing day"),
        ("open: dag en nacht\n", "opne: dag en nacht\n", "unknown key 'opne'; did you mean 'open'?"),
        ("  sources:", "  bronnen:", "'sources' is missing"),
        ("noodnummer:", LINE + "noodnummer:", "double key 'noodnummer'"),
    ],
)
def test_faults_of_help_lines(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in LINE
    spot, report = _spot(tmp_path, LINE.replace(old, new, 1))
    read_helplines(spot)
    assert any(said in str(problem) for problem in report.problems), report.problems


def test_the_real_book_is_right() -> None:
    report = Report()
    spot = read_file(KNOWLEDGE / "danger.yaml", "knowledge/danger.yaml", report)
    assert spot is not None
    read_danger(spot)
    assert (report.problems, report.warnings) == ([], [])


def test_the_real_help_lines_are_right() -> None:
    report = Report()
    spot = read_file(KNOWLEDGE / "helplines.yaml", "knowledge/helplines.yaml", report)
    assert spot is not None
    found = read_helplines(spot)
    assert (report.problems, report.warnings) == ([], [])
    shown = {key: line.number for key, line in found.items() if line.shown}
    assert shown == {
        "noodnummer": "112",
        "zelfmoordpreventie": "113 of 0800-0113",
        "veilig_thuis": "0800-2000",
        "huisarts": "",
        "kindertelefoon": "0800-0432",
        "geldfit": "0800-8115",
        "centrum_seksueel_geweld": "0800-0188",
        "politie": "0900-8844",
    }
    assert all(line.valid_days <= 90 for line in found.values())
