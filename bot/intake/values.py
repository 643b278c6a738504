"""The value of a fact as a coordinator reads it."""

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
        return BETWEEN.join(knowledge.topics[topic].name.to(DUTCH) for topic in values if topic in knowledge.topics)
    return BETWEEN.join(_option_words(spec, value) for value in values)


def _option_words(spec: FactSpec, value: str) -> str:
    option = spec.find_option(value)
    if option is None:
        return value
    return (option.summary or option.label).to(DUTCH)
