"""Whether conditions can hold together: against trying out every world, and the bound on the search."""

from datetime import UTC, datetime
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice.conditions import truth
from bot.content.possible import Possible, Wanted
from bot.model.condition import All, AnyOf, AtLeast, Condition, Is, Known, Not, Truth
from bot.model.facts import Fact, FactKind, FactOption, Facts, FactSpec, Origin
from bot.model.text import EMPTY

AT = datetime(2026, 11, 21, tzinfo=UTC)
ANSWERS = ("x", "y", "z")
OPTIONS = tuple(FactOption(id=name, label=EMPTY, alone=name == "z") for name in ANSWERS)
SPECS = {
    "a": FactSpec(id="a", kind=FactKind.CHOICE, label=EMPTY, options=OPTIONS),
    "b": FactSpec(id="b", kind=FactKind.CHOICES, label=EMPTY, options=OPTIONS),
    "d": FactSpec(id="d", kind=FactKind.DATE, label=EMPTY),
}
POSSIBLE = Possible(SPECS, frozenset())


def _worlds() -> list[Facts]:
    """Everything a conversation may know of the three facts; `z` goes with no other answer."""
    some = chain.from_iterable(combinations(("x", "y"), size) for size in (1, 2))
    values = {
        "a": [None, *((one,) for one in ANSWERS)],
        "b": [None, ("z",), *some],
        "d": [None, ("2026-11-01",)],
    }
    return [
        {name: Fact(value=value, origin=Origin.SAID, at=AT) for name, value in zip(values, row, strict=True) if value}
        for row in product(*values.values())
    ]


WORLDS = _worlds()
SINGLE = (
    st.builds(Is, st.sampled_from("ab"), st.frozensets(st.sampled_from(ANSWERS), min_size=1))
    | st.builds(Known, st.sampled_from("abd"), st.booleans())
)  # fmt: skip
CONDITIONS = st.recursive(
    SINGLE,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.integers(1, len(parts)).map(lambda count: AtLeast(count, tuple(parts)))
        )
    ),
    max_leaves=8,
)
MEETS = {
    Wanted.YES: lambda found: found is Truth.YES,
    Wanted.NO: lambda found: found is Truth.NO,
    Wanted.NOT_YES: lambda found: found is not Truth.YES,
    Wanted.NOT_NO: lambda found: found is not Truth.NO,
}


@settings(max_examples=400)
@given(st.lists(st.tuples(CONDITIONS, st.sampled_from(Wanted)), min_size=1, max_size=3))
def test_the_same_as_trying_every_world(goals: list[tuple[Condition, Wanted]]) -> None:
    tried = any(all(MEETS[wanted](truth(one, world)) for one, wanted in goals) for world in WORLDS)
    assert POSSIBLE.together(goals) is tried


@settings(max_examples=300)
@given(CONDITIONS, CONDITIONS)
def test_ever_always_and_same(one: Condition, other: Condition) -> None:
    found = [truth(one, world) for world in WORLDS]
    assert POSSIBLE.ever(one) is (Truth.YES in found)
    assert POSSIBLE.always(one) is (set(found) == {Truth.YES})
    assert POSSIBLE.same(one, other) is (found == [truth(other, world) for world in WORLDS])


def test_a_condition_too_deep_to_decide_counts_as_possible() -> None:
    never = Known("a", False)
    for _ in range(3000):
        never = All((never, Known("a", True)))
    assert POSSIBLE.ever(never)


def test_a_condition_too_big_to_decide_counts_as_possible() -> None:
    facts = {
        f"f{number}": FactSpec(id=f"f{number}", kind=FactKind.CHOICES, label=EMPTY, options=OPTIONS)
        for number in range(30)
    }
    wide = tuple(AnyOf((Is(name, frozenset("x")), Is(name, frozenset("y")))) for name in facts)
    never = All((Known("f0", False), Known("f0", True)))
    assert Possible(facts, frozenset()).ever(All((*wide, never)))
    assert not Possible(facts, frozenset()).ever(All((never, *wide)))
