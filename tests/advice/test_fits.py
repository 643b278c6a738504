"""The indexes give what weighing every route gives, and look at few of them however many there are."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from advice_lab import ALMERE, KNOWN
from full_scan import scan
from hypothesis import given
from test_conditions import CONDITIONS, WORLDS

from bot.advice import fits
from bot.advice.conditions import truth
from bot.advice.routes import advise
from bot.advice.view import derive
from bot.content.index import index_all, needs_of
from bot.model.condition import Condition, Truth
from bot.model.facts import Fact, FactKind, Facts, Origin
from bot.model.knowledge import ANY_VALUE, Knowledge

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SEED = 20261121
ROUNDS = 600


def random_facts(chance: random.Random) -> Facts:
    """One to four topics and up to twelve answers of any kind."""
    found: dict[str, Fact] = {}
    topics = tuple(chance.sample(sorted(KNOWN.topics), chance.randrange(5)))
    if topics:
        found["onderwerp"] = Fact(value=topics, origin=Origin.TAPPED, at=AT)
    for name in chance.sample(sorted(KNOWN.facts), chance.randrange(13)):
        spec = KNOWN.facts[name]
        if spec.kind is FactKind.DATE:
            found[name] = Fact(value="2026-11-02", origin=Origin.TAPPED, at=AT)
        elif spec.options:
            found[name] = Fact(value=chance.choice(spec.options).id, origin=Origin.TAPPED, at=AT)
    return derive(KNOWN, ALMERE, found)


def with_copies(times: int, *, own_topics: bool = False) -> Knowledge:
    """The knowledge with every route so many times, for the same topics or each copy for topics of its own."""
    routes = {}
    for number in range(times):
        end = f"_{number}" if number else ""
        for route in KNOWN.routes.values():
            topics = tuple(f"{topic}{end if own_topics else ''}" for topic in route.topics)
            routes[route.id + end] = replace(route, id=route.id + end, topics=topics)
    made = index_all(routes.values(), KNOWN.terms)
    return replace(KNOWN, routes=routes, index=made.index, mine=made.mine, timed=made.timed)


def ids(knowledge: Knowledge, facts: Facts) -> list[str]:
    return [one.route.id for one in advise(knowledge, ALMERE, facts, AT.date())]


@pytest.mark.parametrize("knowledge", [KNOWN, with_copies(3)], ids=["real", "three times"])
@pytest.mark.no_cover
def test_the_same_as_weighing_every_route(knowledge: Knowledge) -> None:
    chance = random.Random(SEED)
    for number in range(ROUNDS):
        facts = random_facts(chance)
        assert ids(knowledge, facts) == scan(knowledge, facts), f"round {number}"


def test_a_hundred_times_the_routes_are_hardly_more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in routes that are weighed: the time depends on the machine."""
    weighed = 0

    def count(condition: Condition, facts: Facts) -> Truth:
        nonlocal weighed
        weighed += 1
        return truth(condition, facts)

    monkeypatch.setattr(fits, "truth", count)
    facts = derive(KNOWN, ALMERE, {
        "onderwerp": Fact(value=("scootmobiel", "schulden"), origin=Origin.TAPPED, at=AT),
        "duur": Fact(value="lang", origin=Origin.TAPPED, at=AT),
        "stadium": Fact(value="wachten", origin=Origin.TAPPED, at=AT),
    })  # fmt: skip
    ids(KNOWN, facts)
    once, weighed = weighed, 0
    ids(with_copies(100, own_topics=True), facts)
    assert weighed <= 2 * once
    weighed = 0
    ids(with_copies(100), facts)  # a hundred times as many that match
    assert weighed <= 20 * once


@given(CONDITIONS, WORLDS)
def test_a_condition_surely_holds_only_when_one_of_its_needs_is_there(condition: Condition, world: Facts) -> None:
    needs = needs_of(condition)
    held = {(name, value) for name, fact in world.items() for value in (*fact.values(), ANY_VALUE)}
    if needs is not None and truth(condition, world) is Truth.YES:
        assert needs & held
