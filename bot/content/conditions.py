"""Conditions in YAML -> conditions. One form for flows, routes, terms and profiles:

when: {voor_wie: kind, leeftijd: [onder_18, j18_26]}   # every line holds; a list: one of these
when:
  melding_op: {known: true}
  any: [{stadium: wachten}, {stadium: conflict}]
  at_least: {count: 2, of: [{duur: lang}, {trap: lukt_niet}, {slaapt: bank}]}
  not: {wlz: ja}
"""

from collections.abc import Collection, Iterable, Mapping

import yaml

from bot.content.possible import Possible, Wanted
from bot.content.reader import Spot
from bot.model.condition import ALWAYS, All, AnyOf, AtLeast, Condition, Is, Known, Not
from bot.model.facts import FactKind, FactSpec

WORDS = ("any", "at_least", "not")  # what a condition may hold besides the names of facts
_FREE = {FactKind.DATE, FactKind.TEXT, FactKind.PHONE, FactKind.POSTCODE, FactKind.TIME}


class ConditionReader:
    """Reads conditions over the facts that exist; wrong names and values are faults at their place."""

    def __init__(self, facts: Mapping[str, FactSpec], topics: Collection[str], barred: Collection[str] = ()) -> None:
        """`barred`: facts that may not be named, because a rule concludes them."""
        self._facts, self._topics, self._barred = facts, topics, barred
        self.possible = Possible(facts, frozenset(topics))

    def read(self, spot: Spot | None) -> Condition:
        """The condition at `spot`; no spot: always. One that never or always holds is a fault."""
        if spot is None:
            return ALWAYS
        spot.read_as("condition")
        faults = len(spot.report.problems)
        condition = self._read(spot)
        if len(spot.report.problems) > faults or spot.report.unread:
            return condition
        if not self.possible.ever(condition):
            spot.fail("this can never hold", "take out one of the lines that contradict each other")
        elif self.possible.always(condition):
            spot.fail("this always holds", "take it out, or name fewer answers")
        return condition

    def in_order(self, cases: Iterable[tuple[Condition, Spot]]) -> None:
        """Of cases of which the first that holds is taken, each must be able to be that one."""
        before: list[Condition] = []
        for condition, spot in cases:
            goals = [(condition, Wanted.YES), *((one, Wanted.NOT_YES) for one in before)]
            if not spot.report.unread and self.possible.ever(condition) and not self.possible.together(goals):
                spot.fail("this is never taken: what stands above it holds already", "put it higher, or take it out")
            before.append(condition)

    def _read(self, spot: Spot) -> Condition:
        parts = [self._part(key, at, value) for key, at, value in spot.pairs()]
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else All(known)

    def _part(self, key: str, at: Spot, value: Spot) -> Condition | None:
        if key == "any":
            return AnyOf(self._cases(key, value))
        if key == "at_least":
            return self._at_least(value)
        if key == "not":
            return Not(self._read(value))
        if key in self._barred:
            at.fail(f"'{key}' is what a rule concludes", "name the answers behind it")
            return None
        spec = self._facts.get(key)
        if spec is None:
            at.unknown("fact", key, [*self._facts, *WORDS])
            return None
        return self._known(key, value) or self._is(spec, value)

    def _cases(self, key: str, value: Spot) -> tuple[Condition, ...]:
        cases = value.items()
        if not cases and isinstance(value.node, yaml.SequenceNode):
            value.fail(f"'{key}' without cases never holds", "add a case or take it out")
        return tuple(self._read(item) for item in cases)

    def _at_least(self, value: Spot) -> Condition:
        fields = value.fields()
        count, cases = fields.get("count"), fields.get("of")
        fields.done()
        parts = self._cases("at_least", cases) if cases else ()
        return AtLeast(count.number(1, max(1, len(parts))) if count else 1, parts)

    def _known(self, key: str, value: Spot) -> Known | None:
        if not isinstance(value.node, yaml.MappingNode):
            return None
        fields = value.fields()
        wanted = fields.get("known")
        fields.done()
        return Known(key, wanted.yes_no() if wanted else True)

    def _is(self, spec: FactSpec, value: Spot) -> Condition | None:
        if spec.kind in _FREE:
            value.fail(f"fact '{spec.id}' holds a {spec.kind.value}", "ask only {known: true} or {known: false}")
            return None
        allowed = self._topics if spec.kind is FactKind.TOPICS else [option.id for option in spec.options]
        values = []
        for item in value.items():
            wanted = item.scalar()
            if wanted is not None and wanted not in allowed:
                item.unknown(f"answer to '{spec.id}':", wanted, allowed)
            elif wanted is not None:
                values.append(wanted)
        return Is(spec.id, frozenset(values))
