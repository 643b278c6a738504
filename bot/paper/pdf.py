"""From a sheet as data to the bytes of a PDF: A4, in its own language."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import typst

from bot.model.conversation import Json
from bot.model.errors import BotError
from bot.paper.glyphs import latin, printable
from bot.paper.press import press

_SOURCE = Path(__file__).parent / "sheet.typ"
_MODE = 0o600  # somebody's own story: for nobody else on this machine
_MOST_COPIES = 1000


class PaperFault(BotError):
    """A sheet that cannot be printed or saved."""


def make_pdf(document: Mapping[str, Json]) -> bytes:
    """The sheet of a talk as a PDF of one page. Raises PaperFault when it is no sheet."""
    return print_sheet(_SOURCE, document)


def print_sheet(source: Path, document: Mapping[str, Json]) -> bytes:
    """The data as the page that `source` describes. Raises PaperFault when they do not fit together."""
    try:
        try:
            return _print(source, document, printable)
        except typst.TypstError:
            # Signs that the fonts have each, but not on top of each other.
            return _print(source, document, lambda words: latin(printable(words)))
    except typst.TypstError as error:
        raise PaperFault(f"the sheet cannot be printed: {error.message}") from None


def _print(source: Path, document: Mapping[str, Json], change: Callable[[str], str]) -> bytes:
    given = json.dumps(_with_answers(dict(document), change), ensure_ascii=False)
    return press(source, sheet=given)


def _with_answers(value: Json, change: Callable[[str], str]) -> Json:
    """The sheet with own words changed; everything else is ours and stays."""
    if isinstance(value, list):
        return [_with_answers(inner, change) for inner in value]
    if isinstance(value, dict):
        return {
            key: change(inner) if key == "answer" and isinstance(inner, str) else _with_answers(inner, change)
            for key, inner in value.items()
        }
    return value


def file_name(document: Mapping[str, Json]) -> str:
    """What the file is called. Says which sort of talk, nothing of the resident."""
    kind = document.get("kind")
    return f"gesprek-{kind}.pdf" if isinstance(kind, str) and kind.isidentifier() else "gesprek.pdf"


def write_pdf(document: Mapping[str, Json], path: Path) -> None:
    """Print the sheet to this file, in place of what stood there; readable for its owner only. Raises PaperFault."""
    write_file(make_pdf(document), path)


def write_file(made: bytes, path: Path) -> None:
    """Write to this file, in place of what stood there; readable for its owner only. Raises PaperFault."""
    try:
        path.unlink(missing_ok=True)
        _write(path, made)
    except OSError as error:
        raise PaperFault(f"cannot write {path}: {os.strerror(error.errno or 0).lower()}") from None


def save_pdf(document: Mapping[str, Json], folder: Path) -> Path:
    """Print the sheet to a new file in `folder`, readable for its owner only. Raises PaperFault."""
    made, name = make_pdf(document), Path(file_name(document))
    for number in range(1, _MOST_COPIES):
        path = folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        try:
            _write(path, made)
        except FileExistsError:
            continue
        except OSError as error:
            raise PaperFault(f"cannot write {path}: {os.strerror(error.errno or 0).lower()}") from None
        return path
    raise PaperFault(f"there are {_MOST_COPIES} sheets in {folder} already; take some away")


def _write(path: Path, made: bytes) -> None:
    """A new file, and nobody else's: never through a link that stood ready."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
