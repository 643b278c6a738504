"""Rows of points: packed rows add up place by place, below zero as well."""

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.points import Rows

SIZE = 5
POINTS = st.lists(st.integers(-30_000, 30_000), min_size=SIZE, max_size=SIZE)


@given(st.lists(POINTS, max_size=300))
def test_a_sum_of_packed_rows_is_the_row_of_the_sums(rows: list[list[int]]) -> None:
    packed = sum(Rows(SIZE).pack(enumerate(row)) for row in rows)
    assert Rows(SIZE).unpack(packed) == tuple(map(sum, zip([0] * SIZE, *rows, strict=True)))


def test_a_place_that_is_left_out_has_no_points() -> None:
    assert Rows(SIZE).unpack(Rows(SIZE).pack([(3, -7)])) == (0, 0, 0, -7, 0)


def test_an_empty_row_is_zero() -> None:
    assert Rows(SIZE).pack([]) == 0
    assert Rows(0).unpack(0) == ()
