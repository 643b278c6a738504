"""A signed intake on paper, given out: everything a coordinator reads, and to whom it went and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from bot.content.wording import capital, fill, moment_in_words
from bot.intake.render import added_in_words, by_section, with_whom
from bot.intake.values import reason_in_words
from bot.model.conversation import Json
from bot.model.intake import Intake, RouteLine, SharedTalk, Together
from bot.model.knowledge import Knowledge
from bot.model.law import Law
from bot.model.sections import Section
from bot.model.text import DUTCH, Text
from bot.model.wording import IntakeText, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """That an intake leaves the house: to whom, when and why."""

    to: str
    at: datetime
    reason: str
    known: bool = False  # the resident knows of it


def for_paper(intake: Intake, knowledge: Knowledge, texts: Mapping[str, Text], issue: Issue) -> dict[str, Json]:
    """The sheet as data. Under `answer` stand words that may be anybody's; the rest are ours. Dutch."""
    return _Sheet(knowledge, texts).of(intake, issue)


class _Sheet:
    def __init__(self, knowledge: Knowledge, texts: Mapping[str, Text]) -> None:
        self._knowledge, self._texts = knowledge, texts

    def of(self, intake: Intake, issue: Issue) -> dict[str, Json]:
        moment = {"moment": self._moment(intake.signed_at), "dag": self._moment(intake.promised_at)}
        dropped = intake.draft.dropped
        given = self._say(
            IntakeText.PAPER_ISSUED,
            naam=_one_line(issue.to),
            moment=self._moment(issue.at),
            reden=_one_line(issue.reason),
        )
        return {
            "title": self._say(IntakeText.PAPER_TITLE, code=intake.code),
            "language": DUTCH,
            "issued": {"answer": given},
            "about": {"answer": " · ".join(self._about(intake))},
            "parts": [*self._parts(intake), *self._later(intake)],
            "signed": self._say(IntakeText.SIGNED, **moment),
            "left_out": self._say(IntakeText.LEFT_OUT, regels=str(dropped)) if dropped else "",
            "together": {"answer": self._together(intake.draft.together)},
            "unprinted": self._say(IntakeText.PAPER_UNPRINTED),
            "foot": self._say(IntakeText.PAPER_FOOT, code=intake.code),
        }

    def _together(self, together: Together | None) -> str:
        return with_whom(together, self._texts, DUTCH) if together else ""

    def _about(self, intake: Intake) -> Iterator[str]:
        if intake.draft.area:
            yield intake.draft.area
        if intake.language != DUTCH:
            name = Locale(DUTCH).languages.get(intake.language, intake.language)
            yield self._say(IntakeText.PAPER_LANGUAGE, tekst=name)

    def _parts(self, intake: Intake) -> Iterator[Json]:
        own = self._say(IntakeText.CHANGED)
        for section, lines in by_section(intake.draft.lines):
            rows: list[Json] = [{"answer": line.text, "mark": own if line.changed else ""} for line in lines]
            if section is Section.ROUTES:
                rows += [{"answer": self._way(route), "mark": ""} for route in intake.draft.routes]
            yield {"heading": self._say(f"{IntakeText.HEADING}{section}"), "rows": rows}

    def _later(self, intake: Intake) -> Iterator[Json]:
        for one in intake.additions:
            heading = self._say(IntakeText.LATER, moment=self._moment(one.at))
            yield {"heading": heading, "rows": [{"answer": added_in_words(intake, one, self._texts), "mark": ""}]}
        if intake.talk is not None:
            yield from self._talk(intake.talk)

    def _talk(self, talk: SharedTalk) -> Iterator[Json]:
        """The talk of before signing: our question, and under it what was said."""
        rows: list[Json] = [
            {"answer": line.said, "mark": "", **({"asked": {"answer": line.asked}} if line.asked else {})}
            for line in talk.lines
        ]
        name = IntakeText.PAPER_TALK_PART if talk.cut else IntakeText.PAPER_TALK
        yield {"heading": self._say(name, moment=self._moment(talk.at)), "rows": rows}

    def _way(self, route: RouteLine) -> str:
        """A way, under which law, and what of the answers led to it."""
        known = self._knowledge.routes.get(route.id)
        name = known.name.to(DUTCH) if known else route.id
        if route.law != Law.OVERIG:
            name = self._say(IntakeText.PAPER_WAY, stap=name, soort=capital(route.law))
        reasons = "; ".join(filter(None, (reason_in_words(self._knowledge, self._texts, one) for one in route.because)))
        return self._say(IntakeText.PAPER_BECAUSE, stap=name, reden=reasons) if reasons else name

    def _say(self, name: str, **values: str) -> str:
        return fill(self._texts[name].to(DUTCH), values)

    def _moment(self, moment: datetime) -> str:
        return moment_in_words(moment, DUTCH, self._texts[Phrase.CLOCK].to(DUTCH))


def _one_line(text: str) -> str:
    return " ".join(text.split())
