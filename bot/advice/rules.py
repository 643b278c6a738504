"""What follows from answers by the rules in the knowledge. Computed anew at every look, never stored."""

from collections.abc import Iterable, Mapping

from bot.advice.conditions import facts_in, holds
from bot.model.facts import Fact, Facts, Origin
from bot.model.rules import Change, Rule


def conclude(rules: Mapping[str, Rule], facts: Facts) -> Facts:
    """The facts with those that the rules conclude: per rule the first case that surely holds.

    What a rule concludes comes from nowhere else, so an answer that is gone takes its conclusion along.
    """
    given = {name: fact for name, fact in facts.items() if name not in rules}
    if not given:
        return given
    at = max(fact.at for fact in given.values())
    found = {name: _answer(rule, given) for name, rule in rules.items()}
    ruled = {name: Fact(value=value, origin=Origin.RULED, at=at) for name, value in found.items() if value}
    return {**given, **ruled}


def _answer(rule: Rule, facts: Facts) -> str:
    return next((case.then for case in rule.cases if holds(case.when, facts)), "")


def behind(rules: Mapping[str, Rule], names: Iterable[str]) -> frozenset[str]:
    """These facts, and for those that a rule concludes the facts that the rule looks at."""
    found = set(names)
    for rule in (rules[name] for name in tuple(found) if name in rules):
        found.update(name for case in rule.cases for name in facts_in(case.when))
    return frozenset(found)


def changes_for(changes: Mapping[str, Change], facts: Facts) -> tuple[Change, ...]:
    """What would surely change for these facts, the gravest first."""
    return tuple(change for change in changes.values() if holds(change.when, facts))
