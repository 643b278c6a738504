"""Commands for who makes Wegwijzer understand more: where it misses, and the sentences that residents let us keep."""

from datetime import timedelta
from typing import Annotated

import typer

from bot.cli.shared import AsJson, Data, say, settings_of, write

app = typer.Typer()


@app.command()
def misses(
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=53, help="So many weeks back, this one included.")] = 4,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Show at which questions residents are not understood, the worst first."""
    from bot.app import utc_now
    from bot.commands.lessons import show_misses

    since = utc_now().date() - timedelta(weeks=weeks - 1)
    write(show_misses(settings_of(data_dir=data), since, as_json=as_json))


@app.command()
def examples(
    key: Annotated[str | None, typer.Argument(metavar="ID", help="Id of one sentence, to label or to drop.")] = None,
    law: Annotated[str, typer.Option(help="Label it: the law to name first, or 'geen'.")] = "",
    also: Annotated[
        list[str] | None, typer.Option(help="A law that is right as well; may come more than once.")
    ] = None,
    stage: Annotated[str, typer.Option(help="How far they are.")] = "",
    topic: Annotated[str, typer.Option(help="What it is about.")] = "",
    crisis: Annotated[str, typer.Option(help="The danger, when there is one now.")] = "",
    text: Annotated[str, typer.Option(help="The sentence in other words, such as without a name.")] = "",
    file: Annotated[str, typer.Option(help="File of knowledge/examples/ to add it to; '-' prints it.")] = "bewoners",
    drop: Annotated[bool, typer.Option("--drop", help="Throw it away.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List the sentences that residents let us keep; label one as an example, or throw it away."""
    from bot.commands.lessons import Label, drop_sentence, label_sentence, show_sentences

    settings = settings_of(data_dir=data)
    if key is None and not law and not drop:
        write(show_sentences(settings, as_json=as_json))
    elif key is None or bool(law) == drop:
        raise typer.BadParameter("name one sentence, to label or to drop: wegwijzer examples ID --law LAW, or --drop")
    elif drop:
        drop_sentence(settings, key)
        say(f"'{key}' is gone")
    else:
        label = Label(law=law, also=also or (), stage=stage, topic=topic, crisis=crisis, text=text)
        write(label_sentence(settings, key, label, file))
