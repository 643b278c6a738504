"""Find wordings in a text: strictly (all words, in order, close together) or loosely (most of their weight).

Both keep an index by stem, so that a text costs only what its own words could mean.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from operator import itemgetter

from bot.understanding.normalise import Words, read_words, stem

_GAP = 2  # words that may stand between two words of a strict wording
_SMALL_WORD = 0.25  # weight of words that carry little by themselves; an ordinary word weighs 1 to 5
_WHOLE = 0.9  # a wording with one telling word ("mijn man sluit mij op") must be there nearly whole
_DENIAL = 0.8  # weight of "niet" and "geen": they turn a wording round, so they must be there, but prove little
_SMALL_WORDS = frozenset(
    "de het een en of in op te van voor met aan bij uit om naar er dat die dit ik u je me mij mijn mn m'n we ze hij zij"
    " is ben heb heeft hebben was wordt word worden zijn wil kan moet mag als ook nog wel maar dan zo al"
    " ons onze hun haar doe doen doet gaat ga gaan hoe wat waar wie al iets alles zelf daar hier had"
    " krijg krijgt krijgen man vrouw moeder vader zoon dochter kind kinderen mensen iemand".split()
)
_TALK_WORDS = frozenset(
    "ja jawel jazeker nee neen ok oke okay oki yes no hoor graag precies klopt inderdaad prima goed zeker best hm hmm"
    " hoi hallo hey hee hai goedemorgen goedemiddag goedenavond goeden goede dag doei middag avond tot morgen later"
    " straks gauw snel ziens fijne daar allemaal hello hi hoihoi mevrouw meneer test".split()
)
NEGATIONS = frozenset({"geen", "niet", "nooit", "niets", "niks", "nie", "niemand", "zonder"})


_SMALL_STEMS = frozenset(stem(word) for word in _SMALL_WORDS) - {stem(word) for word in NEGATIONS}
_CHILD_STEMS = frozenset(
    stem(word)
    for word in "kind kinderen kindje zoon zoontje zonen dochter dochters dochtertje puber tiener baby peuter kleuter"
    " jongen meisje kleinzoon kleindochter kleinkind jongste oudste tweeling leerling".split()
)
_DENYING_STEMS = frozenset(stem(word) for word in NEGATIONS)


def is_small(word: str) -> bool:
    """Whether a stem carries little by itself ("voor", "mijn"); a denial does carry something."""
    return word in _SMALL_STEMS


def says_nothing(words: Words) -> bool:
    """Whether this only agrees, denies or greets ("ja hoor", "tot morgen"): about no subject at all."""
    telling = [token for token in words.tokens if token not in _TALK_WORDS]
    return len(telling) < len(words.tokens) and all(is_small(stem(token)) for token in telling)


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
        pairs = [(key, wording, read_words(wording).stems) for key, wording in wordings]
        self._wordings = [(key, wording, stems) for key, wording, stems in pairs if stems]
        often = Counter(word for _, _, stems in self._wordings for word in set(stems))
        self._by_rarest: dict[str, list[int]] = defaultdict(list)
        for number, (_, _, stems) in enumerate(self._wordings):
            self._by_rarest[min(stems, key=lambda word: (often[word], word))].append(number)

    def find(self, words: Words) -> list[Found]:
        """Every wording in `words`, once per place where it starts."""
        present = set(words.stems)
        found = []
        for number in chain.from_iterable(map(self._by_rarest.__getitem__, present & self._by_rarest.keys())):
            key, wording, stems = self._wordings[number]
            if not present.issuperset(stems):
                continue
            for start, word in enumerate(words.stems):
                if word == stems[0] and _follows(words.stems, start, stems):
                    one = Found(key=key, phrase=wording, share=1.0, start=start, length=len(stems))
                    found.append((start, number, one))
        return [one for _, _, one in sorted(found, key=itemgetter(0, 1))]


def _follows(text: Sequence[str], start: int, wanted: Sequence[str]) -> bool:
    at = start
    for word in wanted[1:]:
        window = text[at + 1 : at + 2 + _GAP]
        if word not in window:
            return False
        at += 1 + window.index(word)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose:
    key: str
    wording: str
    weights: dict[str, float]
    total: float
    denies: bool  # holds a "niet" or "geen"
    of_child: bool  # is about a child: other laws hold, so the text must speak of one
    telling: int  # so many words that say something must be there: two, or the only one


class LoosePhrases:
    """Wordings of which most of the weight must be there, in any order, within a stretch of the text."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        """`wordings` are pairs of key and wording. Rare stems weigh more than common ones."""
        pairs = [(key, wording, read_words(wording).stems) for key, wording in wordings]
        owners: dict[str, set[str]] = defaultdict(set)
        for key, _, stems in pairs:
            for word in stems:
                owners[word].add(key)
        keys = len({key for key, _, _ in pairs}) or 1
        rarity = {word: _rarity(word, len(held), keys) for word, held in owners.items()}
        self._phrases = [_loose(key, wording, stems, rarity) for key, wording, stems in pairs if stems]
        self._small = StrictPhrases((one.key, one.wording) for one in self._phrases if not one.telling)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for index, phrase in enumerate(self._phrases):
            for word in phrase.weights:
                if rarity[word] > _DENIAL:
                    self._by_stem[word].append(index)

    def find(self, words: Words, at_least: float) -> list[Found]:
        """The wordings with a share of at least `at_least` in `words`.

        One of small words only ("hoe krijg ik") must be there whole and in order.
        """
        places: dict[str, int] = {}
        for index, word in enumerate(words.stems):
            places.setdefault(word, index)
        denied, child = (not group.isdisjoint(places) for group in (_DENYING_STEMS, _CHILD_STEMS))
        telling = Counter(chain.from_iterable(self._by_stem[word] for word in places if word in self._by_stem))
        found = self._small.find(words)
        for index, times in telling.items():
            phrase = self._phrases[index]
            if times < phrase.telling:  # most end here: one word of several
                continue
            held = [word for word in phrase.weights if word in places]
            share = sum([phrase.weights[word] for word in held]) / phrase.total
            if share < (at_least if phrase.telling > 1 else _WHOLE):
                continue
            if (phrase.denies and not denied) or (phrase.of_child and not child):
                continue
            if _near(held, words.stems, len(phrase.weights)):
                start = min(places[word] for word in held)
                found.append(
                    Found(key=phrase.key, phrase=phrase.wording, share=share, start=start, length=len(phrase.weights))
                )
        return found


def _rarity(stem: str, held_by: int, keys: int) -> float:
    """Inverse document frequency, over the keys that use the stem."""
    if stem in _SMALL_STEMS:
        return _SMALL_WORD
    if stem in _DENYING_STEMS:
        return _DENIAL
    return 0.5 + log((1 + keys) / (1 + held_by))


def _loose(key: str, wording: str, stems: Sequence[str], rarity: dict[str, float]) -> _Loose:
    weights = {word: rarity[word] for word in stems}
    denies, of_child = (not group.isdisjoint(stems) for group in (_DENYING_STEMS, _CHILD_STEMS))
    telling = min(2, sum(weight > _DENIAL for weight in weights.values()))
    return _Loose(
        key=key,
        wording=wording,
        weights=weights,
        total=sum(weights.values()),
        denies=denies,
        of_child=of_child,
        telling=telling,
    )


def _near(held: Sequence[str], text: Sequence[str], size: int) -> bool:
    """Whether the words stand together: in a stretch of the wording plus half, two words at least."""
    wanted, room = set(held), size + max(2, size // 2)
    if len(text) <= room:
        return True
    hits = [index for index, word in enumerate(text) if word in wanted]
    return any({text[i] for i in hits if first <= i < first + room} == wanted for first in hits)
