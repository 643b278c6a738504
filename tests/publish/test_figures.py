"""Figures: whatever is subtracted from whatever, over every month and quarter, no number of one to nine comes out."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.publish.figures import Told, tell_month, tell_part, tell_quarter
from bot.publish.uses import LEAST, Unshown

FEW, HELD = Unshown.FEW, Unshown.HELD
NAMES = ("a", "b", "c", "d")


def told(*numbers: int) -> tuple:
    """The total and the names of one month."""
    found = tell_month(dict(zip(NAMES, numbers, strict=False)))
    return (found.total, *found.cells.values())


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((4, 5), (FEW, FEW, FEW)),
        ((30, 20), (50, 30, 20)),
        ((30, 20, 3), (53, 30, HELD, FEW)),
        ((30, 20, 6, 7), (63, 30, 20, FEW, FEW)),
        ((12, 3), (15, HELD, FEW)),
        ((12, 0), (12, 12, FEW)),
    ],
)
def test_what_is_shown_of_a_month(numbers: tuple[int, ...], shown: tuple) -> None:
    assert told(*numbers) == shown


def test_a_quarter_tells_more_than_its_months_but_not_what_they_hide() -> None:
    four = tell_quarter([{"a": 30, "b": 6, "c": 6}] * 3)
    assert (four.total, four.cells) == (126, {"a": 90, "b": 18, "c": 18})
    odd = tell_quarter([{"a": 30, "b": 20}, {"a": 30, "b": 20}, {"a": 30, "b": 3, "c": 8}])
    assert odd.total == 141
    assert odd.cells["b"] is HELD, "less the two months that are shown it would tell of three people"


def test_a_quarter_does_not_give_away_a_month_with_few() -> None:
    assert tell_quarter([{"a": 30}, {"a": 30}, {"a": 4}]) == Told(total=HELD, cells={"a": HELD})


MONTH = st.fixed_dictionaries({name: st.integers(0, 24) for name in NAMES[:3]})


@settings(max_examples=200, deadline=None)
@given(st.lists(MONTH, min_size=3, max_size=3))
def test_no_small_number_can_be_worked_out(months: list[dict[str, int]]) -> None:
    """By anybody who has every page, and adds and subtracts all that it showed, each once."""
    assert small_ones(months, [tell_month(one) for one in months], tell_quarter(months)) == []


SPLIT = st.fixed_dictionaries({name: st.tuples(st.integers(0, 14), st.integers(0, 14)) for name in NAMES[:2]})


@settings(max_examples=60, deadline=None)
@given(st.lists(SPLIT, min_size=3, max_size=3))
def test_no_small_number_can_be_worked_out_of_a_part(months: list[dict[str, tuple[int, int]]]) -> None:
    """By anybody who has both tables of every page: of the part, of who is left, and of both together."""
    assert small_parts(months, tell_part) == []


def test_the_search_would_find_who_is_left_of_a_part() -> None:
    months = [{"a": (5, 25), "b": (30, 0)}, {}, {}]
    assert small_parts(months, lambda _, part: tell_month(part[0]) if len(part) == 1 else tell_quarter(part))
    assert small_parts(months, tell_part) == []


def small_parts(months: list[dict[str, tuple[int, int]]], tell: Callable[..., Told]) -> list[tuple[object, int]]:
    """Every count of one to nine people that follows from a table and from a part of it together."""
    counts = [{(name, inside): pair[inside] for name, pair in one.items() for inside in (0, 1)} for one in months]
    whole = [{name: sum(pair) for name, pair in one.items()} for one in months]
    part = [{name: pair[1] for name, pair in one.items()} for one in months]
    atoms = [(at, one) for at, month in enumerate(counts) for one in month]
    known: list[frozenset[object]] = []
    for some in ([0], [1], [2], [0, 1, 2]):
        everybody, those = [whole[at] for at in some], [part[at] for at in some]
        first = tell_quarter(everybody) if len(some) > 1 else tell_month(everybody[0])
        for told, inside in ((first, (0, 1)), (tell(everybody, those), (1,))):
            here = [(at, one) for at, one in atoms if at in some and one[1] in inside]
            shown = [name for name, number in told.cells.items() if isinstance(number, int)]
            known += [frozenset(atom for atom in here if atom[1][0] == name) for name in shown]
            known += [frozenset(here)] * isinstance(told.total, int)
    rows, found = basis(known, atoms), []
    for start in range(1, 1 << len(atoms)):
        cell = frozenset(atom for number, atom in enumerate(atoms) if start >> number & 1)
        value = sum(counts[at][one] for at, one in cell)
        if 0 < value < LEAST and follows(cell, rows, atoms):
            found.append((sorted(cell), value))
    return found


def small_ones(months: list[dict[str, int]], monthly: list[Told], quarter: Told) -> list[tuple[object, int]]:
    """Every count of one to nine people, over any months and names, that follows from the numbers that are shown."""
    atoms = [(at, name) for at in range(3) for name in NAMES[:3]]
    known: list[frozenset[tuple[int, str]]] = []
    for at, one in enumerate(monthly):
        known += [frozenset({(at, name)}) for name, shown in one.cells.items() if isinstance(shown, int)]
        known += [frozenset((at, name) for name in NAMES[:3])] * isinstance(one.total, int)
    known += [
        frozenset((at, name) for at in range(3)) for name, shown in quarter.cells.items() if isinstance(shown, int)
    ]
    known += [frozenset(atoms)] * isinstance(quarter.total, int)
    rows, found = basis(known, atoms), []
    for start in range(1, 1 << len(atoms)):
        cell = frozenset(atom for number, atom in enumerate(atoms) if start >> number & 1)
        value = sum(months[at].get(name, 0) for at, name in cell)
        if 0 < value < LEAST and follows(cell, rows, atoms):
            found.append((sorted(cell), value))
    return found


Atom = tuple[int, str]
Rows = list[tuple[int, list[Fraction]]]


def basis(known: list[frozenset[Atom]], atoms: list[Atom]) -> Rows:
    """The known numbers as independent rows, each with a one where the others have nothing."""
    rows: Rows = []
    for one in known:
        row = less([Fraction(int(atom in one)) for atom in atoms], rows)
        pivot = next((at for at, value in enumerate(row) if value), None)
        if pivot is not None:
            row = [value / row[pivot] for value in row]
            rows = [(at, less(other, [(pivot, row)])) for at, other in rows] + [(pivot, row)]
    return rows


def less(row: list[Fraction], rows: Rows) -> list[Fraction]:
    """What is left of a row when all that the others explain is taken away."""
    for pivot, other in rows:
        factor = row[pivot]
        if factor:
            row = [one - factor * two for one, two in zip(row, other, strict=True)]
    return row


def follows(cell: frozenset[Atom], rows: Rows, atoms: list[Atom]) -> bool:
    """Whether the cell is a sum of known numbers, each any number of times, also less than none."""
    return not any(less([Fraction(int(atom in cell)) for atom in atoms], rows))


def test_the_search_would_find_a_number_that_is_hidden_badly() -> None:
    months = [{"a": 30, "b": 20, "c": 0}, {"a": 30, "b": 20, "c": 0}, {"a": 30, "b": 3, "c": 12}]
    badly = Told(total=145, cells={"a": 90, "b": 43, "c": 12})
    found = small_ones(months, [tell_month(one) for one in months], badly)
    assert ([(2, "b")], 3) in found


def test_the_search_takes_numbers_more_than_once() -> None:
    atoms = [(0, "a"), (0, "b"), (0, "c")]
    pairs = [frozenset(pair) for pair in ((atoms[0], atoms[1]), (atoms[1], atoms[2]), (atoms[0], atoms[2]))]
    assert all(follows(frozenset({atom}), basis(pairs, atoms), atoms) for atom in atoms)
    assert not follows(frozenset({atoms[0]}), basis(pairs[:1], atoms), atoms)
