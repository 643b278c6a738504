"""Find wordings in a text: strictly (all words, in order, close together) or loosely (most of their weight).

Both keep an index by stem, so that a text costs only what its own words could mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from bot.understanding.normalise import Words, read_words

_GAP = 2  # words that may stand between two words of a strict wording
_SMALL_WORD = 0.35  # weight of words that carry little by themselves, against 1 for an ordinary word
_SMALL_WORDS = frozenset(
    "de het een en of in op te van voor met aan bij uit om naar er dat die dit ik u je me mij mijn mn m'n we ze hij zij"
    " is ben heb heeft hebben was wordt word worden zijn wil kan moet mag als ook nog wel maar dan zo al"
    " ons onze hun haar doe doen gaat ga gaan hoe wat waar wie".split()
)
NEGATIONS = frozenset({"geen", "niet", "nooit", "niets", "niks", "nie", "niemand", "zonder"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A wording that was found: under which key, how much of it, in which words, from which word on."""

    key: str
    phrase: str
    share: float  # 1.0: all of it
    start: int
    length: int  # words in the wording


class StrictPhrases:
    """Wordings that must be there whole: every word, in order, with small gaps."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        """`wordings` are pairs of key and wording."""
        self._by_first: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
        for key, wording in wordings:
            stems = read_words(wording).stems
            if stems:
                self._by_first[stems[0]].append((key, wording, stems))

    def find(self, words: Words) -> list[Found]:
        """Every wording in `words`, once per place where it starts."""
        found = []
        for start, stem in enumerate(words.stems):
            for key, wording, stems in self._by_first.get(stem, ()):
                if _follows(words.stems, start, stems):
                    found.append(Found(key=key, phrase=wording, share=1.0, start=start, length=len(stems)))
        return found


def _follows(text: Sequence[str], start: int, wanted: Sequence[str]) -> bool:
    at = start
    for stem in wanted[1:]:
        window = text[at + 1 : at + 2 + _GAP]
        if stem not in window:
            return False
        at += 1 + window.index(stem)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose:
    key: str
    wording: str
    weights: dict[str, float]
    total: float


class LoosePhrases:
    """Wordings of which most of the weight must be there, in any order, within a stretch of the text."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        """`wordings` are pairs of key and wording. Rare stems weigh more than common ones."""
        pairs = [(key, wording, read_words(wording).stems) for key, wording in wordings]
        owners: dict[str, set[str]] = defaultdict(set)
        for key, _, stems in pairs:
            for stem in stems:
                owners[stem].add(key)
        keys = len({key for key, _, _ in pairs}) or 1
        rarity = {stem: _rarity(stem, len(held), keys) for stem, held in owners.items()}
        self._phrases = [_loose(key, wording, stems, rarity) for key, wording, stems in pairs if stems]
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for index, phrase in enumerate(self._phrases):
            for stem in phrase.weights:
                if rarity[stem] > _SMALL_WORD:
                    self._by_stem[stem].append(index)

    def find(self, words: Words, at_least: float) -> list[Found]:
        """The wordings with a share of at least `at_least` in `words`."""
        places: dict[str, int] = {}
        for index, stem in enumerate(words.stems):
            places.setdefault(stem, index)
        seen = {index for stem in places for index in self._by_stem.get(stem, ())}
        found = []
        for index in seen:
            phrase = self._phrases[index]
            held = [stem for stem in phrase.weights if stem in places]
            share = sum(phrase.weights[stem] for stem in held) / phrase.total
            if share >= at_least and _near(held, words.stems, len(phrase.weights)):
                start = min(places[stem] for stem in held)
                found.append(
                    Found(key=phrase.key, phrase=phrase.wording, share=share, start=start, length=len(phrase.weights))
                )
        return found


def _rarity(stem: str, held_by: int, keys: int) -> float:
    if stem in _SMALL_WORDS:
        return _SMALL_WORD
    return 1.0 + log((1 + keys) / (1 + held_by)) / 4


def _loose(key: str, wording: str, stems: Sequence[str], rarity: dict[str, float]) -> _Loose:
    weights = {stem: rarity[stem] for stem in stems}
    return _Loose(key=key, wording=wording, weights=weights, total=sum(weights.values()))


def _near(held: Sequence[str], text: Sequence[str], size: int) -> bool:
    """Whether the words stand together: in a stretch of at most twice the wording plus four."""
    wanted, room = set(held), 2 * size + 4
    if len(text) <= room:
        return True
    hits = [index for index, stem in enumerate(text) if stem in wanted]
    return any(
        {text[i] for i in hits if first <= i < first + room} == wanted for first in hits
    )
