"""The files of `knowledge/terms/` -> model, and what must hold between them."""

from collections.abc import Mapping

from bot.content.conditions import ConditionReader
from bot.content.reader import Fields, Spot
from bot.model.knowledge import Knowledge
from bot.model.law import Law
from bot.model.terms import LONGEST_MOVED, Over, Term, TermUnit


def read_term(spot: Spot, conditions: ConditionReader) -> Term:
    """One file of `terms/`."""
    fields = spot.fields()
    law, count, unit = fields.get("law"), fields.get("count"), fields.get("unit")
    opens, over, after = fields.find("opens"), fields.find("over"), fields.find("after")
    fields.get("start")  # a fault when it is not there
    term = Term(
        id=fields.id(),
        name=fields.label("name"),
        law=law.one_of(Law, Law.OVERIG) if law else Law.OVERIG,
        starts=fields.names("start", "date fact"),
        after=after.name("term") if after else "",
        count=count.number(1, 400) if count else 1,
        unit=unit.one_of(TermUnit, TermUnit.DAYS) if unit else TermUnit.DAYS,
        extended=_required_flag(fields, "extended"),
        mine=_required_flag(fields, "mine"),
        opens=opens.yes_no() if opens else False,
        over=over.one_of(Over, Over.BESLUIT) if over else None,
        when=conditions.read(fields.find("when")),
        running=fields.text("running"),
        passed=fields.text("passed"),
        sources=fields.sources(),
    )
    fields.done()
    if term.extended:
        _check_extended(term, fields)
    return term


def _required_flag(fields: Fields, key: str) -> bool:
    spot = fields.get(key)
    return spot.yes_no() if spot else False


def _check_extended(term: Term, fields: Fields) -> None:
    """What the Algemene termijnenwet never moves is not written as if it did."""
    spot, longest = fields.find("extended"), LONGEST_MOVED.get(term.unit)
    if spot is None:
        return
    if longest is None:
        spot.fail("working days never end on a weekend or holiday", "write 'extended: false'")
    elif term.count > longest:
        what = f"a term of more than {longest} {term.unit.value} is never moved"
        spot.fail(what, "write 'extended: false' (Algemene termijnenwet art. 4)")


def check_terms(knowledge: Knowledge, spots: Mapping[tuple[str, str], Spot]) -> None:
    """Terms that follow on each other have one start and come to an end; each term is of use somewhere."""
    used = {name for route in knowledge.routes.values() for name in route.terms}
    for key, term in knowledge.terms.items():
        spot = spots[("term", key)]
        first = knowledge.terms.get(term.after)
        if first is not None and first.starts != term.starts:
            what = f"term '{key}' starts from other facts than '{first.id}', which runs first"
            spot.fail(what, f"write 'start: [{', '.join(first.starts)}]'")
        if _turns_in_circles(knowledge.terms, term):
            spot.fail(f"term '{key}' comes after itself", "take 'after:' out of one of these terms")
        if key not in used:
            spot.warn(f"term '{key}' is never told", "name it under 'terms' of a route, or take the file away")


def _turns_in_circles(terms: Mapping[str, Term], term: Term) -> bool:
    seen, here = set[str](), term.after
    while here in terms and here not in seen:
        seen.add(here)
        here = terms[here].after
    return term.id in seen
