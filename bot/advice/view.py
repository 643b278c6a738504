"""What the answers add up to: the facts as given, plus what follows from them. Never stored."""

from dataclasses import replace

from bot.model.facts import Fact, FactKind, Facts, Origin
from bot.model.knowledge import Knowledge


def derive(knowledge: Knowledge, facts: Facts) -> Facts:
    """The facts with the topics that other answers bring along, and the theme of the first topic.

    Computed anew every time, so an answer that changes takes what followed from it along.
    """
    view = dict(facts)
    added = _added_topics(knowledge, facts)
    stated = facts.get("onderwerp")
    topics = tuple(dict.fromkeys((*(stated.values() if stated else ()), *added)))
    if not topics:
        return view
    origin = stated or next(iter(facts.values()))
    view["onderwerp"] = replace(origin, value=topics)
    view["thema"] = Fact(value=knowledge.topics[topics[0]].theme, origin=Origin.RULED, at=origin.at)
    return view


def _added_topics(knowledge: Knowledge, facts: Facts) -> list[str]:
    found: list[str] = []
    for name, fact in facts.items():
        spec = knowledge.facts.get(name)
        if spec is None or spec.kind not in (FactKind.CHOICE, FactKind.CHOICES):
            continue
        for value in fact.values():
            option = spec.find_option(value)
            found.extend(option.adds if option else ())
    return found
