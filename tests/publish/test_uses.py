"""Counts of a team's link: whatever is subtracted from whatever, no number of one to nine comes out."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.teams import TeamCount, TeamUse
from bot.publish.uses import LEAST, Period, Unshown, periods_of

FIRST = date(2026, 1, 5)  # a Monday
WEEKS = 22
OPENED, ROUTE, SIGNED = TeamUse
FEW, HELD = Unshown.FEW, Unshown.HELD


def counts(*weeks: tuple[int, int, int]) -> list[TeamCount]:
    """Numbers opened, with advice and signed, week after week."""
    return [
        TeamCount(week=FIRST + timedelta(weeks=number), use=use, n=n)
        for number, row in enumerate(weeks)
        for use, n in zip(TeamUse, row, strict=True)
        if n
    ]


@pytest.mark.parametrize(
    ("month", "shown"),
    [
        ((9, 9, 9), None),
        ((10, 0, 0), (10, FEW, FEW)),
        ((10, 10, 10), (10, 10, 10)),
        ((12, 9, 3), (12, FEW, FEW)),
        ((30, 20, 10), (30, 20, 10)),
        ((30, 21, 11), (30, HELD, 11)),
        ((30, 20, 11), (30, 20, HELD)),
        ((12, 15, 22), (12, HELD, 22)),
    ],
)
def test_what_is_shown_of_a_month(month: tuple[int, int, int], shown: tuple[int | Unshown, ...] | None) -> None:
    found = periods_of(counts(month), date(2026, 3, 1))
    assert [tuple(one.uses.values()) for one in found] == ([] if shown is None else [shown])


def test_months_are_put_together_until_enough_people_came() -> None:
    found = periods_of(counts(*[(2, 1, 0)] * WEEKS), date(2026, 12, 1))
    spans = [(one.first.month, one.last.month, one.uses[OPENED]) for one in found]
    assert spans == [(1, 2, 16), (3, 3, 10), (4, 5, 16)]


def test_a_month_is_told_when_its_last_week_is_over() -> None:
    many = counts(*[(10, 0, 0)] * WEEKS)
    assert [len(periods_of(many, day)) for day in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2))] == [0, 0, 1]


ROWS = st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 14))


@given(st.lists(ROWS, min_size=1, max_size=WEEKS), st.booleans())
def test_no_small_number_can_be_worked_out(rows: list[tuple[int, int, int]], nested: bool) -> None:
    """By anybody who saw the page in every week of the year, and adds and subtracts what it showed."""
    if nested:  # as it mostly is: who signs had advice, and who had advice opened the link
        rows = [(a + b + c, b + c, c) for a, b, c in rows]
    true, known = counts(*rows), {}
    for week in range(WEEKS + 8):
        for period in periods_of(true, FIRST + timedelta(weeks=week, days=3)):
            for use, shown in period.uses.items():
                if isinstance(shown, int):
                    known[(months(period), use)] = shown
    for cell, value in worked_out(known, nested=nested):
        assert value == 0 or value >= LEAST, cell


def months(period: Period) -> frozenset[int]:
    return frozenset(range(period.first.month, period.last.month + 1))


Known = dict[tuple[frozenset[int], TeamUse], int]


def worked_out(known: Known, *, nested: bool = True) -> list[tuple[str, int]]:
    """Every count of people that follows from the numbers by adding and subtracting up to four of them at a time."""
    found = []
    names = sorted(known, key=lambda name: (sorted(name[0]), name[1]))
    for start in range(len(names)):
        some = names[start : start + 6]  # neighbours: what is far apart shares no month, and can only be added up
        for signs in product((-1, 0, 1), repeat=len(some)):
            sums: Counter[tuple[int, TeamUse]] = Counter()
            for (spans, use), sign in zip(some, signs, strict=True):
                for month in spans:
                    sums[(month, use)] += sign
            cell = {key: times for key, times in sums.items() if times}
            if is_a_count_of_people(cell, nested=nested):
                value = sum(known[name] * sign for name, sign in zip(some, signs, strict=True))
                found.append((str(cell), abs(value)))
    return found


def is_a_count_of_people(cell: dict[tuple[int, TeamUse], int], *, nested: bool) -> bool:
    """Months of one use; or those of one use without those of another: who opened it and had no advice.

    The latter only where the one are among the other; else it is a difference of numbers, and nobody is in it.
    """
    if not cell or set(cell.values()) - {-1, 1}:
        return False
    plus = {key for key, times in cell.items() if times > 0}
    minus = {key for key, times in cell.items() if times < 0}
    same_months = {month for month, _ in plus} == {month for month, _ in minus}
    one_use_each = len({use for _, use in plus}) == len({use for _, use in minus}) == 1
    return (not minus and len({use for _, use in plus}) == 1) or (nested and same_months and one_use_each)


def test_the_search_would_find_a_number_that_is_hidden_badly() -> None:
    year, january = frozenset(range(1, 13)), frozenset({1})
    assert ("{(1, <TeamUse.OPENED: 'opened'>): 1}", 3) in worked_out({(january, OPENED): 3}), (
        "a small number that is shown"
    )
    badly: Known = {(year, OPENED): 43, (year - january, OPENED): 40}
    assert 3 in [value for _, value in worked_out(badly)], "a total that gives the hidden month away"
    assert 2 in [value for _, value in worked_out({(january, OPENED): 12, (january, ROUTE): 10})]
