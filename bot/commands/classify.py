"""What the recogniser makes of one text, as a document: to measure it, and to argue with it."""

from datetime import date

from bot.dialogue import Engine
from bot.model.danger import Level
from bot.model.facts import Value
from bot.understanding.topics import TopicGuess

_LEAST = 0.03  # smaller shares are left out
_OFF = 2.0
_SHOWN = 5
Document = dict[str, object]


def classify(engine: Engine, text: str, today: date) -> Document:
    """The text's topics, laws, stage, danger and facts, best first. Keeps nothing."""
    heard = engine.parts.listener.listen(text, today)
    alarm = engine.parts.danger.find(text)
    danger = None if alarm is None else alarm.kind.value
    full = alarm is not None and alarm.level is Level.FULL
    return {
        "text": text,
        "language": heard.language,
        "laws": [{"law": one.law.value, "score": one.score} for one in heard.laws if one.score >= _LEAST],
        "topics": [_topic(engine, guess) for guess in heard.topics],
        "stage": heard.stages[0].stage.value,
        "crisis": danger if full else None,
        "soft": None if full else danger,
        "off_topic": danger is None and (heard.strange or (heard.off >= _OFF and not heard.sure_topics())),
        "facts": {name: _plain(value) for name, value in heard.facts.items()},
    }


def explain(engine: Engine, text: str, today: date) -> str:
    """Why `classify` says what it says, for who edits the words: every topic, law and stage with its reasons."""
    heard = engine.parts.listener.listen(text, today)
    alarm = engine.parts.danger.find(text)
    rows = [f"language: {heard.language}", "topics:"]
    for guess in heard.topics[:_SHOWN]:
        rows += [f"  {guess.score:.2f} {guess.id}", *(f"       {why}" for why in guess.because)]
    rows.append("laws:")
    for law in heard.laws[:_SHOWN]:
        rows += [f"  {law.score:.2f} {law.law.value}", *(f"       {why}" for why in law.because)]
    rows.append("stages:")
    for stage in heard.stages[:_SHOWN]:
        rows += [f"  {stage.points:+.1f} {stage.stage.value}", *(f"       {why}" for why in stage.because)]
    rows.append(f"off topic: {heard.off:.1f} points{', no known word' if heard.strange else ''}")
    rows.append(f"danger: {'none' if alarm is None else f'{alarm.kind.value} {alarm.level.value} {alarm.because}'}")
    rows += [f"fact: {name} = {_plain(value)}" for name, value in heard.facts.items()]
    return "\n".join(rows)


def _topic(engine: Engine, guess: TopicGuess) -> Document:
    law = engine.parts.knowledge.topics[guess.id].law.value
    return {"id": guess.id, "law": law, "score": guess.score, "because": list(guess.because)}


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
