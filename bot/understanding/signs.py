"""The signs in a text that examples teach about: words, pairs of words, runs of letters, hints, named topics. Pure.

Runs of letters carry what words alone miss: forms, compounds, misspellings, and words that no example had.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.normalise import Words

RUN, HINT, TOPIC, LENGTH, ALARM = "~", "#", "@", "%", "!"
_SHORTEST_RUN, _LONGEST_RUN = 4, 6  # letters; the space at either end of a word counts as one
_LONGEST_WORD = 40  # longer runs of letters are no words
_MOST_WORDS = 300  # of one text; a story is seldom longer
_KEPT = 20_000
_ALARM_PART = 0.2  # what the rules of danger found counts less the better the words tell themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs in one text: their names in the weights, each with the words that show it.

    Of each sort all signs together have length 1, so that a long text does not outweigh a short one.
    """

    words: Mapping[str, str]  # stems, and pairs of stems that stand next to each other
    tokens: tuple[str, ...]  # each word once, for its runs of letters
    named: Mapping[str, str]  # hints, topics, and how long the text is: a story is more often of a quarrel
    word_part: float  # so much of a word, or a pair of words, counts
    run_part: float  # of a run of letters
    named_part: float  # of a hint, or a topic
    alarms: tuple[str, ...] = ()  # what the rules of danger found; looked up for danger alone
    alarm_part: float = _ALARM_PART

    def each(self) -> Iterator[tuple[str, float, str]]:
        """Every sign: its name, how much of it counts, and the words that show it."""
        yield from ((name, self.word_part, shown) for name, shown in self.words.items())
        yield from ((run, self.run_part, token) for token in self.tokens for run in runs(token))
        yield from ((name, self.named_part, shown) for name, shown in self.named.items())
        yield from ((name, self.alarm_part, name.removeprefix(ALARM)) for name in self.alarms)


def signs_of(words: Words, hints: Iterable[tuple[str, str]], topics: Collection[str]) -> Signs:
    """The signs in `words`. `hints`: their ids with the words that gave them; `topics`: those named."""
    tokens, stems = words.tokens[:_MOST_WORDS], words.stems[:_MOST_WORDS]
    plain = dict(zip(stems, tokens, strict=True))
    for at in range(len(stems) - 1):
        plain[f"{stems[at]} {stems[at + 1]}"] = f"{tokens[at]} {tokens[at + 1]}"
    named = {HINT + name: shown for name, shown in hints} | {TOPIC + topic: topic for topic in topics}
    named[f"{LENGTH}{len(tokens).bit_length()}"] = str(len(tokens))
    own = tuple(dict.fromkeys(tokens))
    return Signs(
        words=plain,
        tokens=own,
        named=named,
        word_part=_part(len(plain)),
        run_part=_part(sum([len(runs(token)) for token in own])),
        named_part=_part(len(named)),
    )


@lru_cache(maxsize=_KEPT)
def runs(token: str) -> tuple[str, ...]:
    """The runs of letters in a word, each once."""
    whole = f" {token[:_LONGEST_WORD]} "
    sizes = range(_SHORTEST_RUN, _LONGEST_RUN + 1)
    found = (RUN + whole[at : at + size] for size in sizes for at in range(max(0, len(whole) - size) + 1))
    return tuple(dict.fromkeys(found))


def _part(count: int) -> float:
    return float(count**-0.5) if count else 0.0
