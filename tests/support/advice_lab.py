"""Answers as facts over the real knowledge, with what follows from them."""

from datetime import UTC, datetime
from pathlib import Path

from bot.advice.view import derive
from bot.content.load import load
from bot.model.facts import Fact, FactKind, Facts, Origin

ROOT = Path(__file__).parents[2]
CONTENT = load(ROOT / "knowledge", ROOT / "flows")
KNOWN = CONTENT.knowledge
ALMERE = KNOWN.municipalities["almere"]
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def facts(answers: dict[str, str | list[str]]) -> Facts:
    """Answers as facts; every name and value must exist, so that no case tests nothing."""
    found: dict[str, Fact] = {}
    for name, value in answers.items():
        spec = KNOWN.facts[name]
        many = tuple(value) if isinstance(value, list) else (value,)
        for one in many:
            exists = one in KNOWN.topics or spec.find_option(one) or not spec.options
            assert exists, f"{name}: {one}"
        several = spec.kind in (FactKind.TOPICS, FactKind.CHOICES)
        found[name] = Fact(value=many if several else many[0], origin=Origin.TAPPED, at=AT)
    return derive(KNOWN, ALMERE, found)
