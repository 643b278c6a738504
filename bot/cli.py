"""The command `wegwijzer`. Each command imports what it needs itself, so that a short one is fast."""

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__
from bot.model.errors import BotError

if TYPE_CHECKING:
    from bot.app import LocalTalk
    from bot.channels.terminal import Save
    from bot.content.load import Content
    from bot.model.conversation import Json
    from bot.settings import Settings

WRONG_CONTENT, WRONG_SETTINGS, WRONG_INPUT = 1, 2, 2  # exit codes
_DAY = ["%Y-%m-%d"]


app = typer.Typer(
    help="Wegwijzer: a signpost that talks, for people who look for care or support in the Netherlands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

knowledge_app = typer.Typer(help="Look into what is known.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")

Gemeente = Annotated[str | None, typer.Option(help="Municipality: a name, or the path of its folder.")]
Data = Annotated[Path | None, typer.Option(help="Folder with the database and the keys.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnDay = Annotated[str | None, typer.Option(metavar="DATE", help="As if it were this day, such as 2026-11-21.")]


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
        _say(str(error))
        sys.exit(WRONG_SETTINGS)
    except ContentError as error:
        _say(str(error))
        sys.exit(WRONG_CONTENT)
    except BotError as error:
        _say(f"wegwijzer: {error}")
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        print(f"wegwijzer {__version__}")
        raise typer.Exit


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

    settings = _settings(data_dir=data, gemeente=gemeente)
    set_up_logging("error")
    person = not jsonl and sys.stdin.isatty()
    name, fresh = ("person", new) if person else ("script", not resume)
    with local_talk(settings, name=name, fresh=fresh) as talk:
        if jsonl:
            from bot.channels.jsonl import answer_jsonl

            answer_jsonl(talk.say, _lines(), _write)
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
    screen = Screen(_write, lambda: shutil.get_terminal_size().columns, words, colour=colour, save=_saver(talk))
    if person:
        import readline  # noqa: F401  gives `input` the arrow keys; keeps no history on disk

        chat(talk.say, lambda: input("\n> "), screen, words)
    else:
        answer_lines(talk.say, _lines(), screen)


def _saver(talk: "LocalTalk") -> "Save":
    """Puts a sheet in the current folder: it is the resident's own, and they can find it there."""

    def save(document: "Mapping[str, Json]") -> str:
        from bot.model.text import DUTCH
        from bot.model.wording import Phrase, TerminalText
        from bot.paper import PaperFault, save_pdf

        try:
            path = save_pdf(document, Path.cwd())
        except PaperFault as error:
            _say(f"wegwijzer: {error}")
            return talk.engine.parts.phrase(Phrase.SHEET_FAILED, DUTCH)
        return talk.engine.parts.phrase(TerminalText.PAPER, DUTCH, plek=str(path))

    return save


@app.command()
def serve() -> None:
    """Run every channel that is set up, until it is told to stop."""
    from bot.app import set_up_logging
    from bot.serve import serve as run

    settings = _settings()
    set_up_logging(settings.log_level)
    run(settings)


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="Folder that holds knowledge/ and flows/.")] = None,
    warnings: Annotated[bool, typer.Option("--warnings", help="Also list what works but could be better.")] = False,
    gemeente: Gemeente = None,
    stale: Annotated[bool, typer.Option("--stale", help="List what must be checked again, and by whom.")] = False,
    on: OnDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --stale: print JSON.")] = False,
) -> None:
    """Check everything that is known and said. Prints every fault; exits 1 when there is one."""
    from bot.app import get_municipality
    from bot.content.load import check as check_content
    from bot.content.problems import ContentError
    from bot.differences import to_do
    from bot.settings import municipality_folder

    settings = _settings(gemeente=gemeente)
    folder = municipality_folder(settings.gemeente)
    knowledge, flows = settings.knowledge_path, settings.flows_path
    if path is not None:
        knowledge, flows = path / "knowledge", path / "flows"
    try:
        content = check_content(knowledge, flows, folder)
    except ContentError as error:
        for problem in error.problems:
            print(problem)
        _say(f"{len(error.problems)} faults")
        raise typer.Exit(WRONG_CONTENT) from None
    if stale:
        from bot.social_map import show_stale

        _write(show_stale(content, _day(on), as_json=as_json))
        return
    # Who asks for one municipality wants to know what it still lacks.
    here = [] if gemeente is None else to_do(content, get_municipality(gemeente, content), folder)
    for warning in content.warnings if warnings else here:
        print(f"warning: {warning}")
    more = " (list them with --warnings)" if len(here) < len(content.warnings) and not warnings else ""
    _say(f"no faults; {len(content.warnings)} warnings{more}; {_sizes(content)}")


def _sizes(content: "Content") -> str:
    known = content.knowledge
    layers = {id(layer): layer for held in known.layers.values() for layer in held}.values()
    counts = {
        "topics": len(known.topics),
        "routes": len(known.routes) + sum(len(layer.routes) for layer in layers),
        "terms": len(known.terms),
        "places": len(known.places) + sum(len(layer.places) for layer in layers),
        "facts": len(known.facts),
        "steps": len(content.flows.steps),
    }
    return ", ".join(f"{number} {name}" for name, number in counts.items())


@app.command("new-municipality")
def new_municipality(
    name: Annotated[str, typer.Argument(help="Name of the folder, such as lelystad or den-haag.")],
    into: Annotated[Path | None, typer.Option("--in", help="Folder to make it in.")] = None,
) -> None:
    """Make the folder of a new municipality, with what still has to be filled in."""
    from bot.newcomer import make_municipality

    folder = make_municipality(name, into or _settings().knowledge_path / "municipalities")
    print(f"made {folder}; LEESMIJ.md in it says what to do, and so does: wegwijzer check --gemeente {folder}")


@knowledge_app.command("diff")
def knowledge_diff(
    gemeente: Annotated[str, typer.Argument(help="Municipality: a name, or the path of its folder.")],
    as_json: AsJson = False,
) -> None:
    """Show what a region and a municipality add or replace, and what is still to fill in."""
    from bot.app import get_municipality, load_content
    from bot.differences import as_text, differences
    from bot.settings import municipality_folder

    content = load_content(_settings(gemeente=gemeente))
    found = differences(content, get_municipality(gemeente, content), municipality_folder(gemeente))
    print(json.dumps(found, ensure_ascii=False, indent=2) if as_json else as_text(found))


@app.command()
def export_places(
    hsds: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write to; - for standard output.")],
    gemeente: Gemeente = None,
    on: OnDay = None,
) -> None:
    """Export the places that residents see as HSDS 3 (Open Referral), for other social maps."""
    from bot.app import load_content
    from bot.social_map import export_text, make_export, write_export

    settings = _settings(gemeente=gemeente)
    made = make_export(load_content(settings), settings.gemeente, _day(on))
    if str(hsds) == "-":
        _write(export_text(made))
    else:
        write_export(made, hsds)
        _say(f"{len(made.services)} places written to {hsds}")


def _day(words: str | None) -> date:
    from bot.content.wording import HERE

    try:
        return date.fromisoformat(words) if words else datetime.now(HERE).date()
    except ValueError:
        raise typer.BadParameter(f"'{words}' is not an existing day; write it as 2026-11-21") from None


@app.command()
def intakes(
    code: Annotated[str | None, typer.Argument(help="Reference of one intake, such as W-7K4QM.")] = None,
    as_json: AsJson = False,
    claim: Annotated[str | None, typer.Option(metavar="NAME", help="Take it up under this name.")] = None,
    data: Data = None,
) -> None:
    """Show the intakes that residents signed, or one of them."""
    from bot.intakes import show_intake, show_intakes

    settings = _settings(data_dir=data)
    if code is None and claim is not None:
        raise typer.BadParameter("name the intake to claim: wegwijzer intakes CODE --claim NAME")
    if code is None:
        _write(show_intakes(settings, as_json=as_json))
    else:
        _write(show_intake(settings, code, as_json=as_json, claim=claim))


@app.command()
def classify(
    gemeente: Gemeente = None,
    text: Annotated[str | None, typer.Option("--explain", metavar="TEXT", help="Say why, for this one text.")] = None,
) -> None:
    """Read a question a line; print what the recogniser makes of it, a JSON line each."""
    from bot.app import build_engine, load_content, settle
    from bot.channels.harmless import harmless_json
    from bot.classify import classify as look
    from bot.classify import explain

    settings = _settings(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    settle()
    today = datetime.now(UTC).date()
    if text is not None:
        _write(explain(engine, text, today))
        return
    for line in _lines():
        _write(harmless_json(json.dumps(look(engine, line, today), ensure_ascii=False)))


@app.command()
def advise(
    facts: Annotated[Path, typer.Option("--facts", help="JSON file with the facts; '-' reads standard input.")],
    gemeente: Gemeente = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="The day to count from (default: today).")] = None,
) -> None:
    """Print what follows from the facts: the ways with their reasons, the desk, the terms, as JSON."""
    from bot.advise import advise as work_out
    from bot.app import get_municipality, load_content
    from bot.channels.harmless import harmless_json
    from bot.given import GivenError, read_day, read_facts

    settings = _settings(gemeente=gemeente)
    content = load_content(settings)
    municipality = get_municipality(settings.gemeente, content)
    try:
        day = read_day(today, datetime.now(UTC))
        given = read_facts(_read(facts), content.knowledge, day)
    except GivenError as error:
        for line in error.lines:
            _say(line)
        raise typer.Exit(WRONG_INPUT) from None
    document = work_out(content, municipality, given, day)
    _write(harmless_json(json.dumps(document, ensure_ascii=False, indent=2)))


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
    from bot.given import GivenError, read_day, read_facts
    from bot.prepare import as_text
    from bot.prepare import prepare as make

    settings = _settings(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    try:
        day = read_day(today, datetime.now(UTC))
        given = read_facts(_read(facts), engine.parts.knowledge, day)
    except GivenError as error:
        for line in error.lines:
            _say(line)
        raise typer.Exit(WRONG_INPUT) from None
    sheet = make(engine, given, day, kind)
    if pdf is None:
        _write(as_text(engine, sheet))
        return
    from bot.dialogue.sheets import to_document
    from bot.paper import write_pdf

    write_pdf(to_document(sheet), pdf)


@app.command()
def phrases(gemeente: Gemeente = None) -> None:
    """Find topics with too few wordings, and wordings that point to another topic as much."""
    from bot.app import build_engine, load_content
    from bot.phrases import weak_spots

    settings = _settings(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    for spot in weak_spots(engine, datetime.now(UTC).date()):
        print(spot)


@app.command()
def facts(as_json: AsJson = False) -> None:
    """Show which facts a conversation can hold, with their possible answers."""
    from bot.app import load_content
    from bot.facts_list import facts_document

    knowledge = load_content(_settings()).knowledge
    if as_json:
        _write(json.dumps(facts_document(knowledge), ensure_ascii=False, indent=2))
        return
    for spec in knowledge.facts.values():
        answers = ", ".join(option.id for option in spec.options)
        print(f"{spec.id} ({spec.kind.value}){': ' if answers else ''}{answers}")


@app.command()
def schemas(
    folder: Annotated[Path, typer.Argument(help="Folder to write them to; made when it is not there.")],
    names: Annotated[bool, typer.Option("--names", help="Also offer the ids that exist now, to choose from.")] = False,
) -> None:
    """Write a JSON Schema for every sort of file, so that an editor completes and checks while typing."""
    from bot.content.load import traced
    from bot.content.schemas import editor_settings, make_schemas

    settings = _settings()
    content, tracer = traced(settings.knowledge_path, settings.flows_path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"cannot make the folder '{folder}': {(error.strerror or '').lower()}") from None
    files = {
        f"{sort}.schema.json": one for sort, one in make_schemas(tracer, content.knowledge if names else None).items()
    }
    files["vscode.settings.json"] = editor_settings(tracer, folder.as_posix())
    for name, document in files.items():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
        _write(str(folder / name))


def _read(path: Path) -> str:
    """A text file, or standard input for '-'. Raises GivenError when it cannot be read."""
    from bot.given import GivenError

    if str(path) == "-":
        return sys.stdin.read()
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise GivenError([f"cannot read '{path}'; name a file with JSON in UTF-8, or '-'"]) from None


@app.command()
def terms(as_json: AsJson = False) -> None:
    """Show the terms of the law that are known: how long, from which day, and who must act."""
    from bot.app import load_content
    from bot.terms import list_terms

    _write(list_terms(load_content(_settings()).knowledge, as_json=as_json))


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
    from bot.content.wording import HERE
    from bot.terms import show_term

    settings = _settings()
    engine = build_engine(settings.gemeente, load_content(settings))
    seen_from = today.date() if today else utc_now().astimezone(HERE).date()
    _write(show_term(engine.parts, name, day.date(), sent.date() if sent else None, seen_from, as_json=as_json))


def _settings(*, data_dir: Path | None = None, gemeente: str | None = None) -> "Settings":
    from bot.settings import load_settings

    return load_settings(data_dir=data_dir, gemeente=gemeente)


def _lines() -> Iterator[str]:
    """Lines of standard input as they come, without their ends."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _write(text: str) -> None:
    print(text, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
