"""Made-up helpers and residents, with the real knowledge and the real profile of Almere."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import yaml

from bot.advice.desks import choose_desk
from bot.advice.routes import advise
from bot.advice.terms import terms_for
from bot.advice.view import derive
from bot.content.load import Content, load
from bot.intake.compose import Material, compose
from bot.model.facts import Fact, FactKind, Facts, Origin
from bot.model.helpers import Bar, DayPart, Helper, HelperKind, Mismatch, Past, Way
from bot.model.intake import Intake
from bot.model.law import Law

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
CITY = "almere"
_SEVERAL = (FactKind.CHOICES, FactKind.TOPICS)


@cache
def content() -> Content:
    """All that is known and said."""
    return load(ROOT / "knowledge", ROOT / "flows")


def helper(key: str, **told: object) -> Helper:
    """One helper; lists and words as they stand in `tests/intake/helpers.yaml`."""
    words = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    kinds = {"kind": HelperKind, "checked_on": _day, "paused_until": _day, "asked_at": _moment}
    lists = {"laws": Law, "parts": DayPart, "ways": Way}
    for name, convert in kinds.items():
        if name in words:
            words[name] = convert(words[name])
    for name, convert in lists.items():
        if name in words:
            words[name] = tuple(map(convert, words[name]))
    usual = {"kind": HelperKind.VRIJWILLIGER, "desk": "oco", "checked_on": date(2026, 11, 1), "ways": (Way.BELLEN,)}
    return Helper(id=key, name=key.capitalize(), **{**usual, **words})  # type: ignore[arg-type]


@cache
def helpers() -> dict[str, Helper]:
    """The twenty-five of `tests/intake/helpers.yaml`."""
    told = yaml.safe_load((ROOT / "tests" / "intake" / "helpers.yaml").read_bytes())
    return {key: helper(key, **one) for key, one in told.items()}


def facts_of(answers: dict[str, str | list[str]]) -> Facts:
    """Answers as facts; every name and value must exist."""
    known = content().knowledge
    found = {}
    for name, value in answers.items():
        spec = known.facts[name]
        many = tuple(value) if isinstance(value, list) else (value,)
        assert all(one in known.topics or spec.find_option(one) or not spec.options for one in many), f"{name}: {many}"
        found[name] = Fact(value=many if spec.kind in _SEVERAL else many[0], origin=Origin.TAPPED, at=NOW)
    return found


def intake_of(answers: dict[str, str | list[str]], left_out: tuple[str, ...] = ()) -> Intake:
    """What these answers become when they are signed, without the lines that were left out."""
    known = content().knowledge
    city = known.municipalities[CITY]
    view = derive(known, city, facts_of(answers))
    material = Material(
        knowledge=known,
        texts=content().flows.texts,
        facts=view,
        alarms=frozenset(),
        advice=advise(known, city, view, TODAY),
        terms=terms_for(known.terms, known.terms, view, TODAY),
        desk=choose_desk(city, view),
        edits=dict.fromkeys(left_out, ""),
    )
    draft = compose(material)
    return Intake(
        code="W-7K4Q9",
        version=1,
        municipality=CITY,
        language="nl",
        signed_at=NOW,
        promised_at=NOW,
        draft=draft,
    )


def past_of(given: dict[str, object]) -> Past:
    """What happened before, as a case of `matching.yaml` tells it."""
    barred, helped, mismatches = (given.get(key, {}) for key in ("barred", "helped", "mismatches"))
    assert isinstance(barred, dict)
    return Past(
        barred={key: Bar(why) for key, why in barred.items()},
        helped=frozenset(helped),  # type: ignore[call-overload]
        mismatches=tuple(map(Mismatch, mismatches)),  # type: ignore[call-overload]
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _moment(value: object) -> datetime:
    day = _day(value)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
