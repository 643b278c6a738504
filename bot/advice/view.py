"""What the answers add up to: the facts as given, plus what follows from them. Never stored."""

from dataclasses import replace

from bot.advice.rules import conclude
from bot.model.facts import EngineFact, Extent, Fact, FactKind, Facts, Origin
from bot.model.knowledge import Knowledge
from bot.model.municipality import BeforeWlz, Municipality
from bot.model.sections import Section

_DERIVED: dict[str, tuple[str, ...]] = {
    EngineFact.THEMA: (EngineFact.ONDERWERP,),
    EngineFact.WET: (EngineFact.ONDERWERP,),
    EngineFact.OMVANG: (EngineFact.ONDERWERP,),
    EngineFact.ELDERS: (EngineFact.POSTCODE,),
    EngineFact.NA_WEKEN: (EngineFact.VERZONDEN,),
    EngineFact.STAND: (EngineFact.VERZONDEN,),
    EngineFact.GEVRAAGD: (EngineFact.VERZONDEN,),
    EngineFact.WAS_GEHOLPEN: (EngineFact.VERZONDEN,),
}


def derived_from(knowledge: Knowledge, name: str) -> tuple[str, ...]:
    """The facts from which this one follows; none for one that is given.

    `onderwerp` also grows by answers that bring topics along, and `voorbij` follows from the days of the terms.
    """
    if name == EngineFact.VOORBIJ:
        return tuple(dict.fromkeys(start for term in knowledge.terms.values() for start in term.starts))
    return _DERIVED.get(name, ())


def derive(knowledge: Knowledge, municipality: Municipality, facts: Facts) -> Facts:
    """The facts with the topics that other answers bring along, the theme and the law of the first topic, over how
    many areas of life it all goes, `elders` when the postcode lies in another municipality, what the municipality's
    own profile says, and what the rules conclude.

    Computed anew every time, so an answer that changes takes what followed from it along.
    """
    if not facts:
        return {}
    view = {**facts, **_here(municipality, facts)}
    added = _added_topics(knowledge, facts)
    stated = facts.get(EngineFact.ONDERWERP)
    topics = tuple(dict.fromkeys((*(stated.values() if stated else ()), *added)))
    if topics:
        origin = stated or next(iter(facts.values()))
        first = knowledge.topics[topics[0]]
        extent = _extent(knowledge, facts, topics)
        ruled = {EngineFact.THEMA: first.theme, EngineFact.WET: first.law.value, EngineFact.OMVANG: extent}
        view[EngineFact.ONDERWERP] = replace(origin, value=topics)
        view |= {name: Fact(value=value, origin=Origin.RULED, at=origin.at) for name, value in ruled.items()}
    return conclude(knowledge.rules, view)


def _here(municipality: Municipality, facts: Facts) -> Facts:
    """`elders` for who lives elsewhere; for who lives here whether Wlz support may come before the indication."""
    postcode = facts.get(EngineFact.POSTCODE)
    if postcode is not None and municipality.postcodes and not _lies_in(municipality, postcode):
        return {EngineFact.ELDERS: replace(postcode, value="ja", origin=Origin.RULED)}
    early = "ja" if municipality.before_wlz is BeforeWlz.ZORGKANTOOR else "nee"
    return {EngineFact.WLZ_VOORAF: replace(next(iter(facts.values())), value=early, origin=Origin.RULED)}


def _extent(knowledge: Knowledge, facts: Facts, topics: tuple[str, ...]) -> str:
    """Over one, two or more areas of life: the themes of what is needed, and what else goes on besides.

    How it goes (a letter, a term) is no area of its own, unless there is nothing else.
    """
    needs = [topic for topic in topics if not knowledge.topics[topic].process]
    areas = {knowledge.topics[topic].theme for topic in needs or topics[:1]}
    for name, fact in facts.items():
        spec = knowledge.facts.get(name)
        if spec is not None and spec.section is Section.ALSO:
            options = [option for value in fact.values() if (option := spec.find_option(value))]
            areas |= {f"{name}.{option.id}" for option in options if not option.adds and not option.alone}
    return {1: Extent.ONE, 2: Extent.TWO}.get(len(areas), Extent.MORE).value


def _lies_in(municipality: Municipality, postcode: Fact) -> bool:
    digits = int(postcode.values()[0][:4])
    return any(low <= digits <= high for low, high in municipality.postcodes)


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
