"""Conditions with three answers: yes, no, and perhaps while a fact is not known."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.conditions import facts_in, holds, may_hold, reasons, truth
from bot.model.condition import ALWAYS, All, AnyOf, AtLeast, Condition, Is, Known, Not, Truth
from bot.model.facts import Fact, Facts, Origin

YES, PERHAPS, NO = Truth.YES, Truth.PERHAPS, Truth.NO
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER = {NO: 0, PERHAPS: 1, YES: 2}


def fact(*values: str) -> Fact:
    return Fact(value=values[0] if len(values) == 1 else values, origin=Origin.SAID, at=AT)


def is_one(name: str, *values: str) -> Is:
    return Is(name, frozenset(values or ("ja",)))


# A condition on a fact of its own for each answer, in a world where `y` is ja and `n` is nee.
WORLD: Facts = {"y": fact("ja"), "n": fact("nee"), "s": fact("a", "b")}
WITH = {YES: is_one("y"), NO: is_one("n"), PERHAPS: is_one("p")}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (is_one("y"), YES),
        (is_one("y", "nee", "ja"), YES),
        (is_one("y", "nee"), NO),
        (is_one("p"), PERHAPS),
        (Known("y", True), YES),
        (Known("y", False), NO),
        (Known("p", True), NO),
        (Known("p", False), YES),
        (ALWAYS, YES),
        (AnyOf(()), NO),
    ],
)
def test_single(condition: Condition, expected: Truth) -> None:
    assert truth(condition, WORLD) is expected


@pytest.mark.parametrize(
    ("values", "wanted", "expected"),
    [
        (("a", "b"), ("b", "c"), YES),
        (("a", "b"), ("c",), NO),
        ((), ("a",), NO),
    ],
)
def test_a_fact_with_several_values_needs_one_of_them(
    values: tuple[str, ...], wanted: tuple[str, ...], expected: Truth
) -> None:
    known = {"f": Fact(value=values, origin=Origin.SAID, at=AT)}
    assert truth(is_one("f", *wanted), known) is expected


@pytest.mark.parametrize(("given_truth", "expected"), [(YES, NO), (NO, YES), (PERHAPS, PERHAPS)])
def test_not(given_truth: Truth, expected: Truth) -> None:
    assert truth(Not(WITH[given_truth]), WORLD) is expected


@pytest.mark.parametrize(("left", "right"), list(product(Truth, Truth)))
def test_all_is_the_least_sure_and_any_the_surest(left: Truth, right: Truth) -> None:
    parts = (WITH[left], WITH[right])
    assert truth(All(parts), WORLD) is min(left, right, key=ORDER.__getitem__)
    assert truth(AnyOf(parts), WORLD) is max(left, right, key=ORDER.__getitem__)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("answers", list(product(Truth, repeat=3)))
def test_at_least_counts_what_is_sure_and_what_still_can_be(count: int, answers: tuple[Truth, ...]) -> None:
    sure, possible = answers.count(YES), answers.count(YES) + answers.count(PERHAPS)
    expected = YES if sure >= count else PERHAPS if possible >= count else NO
    assert truth(AtLeast(count, tuple(WITH[answer] for answer in answers)), WORLD) is expected


@pytest.mark.parametrize("answers", list(product(Truth, repeat=3)))
def test_at_least_one_is_any_and_at_least_all_is_all(answers: tuple[Truth, ...]) -> None:
    parts = tuple(WITH[answer] for answer in answers)
    assert truth(AtLeast(1, parts), WORLD) is truth(AnyOf(parts), WORLD)
    assert truth(AtLeast(3, parts), WORLD) is truth(All(parts), WORLD)


@pytest.mark.parametrize("answer", list(Truth))
def test_only_yes_holds(answer: Truth) -> None:
    assert holds(WITH[answer], WORLD) is (answer is YES)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Known("p", True), True),
        (Known("p", False), True),
        (Known("y", False), False),
        (All((is_one("p"), Not(Known("p", False)))), True),
        (All((is_one("n"), Not(Known("n", False)))), False),
        (AnyOf((is_one("n"), Known("p", True))), True),
        (AtLeast(2, (is_one("n"), Known("p", True), is_one("y"))), True),
        (AtLeast(2, (is_one("n"), Known("y", False), is_one("y"))), False),
    ],
)
def test_what_waits_for_a_fact_may_still_hold(condition: Condition, expected: bool) -> None:
    assert may_hold(condition, WORLD) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (All((is_one("y"), Not(is_one("n")))), [("y", ("ja",), YES), ("n", ("nee",), YES)]),
        (All((is_one("y"), is_one("p"))), [("y", ("ja",), YES), ("p", (), PERHAPS)]),
        (All((is_one("y"), is_one("n"))), [("n", ("nee",), NO)]),
        (AnyOf((is_one("n"), is_one("y"))), [("y", ("ja",), YES)]),
        (AnyOf((is_one("n"), is_one("p"))), [("p", (), PERHAPS)]),
        (Not(AnyOf((is_one("n"), is_one("y")))), [("y", ("ja",), NO)]),
        (AtLeast(1, (is_one("n"), is_one("y"), is_one("p"))), [("y", ("ja",), YES)]),
        (AtLeast(2, (is_one("n"), is_one("y"), is_one("p"))), [("p", (), PERHAPS)]),
        (All((Known("y", True), is_one("y"))), [("y", ("ja",), YES)]),
        (Known("p", False), [("p", (), YES)]),
        (is_one("s", "b", "c"), [("s", ("b",), YES)]),
        (Not(is_one("s", "c")), [("s", ("a", "b"), YES)]),
    ],
)
def test_reasons_are_the_facts_that_decided(
    condition: Condition, expected: list[tuple[str, tuple[str, ...], Truth]]
) -> None:
    found = [(reason.fact, reason.value, reason.truth) for reason in reasons(condition, WORLD)]
    assert found == expected


def test_facts_in_names_each_fact_once() -> None:
    condition = All((is_one("a"), Not(AnyOf((is_one("b"), Known("c", True)))), is_one("a")))
    assert facts_in(condition) == {"a", "b", "c"}
    assert facts_in(ALWAYS) == frozenset()


NAMES = st.sampled_from("abc")
SINGLE = st.builds(Is, NAMES, st.frozensets(st.sampled_from("xyz"), min_size=1)) | st.builds(
    Known, NAMES, st.booleans()
)
CONDITIONS = st.recursive(
    SINGLE,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=4).map(lambda parts: AtLeast(2, tuple(parts)))
    ),
    max_leaves=8,
)
WORLDS = st.dictionaries(NAMES, st.sampled_from("xyz").map(fact))


@given(CONDITIONS, WORLDS)
def test_denied_twice_is_the_same(condition: Condition, world: Facts) -> None:
    assert truth(Not(Not(condition)), world) is truth(condition, world)


@given(st.lists(CONDITIONS, max_size=3), WORLDS)
def test_not_all_is_any_not(parts: list[Condition], world: Facts) -> None:
    left = Not(All(tuple(parts)))
    right = AnyOf(tuple(Not(part) for part in parts))
    assert truth(left, world) is truth(right, world)


@given(CONDITIONS, WORLDS)
def test_facts_that_are_not_named_do_not_matter(condition: Condition, world: Facts) -> None:
    named = facts_in(condition)
    assert truth(condition, world) is truth(condition, {k: v for k, v in world.items() if k in named})


@given(CONDITIONS, WORLDS)
def test_the_reasons_alone_give_the_same_sure_answer(condition: Condition, world: Facts) -> None:
    answer, told = truth(condition, world), {reason.fact for reason in reasons(condition, world)}
    if answer is not PERHAPS:
        assert truth(condition, {name: fact for name, fact in world.items() if name in told}) is answer


IS_ONLY = st.recursive(
    st.builds(Is, NAMES, st.frozensets(st.sampled_from("xyz"), min_size=1)),
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=1, max_size=3).map(lambda p: All(tuple(p)))
        | st.lists(inner, min_size=2, max_size=4).map(lambda p: AtLeast(2, tuple(p)))
    ),
    max_leaves=6,
)


@given(IS_ONLY, WORLDS, NAMES, st.sampled_from("xyz"))
def test_learning_more_never_turns_a_sure_answer_round(
    condition: Condition, world: Facts, name: str, value: str
) -> None:
    before = truth(condition, world)
    after = truth(condition, {name: fact(value), **world})
    assert before is PERHAPS or after is before
