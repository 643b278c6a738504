"""Advice the slow way: weigh every route there is, sort them all, keep the best. What the indexes must agree with."""

from bot.advice.conditions import truth
from bot.advice.fits import Fit, need_of
from bot.advice.routes import MOST_ROUTES, _fair, _rank, topics_of
from bot.model.condition import Truth
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge, Route


def scan(knowledge: Knowledge, facts: Facts) -> list[str]:
    """The ids of the routes that `advise` gives, in its order."""
    wanted = topics_of(facts)
    found = [fit for route in knowledge.routes.values() if (fit := _fit(route, facts, wanted))]
    found.sort(key=lambda fit: _rank(fit, wanted))
    kept = _fair(found)[:MOST_ROUTES]
    left = [fit for fit in found if fit not in kept and _presses(knowledge, fit, facts, wanted)][:1]
    kept = [*kept[: MOST_ROUTES - len(left)], *left]
    return [fit.route.id for fit in sorted(kept, key=lambda fit: (fit.route.step, _rank(fit, wanted)))]


def _fit(route: Route, facts: Facts, wanted: tuple[str, ...]) -> Fit | None:
    how_sure = truth(route.when, facts)
    fits = how_sure is Truth.YES if not route.topics else not set(wanted).isdisjoint(route.topics)
    return Fit(route, how_sure, need_of(route, wanted)) if fits and how_sure is not Truth.NO else None


def _presses(knowledge: Knowledge, fit: Fit, facts: Facts, wanted: tuple[str, ...]) -> bool:
    terms = [knowledge.terms[term] for term in fit.route.terms]
    acts = fit.truth is Truth.YES and any(term.mine for term in terms)
    topics = [topic for topic in wanted if topic in fit.route.topics]
    return acts or (topics[:1] == list(wanted[:1]) and any(start in facts for term in terms for start in term.starts))
