"""What a text may be about: topics by words, parts of compounds, near spellings and wordings, with reasons."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.knowledge import Topic
from bot.understanding.denial import is_denied
from bot.understanding.near_words import NearWords
from bot.understanding.normalise import Words, read_words, stem
from bot.understanding.phrases import LoosePhrases, StrictPhrases
from bot.understanding.remembered import remembered
from bot.understanding.sounds import sound

# Weights of the kinds of evidence (docs/adr/0003): an own word says most, a near spelling least.
WORD, WORDING, COMPOUND, NEAR = 0.8, 0.75, 0.7, 0.6
WHOLE_WORDING = 0.88  # a wording that is there whole says more than any word
_WHOLE_FROM, _ALL = 4, 0.95  # words, share
WORDING_SHARE = 0.66  # so much of a wording's weight must be there
NEAR_SPELLING = 0.84  # likeness (0 to 1) from which a misspelt word counts
_HUGE = 1e9
_MOST_CLUES = 6  # clues that count for one topic; more of the same proves no more
_PROCESS = 0.7  # a topic about how it goes stands behind one about what is needed, unless it is far surer
_SHORTEST_PART = 5  # letters; shorter words are not looked for inside other words
_WHOLE_START = 3  # letters that a word and its stem share, when nothing was taken from its beginning
_SHORTEST_NEAR = 6  # letters; shorter words are not taken for misspelt
_TWO_ERRORS_FROM = 11  # letters; by NEAR_SPELLING a shorter word may hold one error
_BEGIN = 3  # letters of a word that its stem begins with as well
_MOST_NEAR = 12  # unknown words of one message that are compared with all words; the rest is left


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGuess:
    """A topic the text may be about: how sure (0 to 1), and the words and rules that say so."""

    id: str
    score: float  # its share by all signs; for a topic without examples as `own`
    own: float  # by the topic's own words and wordings alone
    law: float  # the share of the laws of its ways, read apart from the topic: where both are large it is meant
    start: int  # place of the first word that says so
    because: tuple[str, ...]

    @property
    def together(self) -> float:
        """Its share by both readings."""
        return self.score * self.law


@dataclass(frozen=True, slots=True)
class _Clue:
    """One thing in the text that points to a topic, how strongly, and at which word."""

    topic: str
    weight: float
    why: str
    start: int


class TopicFinder:
    """Finds topics in texts. Built once from the knowledge; holds no state."""

    def __init__(self, topics: Mapping[str, Topic], known: Container[str] = ()) -> None:
        """`known`: words that are met often, and may be remembered."""
        self._owners: dict[str, set[str]] = defaultdict(set)  # a stem -> topics that own it
        self._endings: set[str] = set()  # stems that may end a longer word: of one word, and its beginning is there
        self._process = {topic.id for topic in topics.values() if topic.process}
        several: list[tuple[str, str]] = []
        for topic in topics.values():
            for word in topic.words:
                read = read_words(word)
                stems = read.stems
                if len(stems) == 1:
                    self._owners[stems[0]].add(topic.id)
                    if read.tokens[0].startswith(stems[0][:_WHOLE_START]):
                        self._endings.add(stems[0])
                elif stems:
                    several.append((topic.id, word))
                    self._owners[read_words(word.replace(" ", "")).stems[0]].add(topic.id)
        self._names = StrictPhrases(several)
        self._wordings = LoosePhrases((topic.id, phrase) for topic in topics.values() for phrase in topic.phrases)
        self._owned = remembered(self._find_owners, known)
        self._one_error = NearWords(stem for stem in self._owners if len(stem) >= _SHORTEST_NEAR)
        self._longest = [stem for stem in self._owners if len(stem) >= _TWO_ERRORS_FROM - 1]
        self._heard = {sound(stem): stem for stem in reversed(self._owners) if len(stem) >= _SHORTEST_NEAR}
        self._begins = frozenset(stem[:_BEGIN] for stem in self._owners)
        self._place = {stem: place for place, stem in enumerate(self._owners)}  # the first of equals is taken
        self._ordinary = {
            stem for topic in topics.values() for phrase in topic.phrases for stem in read_words(phrase).stems
        }

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every stem of a word or wording of the topics."""
        return frozenset(self._owners) | self._ordinary

    def find(self, words: Words) -> tuple[TopicGuess, ...]:
        """The topics that `words` name, best first; none when nothing points anywhere."""
        clues: dict[str, list[_Clue]] = defaultdict(list)
        for clue in self._clues(words):
            clues[clue.topic].append(clue)
        return self.ranked(_guess(topic, held) for topic, held in clues.items())

    def denied(self, words: Words) -> frozenset[str]:
        """The topics of which a word stands there as what it is not about: "het gaat niet om de scootmobiel"."""
        owners = (self._owned(token)[0] for at, token in enumerate(words.tokens) if is_denied(words.tokens, at))
        return frozenset(topic for held in owners for topic in held)

    def ranked(self, guesses: Iterable[TopicGuess]) -> tuple[TopicGuess, ...]:
        """Best first, by topic and law together."""
        return tuple(sorted(guesses, key=lambda guess: self._rank(guess, guess.together)))

    def named(self, guesses: Iterable[TopicGuess]) -> tuple[TopicGuess, ...]:
        """Those that are named in their own words, best first by those words alone."""
        own = [guess for guess in guesses if guess.own]
        return tuple(sorted(own, key=lambda guess: self._rank(guess, guess.own)))

    def _rank(self, guess: TopicGuess, score: float) -> tuple[float, int, str]:
        """Best first; what is needed before how it goes ("mijn scootmobiel is afgewezen": the scooter);
        between equals, what was said first.
        """
        return (-score * (_PROCESS if guess.id in self._process else 1.0), guess.start, guess.id)

    def _clues(self, words: Words) -> Iterable[_Clue]:
        unknown = []
        for index, (token, base) in enumerate(zip(words.tokens, words.stems, strict=True)):
            owners, kind = self._owned(token)
            if kind is None:
                unknown.append((index, token, base))
            elif owners and not is_denied(words.tokens, index):
                why = f"woord '{token}'" if kind == WORD else f"deel van '{token}'"
                yield from _clues_for(owners, kind, why, index)
        for index, (left, right) in enumerate(pairwise(words.tokens)):
            owners = self._find_joined(left, right)
            if owners:
                yield from _clues_for(owners, COMPOUND, f"'{left} {right}' aan elkaar", index)
        for found in self._names.find(words):
            yield _Clue(found.key, WORD, f"woorden '{found.phrase}'", found.start)
        for found in self._wordings.find(words, WORDING_SHARE):
            whole = found.share >= _ALL and found.length >= _WHOLE_FROM
            weight = WHOLE_WORDING if whole else WORDING * found.share
            yield _Clue(found.key, weight, f"lijkt op '{found.phrase}'", found.start)
        for index, token, base in unknown[:_MOST_NEAR]:
            near = self._find_near(base)
            if near is not None and not is_denied(words.tokens, index):
                yield from _clues_for(self._owners[near[0]], NEAR * near[1], f"'{token}' lijkt op '{near[0]}'", index)

    def _find_owners(self, token: str) -> tuple[Collection[str], float | None]:
        """The topics that own a word, or a part of it, and which it is; None: perhaps it is misspelt."""
        base = stem(token)
        owners = self._owners.get(base) or self._owners.get(token)
        if owners:
            return owners, WORD
        part = self._part(base)
        if part or len(base) < _SHORTEST_NEAR or base in self._ordinary:
            return part, COMPOUND
        return (), None

    def _part(self, stem: str) -> Collection[str]:
        """The owners of a word that begins, or else ends, this longer word ("rolstoelaanvraag").

        The stem of a word with "ge" lacks it, so it ends other words by accident: "geen huis" and "ziekenhuis".
        """
        heads = (stem[:cut] for cut in range(len(stem) - 3, _SHORTEST_PART - 1, -1))
        tails = (stem[cut:] for cut in range(3, len(stem) - _SHORTEST_PART + 1))
        ending = (part for part in tails if part in self._endings)
        return next((self._owners[part] for part in (*heads, *ending) if part in self._owners), ())

    def _find_joined(self, left: str, right: str) -> Collection[str]:
        """The owners of a compound that was written apart ("rol stoel")."""
        whole = left + right
        if len(whole) < _SHORTEST_PART or left in self._owners or whole[:_BEGIN] not in self._begins:
            return ()
        return self._owners.get(stem(whole), ())

    def _find_near(self, stem: str) -> tuple[str, float] | None:
        """The word of a topic that this may be a misspelling of, and how like it is (0 to 1)."""
        heard = self._heard.get(sound(stem))
        if heard is not None:
            return heard, 1.0
        # in a word of so few letters more than one error makes it too unlike
        few = len(stem) < _TWO_ERRORS_FROM
        held = sorted(self._one_error.find(stem), key=self._place.__getitem__) if few else self._longest
        best = process.extractOne(stem, held, scorer=OSA.normalized_similarity, score_cutoff=NEAR_SPELLING)
        return (best[0], best[1]) if best else None


def _clues_for(owners: Collection[str], weight: float, why: str, start: int) -> Iterable[_Clue]:
    return (_Clue(topic, _shared(weight, owners), why, start) for topic in owners)


def _shared(weight: float, owners: Collection[str]) -> float:
    """A word that several topics own says less about each of them."""
    return float(weight / len(owners) ** 0.5)


def _guess(topic: str, clues: list[_Clue]) -> TopicGuess:
    own, because = _add_up(clues)
    return TopicGuess(id=topic, score=own, own=own, law=1.0, start=min(clue.start for clue in clues), because=because)


def _add_up(clues: list[_Clue]) -> tuple[float, tuple[str, ...]]:
    """Clues add up as independent chances: two halves make three quarters, never more than one."""
    best: dict[str, float] = {}
    for clue in clues:
        best[clue.why] = max(clue.weight, best.get(clue.why, -_HUGE))
    strongest = sorted(best.items(), key=lambda item: (-abs(item[1]), item[0]))[:_MOST_CLUES]
    missing = min(1.0, prod(1 - weight for _, weight in strongest))
    return round(1 - missing, 3), tuple(why for why, _ in strongest)
