"""What editors and neighbours get of the social map: what must be checked again, and the export to HSDS."""

import json
from datetime import date
from pathlib import Path

from bot.advice.stale import Stale, stale
from bot.app import get_municipality
from bot.content.load import Content
from bot.model.conversation import Json
from bot.model.errors import BotError
from bot.publish.hsds import Export, export


class CannotWrite(BotError):
    """The export cannot be written where it was asked."""


def show_stale(content: Content, today: date, *, as_json: bool) -> str:
    """What must be checked again, most urgent first: a line each, or a JSON list."""
    found = stale(content.knowledge, today)
    if as_json:
        return json.dumps([_record(one) for one in found], ensure_ascii=False, indent=2)
    return "\n".join(_row(one, today) for one in found) or "nothing to check again"


def _record(one: Stale) -> dict[str, Json]:
    return {
        "path": one.path,
        "what": one.what,
        "by": one.by,
        "checked_on": one.checked_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "hidden_on": one.hidden_on.isoformat() if one.hidden_on else None,
    }


def _row(one: Stale, today: date) -> str:
    since = "since" if one.due_on <= today else "from"
    row = f"{one.path}: {one.what} of {one.checked_on}, old {since} {one.due_on}; by {one.by}"
    if one.what == "doubt":
        row = f"{one.path}: shown with a warning until somebody confirms it; by {one.by}"
    if one.hidden_on is None:
        return row
    return f"{row}; hidden {'since' if one.hidden_on <= today else 'from'} {one.hidden_on}"


def make_export(content: Content, gemeente: str, today: date) -> Export:
    """The places of one municipality as HSDS. Raises SettingsError when there is no such municipality."""
    known, town = content.knowledge, get_municipality(gemeente, content)
    places = {**known.places, **town.places}
    return export(places.values(), frozenset(town.places), town, known.topics, today)


def write_export(made: Export, folder: Path) -> None:
    """`index.json`, `services.json` and `services/<id>.json`, so that a web server can serve them as they are.

    Files of places that are gone are taken away. Raises CannotWrite.
    """
    files: dict[str, Json] = {"index.json": made.index, "services.json": made.page}
    files |= {f"services/{one['id']}.json": one for one in made.services}
    try:
        (folder / "services").mkdir(parents=True, exist_ok=True)
        for path in (folder / "services").glob("*.json"):
            if f"services/{path.name}" not in files:
                path.unlink()
        for name, document in files.items():
            (folder / name).write_text(as_text(document) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"cannot write to '{folder}': {error.strerror}") from None


def export_text(made: Export) -> str:
    """The whole export as one JSON document."""
    return as_text({"index": made.index, "services": list(made.services)})


def as_text(document: Json) -> str:
    """JSON as the files hold it."""
    return json.dumps(document, ensure_ascii=False, indent=2)
