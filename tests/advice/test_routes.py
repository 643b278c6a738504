"""From answers to ways, over the real knowledge: which are shown, in which order, with which places."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from advice_lab import ALMERE, AT, KNOWN, facts

from bot.advice.routes import MOST_ROUTES, Advice, advise, best
from bot.model.condition import Truth
from bot.model.places import Confidence

HERE = Path(__file__).parent
CASES = yaml.load((HERE / "routes.yaml").read_bytes(), yaml.BaseLoader)["cases"]


def advice(answers: dict[str, str | list[str]]) -> tuple[Advice, ...]:
    return advise(KNOWN, ALMERE, facts(answers), AT.date())


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_ways(case: dict) -> None:
    found = {one.route.id: one.truth for one in advice(case["facts"])}
    told = ", ".join(f"{name} {truth.value}" for name, truth in found.items())
    for name in case.get("surely", ()):
        assert found.get(name) is Truth.YES, f"{name} is not a sure way; found: {told}"
    for name in case.get("perhaps", ()):
        assert found.get(name) is Truth.PERHAPS, f"{name} is not a possible way; found: {told}"
    for name in case.get("not", ()):
        assert name in KNOWN.routes, f"{name} does not exist"
        assert name not in found, f"{name} should not be shown; found: {told}"


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_ways_stand_in_the_order_of_help_and_are_few(case: dict) -> None:
    found = advice(case["facts"])
    steps = [one.route.step for one in found]
    assert steps == sorted(steps)
    assert 1 <= len(found) <= MOST_ROUTES
    assert len({one.route.id for one in found}) == len(found)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_every_way_says_for_what_and_why(case: dict) -> None:
    known = facts(case["facts"])
    for one in advice(case["facts"]):
        assert one.topics or not one.route.topics
        assert set(one.topics) <= set(known["onderwerp"].values())
        assert one.route.sources
        for reason in one.reasons:
            assert set(reason.value) <= set(known[reason.fact].values() if reason.fact in known else ())
            assert bool(reason.value) == (reason.fact in known)


@pytest.mark.parametrize("topic", sorted(KNOWN.topics))
def test_every_topic_by_itself_leads_somewhere(topic: str) -> None:
    found = advice({"onderwerp": [topic]})
    assert found, f"nothing is known to do about {topic}"
    assert best(found, facts({"onderwerp": [topic]})) in found


def test_the_way_named_first_is_for_the_topic_that_matters_most() -> None:
    answers = {"onderwerp": ["schulden", "scootmobiel"], "uitzetting": "geen", "duur": "lang", "woont": "thuis"}
    first = best(advice(answers), facts(answers))
    assert first is not None
    assert "schulden" in first.topics


def test_nothing_known_gives_no_advice() -> None:
    assert advise(KNOWN, ALMERE, {}, AT.date()) == ()
    assert best((), {}) is None


def test_a_way_for_any_topic_needs_its_condition_to_hold() -> None:
    everywhere = {route.id for route in KNOWN.routes.values() if not route.topics}
    found = {one.route.id for one in advice({"onderwerp": ["scootmobiel"]})}
    assert not found & everywhere


def test_places_that_are_not_sure_are_not_shown() -> None:
    shown = [choice for topic in KNOWN.topics for one in advice({"onderwerp": [topic]}) for choice in one.places]
    assert shown
    assert all(choice.place.confidence is not Confidence.LOW for choice in shown)


def test_who_lives_elsewhere_gets_no_local_places() -> None:
    for topic in KNOWN.topics:
        for one in advice({"onderwerp": [topic], "postcode": "1012AB"}):
            assert not {choice.place.id for choice in one.places} & ALMERE.places.keys(), f"{topic}: {one.route.id}"


def test_a_municipality_without_a_place_leaves_it_out() -> None:
    bare = replace(ALMERE, places={})
    answers = facts({"onderwerp": ["scootmobiel"], "duur": "lang", "woont": "thuis"})
    for one in advise(KNOWN, bare, answers, AT.date()):
        assert all(choice.place.id in KNOWN.places for choice in one.places)
