"""The value of a fact as people read it: at the desk, in the summary, on paper."""

from collections.abc import Mapping, Sequence

from bot.content.wording import day_in_words, fill, phone_in_words
from bot.model.facts import FactKind, FactSpec, as_day
from bot.model.knowledge import Knowledge
from bot.model.text import DUTCH, Text
from bot.model.wording import Phrase

BETWEEN = ", "
"""Between several values."""


def value_in_words(knowledge: Knowledge, texts: Mapping[str, Text], spec: FactSpec, values: Sequence[str]) -> str:
    """The stored values of a fact, in Dutch; what the knowledge does not know any more stays as it is."""
    if spec.kind is FactKind.DATE:
        day, approximate = as_day(values[0])
        words = day_in_words(day, DUTCH)
        return fill(texts[Phrase.ABOUT].to(DUTCH), {"dag": words}) if approximate else words
    if spec.kind is FactKind.PHONE:
        return phone_in_words(values[0])
    if spec.kind is FactKind.TOPICS:
        return BETWEEN.join(
            knowledge.topics[topic].name.to(DUTCH) if topic in knowledge.topics else topic for topic in values
        )
    return BETWEEN.join(_option_words(spec, value) for value in values)


def reason_in_words(knowledge: Knowledge, texts: Mapping[str, Text], because: str) -> str:
    """An answer that led to a way (`name=value`), as `label: value`; empty when its fact is gone."""
    name, _, value = because.partition("=")
    spec = knowledge.facts.get(name)
    if spec is None:
        return ""
    return f"{spec.label.to(DUTCH)}: {value_in_words(knowledge, texts, spec, value.split(BETWEEN))}"


def _option_words(spec: FactSpec, value: str) -> str:
    option = spec.find_option(value)
    if option is None:
        return value
    return (option.summary or option.label).to(DUTCH)
