"""The profiles of the study of 2026: eight municipalities and three ways of a zorgkantoor, each a folder."""

from functools import cache
from pathlib import Path

import yaml
from advice_lab import AT

from bot.advice.view import derive
from bot.content.load import Content, load
from bot.model.facts import Fact, FactKind, Facts, Origin

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "profiles"
PROFILES = sorted(path.parent.name for path in FOLDER.glob("*/profile.yaml"))
RESIDENTS = yaml.load((FOLDER / "residents.yaml").read_bytes(), yaml.BaseLoader)["residents"]


@cache
def content(profile: str) -> Content:
    """All that is known, with this profile beside the real municipalities."""
    return load(ROOT / "knowledge", ROOT / "flows", FOLDER / profile)


def facts_of(profile: str, answers: dict[str, str | list[str]]) -> Facts:
    """Answers as facts, with what follows from them; every name and value must exist."""
    known = content(profile).knowledge
    found: dict[str, Fact] = {}
    for name, value in answers.items():
        spec = known.facts[name]
        many = tuple(value) if isinstance(value, list) else (value,)
        assert all(one in known.topics or spec.find_option(one) or not spec.options for one in many), f"{name}: {many}"
        several = spec.kind in (FactKind.TOPICS, FactKind.CHOICES)
        found[name] = Fact(value=many if several else many[0], origin=Origin.TAPPED, at=AT)
    return derive(known, known.municipalities[profile], found)
