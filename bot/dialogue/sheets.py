"""A preparation in words: a sheet that is told in the chat or printed. Pure, and knows nothing of a turn."""

from collections.abc import Iterator
from datetime import date

from bot.advice.preparation import Fitted, Prepared
from bot.advice.terms import TermState
from bot.content.wording import day_in_words, list_in_words, source_name
from bot.dialogue.parts import Parts
from bot.dialogue.shown import day_of, values_of
from bot.model.conversation import Json
from bot.model.facts import EngineFact, Fact, Facts, FactSpec
from bot.model.preparation import Part, Preparation, Row, Sheet, SheetPart
from bot.model.wording import Phrase

MOST_WORDS = 60  # in one message; more is not read
_LONGEST_ANSWER = 160  # characters of somebody's own words on the sheet; they know the rest themselves
_CUT = " …"


def make_sheet(parts: Parts, language: str, prepared: Prepared, facts: Facts, today: date, code: str = "") -> Sheet:
    """The preparation in `language`. `facts` with what follows from them; `code`: of the intake that was sent."""
    preparation = prepared.preparation
    writer = _Writer(parts, language, facts)
    name = parts.words(preparation.name, language)
    return Sheet(
        kind=preparation.id,
        language=language,
        title=writer.say(Phrase.SHEET_TITLE, naam=name),
        about=parts.words(preparation.about, language),
        parts=tuple(part for part in writer.parts_of(prepared) if part.rows),
        notes=writer.say(Phrase.SHEET_NOTES),
        help=writer.help(code),
        made=writer.say(Phrase.SHEET_MADE, dag=day_in_words(today, language)),
        sources=writer.sources(preparation),
    )


def in_messages(parts: Parts, language: str, part: SheetPart) -> list[str]:
    """One part as messages of a length that people read; a list that is too long goes on in the next one.

    What the resident said themselves does not count: they know it, and the sheet cuts it.
    """
    lines = [(len(row.text.split()), _row(parts, language, row)) for row in part.rows]
    said = " ".join(filter(None, (part.about, part.until)))
    if said:
        lines.insert(0, (len(said.split()), said))
    room = MOST_WORDS - len(part.heading.split())
    needed = -(-sum(count for count, _ in lines) // room)
    first, *rest = _evenly(lines, needed, room)
    return [parts.phrase(Phrase.TALK_LIST, language, naam=part.heading, regels=first), *rest]


def _evenly(lines: list[tuple[int, str]], needed: int, room: int) -> list[str]:
    """The lines in at least so many heaps of about the same size, none over `room` words unless one line is."""
    share = min(room, sum(count for count, _ in lines) / needed)
    heaps: list[list[str]] = [[]]
    held = 0
    for count, line in lines:
        if heaps[-1] and (held + count > room or (held >= share and len(heaps) < needed)):
            heaps.append([])
            held = 0
        heaps[-1].append(line)
        held += count
    return ["\n".join(heap) for heap in heaps]


def in_full(parts: Parts, language: str, sheet: Sheet) -> list[str]:
    """The whole sheet as messages, one after the other."""
    told = [message for part in sheet.parts for message in in_messages(parts, language, part)]
    return [f"{sheet.title}\n{sheet.about}", *told, sheet.help, f"{sheet.made} {sheet.sources}"]


def to_document(sheet: Sheet) -> dict[str, Json]:
    """The sheet as data: all that is needed to print it later, and nothing that was not told."""
    return {
        "kind": sheet.kind,
        "language": sheet.language,
        "title": sheet.title,
        "about": sheet.about,
        "parts": [
            {
                "part": part.part.value,
                "heading": part.heading,
                "about": part.about,
                "until": part.until,
                "rows": [{"text": r.text, "because": list[Json](r.because), "answer": r.answer} for r in part.rows],
            }
            for part in sheet.parts
        ],
        "notes": sheet.notes,
        "help": sheet.help,
        "made": sheet.made,
        "sources": sheet.sources,
    }


def _row(parts: Parts, language: str, row: Row) -> str:
    if not row.answer:
        return f"- {row.text}"
    return parts.phrase(Phrase.TALK_SAID, language, tekst=f"- {row.text}", antwoord=row.answer)


class _Writer:
    """Puts the words together, for one language and one resident."""

    def __init__(self, parts: Parts, language: str, facts: Facts) -> None:
        self._parts, self._language, self._facts = parts, language, facts

    def say(self, name: Phrase | str, **values: str) -> str:
        return self._parts.phrase(name, self._language, **values)

    def parts_of(self, prepared: Prepared) -> Iterator[SheetPart]:
        plan = prepared.preparation.plan
        for part in Part:
            if part is Part.PLAN:
                heading = self._parts.words(plan.name, self._language)
                about, until = self._parts.words(plan.about, self._language), self._until(prepared)
            else:
                heading, about, until = self.say(f"{Phrase.TALK_HEADING}{part}"), "", ""
            rows = tuple(self._row(one) for one in prepared.parts[part])
            yield SheetPart(part=part, heading=heading, about=about, until=until, rows=rows)

    def help(self, code: str) -> str:
        """Who helps. For who lives elsewhere: the own municipality, as we know no number there."""
        help_ = self.say(Phrase.SHEET_HELP_ELSEWHERE if EngineFact.ELDERS in self._facts else Phrase.SHEET_HELP)
        return f"{help_} {self.say(Phrase.SHEET_CODE, code=code)}" if code else help_

    def sources(self, preparation: Preparation) -> str:
        checked = max((source.checked_on for source in preparation.sources), default=date.min)
        return self.say(
            Phrase.SOURCES,
            bronnen=", ".join(dict.fromkeys(map(source_name, preparation.sources))),
            dag=day_in_words(checked, self._language),
        )

    def _row(self, one: Fitted) -> Row:
        return Row(
            text=self._parts.words(one.of.text, self._language),
            because=tuple(dict.fromkeys(reason.fact for reason in one.reasons)),
            answer=self._answer(one.answer) if one.answer else "",
        )

    def _answer(self, name: str) -> str:
        """The resident's answer as they gave it, cut with a clear mark when it is long."""
        spec, fact = self._parts.specs[name], self._facts[name]
        words = " ".join(self._value(spec, fact).split())
        if len(words) <= _LONGEST_ANSWER:
            return words
        return words[: _LONGEST_ANSWER - len(_CUT)].rsplit(" ", 1)[0] + _CUT

    def _value(self, spec: FactSpec, fact: Fact) -> str:
        first, *rest = values_of(self._parts, self._language, spec, fact)
        return list_in_words([first, *map(_inside, rest)], self._language)

    def _until(self, prepared: Prepared) -> str:
        """Until when the plan may be handed in, once that is known."""
        state: TermState | None = prepared.deadline
        if state is None:
            return ""
        words = state.term.passed if state.passed else state.term.running
        days = (day_of(self._parts, self._language, day, state.approximate) for day in (state.start, state.last_day))
        start, last = days
        return self._parts.words(words, self._language, start=start, dag=last)


def _inside(label: str) -> str:
    """A label inside a sentence: without its capital, unless it is one of an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
