"""What the recogniser makes of one text, as a document: to measure it, and to argue with it."""

from datetime import date

from bot.dialogue import Engine
from bot.model.danger import Level
from bot.model.facts import Value
from bot.model.law import Stage
from bot.model.text import DUTCH
from bot.understanding.topics import TopicGuess

ALSO = 0.5  # a law where a topic may land too counts for so much of the law where it usually lands
_DIGITS = 3
Document = dict[str, object]


def classify(engine: Engine, text: str, today: date) -> Document:
    """The text's topics, laws, stage, danger and facts, best first. Keeps nothing."""
    heard = engine.parts.listener.listen(text, today)
    alarm = engine.parts.danger.find(text)
    danger = None if alarm is None else alarm.kind.value
    full = alarm is not None and alarm.level is Level.FULL
    return {
        "text": text,
        "language": DUTCH,  # the only one so far
        "laws": _laws(engine, heard.topics),
        "topics": [_topic(engine, guess) for guess in heard.topics],
        "stage": (heard.stage or Stage.ORIENTATIE).value,  # no word of a step taken: still looking around
        "crisis": danger if full else None,
        "soft": None if full else danger,
        "off_topic": False,  # not told apart yet: nobody is turned away by mistake
        "facts": {name: _plain(value) for name, value in heard.facts.items()},
    }


def _laws(engine: Engine, guesses: tuple[TopicGuess, ...]) -> list[Document]:
    """Per law the best score of its topics; the law of the topic that was put first stays first."""
    best: dict[str, float] = {}
    for guess in guesses:
        topic = engine.parts.knowledge.topics[guess.id]
        for law, score in ((topic.law, guess.score), *((law, guess.score * ALSO) for law in topic.also)):
            best[law.value] = max(score, best.get(law.value, 0.0))
    first = next(iter(best), "")
    ordered = sorted(best.items(), key=lambda item: (item[0] != first, -item[1]))
    return [{"law": law, "score": round(score, _DIGITS)} for law, score in ordered]


def _topic(engine: Engine, guess: TopicGuess) -> Document:
    law = engine.parts.knowledge.topics[guess.id].law.value
    return {"id": guess.id, "law": law, "score": guess.score, "because": list(guess.because)}


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
