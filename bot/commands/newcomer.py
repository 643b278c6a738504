"""A folder for a new municipality, from the example that comes along with the program."""

import os
import shutil
from pathlib import Path

from bot.content.reader import ID
from bot.model.errors import BotError

_EXAMPLE = Path(__file__).parent / "municipality_example"
_NAME, _ID = "Nieuwe gemeente", "nieuw"


class NewcomerError(BotError):
    """The folder cannot be made; says why, and what to do."""


def make_municipality(name: str, into: Path) -> Path:
    """The folder `into/name`, made from the example. Never overwrites; raises NewcomerError."""
    if not ID.fullmatch(name):
        raise NewcomerError(f"'{name}' is not a name for a folder; use a-z, 0-9 and '-', such as den-haag")
    if not into.is_dir():
        raise NewcomerError(f"{into}: this folder does not exist; make it first, or name another with --in")
    folder = into / name
    if folder.exists():
        raise NewcomerError(f"{folder}: this is there already; take another name, or take it away first")
    try:
        shutil.copytree(_EXAMPLE, folder)
        for path in (folder / "profile.yaml", folder / "LEESMIJ.md"):
            path.write_text(_filled(path.read_text(encoding="utf-8"), name), encoding="utf-8")
    except OSError as error:
        what = os.strerror(error.errno or 0).lower()
        raise NewcomerError(f"{folder}: {what}; name a folder where you may write, with --in") from None
    return folder


def _filled(text: str, name: str) -> str:
    """The example in the name of this municipality."""
    called = " ".join(part.capitalize() for part in name.replace("_", "-").split("-"))
    return text.replace(_NAME, called).replace(f"id: {_ID}\n", f"id: {name}\n")
