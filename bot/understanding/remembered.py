"""What was worked out of a word, kept for words of our own content alone: of what else people type nothing stays."""

from collections.abc import Callable, Container
from typing import TypeVar

T = TypeVar("T")


class Vocabulary:
    """The words that stand in any of these. A name is seldom among them, and tells nothing if it is."""

    def __init__(self, *held: Container[str]) -> None:
        self._held = held

    def __contains__(self, word: object) -> bool:
        return any(word in one for one in self._held)


def remembered(work: Callable[[str], T], known: Container[str]) -> Callable[[str], T]:
    """`work`, done once for each word of `known` and each time anew for any other."""
    kept: dict[str, T] = {}

    def find(word: str) -> T:
        if word in kept:
            return kept[word]
        found = work(word)
        if word in known:
            kept[word] = found
        return found

    return find
