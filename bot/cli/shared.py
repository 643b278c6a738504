"""What the commands share: options, settings, lines in and out."""

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

WRONG_CONTENT, WRONG_SETTINGS, WRONG_INPUT = 1, 2, 2  # exit codes

Gemeente = Annotated[str | None, typer.Option(help="Municipality: a name, or the path of its folder.")]
Data = Annotated[Path | None, typer.Option(help="Folder with the database and the keys.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnDay = Annotated[str | None, typer.Option(metavar="DATE", help="As if it were this day, such as 2026-11-21.")]


def read_text(path: Path) -> str:
    """A text file, or standard input for '-'. Raises GivenError when it cannot be read."""
    from bot.commands.given import GivenError

    if str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise GivenError([f"cannot read '{path}'; name a file with JSON in UTF-8, or '-'"]) from None


def day_of(words: str | None) -> date:
    """The day that was typed, else today; a wrong one is a fault of the option."""
    from bot.content.wording import HERE

    try:
        return date.fromisoformat(words) if words else datetime.now(HERE).date()
    except ValueError:
        raise typer.BadParameter(f"'{words}' is not an existing day; write it as 2026-11-21") from None


def settings_of(*, data_dir: Path | None = None, gemeente: str | None = None) -> "Settings":
    """The settings, with what the command line says before what is set elsewhere."""
    from bot.settings import load_settings

    return load_settings(data_dir=data_dir, gemeente=gemeente)


def lines() -> Iterator[str]:
    """Lines of standard input as they come, without their ends."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def write(text: str) -> None:
    """A line to standard output, at once: whoever reads along may wait for it."""
    print(text, flush=True)


def say(text: str) -> None:
    """A line for the person at the keys, beside what is written."""
    print(text, file=sys.stderr)
