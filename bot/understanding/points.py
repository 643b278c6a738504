"""Rows of points that are quick to add up: a row is one large number, so that adding two rows is one sum. Pure."""

from collections.abc import Iterable
from struct import Struct

_BITS = 32  # of each place in a row: room for the points of the longest text that is read
_HALF = 1 << (_BITS - 1)


class Rows:
    """Rows of `size` whole numbers, also below zero. Packed rows add up place by place, and zero is an empty row."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._layout = Struct(f"<{size}i")
        self._halves = sum(_HALF << _BITS * place for place in range(size))

    def pack(self, row: Iterable[tuple[int, int]]) -> int:
        """A row as one number, out of places with their points; a place that is left out has none."""
        points = [0] * self._size
        for place, more in row:
            points[place] = more
        return (int.from_bytes(self._layout.pack(*points), "little") ^ self._halves) - self._halves

    def unpack(self, packed: int) -> tuple[int, ...]:
        """The points of every place."""
        # with half of its room added no place is below zero, so none borrows from the next
        even = (packed + self._halves) ^ self._halves
        return self._layout.unpack(even.to_bytes(self._layout.size, "little"))
