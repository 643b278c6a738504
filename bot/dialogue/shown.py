"""A fact, and what stood on a button, as a resident reads it."""

from bot.content.wording import day_in_words, phone_in_words
from bot.dialogue.parts import Parts
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


def button_label(parts: Parts, language: str, asked: str, option_id: str) -> str:
    """What stood on a button under the question about `asked`, as far as that is still known; else its id."""
    flows, knowledge = parts.flows, parts.knowledge
    fact = parts.specs.get(asked)
    answer = fact.find_option(option_id) if fact else None
    shared = flows.options.get(option_id)
    named = (
        one.get(option_id) for one in (knowledge.topics, knowledge.themes, knowledge.routes, knowledge.preparations)
    )
    found = (
        *((answer.label,) if answer else ()),
        *((shared.label,) if shared else ()),
        *(one.name for one in named if one),
        *(o.label for menu in flows.asides.values() for o in menu.options if o.id == option_id),
        *(o.label for spec in parts.specs.values() for o in spec.options if o.id == option_id),
        *((parts.specs[option_id].label,) if option_id in parts.specs else ()),
    )
    return found[0].to(language) if found else option_id
