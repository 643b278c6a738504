"""The one question: which fact tells most between what somebody's words may mean."""

import pytest
from advice_lab import KNOWN, facts

from bot.advice.conditions import truth
from bot.advice.questions import _outcomes, telling_fact
from bot.model.condition import Truth
from bot.model.facts import EngineFact

NOTHING: frozenset[str] = frozenset()


def test_the_question_that_tells_most_is_asked_and_one_that_tells_little_is_not() -> None:
    chances = {"jeugdhulp": 0.4, "begeleiding_thuis": 0.4}
    assert telling_fact(KNOWN, chances, {}, NOTHING) == "wlz"
    assert telling_fact(KNOWN, chances, facts({"wlz": "nee"}), NOTHING) is None  # the age would tell 0.15 bits


def test_a_way_that_waits_for_an_answer_counts_among_what_is_possible() -> None:
    waits = KNOWN.routes["verpleeghuis_wachten"]
    assert truth(waits.when, {}) is Truth.NO  # not named before it is known that there is a decision
    assert telling_fact(KNOWN, {"verpleeghuis": 0.4, "wlz_thuis": 0.3}, {}, NOTHING) == "wlz"
    assert waits in [way for way, _ in _outcomes(KNOWN, {"verpleeghuis": 0.4}, {})]


def test_what_is_known_or_was_skipped_is_not_asked() -> None:
    chances = {"jeugdhulp": 0.4, "begeleiding_thuis": 0.4}
    assert telling_fact(KNOWN, chances, facts({"wlz": "ja"}), NOTHING) != "wlz"
    assert telling_fact(KNOWN, chances, {}, frozenset({"wlz"})) != "wlz"


def test_nothing_is_asked_when_nothing_is_possible_or_nothing_is_left_to_tell() -> None:
    assert telling_fact(KNOWN, {}, {}, NOTHING) is None
    every = frozenset(fact for topic in KNOWN.topics.values() for fact in topic.asks)
    assert telling_fact(KNOWN, {"jeugdhulp": 0.4, "begeleiding_thuis": 0.4}, {}, every) is None


@pytest.mark.parametrize("one", ["jeugdhulp", "scootmobiel", "bijstand", "traplift", "huiselijk_geweld"])
@pytest.mark.parametrize("other", ["wijkverpleging", "schulden", "beschermd_wonen", "mantelzorg_zwaar"])
def test_a_question_belongs_to_a_topic_and_makes_sense_before_one_is_chosen(one: str, other: str) -> None:
    asked = telling_fact(KNOWN, {one: 0.3, other: 0.3}, {}, NOTHING)
    if asked is not None:
        assert asked in {*KNOWN.topics[one].asks, *KNOWN.topics[other].asks}
        assert EngineFact.ONDERWERP not in KNOWN.facts[asked].depends_on


def test_a_question_for_an_unlikely_topic_only_is_not_asked() -> None:
    asked = telling_fact(KNOWN, {"scootmobiel": 0.9, "jeugdhulp": 0.02}, {}, NOTHING)
    assert asked is None or asked in KNOWN.topics["scootmobiel"].asks
