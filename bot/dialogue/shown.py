"""A fact, and what stood on a button, as a resident reads it, in the chat and on paper. Pure, and needs no turn."""

from datetime import date

from bot.content.wording import day_in_words, phone_in_words
from bot.dialogue.parts import Parts
from bot.model.facts import Fact, FactKind, FactSpec, as_day
from bot.model.text import DUTCH
from bot.model.wording import Phrase


def row_of(parts: Parts, language: str, spec: FactSpec, fact: Fact, limit: int) -> str:
    """The fact with its label in front, in at most `limit` characters."""
    words = f"{spec.label.to(language)}: {value_of(parts, language, spec, fact)}"
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def value_of(parts: Parts, language: str, spec: FactSpec, fact: Fact) -> str:
    """The value in words; of several, one after the other."""
    return ", ".join(values_of(parts, language, spec, fact))


def values_of(parts: Parts, language: str, spec: FactSpec, fact: Fact) -> list[str]:
    """Each value in words: a day or a number as people write it, the label of a choice, the name of a topic."""
    return [_words_of(parts, language, spec, value) for value in fact.values()]


def day_of(parts: Parts, language: str, day: date, approximate: bool) -> str:
    """A day in words, and that it is only about then."""
    words = day_in_words(day, language)
    return parts.phrase(Phrase.ABOUT, language, dag=words) if approximate else words


def _words_of(parts: Parts, language: str, spec: FactSpec, value: str) -> str:
    """One value; what the knowledge does not know stays as it is."""
    if spec.kind is FactKind.DATE:
        return day_of(parts, language, *as_day(value))
    if spec.kind is FactKind.PHONE:
        return phone_in_words(value)
    option = spec.find_option(value)
    if option is not None:
        return option.label.to(language)
    topic = parts.knowledge.topics.get(value) if spec.kind is FactKind.TOPICS else None
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
