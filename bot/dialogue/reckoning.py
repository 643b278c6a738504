"""How a last day was counted, in words: a line a step, the sentences from `flows/motor.yaml`."""

from collections.abc import Callable
from datetime import date

from bot.advice.terms import TermState
from bot.advice.workdays import find_holiday, is_made_equal
from bot.content.wording import day_in_words, list_in_words, source_name
from bot.model.knowledge import Knowledge
from bot.model.terms import Term, TermStep, Why
from bot.model.wording import Phrase

Say = Callable[..., str]
"""Fills a sentence of the engine: its name, and a word for every hole."""


def reckoning(knowledge: Knowledge, state: TermState, say: Say, language: str) -> tuple[str, ...]:
    """The lines that answer "how did you come to that day?"; last where the term itself stands: its first source."""
    lines = [_line(knowledge, state, step, say, language) for step in state.steps]
    return (*lines, say(Phrase.DAY_LAW, bronnen=source_name(state.term.sources[0])))


def _line(knowledge: Knowledge, state: TermState, step: TermStep, say: Say, language: str) -> str:
    term = state.term
    day = day_in_words(step.day, language, weekday=True)
    about = state.approximate and step.why in (Why.START, Why.SENT)
    names = {
        Why.START: knowledge.facts[state.start_fact].label.to(language),
        Why.SENT: knowledge.facts[state.start_fact].label.to(language),
        Why.AFTER: knowledge.terms[term.after].name.to(language) if term.after else "",
    }
    return say(
        f"{Phrase.DAY}{step.why}",
        dag=say(Phrase.ABOUT, dag=day) if about else day,
        naam=names.get(step.why, ""),
        duur=_length(term, say),
        regels=list_in_words([_free_day(free, say, language) for free in step.passed_over], language),
    )


def _length(term: Term, say: Say) -> str:
    """ "6 weken", "3 werkdagen"."""
    return say(f"{Phrase.LENGTH}{term.unit}", tekst=str(term.count))


def _free_day(day: date, say: Say, language: str) -> str:
    """A day that cannot be the last one, with why: a weekend shows by its name, a holiday is named."""
    words = day_in_words(day, language, weekday=True, year=False)
    if is_made_equal(day):
        return say(Phrase.LIKE_HOLIDAY, dag=words)
    holiday = find_holiday(day)
    return say(Phrase.HOLIDAY, dag=words, naam=holiday) if holiday else words
