"""What the recogniser makes of one text, as a document: to measure it, and to argue with it."""

from datetime import date

from bot.dialogue import Engine
from bot.model.danger import Level
from bot.model.facts import Value
from bot.model.law import Stage
from bot.model.weights import NONE, Matter
from bot.understanding.listen import Heard
from bot.understanding.topics import TopicGuess

_LEAST = 0.03  # smaller shares are left out
_SHOWN = 5
Document = dict[str, object]


def classify(engine: Engine, text: str, today: date) -> Document:
    """The text's topics, laws, stage, danger and facts, best first. Keeps nothing."""
    reading = engine.parts.listener.read(text)
    heard = engine.parts.listener.hear(reading, today)
    alarm = engine.parts.danger.find(text, read=lambda _: reading)
    danger = None if alarm is None else alarm.kind.value
    full = alarm is not None and alarm.level is Level.FULL
    return {
        "text": text,
        "language": heard.language,
        "laws": [{"law": law.value, "score": share} for law, share in heard.laws.items() if share >= _LEAST],
        "topics": [_topic(engine, heard, guess) for guess in heard.topics[:_SHOWN]],
        "stage": next(iter(heard.stages), Stage.ORIENTATIE).value,
        "crisis": danger if full else None,
        "soft": None if full else danger,
        "off_topic": not full and heard.is_off_topic(),
        "facts": {name: _plain(value) for name, value in heard.facts.items()},
    }


def explain(engine: Engine, text: str, today: date) -> str:
    """Why `classify` says what it says, for who edits the words: every topic, law and stage with its reasons."""
    reading = engine.parts.listener.read(text)
    heard = engine.parts.listener.hear(reading, today)
    alarm = engine.parts.danger.find(text, read=lambda _: reading)
    rows = [f"language: {heard.language}", "topics:"]
    for guess in heard.topics[:_SHOWN]:
        rows += [f"  {guess.score:.2f} {guess.id}", *(f"       {why}" for why in heard.because(guess))]
    for kind, shares, weighing in (
        ("laws", heard.laws, heard.weighed.about(Matter.LAW)),
        ("stages", heard.stages, heard.weighed.about(Matter.STAGE)),
    ):
        rows.append(f"{kind}:")
        for answer, share in list(shares.items())[:_SHOWN]:
            rows += [f"  {share:.2f} {answer.value}", *(f"       {why}" for why in weighing.because(answer.value))]
    rows.append(f"not for us: {heard.off:.2f}{', no known word' if heard.strange else ''}")
    rows += [f"       {why}" for why in heard.weighed.about(Matter.LAW).because(NONE)]
    rows.append(f"danger: {'none' if alarm is None else f'{alarm.kind.value} {alarm.level.value} {alarm.because}'}")
    grave = engine.parts.danger.weigh(text)
    for kind_of, share in grave.shares(_LEAST).items():
        rows += [f"  {share:.2f} {kind_of}", *(f"       {why}" for why in grave.because(kind_of))]
    rows += [f"fact: {name} = {_plain(value)}" for name, value in heard.facts.items()]
    return "\n".join(rows)


def _topic(engine: Engine, heard: Heard, guess: TopicGuess) -> Document:
    law = engine.parts.knowledge.topics[guess.id].law.value
    return {"id": guess.id, "law": law, "score": guess.score, "because": list(heard.because(guess))}


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
