"""An intake in one line for a list, and the words by which it can be found. Only of what was signed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.facts import EngineFact
from bot.model.fold import fold
from bot.model.intake import Intake
from bot.model.sections import Section

_LINE = 80  # characters of the first line of the question
_PREFIX = 3  # letters of a name from which on it is found
_DANGER = "gevaar_"  # how the ids of lines about danger begin
_HOME = "+31"
_AROUND = ".;:!?()'\"‘’“”"  # signs around a word that are no part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a list shows of an intake, beside what is known in clear."""

    name: str  # as the resident wants to be called; empty: not given
    line: str  # the beginning of the question


def brief_of(intake: Intake) -> Brief:
    """The line of the list: the resident's own words, else the first line of the question, else that about danger."""
    told = intake.draft.facts.get(EngineFact.EIGEN_WOORDEN)
    lines = [line.text for line in intake.draft.lines if line.section is Section.QUESTION]
    lines += [line.text for line in intake.draft.lines if line.id.startswith(_DANGER)]
    question = told.values()[0] if told is not None else next(iter(lines), "")
    return Brief(name=_called(intake), line=_begin(" ".join(question.split())))


def _begin(line: str) -> str:
    return line if len(line) <= _LINE else f"{line[: _LINE - 1].rstrip()}…"


def names_danger(intake: Intake) -> bool:
    """Whether the resident signed a line about danger."""
    return any(line.id.startswith(_DANGER) for line in intake.draft.lines)


def search_words(intake: Intake, phone: str) -> tuple[str, ...]:
    """The words by which it is found, as `words_of` makes them of what somebody types. `phone` is +31... or empty."""
    return tuple(dict.fromkeys(_words(intake, phone)))


def words_of(typed: str) -> tuple[str, ...]:
    """What somebody looks for, word by word: codes without `W-`, numbers without spaces, small letters, no accents."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    if digits and not any(sign.isalpha() for sign in typed):
        return (_number(digits),)
    # A code is pasted with the full stop of the sentence that it stood in.
    words = (word.strip(_AROUND).removeprefix("w-") for word in fold(typed).replace(",", " ").split())
    return tuple(word for word in words if word)


def _words(intake: Intake, phone: str) -> Iterator[str]:
    yield fold(intake.code).removeprefix("w-")
    for word in (word.strip(_AROUND) for word in fold(_called(intake)).split()):
        yield from (word[:end] for end in range(_PREFIX, len(word)))
        yield word
    yield from fold(intake.draft.area).split()
    postcode = intake.draft.facts.get(EngineFact.POSTCODE)
    if postcode is not None:
        code = fold(postcode.values()[0])
        yield from (code, code[:4])
    yield from intake.draft.topics
    if phone:
        yield _number("".join(sign for sign in phone if sign.isdigit()))


def _called(intake: Intake) -> str:
    fact = intake.draft.facts.get(EngineFact.NAAM)
    return fact.values()[0] if fact is not None else ""


def _number(digits: str) -> str:
    """A phone number as people dial it here, however it was written; other digits as they are."""
    country = _HOME[1:]
    for prefix in ("00" + country, country):
        if digits.startswith(prefix) and len(digits) > len(prefix) + len("12345678"):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits
