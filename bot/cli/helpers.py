"""Commands for the list of helpers."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import WRONG_INPUT, AsJson, Data, Gemeente, say, settings_of, write

app = typer.Typer()
helpers_app = typer.Typer(help="Who helps residents: volunteers and professionals.", no_args_is_help=True)
app.add_typer(helpers_app, name="helpers")


@helpers_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table, saved as CSV.")],
    gemeente: Gemeente = None,
    data: Data = None,
) -> None:
    """Add the helpers of a table; with one fault in it nobody is added. Exits 2 then."""
    from bot.commands.helpers import import_helpers
    from bot.service.csv_table import TableFault

    try:
        write(import_helpers(settings_of(data_dir=data, gemeente=gemeente), file))
    except TableFault as error:
        for fault in error.faults:
            say(str(fault))
        raise typer.Exit(WRONG_INPUT) from None


@helpers_app.command("list")
def list_(as_json: AsJson = False, data: Data = None) -> None:
    """List who helps, and how many questions each has."""
    from bot.commands.helpers import list_helpers

    write(list_helpers(settings_of(data_dir=data), as_json=as_json))
