"""The signs in a text that examples teach about: words, pairs of words, runs of letters, hints, named topics. Pure.

Runs of letters carry what words alone miss: forms, compounds, misspellings, and words that no example had.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.understanding.normalise import Words

RUN, HINT, TOPIC = "~", "#", "@"
_SHORTEST_RUN, _LONGEST_RUN = 4, 6  # letters; the space at either end of a word counts as one
_LONGEST_WORD = 40  # longer runs of letters are no words
_MOST_WORDS = 300  # of one text; a story is seldom longer
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that counts: its name in the weights, how much of it counts, and the words that show it."""

    name: str
    part: float
    shown: str


def signs(words: Words, hints: Iterable[tuple[str, str]], topics: Collection[str]) -> list[Sign]:
    """Every sign in `words`, each once. `hints`: their ids with the words that gave them; `topics`: those named.

    Of each sort all signs together have length 1, so that a long text does not outweigh a short one.
    """
    tokens, stems = words.tokens[:_MOST_WORDS], words.stems[:_MOST_WORDS]
    plain = dict(zip(stems, tokens, strict=True))
    for (one, shown), (other, beside) in pairwise(zip(stems, tokens, strict=True)):
        plain.setdefault(f"{one} {other}", f"{shown} {beside}")
    runs: dict[str, str] = {}
    for token in tokens:
        for run in _runs(token):
            runs.setdefault(run, token)
    named = {HINT + name: shown for name, shown in hints} | {TOPIC + topic: topic for topic in topics}
    found: list[Sign] = []
    for sort in (plain, runs, named):
        part = len(sort) ** -0.5 if sort else 0.0
        found += [Sign(name, part, shown) for name, shown in sort.items()]
    return found


@lru_cache(maxsize=_KEPT)
def _runs(token: str) -> tuple[str, ...]:
    whole = f" {token[:_LONGEST_WORD]} "
    sizes = range(_SHORTEST_RUN, _LONGEST_RUN + 1)
    return tuple({RUN + whole[at : at + size] for size in sizes for at in range(max(0, len(whole) - size) + 1)})
