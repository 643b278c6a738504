"""The signs in a text that examples teach about: words, pairs of words, runs of letters, hints, named topics. Pure.

Runs of letters carry what words alone miss: forms, compounds, misspellings, and words that no example had. How a
message ends, and its shape, tell what somebody wants of it: a complaint seldom ends as a question about the rules does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding.normalise import Words, stem
from bot.understanding.word_match import BREAK

RUN, HINT, TOPIC, END, SHAPE, ALARM = "~", "#", "@", "$", "%", "!"
_SHORTEST_RUN, _LONGEST_RUN = 4, 6  # letters; the space at either end of a word counts as one
_LONGEST_WORD = 40  # longer runs of letters are no words
_MOST_WORDS = 300  # of one text; a story is seldom longer
_END_PART = 0.7  # of the length of the other sorts: the same words once more
_SHAPE_PART = 0.2
_MOST_SENTENCES = 4  # as many of them, or more
_MOST_QUESTIONS = 3
_QUESTION_MARKS = ("?", "\u061f")
_ALARM_PART = 0.2  # what the rules of danger found counts less the better the words tell themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs in one text: their names in the weights, each with the words that show it.

    Words, runs and named signs each have length 1 together, the ending less, so that a long text does not outweigh a
    short one; what tells the shape counts a fixed part.
    """

    words: Mapping[str, str]  # stems, and pairs of stems that stand next to each other
    tokens: tuple[str, ...]  # each word once, for its runs of letters
    named: Mapping[str, str]  # hints and topics
    ending: Mapping[str, str]  # the words of the last sentence, and its pairs
    shape: Mapping[str, str]  # how long the text is, and how many questions it asks
    word_part: float  # so much of a word, or a pair of words, counts
    run_part: float  # of a run of letters
    named_part: float  # of a hint, or a topic
    end_part: float
    shape_part: float = _SHAPE_PART
    alarms: tuple[str, ...] = ()  # what the rules of danger found; looked up for danger alone
    alarm_part: float = _ALARM_PART

    def renamed(self, hints: Iterable[tuple[str, str]], topics: Iterable[str]) -> "Signs":
        """The same words with these hints and topics instead."""
        named = _named(hints, topics)
        return replace(self, named=named, named_part=_part(len(named)))

    def each(self) -> Iterator[tuple[str, float, str]]:
        """Every sign: its name, how much of it counts, and the words that show it."""
        yield from ((name, self.word_part, shown) for name, shown in self.words.items())
        yield from ((run, self.run_part, token) for token in self.tokens for run in runs(token))
        yield from ((name, self.named_part, shown) for name, shown in self.named.items())
        yield from ((name, self.end_part, shown) for name, shown in self.ending.items())
        yield from ((name, self.shape_part, shown) for name, shown in self.shape.items())
        yield from ((name, self.alarm_part, name.removeprefix(ALARM)) for name in self.alarms)


def signs_of(
    words: Words,
    spoken: Sequence[str],
    hints: Iterable[tuple[str, str]],
    topics: Iterable[str],
    runs_of: Callable[[str], Sequence[str]],
) -> Signs:
    """The signs in `words`; `spoken` are the same with BREAK where a sentence ends.

    `hints`: their ids with the words that gave them; `topics`: those named; `runs_of`: as `runs`, for who remembers.
    """
    tokens, stems = words.tokens[:_MOST_WORDS], words.stems[:_MOST_WORDS]
    plain = _with_pairs(stems, tokens)
    named = _named(hints, topics)
    last = _last_sentence(spoken)
    ending = _with_pairs(tuple(map(stem, last)), last)
    own = tuple(dict.fromkeys(tokens))
    return Signs(
        words=plain,
        tokens=own,
        named=named,
        ending={END + name: shown for name, shown in ending.items()},
        shape=_shape(words.text, len(tokens), spoken),
        word_part=_part(len(plain)),
        run_part=_part(sum(map(len, map(runs_of, own)))),
        named_part=_part(len(named)),
        end_part=_END_PART * _part(len(ending)),
    )


def _named(hints: Iterable[tuple[str, str]], topics: Iterable[str]) -> dict[str, str]:
    return {HINT + name: shown for name, shown in hints} | {TOPIC + topic: topic for topic in topics}


def _with_pairs(stems: Sequence[str], tokens: Sequence[str]) -> dict[str, str]:
    """Each stem with the word that shows it, and each two that stand next to each other."""
    found = dict(zip(stems, tokens, strict=True))
    found.update(zip(map(" ".join, pairwise(stems)), map(" ".join, pairwise(tokens)), strict=True))
    return found


def _last_sentence(spoken: Sequence[str]) -> Sequence[str]:
    end = len(spoken)
    while end and spoken[end - 1] == BREAK:
        end -= 1
    begin = end
    while begin and spoken[begin - 1] != BREAK and end - begin < _MOST_WORDS:
        begin -= 1
    return spoken[begin:end]


def _shape(text: str, count: int, spoken: Sequence[str]) -> dict[str, str]:
    """Length, sentences and questions, with how a person would say it."""
    asked = sum(map(text.count, _QUESTION_MARKS))
    said = sum(one == BREAK and other != BREAK for one, other in pairwise((BREAK, *spoken)))
    ends = text.rstrip().endswith(_QUESTION_MARKS)
    found = {
        f"woorden{count.bit_length()}": f"{count} woorden",
        f"zinnen{min(said, _MOST_SENTENCES)}": f"{said} zinnen",
        f"vragen{min(asked, _MOST_QUESTIONS)}": f"{asked} vraagtekens",
        "slot_vraag" if ends else "slot": "slot: ?" if ends else "slot: .",
    }
    if "!" in text:
        found["uitroep"] = "!"
    return {SHAPE + name: shown for name, shown in found.items()}


def runs(token: str) -> tuple[str, ...]:
    """The runs of letters in a word, each once."""
    whole = f" {token[:_LONGEST_WORD]} "
    sizes = range(_SHORTEST_RUN, _LONGEST_RUN + 1)
    found = [RUN + whole[at : at + size] for size in sizes for at in range(max(0, len(whole) - size) + 1)]
    return tuple(dict.fromkeys(found))


def _part(count: int) -> float:
    return float(count**-0.5) if count else 0.0
