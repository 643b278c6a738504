"""Meaning checks on the knowledge: every name that is used exists, and nothing leads nowhere."""

from collections.abc import Collection, Mapping

from bot.content.problems import Problem, did_you_mean
from bot.content.reader import Report, Spot
from bot.content.terms import check_terms
from bot.model.facts import EngineFact, Extent, FactKind
from bot.model.knowledge import Knowledge
from bot.model.law import Law, Stage
from bot.model.terms import Over

Spots = Mapping[tuple[str, str], Spot]

_FACTS = "knowledge/facts"


def check_knowledge(knowledge: Knowledge, spots: Spots, report: Report) -> None:
    """Find everything that does not fit together in the knowledge; leaves faults in `report`."""
    _check_names(knowledge, report)
    _check_engine_facts(knowledge, spots, report)
    _check_topics(knowledge, spots)
    check_terms(knowledge, spots)
    _check_rules(knowledge, spots)
    if not report.problems:
        _check_laws(knowledge, spots)


def check_names(report: Report, known: Mapping[str, Collection[str]]) -> None:
    """Whether every name of these sorts exists; each is looked up once."""
    for kind, name, spot in report.names:
        if kind in known and name not in known[kind]:
            spot.unknown(kind, name, known[kind])
    report.names = [entry for entry in report.names if entry[0] not in known]


def _check_names(knowledge: Knowledge, report: Report) -> None:
    facts = knowledge.facts
    for kind, name, spot in report.names:
        if kind == "question" and name in facts and not facts[name].question:
            spot.fail(f"fact '{name}' has no question to ask", "add 'question:' to it, or leave it out of 'asks'")
    report.names = [("fact" if kind == "question" else kind, name, spot) for kind, name, spot in report.names]
    known_names = {
        "fact": facts,
        "date fact": [key for key, spec in facts.items() if spec.kind is FactKind.DATE],
        "topic": knowledge.topics,
        "route": knowledge.routes,
        "theme": knowledge.themes,
        "term": knowledge.terms,
        "place": _places(knowledge),
        "kind of question": knowledge.question_kinds,
        "role": knowledge.roles,
        "duty": knowledge.duties,
    }
    check_names(report, known_names)


def _places(knowledge: Knowledge) -> set[str]:
    """What a file of the country may name as a place: those of the country, and the roles that municipalities fill."""
    return {*knowledge.places, *knowledge.roles}


def _check_engine_facts(knowledge: Knowledge, spots: Spots, report: Report) -> None:
    for name in EngineFact:
        kind = name.kind
        spec = knowledge.facts.get(name)
        if spec is None:
            what = f"fact '{name}' is missing, and the engine needs it"
            report.problems.append(Problem(_FACTS, 1, 1, what, f"add it, with 'kind: {kind.value}'"))
        elif spec.kind is not kind:
            what = f"fact '{name}' is a {spec.kind.value}, and the engine needs a {kind.value}"
            spots[("fact", name)].fail(what, f"write 'kind: {kind.value}'")
    _check_answers(knowledge, spots, EngineFact.THEMA, knowledge.themes)
    _check_answers(knowledge, spots, EngineFact.STADIUM, [stage.value for stage in Stage])
    _check_answers(knowledge, spots, EngineFact.VOORBIJ, [one.value for one in Over])
    _check_answers(knowledge, spots, EngineFact.GESPREK, knowledge.preparations)
    _check_answers(knowledge, spots, EngineFact.WET, [law.value for law in Law])
    _check_answers(knowledge, spots, EngineFact.OMVANG, list(Extent))


def _check_answers(knowledge: Knowledge, spots: Spots, name: str, wanted: Collection[str]) -> None:
    """A fact whose answers are known elsewhere has exactly those answers."""
    spec = knowledge.facts.get(name)
    if spec is None or not wanted:
        return
    answers = [option.id for option in spec.options]
    for answer in sorted(set(wanted) - set(answers)):
        spots[("fact", name)].fail(f"fact '{name}' lacks the answer '{answer}'", "add it under 'options:'")
    for answer in sorted(set(answers) - set(wanted)):
        spots[("fact", name)].fail(f"answer '{answer}' of fact '{name}' is unknown", did_you_mean(answer, wanted))


def _check_topics(knowledge: Knowledge, spots: Spots) -> None:
    led = {topic for route in knowledge.routes.values() for topic in route.topics}
    for route in knowledge.routes.values():
        for topic in set(route.lead) - set(route.topics):
            what = f"route '{route.id}' leads for '{topic}', and is no route for it"
            spots[("route", route.id)].fail(what, "name it under 'topics' too, or take it out of 'lead'")
    for key in knowledge.topics.keys() - led:
        spots[("topic", key)].fail(f"topic '{key}' leads nowhere", "name it under 'topics' of at least one route")


def _check_rules(knowledge: Knowledge, spots: Spots) -> None:
    """A rule concludes a choice that nobody is asked, and comes to each of its answers."""
    for key, rule in knowledge.rules.items():
        spot, spec = spots[("rule", key)], knowledge.facts.get(key)
        if spec is None:
            continue  # told by the names already
        if spec.kind is not FactKind.CHOICE or spec.question:
            spot.fail(f"rule '{key}' concludes a fact that is asked", "take its 'question:' away, or this rule")
        reached = {case.then for case in rule.cases}
        for option in spec.options:
            if option.id not in reached:
                spot.fail(f"rule '{key}' never concludes '{option.id}'", "add a case, or take the answer out")


def _check_laws(knowledge: Knowledge, spots: Spots) -> None:
    """Every law of a topic has a way: when it is another law must be told by answers, not only be known.

    A topic about how it goes (a letter, a term) has the laws of what it is about.
    """
    for topic in knowledge.topics.values():
        laws = {route.law for route in knowledge.index.by_topic.get(topic.id, ())}
        options = (option for fact in topic.asks for option in knowledge.facts[fact].options)
        laws |= {knowledge.topics[added].law for option in options for added in option.adds}
        wanted = {topic.law} if topic.process else {topic.law, *topic.also}
        for law in sorted(wanted - laws):
            what = f"no way leads from topic '{topic.id}' to its law '{law.value}'"
            spots[("topic", topic.id)].fail(what, "add a route of that law with its condition, or take the law out")
