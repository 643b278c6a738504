"""The JSON document of an intake, read back: the other half of `render.to_document`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from bot.model.errors import BotError
from bot.model.facts import Fact, Origin
from bot.model.intake import (
    SCHEMA,
    Addition,
    Draft,
    Intake,
    Line,
    PassedTerm,
    RouteLine,
    SharedLine,
    SharedTalk,
    Together,
    Typist,
)
from bot.model.sections import Section

_T = TypeVar("_T", str, int, bool)


class DocumentFault(BotError):
    """A document that is no intake of the form that this version knows."""


def from_document(document: object) -> Intake:
    """The intake in a JSON document. Raises DocumentFault when it does not fit `intake-1.schema.json`."""
    try:
        return _Reader(document).intake()
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentFault(f"the intake cannot be read: {type(error).__name__}") from None


class _Reader:
    """Takes values out of one object and holds them to a type."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, Mapping):
            raise TypeError("no object")
        self._value: Mapping[str, object] = value

    def text(self, key: str) -> str:
        return self._of(str, key)

    def number(self, key: str) -> int:
        return self._of(int, key)

    def claim(self, key: str) -> bool:
        return self._of(bool, key)

    def _of(self, kind: type[_T], key: str) -> _T:
        value = self._value[key]
        if not isinstance(value, kind):
            raise TypeError(f"no {kind.__name__}")
        return value

    def moment(self, key: str) -> datetime:
        return datetime.fromisoformat(self.text(key))

    def texts(self, key: str) -> tuple[str, ...]:
        return _texts(self._value[key])

    def objects(self, key: str) -> "list[_Reader]":
        value = self._value[key]
        if not isinstance(value, list):
            raise TypeError("no list")
        return [_Reader(item) for item in value]

    def intake(self) -> Intake:
        if self.text("schema") != SCHEMA:
            raise ValueError("another form")
        return Intake(
            code=self.text("code"),
            version=self.number("version"),
            municipality=self.text("municipality"),
            language=self.text("language"),
            signed_at=self.moment("signed_at"),
            promised_at=self.moment("promised_at"),
            draft=self._draft(),
            additions=tuple(one._addition() for one in self.objects("additions")),
            talk=_Reader(self._value["talk"])._talk() if "talk" in self._value else None,
        )

    def _talk(self) -> SharedTalk:
        lines = (SharedLine(asked=one.text("asked"), said=one.text("said")) for one in self.objects("lines"))
        return SharedTalk(at=self.moment("at"), cut=self.claim("cut"), lines=tuple(lines))

    def _addition(self) -> Addition:
        line = self.text("line") if "line" in self._value else ""  # none before lines could be changed
        return Addition(at=self.moment("at"), text=self.text("text"), line=line)

    def _draft(self) -> Draft:
        facts = _Reader(self._value["facts"])
        return Draft(
            lines=tuple(line._line() for line in self.objects("lines")),
            facts={name: _Reader(fact)._fact() for name, fact in facts._value.items()},
            topics=self.texts("topics"),
            theme=self.text("theme"),
            area=self.text("area"),
            urgent=self.claim("urgent"),
            routes=tuple(route._route() for route in self.objects("routes")),
            terms=tuple(term._term() for term in self.objects("terms")),
            desk=self.text("desk"),
            dropped=self.number("dropped"),
            together=self._together(),
        )

    def _together(self) -> Together | None:
        """With whom; what was signed before two could fill it in does not have this key."""
        value = self._value.get("together")
        if value is None:
            return None
        found = _Reader(value)
        return Together(team=found.text("team"), typed_by=Typist(found.text("typed_by")))

    def _line(self) -> Line:
        section = Section(self.text("section"))
        return Line(id=self.text("id"), section=section, text=self.text("text"), changed=self.claim("changed"))

    def _fact(self) -> Fact:
        value = self._value["value"]
        kept = value if isinstance(value, str) else _texts(value)
        return Fact(value=kept, origin=Origin(self.text("origin")), at=self.moment("at"))

    def _route(self) -> RouteLine:
        return RouteLine(id=self.text("id"), law=self.text("law"), because=self.texts("because"))

    def _term(self) -> PassedTerm:
        return PassedTerm(
            id=self.text("id"),
            last_on=date.fromisoformat(self.text("last_on")),
            approximate=self.claim("approximate"),
            passed=self.claim("passed"),
        )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("no list of texts")
    return tuple(value)
