"""The order of help sorts and never closes a door; a way for when others fall through never goes before a sure one."""

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
import yaml
from advice_lab import ALMERE, AT, KNOWN, facts

from bot.advice.conditions import facts_in, truth
from bot.advice.routes import MOST_ROUTES, advise, best, routes_of, topics_of
from bot.content.index import index_all
from bot.model.condition import Truth
from bot.model.facts import FactKind, Facts
from bot.model.knowledge import Knowledge, Route
from bot.model.law import Law

CASES = yaml.load((Path(__file__).parent / "routes.yaml").read_bytes(), yaml.BaseLoader)["cases"]
FACTS = [pytest.param(facts(case["facts"]), id=case["title"]) for case in CASES]
FALLBACKS = [route for route in KNOWN.routes.values() if route.fallback]
# No article on it stands in the facts that were read, so none is named (facts of November 2026).
WITHOUT_ARTICLE = {
    "huis_jurist", "jeugd_verlengd", "jeugdbesch_recht", "jobcoach_vragen", "loonkosten_vragen", "opvoed_dichtbij",
    "rechtshulp_advocaat", "rechtshulp_gratis", "schulden_maatje", "voorschot_provincie", "wajong_gemeente",
    "werk_beschut", "werkplek_gemeente", "zelfstandig_loket", "ziek_zelfstandig", "zorg_melden",
}  # fmt: skip
IN_THE_LAW = {Law.WMO, Law.WLZ, Law.JEUGDWET, Law.PARTICIPATIEWET, Law.SCHULDHULP, Law.AWB}


def possible(given: Facts) -> set[str]:
    """Every way that is not ruled out, however many there are."""
    found = routes_of(KNOWN, topics_of(given))
    open_ways = [route for route in found if truth(route.when, given) is not Truth.NO]
    return {route.id for route in open_ways if route.topics or truth(route.when, given) is Truth.YES}


def with_steps(step: int) -> Knowledge:
    """The knowledge as if every way stood on one step."""
    flat = {name: replace(route, step=step) for name, route in KNOWN.routes.items()}
    found = index_all(flat.values(), KNOWN.terms)
    return replace(KNOWN, routes=flat, index=found.index, mine=found.mine, timed=found.timed)


FLAT = with_steps(3)


@pytest.mark.parametrize("given", FACTS)
def test_no_way_is_left_out_because_of_its_step(given: Facts) -> None:
    shown = {one.route.id for one in advise(KNOWN, ALMERE, given, AT.date())}
    can = possible(given)
    assert shown <= can
    if len(can) <= MOST_ROUTES:
        assert shown == can
        assert {one.route.id for one in advise(FLAT, ALMERE, given, AT.date())} == can


@pytest.mark.parametrize("given", FACTS)
def test_a_sure_way_is_left_out_for_no_unsure_one(given: Facts) -> None:
    shown = advise(KNOWN, ALMERE, given, AT.date())
    if len(topics_of(given)) == 1 and any(one.truth is not Truth.YES for one in shown):
        sure = {name for name in possible(given) if truth(KNOWN.routes[name].when, given) is Truth.YES}
        assert sure <= {one.route.id for one in shown}


def answers_for(route: Route, topic: str) -> list[dict[str, str | list[str]]]:
    """Every answer to every one or two of the questions that the ways of this topic look at."""
    named = sorted({name for one in KNOWN.index.by_topic[topic] for name in facts_in(one.when)} | facts_in(route.when))
    specs = [KNOWN.facts[name] for name in named if KNOWN.facts[name].kind is FactKind.CHOICE]
    found = []
    for pair in combinations([spec for spec in specs if spec.options], 2):
        for options in product(*(spec.options for spec in pair)):
            chosen = {spec.id: option.id for spec, option in zip(pair, options, strict=True)}
            found.append({"onderwerp": [topic], **chosen})
    return found or [{"onderwerp": [topic]}]


def test_a_way_for_when_others_fall_through_never_outranks_a_sure_one() -> None:
    weighed = 0
    for route, topic in [(one, name) for one in FALLBACKS for name in one.topics]:
        for answers in answers_for(route, topic):
            given = facts(answers)
            shown = advise(KNOWN, ALMERE, given, AT.date())
            sure = [one for one in shown if one.truth is Truth.YES and not one.route.fallback]
            weighed += route.id in [one.route.id for one in shown] and bool(sure)
            first = best(shown, given)
            assert first is not None
            assert not (first.route.fallback and sure), f"{answers}: {first.route.id} before {sure[0].route.id}"
    assert weighed, "never shown beside a sure way: this test weighs nothing"


def test_ways_stand_on_the_step_of_who_decides() -> None:
    """3: the municipality decides; 4: CIZ, zorgkantoor or insurer; 5: against a decision."""
    wrong = []
    for route in KNOWN.routes.values():
        if "wmo_besluit" in route.terms and route.law is Law.WMO and route.step != 3:
            wrong.append(f"{route.id}: asks the municipality on step {route.step}")
        if "ciz_besluit" in route.terms and route.law is Law.WLZ and route.step != 4:
            wrong.append(f"{route.id}: asks the CIZ on step {route.step}")
        if "ik maak bezwaar" in route.first_step.to("nl") and route.step != 5:
            wrong.append(f"{route.id}: objects on step {route.step}")
        if route.law is Law.ZVW and route.step not in (4, 5):
            wrong.append(f"{route.id}: the insurer on step {route.step}")
    assert not wrong, "\n".join(["", *wrong])


def test_ways_name_the_article_where_the_law_gives_one() -> None:
    bare = {
        route.id
        for route in KNOWN.routes.values()
        if route.law in IN_THE_LAW and not any(source.article for source in route.sources)
    }
    assert bare == WITHOUT_ARTICLE


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120
    assert len({case["title"] for case in CASES}) == len(CASES)
    asked = {topic for case in CASES for topic in facts(case["facts"])["onderwerp"].values()}
    assert len(asked) >= 80
