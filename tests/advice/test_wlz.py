"""Two looks beforehand at Wlz: could it fit, and is this the moment. Outcomes, ways and words; never a verdict."""

import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import yaml
from advice_lab import ALMERE, AT, KNOWN, ROOT, facts
from talk_lab import flows

from bot.advice.conditions import holds
from bot.advice.routes import advise
from bot.advice.rules import behind, changes_for, conclude
from bot.advice.view import derive
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.flow import Ask
from bot.model.municipality import BeforeWlz
from bot.understanding.choices import Offer, choose
from bot.understanding.normalise import read_words

RESIDENTS = yaml.load((Path(__file__).parent / "wlz.yaml").read_bytes(), yaml.BaseLoader)["residents"]
TITLES = [one["title"] for one in RESIDENTS]
FIRST_LOOK = ("wlz_toezicht", "wlz_roepen", "wlz_oorzaak", "wlz_blijvend")
SECOND_LOOK = ("wlz_hulp_nu", "aanbieder_contract", "wlz_pgb_gezin", "wlz_wonen")
KEYS = {"title", "facts", "past", "moment", "asked", "surely", "perhaps", "not", "changes", "no_changes"}


def concluded(view: Facts, name: str) -> str:
    return view[name].values()[0] if name in view else ""


@pytest.mark.parametrize("resident", RESIDENTS, ids=TITLES)
def test_outcomes(resident: dict) -> None:
    view = facts(resident["facts"])
    assert not resident.keys() - KEYS
    assert concluded(view, "wlz_past") == resident.get("past", "")
    assert concluded(view, "wlz_moment") == resident.get("moment", "")
    assert ("wlz_in_beeld" in view) == (resident.get("asked", "true") == "true")


@pytest.mark.parametrize("resident", RESIDENTS, ids=TITLES)
def test_ways(resident: dict) -> None:
    found = {one.route.id: one.truth for one in advise(KNOWN, ALMERE, facts(resident["facts"]), AT.date())}
    told = ", ".join(f"{name} {truth.value}" for name, truth in found.items())
    wanted = {Truth.YES: resident.get("surely", []), Truth.PERHAPS: resident.get("perhaps", [])}
    for truth, names in wanted.items():
        assert not [name for name in names if found.get(name) is not truth], f"{truth.value} {names}; found: {told}"
    assert set(resident.get("not", [])) <= KNOWN.routes.keys()
    assert not found.keys() & set(resident.get("not", [])), told


@pytest.mark.parametrize("resident", RESIDENTS, ids=TITLES)
def test_what_changes(resident: dict) -> None:
    found = [change.id for change in changes_for(KNOWN.wlz_changes, facts(resident["facts"]))]
    assert set(resident.get("changes", [])) <= set(found), found
    assert not set(resident.get("no_changes", [])) & set(found), found


@pytest.mark.parametrize("resident", RESIDENTS, ids=TITLES)
def test_the_profile_says_who_looks_along(resident: dict) -> None:
    """Where the zorgkantoor helps before the indication, the same residents get that way instead, and nothing else."""
    given = facts(resident["facts"])
    early = replace(ALMERE, before_wlz=BeforeWlz.ZORGKANTOOR)
    here = [one.route.id for one in advise(KNOWN, ALMERE, derive(KNOWN, ALMERE, given), AT.date())]
    there = [one.route.id for one in advise(KNOWN, early, derive(KNOWN, early, given), AT.date())]
    swapped = [{"wlz_samen": "wlz_samen_vroeg"}.get(name, name) for name in here]
    assert sorted(there) == sorted(swapped)


def test_there_are_enough_residents_and_every_outcome_is_among_them() -> None:
    assert len(RESIDENTS) >= 25
    assert len(set(TITLES)) == len(TITLES)
    for name, key in (("wlz_past", "past"), ("wlz_moment", "moment")):
        assert {one[key] for one in RESIDENTS if key in one} == {option.id for option in KNOWN.facts[name].options}
    told = {change for one in RESIDENTS for change in one.get("changes", [])}
    assert told == KNOWN.wlz_changes.keys()


ANSWERS = {name: ("", *(option.id for option in KNOWN.facts[name].options)) for name in FIRST_LOOK}
WORLDS = [
    {"onderwerp": ["wlz_indicatie"], "voor_wie": "kind", "leeftijd": age, **{k: v for k, v in named if v}}
    for age in ("k0_16", "v27_66")
    for values in product(*ANSWERS.values())
    if (named := tuple(zip(ANSWERS, values, strict=True)))
]


@cache
def outcomes() -> tuple[tuple[dict, str], ...]:
    return tuple((world, concluded(facts(world), "wlz_past")) for world in WORLDS)


def expected(world: dict) -> str:
    """Wlz art. 3.2.1 in words of our own: ground, nearby day and night, for good; and what speaks against each."""
    adult, cause = world["leeftijd"] == "v27_66", world.get("wlz_oorzaak", "")
    watch, call, good = (world.get(name, "") for name in ("wlz_toezicht", "wlz_roepen", "wlz_blijvend"))
    for_a_time = adult and cause in ("verstandelijk", "meer")  # lid 3
    if watch == "nee" and call == "ja":
        return "lijkt_niet"
    if cause == "psychisch" and not adult:  # lid 6
        return "lijkt_niet"
    if good == "nee" and not for_a_time and (cause or not adult):
        return "lijkt_niet"
    near = watch in ("ja", "misschien") or (watch == "nee" and call in ("nee", "misschien"))
    return "misschien" if near and cause and good else ""


def test_three_times_yes_or_perhaps_in_every_combination_of_answers() -> None:
    assert len(WORLDS) == 2 * 4 * 4 * 9 * 4
    wrong = [(world, outcome) for world, outcome in outcomes() if outcome != expected(world)]
    assert not wrong, wrong[:3]


LOOKS = [name for name in (*FIRST_LOOK, *SECOND_LOOK) if name != "wlz_hulp_nu"]  # which has a button for it in the flow


@pytest.mark.parametrize("name", [*LOOKS, "wlz_hulp_nu"])
def test_every_question_says_why_in_few_answers(name: str) -> None:
    spec = KNOWN.facts[name]
    assert spec.question
    assert spec.why
    assert 3 <= len(spec.options) <= 10


@pytest.mark.parametrize("said", ["weet ik niet", "Weet niet.", "geen idee", "ik weet het niet"])
@pytest.mark.parametrize("name", LOOKS)
def test_who_does_not_know_is_not_taken_for_no(name: str, said: str) -> None:
    options = KNOWN.facts[name].options
    offers = [Offer(id=option.id, label=option.label.to("nl"), means=option.means) for option in options]
    found = choose(read_words(said), offers)
    assert found is not None
    assert found.id in ("misschien", "onbekend"), found


def test_a_conclusion_comes_from_nowhere_else() -> None:
    """What somebody hands in as a fact is not believed when a rule concludes it."""
    given = facts({"onderwerp": ["schulden"], "wlz_past": "misschien", "wlz_in_beeld": "ja"})
    assert not given.keys() & KNOWN.rules.keys()
    assert conclude(KNOWN.rules, {}) == {}


def test_behind_a_conclusion_stand_the_answers() -> None:
    assert behind(KNOWN.rules, ["wlz_past", "duur"]) >= {"duur", "wlz_past", *FIRST_LOOK}


def test_each_case_of_a_rule_is_reached_by_a_resident() -> None:
    reached = {
        (rule.id, number)
        for one in RESIDENTS
        for rule in KNOWN.rules.values()
        for number, case in enumerate(rule.cases)
        if holds(case.when, facts(one["facts"]))
    }
    assert reached == {(rule.id, number) for rule in KNOWN.rules.values() for number in range(len(rule.cases))}


# The words

DECISION = re.compile(
    r"u komt in aanmerking|komt u in aanmerking|kom(t|en) (wel|niet) in aanmerking|recht op|rechthebbend"
    r"|u (voldoet|krijgt|ontvangt)\b|voldoet (wel|niet)? ?aan|u hebt (wel|geen) wlz nodig|is geen optie"
    r"|wordt (afgewezen|toegekend|goedgekeurd)|kansloos|gegarandeerd|zeker wlz|ongeschikt|geschikt voor",
    re.IGNORECASE,
)
STARTS_WITH_NO = re.compile(r"^nee\b", re.IGNORECASE)
ANSWERS_OF_PEOPLE = {"label"}  # what a resident may tap


def texts_of_wlz() -> list[tuple[str, str, str]]:
    """Every text of these parts: file, key and words."""
    routes = [
        ROOT / f"knowledge/routes/{name}.yaml" for name, route in KNOWN.routes.items() if _looks(route.when, name)
    ]
    paths = [ROOT / "flows/wlz.yaml", ROOT / "knowledge/facts/wlz.yaml", ROOT / "knowledge/wlz_changes.yaml", *routes]
    paths += sorted((ROOT / "knowledge/topics").glob("wlz_*.yaml"))
    keys = {
        "say",
        "ask",
        "says",
        "name",
        "why",
        "first_step",
        "bring",
        "nobody_answers",
        "question",
        "label",
        "summary",
    }
    keys |= {"heard", "first", "noun"}
    found = [(path.name, key, words) for path in paths for key, words in _texts(path) if key in keys]
    return [*found, *((("motor.yaml", name, KNOWN_TEXTS[name])) for name in ("wlz_verandert", "wlz_navragen"))]


def _looks(condition: object, name: str) -> bool:
    return "wlz" in repr(condition) or "wlz" in name or "ciz" in name


def _texts(path: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(key: str, node: object) -> None:
        if isinstance(node, dict):
            for inner, value in node.items():
                walk(inner, value)
        elif isinstance(node, list):
            for value in node:
                walk(key, value)
        else:
            found.append((key, str(node)))

    walk("", yaml.load(path.read_bytes(), yaml.BaseLoader))
    return found


KNOWN_TEXTS = yaml.load((ROOT / "flows/motor.yaml").read_bytes(), yaml.BaseLoader)["texts"]


def test_no_text_of_these_parts_decides() -> None:
    texts = texts_of_wlz()
    assert len(texts) > 250
    assert not [one for one in texts if DECISION.search(one[2])]
    assert not [one for one in texts if one[1] not in ANSWERS_OF_PEOPLE and STARTS_WITH_NO.search(one[2])]


@pytest.mark.parametrize("words", ["U komt in aanmerking voor Wlz.", "U voldoet niet aan de regels.", "Recht op zorg"])
def test_the_words_that_decide_are_found(words: str) -> None:
    assert DECISION.search(words)


def test_who_decides_is_said_before_the_first_question_and_with_each_outcome() -> None:
    says = {key: step["say"] for key, step in _flow()["steps"].items() if "say" in step}
    assert "geen keuring" in says["uitleg"]
    assert all("CIZ" in says[name] and "beslist" in says[name] for name in ("uitleg", "anders", "kan"))


def test_every_question_can_be_stopped() -> None:
    asked = [step for name, step in flows().steps.items() if name.startswith("wlz.") and isinstance(step.kind, Ask)]
    assert len(asked) >= 9
    for step in asked:
        assert isinstance(step.kind, Ask)
        stops = [option for option in step.kind.options if ("wlz_vragen", "genoeg") in option.sets]
        assert stops or step.kind.fact in ("wlz_vragen", "besluit_op"), step.id


def _flow() -> dict:
    return yaml.load((ROOT / "flows/wlz.yaml").read_bytes(), yaml.BaseLoader)


def test_four_changes_fit_one_message() -> None:
    """At most 60 words a message, whichever four rows come together."""
    for key in ("says", "ask"):
        sizes = sorted((len(getattr(one, key).to("nl").split()) for one in KNOWN.wlz_changes.values()), reverse=True)
        assert sum(sizes[:4]) + 8 <= 60
    assert all(one.sources for one in KNOWN.wlz_changes.values())
    assert all(rule.sources for rule in KNOWN.rules.values())
