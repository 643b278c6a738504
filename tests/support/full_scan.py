"""Advice the slow way: weigh every route there is, sort them all, keep the best. What the indexes must agree with."""

from bot.advice.conditions import truth
from bot.advice.fits import Fit
from bot.advice.routes import MOST_ROUTES, _fair, _pressing, _rank, topics_of
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge


def scan(knowledge: Knowledge, facts: Facts) -> list[str]:
    """The ids of the routes that `advise` gives, in its order."""
    wanted = topics_of(facts)
    found = [fit for route in knowledge.routes.values() if (fit := _fit(route, facts, wanted))]
    found.sort(key=lambda fit: _rank(fit, wanted))
    kept = _fair(found, wanted)[:MOST_ROUTES]
    left = [fit for fit in found if fit not in kept and _pressing(knowledge, fit, facts, wanted)][:1]
    kept = [*kept[: MOST_ROUTES - len(left)], *left]
    return [fit.route.id for fit in sorted(kept, key=lambda fit: (fit.route.step, _rank(fit, wanted)))]


def _fit(route, facts, wanted):  # type: ignore[no-untyped-def]
    topics = tuple(topic for topic in wanted if topic in route.topics)
    how_sure = truth(route.when, facts)
    if how_sure is Truth.NO or (route.topics and not topics) or (not route.topics and how_sure is not Truth.YES):
        return None
    return Fit(route, how_sure, topics)
