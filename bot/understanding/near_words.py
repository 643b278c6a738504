"""Known words that are one typing error away from a typed one: a letter left out, put in, changed, or two swapped."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA


class NearWords:
    """An index of words. Two words one error apart share the half of their letters before it or the half after it.

    So each word stands under two keys, where an index of all its forms with a letter left out needs one a letter.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._keys: dict[tuple[int, str], list[str]] = {}
        for word in sorted(set(words)):
            for key in {self._head(word, len(word)), self._tail(word, len(word))}:
                self._keys.setdefault(key, []).append(word)

    def find(self, typed: str) -> list[str]:
        """Every word at most one error from `typed`, the word itself as well; in the order of the alphabet."""
        size = len(typed)
        near = {
            word
            for length in (size - 1, size, size + 1)
            for key in (self._head(typed, length), self._tail(typed, length))
            for word in self._keys.get(key, ())
            if OSA.distance(word, typed, score_cutoff=1) <= 1
        }
        return sorted(near)

    def _head(self, word: str, length: int) -> tuple[int, str]:
        """The key of the first letters, for a known word of `length`; letters swapped in the middle stay out of it."""
        return length, word[: _half(length)]

    def _tail(self, word: str, length: int) -> tuple[int, str]:
        """The key of the last letters; below zero to keep it apart from those of the first."""
        half = _half(length)
        return -length, word[len(word) - half :] if half else ""


def _half(length: int) -> int:
    return max(0, (length - 1) // 2)
