"""Draft and sign intakes from a handful of answers, over a small knowledge of their own."""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from small_tree import make_tree

from bot.advice.desks import choose_desk
from bot.advice.routes import advise
from bot.advice.terms import terms_for
from bot.advice.view import derive
from bot.advice.workdays import promised_at
from bot.content.load import load
from bot.intake.compose import Material, compose
from bot.model.facts import Fact, Facts, Origin
from bot.model.intake import Draft, Intake
from bot.model.knowledge import Knowledge
from bot.model.text import Text

TESTS = Path(__file__).parents[1]
NOW = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)  # a Saturday, 14.00 in Almere


@cache
def small_knowledge() -> Knowledge:
    """The small tree with the answers that an intake can hold."""
    with TemporaryDirectory() as name:
        folder = make_tree(Path(name))
        shutil.copytree(TESTS / "intake" / "tree", folder, dirs_exist_ok=True)
        return load(folder / "knowledge", folder / "flows").knowledge


@cache
def real_texts() -> Mapping[str, Text]:
    """The headings and fixed lines as they are in the flows."""
    found: dict[str, Text] = {}
    for name in ("samenvatting", "motor"):
        path = TESTS.parent / "flows" / f"{name}.yaml"
        for key, words in yaml.load(path.read_bytes(), yaml.BaseLoader)["texts"].items():
            found[key] = Text({"nl": words})
    return found


def facts(**answers: str | tuple[str, ...]) -> dict[str, Fact]:
    """Answers, each given by a tap a minute ago."""
    return {name: Fact(value=value, origin=Origin.TAPPED, at=NOW) for name, value in answers.items()}


WAITING = facts(
    onderwerp=("bed",),
    stadium="wachten",
    eigen_woorden="mijn moeder wacht al sinds maart",
    voor_wie="ouder",
    wijk="Noord",
    geprobeerd=("gebeld", "gevraagd"),
    netwerk=("partner",),
    volhouden="te_veel",
    melding_op="~2026-03-15",
    hoe_verder="samen",
    contact_hoe="bellen",
    telefoon="+31612345678",
    naam="Annie",
)
"""Answers of somebody whose mother waits since March, and who wants to go on together."""


def draft_of(given: Facts, *, alarms: frozenset[str] = frozenset(), edits: Mapping[str, str] | None = None) -> Draft:
    """The intake as it would be signed now."""
    known = small_knowledge()
    city = known.municipalities["proefstad"]
    view = derive(known, city, given)
    material = Material(
        knowledge=known,
        texts=real_texts(),
        facts=view,
        alarms=alarms,
        advice=advise(known, city, view, NOW.date()),
        terms=terms_for(known.terms, known.terms, view, date(2026, 11, 21)),
        desk=choose_desk(city, view),
        edits=edits or {},
    )
    return compose(material)


def signed(draft: Draft, *, language: str = "nl", now: datetime = NOW) -> Intake:
    """The intake, signed at `now`."""
    hours = small_knowledge().municipalities["proefstad"].hours
    return Intake(
        code="W-7K4Q9",
        version=1,
        municipality="proefstad",
        language=language,
        signed_at=now,
        promised_at=promised_at(hours, now),
        draft=draft,
    )
