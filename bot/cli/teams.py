"""Commands for who gives teams a link to share."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import Data, Gemeente, day_of, say, settings_of, write

app = typer.Typer()


@app.command()
def link(
    team: Annotated[str, typer.Option("--team", metavar="NAME", help="Name of the team, as residents read it.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write code and paper here.")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Let its link end, for good.")] = False,
    together: Annotated[
        bool, typer.Option("--together", help="Only a link for one time, to fill in together.")
    ] = False,
    gemeente: Gemeente = None,
    data: Data = None,
) -> None:
    """Make the link that a team shares and the address of its page; with a code to scan, leaflets and a poster."""
    from bot.app import load_content
    from bot.commands.link import make_link, make_start, revoke_link, write_papers

    settings = settings_of(data_dir=data, gemeente=gemeente)
    content = load_content(settings)
    if revoke:
        ended = revoke_link(settings, content, team)
        say(f"the link of '{team}' ended on {ended:%Y-%m-%d}; from then on it opens an ordinary talk")
        return
    if together:
        write(make_start(settings, content, team))
        say("it opens one talk within 2 hours; the resident signs")
        return
    made = make_link(settings, content, team)
    write(made.address)
    if made.page:
        write(made.page)
    if out is not None:
        for path in write_papers(settings, content, made, out, day_of(None)):
            write(str(path))
