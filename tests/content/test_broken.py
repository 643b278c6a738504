"""Broken content: every fault is told with its place and remedy, all in one run, in the exact words."""

from pathlib import Path

import pytest
import yaml
from small_tree import change, make_tree

from bot.content.load import check, load
from bot.content.problems import ContentError, Problem, did_you_mean

CASES = yaml.load((Path(__file__).parent / "broken.yaml").read_bytes(), yaml.BaseLoader)["cases"]


def lines_of(folder: Path) -> list[str]:
    """What an editor gets to read; nothing when the content is whole."""
    try:
        check(folder / "knowledge", folder / "flows")
    except ContentError as error:
        return str(error).splitlines()
    return []


def test_the_small_tree_is_whole(tmp_path: Path) -> None:
    assert lines_of(make_tree(tmp_path)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_fault(case: dict, tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    for one in case["changes"]:
        change(folder, one)
    assert lines_of(folder) == case["lines"]


def test_there_are_enough_cases_and_no_two_are_the_same() -> None:
    assert len(CASES) >= 40
    assert len({case["title"] for case in CASES}) == len(CASES)
    assert all(case["lines"] for case in CASES)


def test_a_term_that_no_way_names_is_a_warning(tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    change(folder, {"file": "knowledge/routes/lenen.yaml", "find": "terms: [onderzoek]\n", "put": ""})
    warnings = [str(one) for one in load(folder / "knowledge", folder / "flows").warnings]
    expected = "term 'onderzoek' is never told; name it under 'terms' of a route, or take the file away"
    assert f"knowledge/terms/onderzoek.yaml:1:1: {expected}" in warnings


def test_words_that_look_like_numbers_and_truth_stay_words(tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    known = load(folder / "knowledge", folder / "flows").knowledge
    shop, desk = known.places["winkel"], known.municipalities["proefstad"].places["loket"]
    assert shop.phone == "0201234567"
    assert shop.hours.to("nl") == "9:30"
    assert desk.name == "NO"


def test_nesting_without_end_is_a_fault(tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    topic = folder / "knowledge" / "topics" / "bed.yaml"
    topic.write_text("id: bed\nwords: " + "[" * 3000 + "]" * 3000, encoding="utf-8")
    found = lines_of(folder)
    assert len(found) == 1
    assert found[0].startswith("knowledge/topics/bed.yaml:")
    assert found[0].endswith(": nested too deep; write it flatter")


def test_a_condition_nested_without_end_is_a_fault(tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    route = folder / "knowledge" / "routes" / "lenen.yaml"
    deep = "{not: " * 400 + "{duur: kort}" + "}" * 400
    text = route.read_text(encoding="utf-8").replace("not: {onderwerp: trap}", f"not: {deep}")
    route.write_text(text, encoding="utf-8")
    found = lines_of(folder)
    assert len(found) == 1
    assert found[0].startswith("knowledge/routes/lenen.yaml:9:")
    assert found[0].endswith(": nested too deep; write it flatter")


def test_too_many_answers_to_one_question(tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    options = "".join(f"    keuze_{number}: Keuze {number}\n" for number in range(13))
    more = f"lijst:\n  kind: choices\n  label: Lijst\n  options:\n{options}"
    (folder / "knowledge" / "facts" / "lijst.yaml").write_text(more, encoding="utf-8")
    expected = "knowledge/facts/lijst.yaml:5:5: fact 'lijst' has 13 options; keep a question to 12 at most"
    assert lines_of(folder) == [expected]


def test_the_same_fault_is_told_once() -> None:
    fault = Problem("a.yaml", 1, 1, "wrong", "right")
    assert ContentError([fault, fault]).problems == (fault,)


def test_faults_sort_by_file_then_line_then_column() -> None:
    places = [("b.yaml", 1, 1), ("a.yaml", 10, 1), ("a.yaml", 2, 9), ("a.yaml", 2, 1)]
    error = ContentError(Problem(path, line, column, "x", "y") for path, line, column in places)
    assert [(one.path, one.line, one.column) for one in error.problems] == sorted(places)


@pytest.mark.parametrize(
    ("wanted", "known", "remedy"),
    [
        ("hulp_thus", ["hulp_thuis", "vervoer"], "did you mean 'hulp_thuis'?"),
        ("xyz", ["b", "a"], "known: a, b"),
        ("xyz", [], "none are known here"),
        ("xyz", list("abcdefghij"), "known: a, b, c, d, e, f, g, h and 2 more"),
    ],
)
def test_the_remedy_for_an_unknown_name(wanted: str, known: list[str], remedy: str) -> None:
    assert did_you_mean(wanted, known) == remedy
