"""The places that play a part here, and what the general texts call them (`{toegang}`, `{raadslieden}`)."""

from collections.abc import Mapping
from itertools import islice

from bot.model.knowledge import Knowledge
from bot.model.municipality import Municipality
from bot.model.places import Confidence, Place
from bot.model.text import DUTCH


def local_words(knowledge: Knowledge, municipality: Municipality) -> Mapping[str, str]:
    """Placeholder -> words in a sentence, for who lives in this municipality.

    A part that no sure place plays here keeps its general words, so that every sentence stays whole.
    """
    words = dict(words_elsewhere(knowledge))
    for role in municipality.roles:
        sure = (one for one in find_places(knowledge, municipality, role) if one.confidence is not Confidence.LOW)
        for place in islice(sure, 1):
            words[role] = place.called
    for place in find_places(knowledge, municipality, municipality.access):
        if place.phone:
            words["telefoon_gemeente"] = place.phone
    return {**words, **municipality.words, "gemeente": municipality.name}


def words_elsewhere(knowledge: Knowledge) -> Mapping[str, str]:
    """The same placeholders in general words: for who lives where we know no desks."""
    return {role: words.to(DUTCH) for role, words in knowledge.roles.items()}


def find_places(knowledge: Knowledge, municipality: Municipality | None, name: str) -> tuple[Place, ...]:
    """The places behind a role or a place id, best first; without a municipality only those of the country."""
    names = municipality.roles.get(name, (name,)) if municipality else (name,)
    local = municipality.places if municipality else {}
    found = (local.get(one) or knowledge.places.get(one) for one in names)
    return tuple(place for place in found if place is not None)
