"""What follows from facts, as programs read it: every way with its reasons, and the same as the dialogue says."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from advice_lab import ALMERE, CONTENT, KNOWN

from bot.advice.outcome import work_out
from bot.commands.advise import advise
from bot.commands.facts_list import facts_document
from bot.commands.given import read_facts
from bot.model.facts import FactKind

TODAY = date(2026, 11, 21)
CASES = yaml.load((Path(__file__).parent / "advise.yaml").read_bytes(), yaml.BaseLoader)["cases"]


def document(facts: dict[str, object], today: date = TODAY) -> dict:
    return advise(CONTENT, ALMERE, read_facts(json.dumps(facts), KNOWN, today), today)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_case(case: dict) -> None:
    found = document(case["facts"])
    by_id = {route["id"]: route for route in found["routes"]}
    for name, wanted in case.get("routes", {}).items():
        told = [
            " from ".join(
                (f"{one['fact']}={'+'.join(one['value']) or '?'} {one['how'] or 'unknown'}", *one["follows_from"])
            )
            for one in by_id[name]["reasons"]
            if one["kind"] == "fact"
        ]
        assert told == wanted, name
    if "desk" in case:
        assert found["desk"]["id"] == case["desk"]["id"]
        assert [one["fact"] for one in found["desk"]["reasons"] if one["kind"] == "fact"] == case["desk"]["because"]
    for name, words in case.get("says", {}).items():
        assert words in next(term["text"] for term in found["terms"] if term["id"] == name)
    days = [f"{term['id']} {term['last_day']} {term['days_left']}" for term in found["terms"]]
    assert days == case.get("terms", days)


@pytest.mark.parametrize("topic", sorted(KNOWN.topics))
def test_every_way_carries_its_reasons(topic: str) -> None:
    found = document({"onderwerp": [topic], "stadium": "wachten", "melding_op": "2026-09-01"})
    assert {"id", "kind", "reasons"} <= found["desk"].keys()
    for route in found["routes"]:
        assert {"id", "law", "reasons", "first_step", "bring", "terms", "places", "sources"} <= route.keys()
        kinds = [reason["kind"] for reason in route["reasons"]]
        assert kinds[0] == "fact"
        assert kinds.count("rule") == 1
        assert kinds[-1] == "law"
        assert all(reason["checked_on"] for reason in route["reasons"] if reason["kind"] == "law")
        assert all(Path(reason["file"]).stem == route["id"] for reason in route["reasons"] if reason["kind"] == "rule")
        assert not any("{" in text for text in (route["why"], route["first_step"], route["nobody_answers"]))
        wmo = [duty for duty in found["duties"] if duty["id"] == "clientondersteuning"]
        assert bool(wmo) == any(one["law"] == "wmo" for one in found["routes"])
        assert not wmo or "2.3.2 lid 3" in wmo[0]["sources"][0]["article"]
        for term in route["terms"]:
            assert ("last_day" in term) == (term["id"] in {one["id"] for one in found["terms"]})


def test_the_same_ways_as_the_dialogue() -> None:
    facts = read_facts('{"onderwerp": ["scootmobiel"], "volhouden": "te_veel", "postcode": "1315"}', KNOWN, TODAY)
    outcome = work_out(KNOWN, ALMERE, facts, TODAY)
    found = advise(CONTENT, ALMERE, facts, TODAY)
    assert [route["id"] for route in found["routes"]] == [one.route.id for one in outcome.advice]
    assert found["desk"]["id"] == outcome.desk.desk.id


def test_the_list_of_facts_tells_everything() -> None:
    listed = {fact["id"]: fact for fact in facts_document(KNOWN)}
    assert list(listed) == list(KNOWN.facts)
    for name, spec in KNOWN.facts.items():
        fact = listed[name]
        assert fact["type"] == spec.kind.value
        assert bool(fact["question"]) == bool(spec.question)
        if spec.kind in (FactKind.CHOICE, FactKind.CHOICES):
            assert [value["id"] for value in fact["values"]] == [option.id for option in spec.options]
            assert all(value["label"] for value in fact["values"])
        elif spec.kind is not FactKind.TOPICS:
            assert fact["values"] == []
    assert listed["elders"]["derived_from"] == ["postcode"]
    assert listed["thema"]["derived_from"] == ["onderwerp"]
    assert "volhouden" in listed["onderwerp"]["derived_from"]
    assert {value["id"] for value in listed["onderwerp"]["values"]} == set(KNOWN.topics)


@pytest.mark.parametrize("fact", facts_document(KNOWN), ids=lambda fact: fact["id"])
def test_every_listed_value_can_be_given(fact: dict) -> None:
    for value in fact["values"]:
        assert read_facts(json.dumps({fact["id"]: value["id"]}), KNOWN, TODAY).keys() == {fact["id"]}


def test_who_lives_elsewhere_is_sent_to_no_desk_here() -> None:
    facts = {"onderwerp": ["huishoudelijke_hulp", "schulden"], "postcode": "1012AB"}
    for route in document(facts)["routes"]:
        said = " ".join((route["why"], route["first_step"], route["nobody_answers"]))
        assert "14 036" not in said
        assert "Almere" not in said
        assert not {place["id"] for place in route["places"]} & ALMERE.places.keys()
