"""An intake as text for people and as JSON. The resident reads the very lines the coordinator reads."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.content.wording import fill, moment_in_words
from bot.model.conversation import Json
from bot.model.facts import Fact, Origin
from bot.model.intake import SCHEMA, Addition, Draft, Intake, Line, SharedTalk, Together
from bot.model.sections import Section
from bot.model.text import DUTCH, Text
from bot.model.wording import IntakeText, Phrase

Texts = Mapping[str, Text]


def for_resident(draft: Draft, texts: Texts, language: str) -> str:
    """The summary before signing: every line, numbered, so that a line can be changed or left out."""
    numbered = {line.id: index for index, line in enumerate(draft.lines, start=1)}
    parts = []
    for section, lines in by_section(draft.lines):
        heading = texts[f"{IntakeText.HEADING}{section}"].to(language)
        parts.append("\n".join([heading, *(f"{numbered[line.id]}. {line.text}" for line in lines)]))
    if draft.together:
        parts.append(with_whom(draft.together, texts, language))
    return "\n\n".join(parts)


def for_coordinator(intake: Intake, texts: Texts) -> str:
    """The intake on one screen: short, complete, what cannot wait on top. Dutch."""
    draft = intake.draft
    language = intake.language if intake.language != DUTCH else ""
    rows = [" · ".join(part for part in (intake.code, draft.area, language) if part)]
    for section, lines in by_section(draft.lines):
        heading = texts[f"{IntakeText.HEADING}{section}"].to(DUTCH).upper()
        rows += [heading, *(f"  {line.text}{_mark(line, texts)}" for line in lines)]
    for addition in intake.additions:
        heading = fill(texts[IntakeText.LATER].to(DUTCH), {"moment": _moment(addition.at, texts)})
        rows += [heading.upper(), f"  {added_in_words(intake, addition, texts)}"]
    signed, promised = _moment(intake.signed_at, texts), _moment(intake.promised_at, texts)
    values = {"moment": signed, "dag": promised, "regels": str(draft.dropped)}
    rows.append(fill(texts[IntakeText.SIGNED].to(DUTCH), values))
    if draft.dropped:
        rows.append(fill(texts[IntakeText.LEFT_OUT].to(DUTCH), values))
    if draft.together:
        rows.append(with_whom(draft.together, texts, DUTCH))
    return "\n".join(rows)


def added_in_words(intake: Intake, addition: Addition, texts: Texts) -> str:
    """What was added, on one line; where it changes a signed line, old and new."""
    was = intake.was(addition)
    if not was:
        return addition.text
    return fill(texts[IntakeText.OLD_AND_NEW].to(DUTCH), {"tekst": was, "antwoord": addition.text})


def with_whom(together: Together, texts: Texts, language: str) -> str:
    """With whom it was filled in, and who typed."""
    return fill(texts[f"{IntakeText.TOGETHER}{together.typed_by}"].to(language), {"tekst": together.team})


def to_document(intake: Intake) -> dict[str, object]:
    """The intake as a JSON document that fits `intake-1.schema.json`."""
    draft = intake.draft
    return {
        "schema": SCHEMA,
        "code": intake.code,
        "version": intake.version,
        "municipality": intake.municipality,
        "language": intake.language,
        "signed_at": intake.signed_at.isoformat(),
        "promised_at": intake.promised_at.isoformat(),
        "urgent": draft.urgent,
        "theme": draft.theme,
        "area": draft.area,
        "desk": draft.desk,
        "topics": list(draft.topics),
        "lines": [
            {"id": line.id, "section": line.section.value, "text": line.text, "changed": line.changed}
            for line in draft.lines
        ],
        "facts": {name: _fact(fact) for name, fact in draft.facts.items()},
        "routes": [{"id": r.id, "law": r.law, "because": list(r.because)} for r in draft.routes],
        "terms": [
            {"id": t.id, "last_on": t.last_on.isoformat(), "approximate": t.approximate, "passed": t.passed}
            for t in draft.terms
        ],
        "dropped": draft.dropped,
        "together": _together(draft.together),
        "additions": [{"at": one.at.isoformat(), "text": one.text, "line": one.line} for one in intake.additions],
        **({"talk": talk_document(intake.talk)} if intake.talk else {}),
    }


def _together(together: Together | None) -> dict[str, object] | None:
    return {"team": together.team, "typed_by": together.typed_by.value} if together else None


def talk_document(talk: SharedTalk) -> dict[str, Json]:
    """The shared talk as it stands in that document."""
    lines: list[Json] = [{"asked": line.asked, "said": line.said} for line in talk.lines]
    return {"at": talk.at.isoformat(), "cut": talk.cut, "lines": lines}


def to_json(intake: Intake) -> str:
    """`to_document` as text, keys in a fixed order."""
    return json.dumps(to_document(intake), ensure_ascii=False, indent=2)


def _fact(fact: Fact) -> dict[str, object]:
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    # What a person put right and the resident signed is the resident's own answer: the form knows nobody else's.
    origin = Origin.TAPPED if fact.origin is Origin.PERSON else fact.origin
    return {"value": value, "origin": origin.value, "at": fact.at.isoformat()}


def by_section(lines: Iterable[Line]) -> list[tuple[Section, list[Line]]]:
    """The lines under their sections, in the order in which a coordinator needs them."""
    grouped: dict[Section, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.section, []).append(line)
    return [(section, grouped[section]) for section in Section if section in grouped]


def _mark(line: Line, texts: Texts) -> str:
    return f" {texts[IntakeText.CHANGED].to(DUTCH)}" if line.changed else ""


def _moment(moment: datetime, texts: Texts) -> str:
    return moment_in_words(moment, DUTCH, texts[Phrase.CLOCK].to(DUTCH))
