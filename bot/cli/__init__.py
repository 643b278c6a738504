"""The command `wegwijzer`. Each command imports what it needs itself, so that a short one is fast."""

import gc
import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli import desk, editors, helpers, lessons, questions, talk, teams
from bot.cli.shared import WRONG_CONTENT, WRONG_SETTINGS, say
from bot.model.errors import BotError

app = typer.Typer(
    help="Wegwijzer: a signpost that talks, for people who look for care or support in the Netherlands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for _part in (talk, editors, lessons, questions, desk, helpers, teams):
    app.add_typer(_part.app)


def main() -> None:
    """Run the command that was typed. A fault we foresaw is one line for each, never a traceback."""
    # Loading makes hundreds of thousands of objects that all stay: nothing to collect (see app.settle).
    gc.disable()
    from bot.content.problems import ContentError
    from bot.settings import SettingsError

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Whatever the machine's language: our texts hold é and •, and broken input must not stop us.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except SettingsError as error:
        say(str(error))
        sys.exit(WRONG_SETTINGS)
    except ContentError as error:
        say(str(error))
        sys.exit(WRONG_CONTENT)
    except BotError as error:
        say(f"wegwijzer: {error}")
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        print(f"wegwijzer {__version__}")
        raise typer.Exit
