"""Which facts a conversation can hold, as a document: for programs that give facts to `wegwijzer advise`."""

from bot.advice.view import derived_from
from bot.model.facts import FactKind, FactSpec
from bot.model.knowledge import Knowledge
from bot.model.text import DUTCH

Document = dict[str, object]


def facts_document(knowledge: Knowledge) -> list[Document]:
    """Every fact with its type, its possible values and how it is asked, in the order of the files."""
    return [_fact(knowledge, spec) for spec in knowledge.facts.values()]


def _fact(knowledge: Knowledge, spec: FactSpec) -> Document:
    adding = [name for name, one in knowledge.facts.items() if any(option.adds for option in one.options)]
    derived = adding if spec.kind is FactKind.TOPICS else derived_from(knowledge, spec.id)
    return {
        "id": spec.id,
        "type": spec.kind.value,
        "label": spec.label.to(DUTCH),
        "question": spec.question.to(DUTCH),
        "why": spec.why.to(DUTCH),
        "values": _values(knowledge, spec),
        "depends_on": list(spec.depends_on),
        "derived_from": list(derived),
        "sensitive": spec.sensitive,
    }


def _values(knowledge: Knowledge, spec: FactSpec) -> list[Document]:
    """The possible values; a value may bring topics along. Empty for a day, a text or a number."""
    if spec.kind is FactKind.TOPICS:
        return [{"id": topic.id, "label": topic.name.to(DUTCH), "adds": []} for topic in knowledge.topics.values()]
    return [{"id": option.id, "label": option.label.to(DUTCH), "adds": list(option.adds)} for option in spec.options]
