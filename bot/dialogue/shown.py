"""A fact as a resident reads it."""

from bot.content.wording import day_in_words, phone_in_words
from bot.dialogue.turn import TurnDraft
from bot.model.facts import Fact, FactKind, FactSpec, as_day
from bot.model.text import DUTCH
from bot.model.wording import Phrase


def row_of(draft: TurnDraft, spec: FactSpec, fact: Fact, limit: int) -> str:
    """The fact with its label in front, in at most `limit` characters."""
    words = f"{spec.label.to(draft.talk.language)}: {value_of(draft, spec, fact)}"
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def value_of(draft: TurnDraft, spec: FactSpec, fact: Fact) -> str:
    """The value in words."""
    if spec.kind is FactKind.DATE:
        day, approximate = as_day(fact.values()[0])
        words = day_in_words(day, draft.talk.language)
        return draft.phrase(Phrase.ABOUT, dag=words) if approximate else words
    if spec.kind is FactKind.PHONE:
        return phone_in_words(fact.values()[0])
    return ", ".join(label_of(draft, spec, value) for value in fact.values())


def label_of(draft: TurnDraft, spec: FactSpec, value: str) -> str:
    """How a stored value reads: the label of a choice, the name of a topic, else the value itself."""
    option = spec.find_option(value)
    if option is not None:
        return option.label.to(draft.talk.language)
    topic = draft.parts.knowledge.topics.get(value) if spec.kind is FactKind.TOPICS else None
    return topic.name.to(DUTCH) if topic else value
