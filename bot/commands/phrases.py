"""Which topics are hard to recognise: too few wordings, or wordings that point to another topic as much."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.dialogue import Engine
from bot.model.knowledge import Topic

LEAST_WORDINGS = 6
"""Words and phrases that a topic needs: fewer, and only who says it just so is understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakSpot:
    """One thing to look at. `rival` is empty when a topic has too few wordings."""

    topic: str
    wording: str
    rival: str
    lead: float  # by which the rival is ahead, 0 to 1

    def __str__(self) -> str:
        if not self.rival:
            return f"{self.topic}: {self.wording} wordings; add {LEAST_WORDINGS} in all, also spoken and misspelt ones"
        return f"{self.topic}: '{self.wording}' points to {self.rival} as well ({self.lead:+.2f})"


def weak_spots(engine: Engine, today: date) -> Iterator[WeakSpot]:
    """Every weak spot, by topic; first the topics with too few wordings."""
    topics = engine.parts.knowledge.topics.values()
    for topic in topics:
        count = len(topic.words) + len(topic.phrases)
        if count < LEAST_WORDINGS:
            yield WeakSpot(topic=topic.id, wording=str(count), rival="", lead=0.0)
    for topic in topics:
        for wording in (*topic.words, *topic.phrases):
            spot = _rival(engine, topic, wording, today)
            if spot is not None:
                yield spot


def _rival(engine: Engine, topic: Topic, wording: str, today: date) -> WeakSpot | None:
    guesses = {guess.id: guess.score for guess in engine.parts.listener.listen(wording, today).topics}
    own = guesses.pop(topic.id, 0.0)
    rival = max(guesses, key=lambda name: guesses[name], default="")
    if not rival or guesses[rival] < own:
        return None
    return WeakSpot(topic=topic.id, wording=wording, rival=rival, lead=guesses[rival] - own)
