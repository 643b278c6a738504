"""Which talk fits, and what stands in its preparation: a table of facts over the real knowledge."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from advice_lab import ALMERE, KNOWN, facts

from bot.advice.preparation import Prepared, chosen, fitting, prepare
from bot.advice.routes import advise
from bot.model.preparation import Part

TODAY = date(2026, 11, 21)
CASES = yaml.load((Path(__file__).parent / "preparation.yaml").read_bytes(), yaml.BaseLoader)
KEYS = {"title", "facts", "fits", "not_fits", "kind", "must", "must_not", "because", "answers", "deadline"}


def fits_of(given: dict) -> list[str]:
    """The talks that fit these answers."""
    known = facts(given)
    return [one.id for one in fitting(KNOWN, advise(KNOWN, ALMERE, known, TODAY), known)]


def prepared_for(case: dict) -> Prepared:
    """The preparation of the talk that the case names, else of the first that fits."""
    kind = case.get("kind") or case["fits"][0]
    return prepare(KNOWN, KNOWN.preparations[kind], facts(case["facts"]), TODAY)


def texts(prepared: Prepared) -> list[str]:
    """Every line of a preparation."""
    return [one.of.text.to("nl") for part in Part for one in prepared.parts[part]]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_fits(case: dict) -> None:
    assert not case.keys() - KEYS
    fits = fits_of(case["facts"])
    assert fits == case.get("fits", fits)
    assert "kind" not in case or case["kind"] in fits
    assert not set(fits) & set(case.get("not_fits", ()))


@pytest.mark.parametrize("case", [one for one in CASES if one.get("kind") or one.get("fits")], ids=lambda c: c["title"])
def test_items(case: dict) -> None:
    prepared = prepared_for(case)
    lines = "\n".join(texts(prepared))
    assert [part for part in case.get("must", ()) if part not in lines] == []
    assert [part for part in case.get("must_not", ()) if part in lines] == []
    if "deadline" in case:
        assert (prepared.deadline.last_day.isoformat() if prepared.deadline else "") == case["deadline"]
    for part, wanted in case.get("because", {}).items():
        assert {r.fact for one in rows(prepared, part) for r in one.reasons} == set(wanted), part
    for part, wanted in case.get("answers", {}).items():
        assert [one.answer for one in rows(prepared, part)] == [wanted], part


def rows(prepared: Prepared, part: str) -> list:
    """The rows that hold these words; there is at least one."""
    found = [one for held in prepared.parts.values() for one in held if part in one.of.text.to("nl")]
    assert found, part
    return found


def test_every_talk_and_every_condition_is_in_the_table() -> None:
    kinds = {case.get("kind") or (case.get("fits") or [""])[0] for case in CASES}
    assert set(KNOWN.preparations) <= kinds


def test_a_named_talk_goes_before_what_fits() -> None:
    known = facts({"onderwerp": ["passend_onderwijs", "jeugdhulp"]})
    fits = fitting(KNOWN, advise(KNOWN, ALMERE, known, TODAY), known)
    assert chosen(fits, KNOWN, known) is None
    named = facts({"onderwerp": ["passend_onderwijs"], "gesprek": "ciz"})
    talk = chosen(fits, KNOWN, named)
    assert talk is not None
    assert talk.id == "ciz"


def test_only_one_that_fits_need_not_be_named() -> None:
    known = facts({"onderwerp": ["scootmobiel"]})
    talk = chosen(fitting(KNOWN, advise(KNOWN, ALMERE, known, TODAY), known), KNOWN, known)
    assert talk is not None
    assert talk.id == "keukentafel"


@pytest.mark.parametrize("kind", sorted(KNOWN.preparations))
def test_everybody_hears_of_free_support_and_what_comes_after(kind: str) -> None:
    prepared = prepare(KNOWN, KNOWN.preparations[kind], {}, TODAY)
    assert any("cliëntondersteuner" in one.of.text.to("nl") for one in prepared.parts[Part.MAY_COME])
    assert prepared.parts[Part.AFTERWARDS]
    assert len(prepared.parts[Part.PLAN]) >= 3
