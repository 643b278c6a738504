"""What a text may be about: topics by words, parts of compounds, near spellings and wordings, with reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.knowledge import Topic
from bot.understanding.normalise import Words, read_words
from bot.understanding.phrases import NEGATIONS, LoosePhrases, StrictPhrases

# Weights of the kinds of evidence (docs/adr/0003): an own word says most, a near spelling least.
WORD, WORDING, COMPOUND, NEAR = 0.8, 0.75, 0.7, 0.6
WORDING_SHARE = 0.66  # so much of a wording's weight must be there
NEAR_SPELLING = 0.84  # likeness (0 to 1) from which a misspelt word counts
_PROCESS = 0.7  # a topic about how it goes stands behind one about what is needed, unless it is far surer
_SHORTEST_PART = 5  # letters; shorter words are not looked for inside other words
_SHORTEST_NEAR = 6  # letters; shorter words are not taken for misspelt
_MOST_NEAR = 12  # unknown words of one message that are compared with all words; the rest is left


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicGuess:
    """A topic the text may be about: how sure (0 to 1), and the words and rules that say so."""

    id: str
    score: float
    because: tuple[str, ...]


class TopicFinder:
    """Finds topics in texts. Built once from the knowledge; holds no state."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._owners: dict[str, set[str]] = defaultdict(set)  # a stem -> topics that own it
        self._process = {topic.id for topic in topics.values() if topic.process}
        several: list[tuple[str, str]] = []
        for topic in topics.values():
            for word in topic.words:
                stems = read_words(word).stems
                if len(stems) == 1:
                    self._owners[stems[0]].add(topic.id)
                elif stems:
                    several.append((topic.id, word))
                    self._owners[read_words(word.replace(" ", "")).stems[0]].add(topic.id)
        self._names = StrictPhrases(several)
        self._wordings = LoosePhrases((topic.id, phrase) for topic in topics.values() for phrase in topic.phrases)
        self._long = [stem for stem in self._owners if len(stem) >= _SHORTEST_NEAR]
        self._ordinary = {stem for topic in topics.values() for phrase in topic.phrases for stem in read_words(phrase).stems}

    def find(self, words: Words) -> tuple[TopicGuess, ...]:
        """The topics of `words`, best first; none when nothing points anywhere."""
        weights: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for topic, weight, why in self._evidence(words):
            weights[topic].append((weight, why))
        guesses = [_guess(topic, evidence) for topic, evidence in weights.items()]
        return tuple(sorted(guesses, key=self._rank))

    def _rank(self, guess: TopicGuess) -> tuple[float, str]:
        """Best first; what is needed before how it goes ("mijn scootmobiel is afgewezen": the scooter)."""
        return (-guess.score * (_PROCESS if guess.id in self._process else 1.0), guess.id)

    def _evidence(self, words: Words) -> Iterable[tuple[str, float, str]]:
        unknown = []
        for index, (token, stem) in enumerate(zip(words.tokens, words.stems, strict=True)):
            if _denied(words, index):
                continue
            owners = self._owners.get(stem) or self._owners.get(token)
            if owners:
                yield from ((topic, _shared(WORD, owners), f"woord '{token}'") for topic in owners)
            elif parts := self._parts(stem):
                yield from ((topic, weight, f"deel van '{token}'") for topic, weight in parts)
            elif len(stem) >= _SHORTEST_NEAR and stem not in self._ordinary:
                unknown.append((token, stem))
        yield from self._joined(words)
        for found in self._names.find(words):
            yield found.key, WORD, f"woorden '{found.phrase}'"
        for found in self._wordings.find(words, WORDING_SHARE):
            yield found.key, WORDING * found.share, f"lijkt op '{found.phrase}'"
        for token, stem in unknown[:_MOST_NEAR]:
            yield from self._near(token, stem)

    def _parts(self, stem: str) -> list[tuple[str, float]]:
        """Topics whose word begins or ends this longer word ("rolstoelaanvraag")."""
        for cut in range(len(stem) - 3, _SHORTEST_PART - 1, -1):
            owners = self._owners.get(stem[:cut])
            if owners:
                return [(topic, _shared(COMPOUND, owners)) for topic in owners]
        for cut in range(3, len(stem) - _SHORTEST_PART + 1):
            owners = self._owners.get(stem[cut:])
            if owners:
                return [(topic, _shared(COMPOUND, owners)) for topic in owners]
        return []

    def _joined(self, words: Words) -> Iterable[tuple[str, float, str]]:
        """Compounds written apart ("rol stoel")."""
        for left, right in zip(words.tokens, words.tokens[1:], strict=False):
            if len(left) + len(right) >= _SHORTEST_PART and left not in self._owners:
                joined = read_words(left + right).stems
                owners = self._owners.get(joined[0], set()) if joined else set()
                yield from ((topic, _shared(COMPOUND, owners), f"'{left} {right}' aan elkaar") for topic in owners)

    def _near(self, token: str, stem: str) -> Iterable[tuple[str, float, str]]:
        best = process.extractOne(
            stem, self._long, scorer=OSA.normalized_similarity, score_cutoff=NEAR_SPELLING
        )
        if best:
            owners = self._owners[best[0]]
            weight = NEAR * best[1]
            yield from ((topic, _shared(weight, owners), f"'{token}' lijkt op '{best[0]}'") for topic in owners)


def _shared(weight: float, owners: set[str]) -> float:
    """A word that several topics own says less about each of them."""
    return float(weight / len(owners) ** 0.5)


def _denied(words: Words, index: int) -> bool:
    """Whether "geen" or "niet" stands right before this word ("geen schulden", "niet de scootmobiel")."""
    return any(token in NEGATIONS for token in words.tokens[max(0, index - 2) : index])


def _guess(topic: str, evidence: list[tuple[float, str]]) -> TopicGuess:
    """Evidence adds up as independent chances: two halves make three quarters, never more than one."""
    missing = 1.0
    best: dict[str, float] = {}
    for weight, why in evidence:
        best[why] = max(weight, best.get(why, 0.0))
    ordered = sorted(best.items(), key=lambda item: -item[1])
    for _, weight in ordered[:4]:
        missing *= 1 - weight
    return TopicGuess(id=topic, score=round(1 - missing, 3), because=tuple(why for why, _ in ordered[:4]))
