"""An intake as text for people and as JSON. The resident reads the very lines the coordinator reads."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.wording import day_in_words, fill
from bot.model.facts import Fact
from bot.model.intake import SCHEMA, Draft, Intake, Line
from bot.model.sections import Section
from bot.model.text import DUTCH, Text

_HERE = ZoneInfo("Europe/Amsterdam")
Texts = Mapping[str, Text]


def for_resident(draft: Draft, texts: Texts, language: str) -> str:
    """The summary before signing: every line, numbered, so that a line can be changed or left out."""
    numbered = {line.id: index for index, line in enumerate(draft.lines, start=1)}
    parts = []
    for section, lines in _by_section(draft.lines):
        heading = texts[f"kop_{section.value}"].to(language)
        parts.append("\n".join([heading, *(f"{numbered[line.id]}. {line.text}" for line in lines)]))
    return "\n\n".join(parts)


def for_coordinator(intake: Intake, texts: Texts) -> str:
    """The intake on one screen: short, complete, what cannot wait on top. Dutch."""
    draft = intake.draft
    language = intake.language if intake.language != DUTCH else ""
    rows = [" · ".join(part for part in (intake.code, draft.area, language) if part)]
    for section, lines in _by_section(draft.lines):
        heading = texts[f"kop_{section.value}"].to(DUTCH).upper()
        rows += [heading, *(f"  {line.text}{_mark(line, texts)}" for line in lines)]
    for addition in intake.additions:
        heading = fill(texts["kop_later"].to(DUTCH), {"moment": _moment(addition.at, texts)})
        rows += [heading.upper(), f"  {addition.text}"]
    signed, promised = _moment(intake.signed_at, texts), _moment(intake.promised_at, texts)
    values = {"moment": signed, "dag": promised, "regels": str(draft.dropped)}
    rows.append(fill(texts["voet_getekend"].to(DUTCH), values))
    if draft.dropped:
        rows.append(fill(texts["voet_weggelaten"].to(DUTCH), values))
    return "\n".join(rows)


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
        "additions": [{"at": one.at.isoformat(), "text": one.text} for one in intake.additions],
    }


def to_json(intake: Intake) -> str:
    """`to_document` as text, keys in a fixed order."""
    return json.dumps(to_document(intake), ensure_ascii=False, indent=2)


def _fact(fact: Fact) -> dict[str, object]:
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    return {"value": value, "origin": fact.origin.value, "at": fact.at.isoformat()}


def _by_section(lines: Iterable[Line]) -> list[tuple[Section, list[Line]]]:
    grouped: dict[Section, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.section, []).append(line)
    return [(section, grouped[section]) for section in Section if section in grouped]


def _mark(line: Line, texts: Texts) -> str:
    return f" {texts['regel_gewijzigd'].to(DUTCH)}" if line.changed else ""


def _moment(moment: datetime, texts: Texts) -> str:
    """A moment on the clock of the Netherlands: "maandag 23 november 2026 om 17.00 uur"."""
    local = moment.astimezone(_HERE)
    day = day_in_words(local.date(), DUTCH, weekday=True)
    return fill(texts["klok"].to(DUTCH), {"dag": day, "tekst": local.strftime("%H.%M")})
