"""The language rules: every sentence of the table gets exactly what the rules say of it, at its place."""

from pathlib import Path

import pytest
import yaml

from bot.content.files import read_file
from bot.content.knowledge import read_glossary
from bot.content.language import Grade, LanguageRules, read_language
from bot.content.language_check import check_language
from bot.content.load import check
from bot.content.reader import Report, Spot

ROOT = Path(__file__).parents[2]
CASES = yaml.load((Path(__file__).parent / "language_rules.yaml").read_bytes(), yaml.BaseLoader)["cases"]


def spot_of(path: Path) -> Spot:
    spot = read_file(path, path.name, Report())
    assert spot is not None
    return spot


def real_rules() -> LanguageRules:
    spot = spot_of(ROOT / "knowledge" / "language.yaml")
    rules = read_language(spot)
    assert not spot.report.problems
    return rules


RULES = real_rules()
GLOSSARY = read_glossary(spot_of(ROOT / "knowledge" / "glossary.yaml"))


def said_of(case: dict) -> list[str]:
    """What the rules say of the text as it would stand under `key:` at the beginning of a line."""
    report = Report()
    node = yaml.compose(f'"{case["text"]}"', Loader=yaml.CBaseLoader)
    report.texts.append(
        (case["text"], Spot(node, case.get("path", "knowledge/routes/a.yaml"), report, case.get("key", "why")))
    )
    check_language(RULES, GLOSSARY, report)
    # The opening quote is the first column.
    return [f"{max(one.column - 1, 1)}: {one.what}" for one in sorted({*report.problems, *report.warnings})]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_sentence(case: dict) -> None:
    assert sorted(said_of(case)) == sorted(case["says"])


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_every_rule_has_a_sentence_that_breaks_it(rule: object) -> None:
    name = rule.id  # type: ignore[attr-defined]
    assert any(f": {name} '" in said for case in CASES for said in case["says"]), name


def test_each_rule_says_what_to_do_and_has_a_name_of_its_own() -> None:
    assert all(rule.instead for rule in RULES.rules)
    assert len({rule.id for rule in RULES.rules}) == len(RULES.rules)
    assert {rule.grade for rule in RULES.rules} == set(Grade)


def test_the_real_texts_keep_to_the_rules() -> None:
    """Raises on any fault. Warnings stay so few that somebody reads them."""
    assert len(check(ROOT / "knowledge", ROOT / "flows").warnings) <= 40
