"""What `wegwijzer terms` and `wegwijzer term` show: the terms that are known, and how one is counted."""

import json
from collections.abc import Mapping
from datetime import date

from bot.advice.terms import TermState, state_from
from bot.content.problems import did_you_mean
from bot.content.wording import day_in_words
from bot.dialogue.parts import Parts
from bot.dialogue.reckoning import reckoning
from bot.model.errors import BotError
from bot.model.knowledge import Knowledge
from bot.model.terms import Term, TermUnit
from bot.model.text import DUTCH

_UNITS = {TermUnit.DAYS: "days", TermUnit.WEEKS: "weeks", TermUnit.WORKING_DAYS: "working days"}


class NoTerm(BotError):
    """There is no such term, or it cannot be counted from these days."""


def list_terms(knowledge: Knowledge, *, as_json: bool) -> str:
    """Every term, in the order of the files."""
    if as_json:
        return json.dumps([_described(term) for term in knowledge.terms.values()], ensure_ascii=False, indent=2)
    return "\n".join(_row(term) for term in knowledge.terms.values())


def show_term(parts: Parts, name: str, day: date, sent: date | None, today: date, *, as_json: bool) -> str:
    """The term counted from `day`, or from the day the letter was sent. Raises NoTerm."""
    state = _state(parts.knowledge.terms, name, day, sent, today)
    lines = reckoning(parts.knowledge, state, lambda key, **values: parts.phrase(key, DUTCH, **values), DUTCH)
    day_name = day_in_words(state.last_day, DUTCH, weekday=True)
    if as_json:
        return json.dumps(_counted(state, lines), ensure_ascii=False, indent=2)
    return "\n".join(
        (
            f"{state.term.name.to(DUTCH)} ({state.term.id}, {state.term.law.value})",
            f"last day: {state.last_day}, {day_name}; {_when(state)}",
            *(f"  {line}" for line in lines),
            *(f"source: {source.url}, checked on {source.checked_on}" for source in state.term.sources),
        )
    )


def _state(terms: Mapping[str, Term], name: str, day: date, sent: date | None, today: date) -> TermState:
    term = terms.get(name)
    if term is None:
        raise NoTerm(f"no term has the id '{name}'; {did_you_mean(name, terms)}")
    if sent is not None and len(term.starts) == 1:
        raise NoTerm(f"term '{name}' does not count from a letter; leave --sent out")
    late = next((one for one in (day, sent) if one is not None and one > today), None)
    if late is not None:
        raise NoTerm(f"{late} is still to come on {today}; a term counts from a day that has been")
    return state_from(term, terms, term.starts[0 if sent else -1], sent or day, today)


def _when(state: TermState) -> str:
    if state.passed:
        return f"over since {-state.days_left} {'day' if state.days_left == -1 else 'days'}"
    return f"{state.days_left} {'day' if state.days_left == 1 else 'days'} left"


def _row(term: Term) -> str:
    length = f"{term.count} {_UNITS[term.unit]}"
    start = f"after {term.after}" if term.after else f"from {' or '.join(term.starts)}"
    who = "the resident" if term.mine else "the other side"
    return f"{term.id:<20} {term.law.value:<16} {length:<15} {start:<32} {who:<15} {term.name.to(DUTCH)}"


def _described(term: Term) -> dict[str, object]:
    return {
        "id": term.id,
        "name": term.name.to(DUTCH),
        "law": term.law.value,
        "starts": list(term.starts),
        "after": term.after or None,
        "count": term.count,
        "unit": term.unit.value,
        "extended": term.extended,
        "mine": term.mine,
        "opens": term.opens,
        "sources": [
            {"article": source.article, "url": source.url, "checked_on": source.checked_on.isoformat()}
            for source in term.sources
        ],
    }


def _counted(state: TermState, lines: tuple[str, ...]) -> dict[str, object]:
    """The steps as they are, each with its line; the last line names the law."""
    return {
        **_described(state.term),
        "start": state.start.isoformat(),
        "start_fact": state.start_fact,
        "last_day": state.last_day.isoformat(),
        "passed": state.passed,
        "days_left": state.days_left,
        "steps": [
            {"why": step.why.value, "day": step.day.isoformat(), "passed_over": [str(day) for day in step.passed_over]}
            for step in state.steps
        ],
        "explanation": list(lines),
    }
