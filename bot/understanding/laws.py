"""Which law or field a text belongs to: topics and hints weighed together, as shares that add up to one. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

from bot.model.hints import HintBook
from bot.model.knowledge import Topic
from bot.model.law import Law
from bot.understanding.hints import Evidence
from bot.understanding.topics import TopicGuess, points_of

ALSO = 0.35  # a law where a topic may land too gets so much of the topic's points
_PROCESS = 0.4  # a topic about how it goes says less about the law than one about what is needed
_SHARPNESS = 0.9  # how fast a lead in points becomes sureness
_MOST_PER_TOPIC = 4.0  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class LawGuess:
    """A law, its share (0 to 1, all laws together 1), and what counted for it."""

    law: Law
    score: float
    because: tuple[str, ...]


class LawWeigher:
    """Weighs laws. Built once; holds no state."""

    def __init__(self, topics: Mapping[str, Topic], book: HintBook) -> None:
        self._topics, self._priors = topics, book.law_priors

    def weigh(self, guesses: Iterable[TopicGuess], evidence: Iterable[Evidence]) -> tuple[LawGuess, ...]:
        """Every law, best first. Without any evidence the shares are those of an ordinary day."""
        total = {law: self._priors.get(law, 0.0) for law in Law}
        because: dict[Law, list[str]] = defaultdict(list)
        for law, points, why in (*self._from_topics(tuple(guesses)), *_from_hints(evidence)):
            total[law] += points
            because[law].append(f"{why} {points:+.1f}")
        heights = {law: exp(_SHARPNESS * points) for law, points in total.items()}
        whole = sum(heights.values())
        found = [
            LawGuess(law=law, score=round(height / whole, 3), because=tuple(because[law]))
            for law, height in heights.items()
        ]
        return tuple(sorted(found, key=lambda one: (-total[one.law], one.law.value)))

    def _from_topics(self, guesses: tuple[TopicGuess, ...]) -> Iterable[tuple[Law, float, str]]:
        needs = any(not self._topics[guess.id].process for guess in guesses)
        for guess in guesses:
            topic = self._topics[guess.id]
            points = min(points_of(guess.score), _MOST_PER_TOPIC) * (_PROCESS if needs and topic.process else 1.0)
            yield topic.law, points, guess.id
            for law in topic.also:
                yield law, points * ALSO, guess.id


def _from_hints(evidence: Iterable[Evidence]) -> Iterable[tuple[Law, float, str]]:
    for one in evidence:
        for law, points in one.points.laws.items():
            yield law, points * one.worth, one.why
