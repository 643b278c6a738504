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
            for key in set(_keys(word, len(word))):
                self._keys.setdefault(key, []).append(word)

    def find(self, typed: str) -> list[str]:
        """Every word at most one error from `typed`, the word itself as well; in the order of the alphabet."""
        size, known = len(typed), self._keys
        keys = (*_keys(typed, size - 1), *_keys(typed, size), *_keys(typed, size + 1))
        alike = {word for key in keys if key in known for word in known[key]}
        return sorted(word for word in alike if OSA.distance(word, typed, score_cutoff=1) <= 1)


def _keys(word: str, length: int) -> tuple[tuple[int, str], tuple[int, str]]:
    """The keys of the first and of the last letters, for a known word of `length`; below zero, to keep them apart.

    Letters swapped in the middle stay out of both.
    """
    half = (length - 1) // 2 if length > 1 else 0
    return (length, word[:half]), (-length, word[len(word) - half :] if half else "")
