"""Commands for who keeps the knowledge: check it, add to it, pass it on."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.shared import WRONG_CONTENT, AsJson, Gemeente, OnDay, day_of, say, settings_of, write

if TYPE_CHECKING:
    from bot.content.load import Content

_DAY = ["%Y-%m-%d"]

app = typer.Typer()
knowledge_app = typer.Typer(help="Look into what is known.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")


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
    from bot.commands.differences import to_do
    from bot.content.load import check as check_content
    from bot.content.problems import ContentError
    from bot.settings import municipality_folder

    settings = settings_of(gemeente=gemeente)
    folder = municipality_folder(settings.gemeente)
    knowledge, flows = settings.knowledge_path, settings.flows_path
    if path is not None:
        knowledge, flows = path / "knowledge", path / "flows"
    try:
        content = check_content(knowledge, flows, folder)
    except ContentError as error:
        for problem in error.problems:
            print(problem)
        say(f"{len(error.problems)} faults")
        raise typer.Exit(WRONG_CONTENT) from None
    if stale:
        from bot.commands.social_map import show_stale

        write(show_stale(content, day_of(on), as_json=as_json))
        return
    # Who asks for one municipality wants to know what it still lacks.
    here = [] if gemeente is None else to_do(content, get_municipality(gemeente, content), folder)
    for warning in content.warnings if warnings else here:
        print(f"warning: {warning}")
    more = " (list them with --warnings)" if len(here) < len(content.warnings) and not warnings else ""
    say(f"no faults; {len(content.warnings)} warnings{more}; {_sizes(content)}")


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
    from bot.commands.newcomer import make_municipality

    folder = make_municipality(name, into or settings_of().knowledge_path / "municipalities")
    print(f"made {folder}; LEESMIJ.md in it says what to do, and so does: wegwijzer check --gemeente {folder}")


@knowledge_app.command("diff")
def knowledge_diff(
    gemeente: Annotated[str, typer.Argument(help="Municipality: a name, or the path of its folder.")],
    as_json: AsJson = False,
) -> None:
    """Show what a region and a municipality add or replace, and what is still to fill in."""
    from bot.app import get_municipality, load_content
    from bot.commands.differences import as_text, differences
    from bot.settings import municipality_folder

    content = load_content(settings_of(gemeente=gemeente))
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
    from bot.commands.social_map import export_text, make_export, write_export

    settings = settings_of(gemeente=gemeente)
    made = make_export(load_content(settings), settings.gemeente, day_of(on))
    if str(hsds) == "-":
        write(export_text(made))
    else:
        write_export(made, hsds)
        say(f"{len(made.services)} places written to {hsds}")


@app.command()
def facts(as_json: AsJson = False) -> None:
    """Show which facts a conversation can hold, with their possible answers."""
    from bot.app import load_content
    from bot.commands.facts_list import facts_document

    knowledge = load_content(settings_of()).knowledge
    if as_json:
        write(json.dumps(facts_document(knowledge), ensure_ascii=False, indent=2))
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

    settings = settings_of()
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
        write(str(folder / name))


@app.command()
def phrases(gemeente: Gemeente = None) -> None:
    """Find topics with too few wordings, and wordings that point to another topic as much."""
    from bot.app import build_engine, load_content
    from bot.commands.phrases import weak_spots

    settings = settings_of(gemeente=gemeente)
    engine = build_engine(settings.gemeente, load_content(settings))
    for spot in weak_spots(engine, datetime.now(UTC).date()):
        print(spot)
