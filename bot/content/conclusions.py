"""Rules that conclude facts, and the table of what Wlz changes -> model."""

from collections.abc import Mapping

from bot.content.conditions import ConditionReader
from bot.content.reader import Spot
from bot.model.facts import FactSpec
from bot.model.rules import Case, Change, Rule


def read_rule(spot: Spot, conditions: ConditionReader, facts: Mapping[str, FactSpec]) -> Rule:
    """One file of `rules/`; its id is the fact that it concludes. `conditions` bar what rules conclude."""
    fields = spot.fields()
    id_spot, cases = fields.get("id"), fields.get("cases")
    fact = id_spot.name("fact") if id_spot else ""
    spots = cases.items() if cases else []
    read = tuple(_case(item, facts.get(fact), conditions) for item in spots)
    conditions.in_order((case.when, spot) for case, spot in zip(read, spots, strict=True))
    rule = Rule(id=fact, cases=read, sources=fields.sources())
    fields.done()
    return rule


def _case(spot: Spot, spec: FactSpec | None, conditions: ConditionReader) -> Case:
    fields = spot.fields()
    then, when = fields.get("then"), fields.get("when")
    answer = (then.scalar() or "") if then else ""
    if then and answer and spec is not None and spec.find_option(answer) is None:
        then.unknown(f"answer to '{spec.id}':", answer, [option.id for option in spec.options])
    case = Case(then=answer, when=conditions.read(when))
    fields.done()
    return case


def read_changes(spot: Spot, conditions: ConditionReader) -> dict[str, Change]:
    """`wlz_changes.yaml`: a mapping from id to what changes, the gravest first."""
    return {key: _change(key, value, conditions) for key, _, value in spot.pairs()}


def _change(key: str, spot: Spot, conditions: ConditionReader) -> Change:
    fields = spot.fields()
    change = Change(
        id=key,
        name=fields.text("name"),
        when=conditions.read(fields.get("when")),
        says=fields.text("says", required=False),
        ask=fields.text("ask"),
        sources=fields.sources(),
    )
    fields.done()
    return change
