"""The files of `knowledge/terms/` -> model."""

from bot.content.conditions import ConditionReader
from bot.content.reader import Fields, Spot
from bot.model.terms import Term, TermUnit


def read_term(spot: Spot, conditions: ConditionReader) -> Term:
    """One file of `terms/`."""
    fields = spot.fields()
    count, unit, opens = fields.get("count"), fields.get("unit"), fields.find("opens")
    term = Term(
        id=fields.id(),
        name=fields.text("name"),
        start=fields.name("start", "date fact"),
        count=count.number(1, 400) if count else 1,
        unit=unit.one_of(TermUnit, TermUnit.DAYS) if unit else TermUnit.DAYS,
        extended=_required_flag(fields, "extended"),
        mine=_required_flag(fields, "mine"),
        opens=opens.yes_no() if opens else False,
        when=conditions.read(fields.find("when")),
        running=fields.text("running"),
        passed=fields.text("passed"),
        sources=fields.sources(),
    )
    fields.done()
    return term


def _required_flag(fields: Fields, key: str) -> bool:
    spot = fields.get(key)
    return spot.yes_no() if spot else False
