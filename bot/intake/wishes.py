"""What an intake asks of a helper, from what the resident signed. Pure."""

from bot.advice.conditions import holds
from bot.advice.desks import HEAVY, OBJECTION, choose_desk
from bot.advice.spoken import language_code
from bot.advice.view import derive
from bot.model.facts import EngineFact, Facts
from bot.model.helpers import DayPart, HelperKind, Way, Wishes
from bot.model.intake import Intake
from bot.model.knowledge import Knowledge
from bot.model.municipality import Municipality, Objections
from bot.model.wording import DeskNote

_CONTACT = {"bellen": Way.BELLEN, "bericht": Way.CHAT, "bezoek": Way.HUISBEZOEK}
_EXPERIENCE, _PROFESSIONAL = "ervaring", "beroepskracht"  # answers to who helps best
_WITH_SOMEBODY, _YES = "samen", "ja"
_NARROW = 10  # years: of a wider group of ages nobody can be said to be of the same age


def wishes_of(intake: Intake, knowledge: Knowledge, city: Municipality) -> Wishes:
    """What helps to find somebody who fits. What the resident left out before signing does not count."""
    draft = intake.draft
    facts = derive(knowledge, city, draft.facts)
    wanted, area = _answer(facts, EngineFact.ONDERSTEUNER), _answer(facts, EngineFact.WIJK)
    moment = _answer(facts, EngineFact.CONTACT_WANNEER)
    topics = tuple(topic for topic in draft.topics if topic in knowledge.topics)
    themes = [knowledge.topics[topic].theme for topic in topics] or [draft.theme]
    return Wishes(
        topics=topics,
        themes=tuple(dict.fromkeys(theme for theme in themes if theme)),
        laws=tuple(dict.fromkeys(route.law for route in draft.routes)),
        heavy=_is(city, HEAVY, facts),
        long_hours=max((desk.hours.long or 0 for desk in city.desks), default=0) // 60,
        together=_answer(facts, EngineFact.NIET_ALLEEN) == _YES,
        kind=HelperKind.BEROEPSKRACHT if wanted == _PROFESSIONAL else None,
        experience=wanted == _EXPERIENCE,
        decides=all(note.what is not DeskNote.NO_WISH for note in choose_desk(city, facts).notes),
        language=language_code(_answer(facts, EngineFact.TAAL) or intake.language),
        area=area,
        nearby=_nearby(city, area),
        moment=DayPart(moment) if moment in list(DayPart) else None,
        ways=_ways(facts),
        age=_age(knowledge, facts),
        objection=_objection(city, facts),
    )


def _answer(facts: Facts, name: str) -> str:
    fact = facts.get(name)
    return fact.values()[0] if fact and fact.values() else ""


def _is(city: Municipality, kind: str, facts: Facts) -> bool:
    known = city.kinds.get(kind)
    return known is not None and holds(known.when, facts)


def _ways(facts: Facts) -> tuple[Way, ...]:
    contact = _CONTACT.get(_answer(facts, EngineFact.CONTACT_HOE))
    ways = (contact,) if contact else ()
    return (*ways, Way.MEEGAAN) if _answer(facts, EngineFact.HOE_VERDER) == _WITH_SOMEBODY else ways


def _nearby(city: Municipality, area: str) -> frozenset[str]:
    """The district of a neighbourhood with all that lies in it, but for the neighbourhood itself."""
    district = city.districts.get(area, area)
    if not district:
        return frozenset()
    return frozenset({district, *(name for name, around in city.districts.items() if around == district)} - {area})


def _age(knowledge: Knowledge, facts: Facts) -> str:
    age, spec = _answer(facts, EngineFact.LEEFTIJD), knowledge.facts[EngineFact.LEEFTIJD]
    option = spec.find_option(age)
    if option is None or option.ages is None:
        return ""
    first, last = option.ages
    return age if last - first < _NARROW else ""


def _objection(city: Municipality, facts: Facts) -> Objections | None:
    return city.objections if _is(city, OBJECTION, facts) else None
