"""Commands that talk with residents, and show what they sent."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.shared import AsJson, Data, Gemeente, lines, say, settings_of, write

if TYPE_CHECKING:
    from bot.app import LocalTalk
    from bot.channels.terminal import Save
    from bot.model.conversation import Json

_DAY = ["%Y-%m-%d"]

app = typer.Typer()


@app.command()
def chat(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="A JSON message a line in, a JSON turn a line out.")] = False,
    gemeente: Gemeente = None,
    data: Data = None,
    new: Annotated[bool, typer.Option("--new", help="Begin a new conversation.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="From a pipe: go on with the last piped conversation.")
    ] = False,
) -> None:
    """Talk with Wegwijzer here. From a pipe it reads a line a turn."""
    from bot.app import local_talk, set_up_logging

    settings = settings_of(data_dir=data, gemeente=gemeente)
    set_up_logging("error")
    person = not jsonl and sys.stdin.isatty()
    name, fresh = ("person", new) if person else ("script", not resume)
    with local_talk(settings, name=name, fresh=fresh) as talk:
        if jsonl:
            from bot.channels.jsonl import answer_jsonl

            answer_jsonl(talk.say, lines(), write)
        else:
            _talk(talk, person=person)


def _talk(talk: "LocalTalk", *, person: bool) -> None:
    from bot.channels.terminal import Screen, Words, answer_lines, chat
    from bot.model.text import DUTCH
    from bot.model.wording import TerminalText

    def say(text: TerminalText) -> str:
        return talk.engine.parts.phrase(text, DUTCH)

    words = Words(
        how=say(TerminalText.HOW),
        kept=say(TerminalText.KEPT),
        goodbye=say(TerminalText.GOODBYE),
        danger=say(TerminalText.DANGER),
    )
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    screen = Screen(write, lambda: shutil.get_terminal_size().columns, words, colour=colour, save=_saver(talk))
    if person:
        import readline  # noqa: F401  gives `input` the arrow keys; keeps no history on disk

        chat(talk.say, lambda: input("\n> "), screen, words)
    else:
        answer_lines(talk.say, lines(), screen)


def _saver(talk: "LocalTalk") -> "Save":
    """Puts a sheet in the current folder: it is the resident's own, and they can find it there."""

    def save(document: "Mapping[str, Json]") -> str:
        from bot.model.text import DUTCH
        from bot.model.wording import Phrase, TerminalText
        from bot.paper import PaperFault, save_pdf

        try:
            path = save_pdf(document, Path.cwd())
        except PaperFault as error:
            say(f"wegwijzer: {error}")
            return talk.engine.parts.phrase(Phrase.SHEET_FAILED, DUTCH)
        return talk.engine.parts.phrase(TerminalText.PAPER, DUTCH, plek=str(path))

    return save


@app.command()
def serve() -> None:
    """Run every channel that is set up, until it is told to stop."""
    from bot.app import set_up_logging
    from bot.serve import serve as run

    settings = settings_of()
    set_up_logging(settings.log_level)
    run(settings)


@app.command()
def intakes(
    code: Annotated[str | None, typer.Argument(help="Reference of one intake, such as W-7K4QM.")] = None,
    as_json: AsJson = False,
    claim: Annotated[str | None, typer.Option(metavar="NAME", help="Take it up under this name.")] = None,
    data: Data = None,
) -> None:
    """Show the intakes that residents signed, or one of them."""
    from bot.commands.intakes import show_intake, show_intakes

    settings = settings_of(data_dir=data)
    if code is None and claim is not None:
        raise typer.BadParameter("name the intake to claim: wegwijzer intakes CODE --claim NAME")
    if code is None:
        write(show_intakes(settings, as_json=as_json))
    else:
        write(show_intake(settings, code, as_json=as_json, claim=claim))


@app.command()
def export_intake(
    code: Annotated[str, typer.Argument(help="Reference of the intake, such as W-7K4QM.")],
    reason: Annotated[str, typer.Option(help="Why it is given out; without a reason it is not.")],
    to: Annotated[str, typer.Option(help="To whom; not needed for the case system.")] = "",
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as a PDF.")] = None,
    as_json: AsJson = False,
    case_system: Annotated[bool, typer.Option("--case-system", help="Send it to the case system.")] = False,
    data: Data = None,
) -> None:
    """Give one intake out: on paper, as JSON, or to the case system of the municipality."""
    from bot.commands.intakes import intake_as_json, intake_as_pdf, intake_to_case_system

    settings = settings_of(data_dir=data)
    if sum((pdf is not None, as_json, case_system)) != 1:
        raise typer.BadParameter("choose one: --pdf FILE, --json or --case-system")
    if pdf is not None:
        intake_as_pdf(settings, code, pdf, to=to, reason=reason)
    elif as_json:
        write(intake_as_json(settings, code, to=to, reason=reason))
    else:
        intake_to_case_system(settings, code, reason=reason)
