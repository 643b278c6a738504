"""Commands that answer one question: what a text means, what follows from facts, when a term ends."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.shared import WRONG_INPUT, AsJson, Gemeente, lines, read_text, say, settings_of, write

if TYPE_CHECKING:
    pass

_DAY = ["%Y-%m-%d"]

app = typer.Typer()


@app.command()
def classify(
    gemeente: Gemeente = None,
    text: Annotated[str | None, typer.Option("--explain", metavar="TEXT", help="Say why, for this one text.")] = None,
) -> None:
    """Read a question a line; print what the recogniser makes of it, a JSON line each."""
    from bot.app import build_engine, load_content, settle
    from bot.channels.harmless import harmless_json
    from bot.commands.classify import classify as look
    from bot.commands.classify import explain

    settings = settings_of(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    settle()
    today = datetime.now(UTC).date()
    if text is not None:
        write(explain(engine, text, today))
        return
    for line in lines():
        write(harmless_json(json.dumps(look(engine, line, today), ensure_ascii=False)))


@app.command()
def advise(
    facts: Annotated[Path, typer.Option("--facts", help="JSON file with the facts; '-' reads standard input.")],
    gemeente: Gemeente = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="The day to count from (default: today).")] = None,
) -> None:
    """Print what follows from the facts: the ways with their reasons, the desk, the terms, as JSON."""
    from bot.app import get_municipality, load_content
    from bot.channels.harmless import harmless_json
    from bot.commands.advise import advise as work_out
    from bot.commands.given import GivenError, read_day, read_facts

    settings = settings_of(gemeente=gemeente)
    content = load_content(settings)
    municipality = get_municipality(settings.gemeente, content)
    try:
        day = read_day(today, datetime.now(UTC))
        given = read_facts(read_text(facts), content.knowledge, day)
    except GivenError as error:
        for line in error.lines:
            say(line)
        raise typer.Exit(WRONG_INPUT) from None
    document = work_out(content, municipality, given, day)
    write(harmless_json(json.dumps(document, ensure_ascii=False, indent=2)))


@app.command()
def prepare(
    facts: Annotated[Path, typer.Option("--facts", help="JSON file with the facts; '-' reads standard input.")],
    gemeente: Gemeente = None,
    kind: Annotated[str | None, typer.Option(metavar="ID", help="Which talk (default: the first that fits).")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a PDF of one page.")] = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="The day to count from (default: today).")] = None,
) -> None:
    """Prepare a talk: what to bring, what to think of, who may come, a plan; as text or to print."""
    from bot.app import build_engine, load_content
    from bot.commands.given import GivenError, read_day, read_facts
    from bot.commands.prepare import as_text
    from bot.commands.prepare import prepare as make

    settings = settings_of(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    try:
        day = read_day(today, datetime.now(UTC))
        given = read_facts(read_text(facts), engine.parts.knowledge, day)
    except GivenError as error:
        for line in error.lines:
            say(line)
        raise typer.Exit(WRONG_INPUT) from None
    sheet = make(engine, given, day, kind)
    if pdf is None:
        write(as_text(engine, sheet))
        return
    from bot.dialogue.sheets import to_document
    from bot.paper import write_pdf

    write_pdf(to_document(sheet), pdf)


@app.command()
def terms(as_json: AsJson = False) -> None:
    """Show the terms of the law that are known: how long, from which day, and who must act."""
    from bot.app import load_content
    from bot.commands.terms import list_terms

    write(list_terms(load_content(settings_of()).knowledge, as_json=as_json))


@app.command()
def term(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of a term; 'wegwijzer terms' lists them.")],
    day: Annotated[datetime, typer.Argument(metavar="DATE", formats=_DAY, help="The day it counts from.")],
    sent: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=_DAY, help="The day the letter was sent.")
    ] = None,
    today: Annotated[datetime | None, typer.Option(metavar="DATE", formats=_DAY, help="Look from this day.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count a term: its last day, whether it is over, and how the day was found."""
    from bot.app import build_engine, load_content, utc_now
    from bot.commands.terms import show_term
    from bot.content.wording import HERE

    settings = settings_of()
    engine = build_engine(settings.gemeente, load_content(settings))
    seen_from = today.date() if today else utc_now().astimezone(HERE).date()
    write(show_term(engine.parts, name, day.date(), sent.date() if sent else None, seen_from, as_json=as_json))
