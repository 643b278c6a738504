"""The answers that a person can put right, each with how it is filled in. Pure."""

from collections.abc import Iterator, Mapping

from bot.desk.answers import Known, words_of
from bot.desk.views.acts import Control, FactField
from bot.desk.views.frame import Choice
from bot.dialogue.parts import Parts
from bot.model.facts import EngineFact, FactKind, FactSpec
from bot.model.text import DUTCH

_CONTROLS: Mapping[FactKind, Control] = {
    FactKind.CHOICE: Control.CHOICE,
    FactKind.CHOICES: Control.CHOICES,
    FactKind.DATE: Control.DATE,
    FactKind.TEXT: Control.TEXT,
    FactKind.PHONE: Control.TEXT,
    FactKind.POSTCODE: Control.TEXT,
    FactKind.TIME: Control.TEXT,
    FactKind.TOPICS: Control.CHOICES,
}
_NOT_OURS = frozenset(
    {EngineFact.EIGEN_WOORDEN, EngineFact.KANAAL, EngineFact.VIA, EngineFact.WIL_MENS, EngineFact.GESPREK}
)
"""The resident's own words, how they came in, and what they want: nobody can know better."""


def fact_fields(known: Known, parts: Parts) -> tuple[FactField, ...]:
    """Every answer that stands in an intake: first those that are known, then those that may be filled in."""
    fields = list(_fields(known, parts))
    return tuple(sorted(fields, key=lambda one: not one.words))


def _fields(known: Known, parts: Parts) -> Iterator[FactField]:
    for name, spec in parts.specs.items():
        if _may_be_corrected(spec, parts):
            values = known.values.get(name, ())
            yield FactField(
                id=name,
                label=spec.label.to(DUTCH),
                control=_CONTROLS[spec.kind],
                value=",".join(values).removeprefix("~" if spec.kind is FactKind.DATE else ""),
                words=words_of(parts, name, values),
                choices=tuple(_choices(spec, values, parts)),
            )


def _may_be_corrected(spec: FactSpec, parts: Parts) -> bool:
    """Not what is only concluded from other answers: it would be concluded again."""
    concluded = spec.id in parts.knowledge.rules and not spec.question.to(DUTCH)
    return spec.section is not None and spec.id not in _NOT_OURS and not concluded


def _choices(spec: FactSpec, values: tuple[str, ...], parts: Parts) -> Iterator[Choice]:
    if spec.kind is FactKind.TOPICS:
        for topic in parts.knowledge.topics.values():
            yield Choice(id=topic.id, label=topic.name.to(DUTCH), chosen=topic.id in values)
    for option in spec.options:
        yield Choice(id=option.id, label=(option.summary or option.label).to(DUTCH), chosen=option.id in values)
