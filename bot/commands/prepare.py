"""What `wegwijzer prepare` makes of facts: the preparation of one talk, as text or as a sheet to print."""

from datetime import date

from bot.advice.preparation import fitting
from bot.advice.preparation import prepare as prepare_talk
from bot.advice.routes import advise
from bot.advice.view import derive
from bot.content.problems import did_you_mean
from bot.dialogue import Engine
from bot.dialogue.sheets import in_messages, make_sheet
from bot.model.errors import BotError
from bot.model.facts import EngineFact, Facts
from bot.model.preparation import Preparation, Sheet
from bot.model.text import DUTCH


class NoTalk(BotError):
    """There is no talk to prepare: none of that name, or none that fits the facts."""


def prepare(engine: Engine, facts: Facts, today: date, kind: str | None = None) -> Sheet:
    """The sheet for the talk of this kind; without one for the talk in the facts, else the first that fits.

    Raises NoTalk.
    """
    parts = engine.parts
    view = derive(parts.knowledge, parts.municipality, facts)
    fits = fitting(parts.knowledge, advise(parts.knowledge, parts.municipality, view, today), view)
    prepared = prepare_talk(parts.knowledge, _find(engine, fits, view, kind), view, today)
    return make_sheet(parts, DUTCH, prepared, view, today)


def as_text(engine: Engine, sheet: Sheet) -> str:
    """The whole preparation to read, part by part."""
    lists = ("\n".join(in_messages(engine.parts, DUTCH, part)) for part in sheet.parts)
    return "\n\n".join([f"{sheet.title}\n{sheet.about}", *lists, sheet.help, f"{sheet.made} {sheet.sources}"])


def _find(engine: Engine, fits: tuple[Preparation, ...], facts: Facts, kind: str | None) -> Preparation:
    known = engine.parts.knowledge.preparations
    named = kind or (facts[EngineFact.GESPREK].values()[0] if EngineFact.GESPREK in facts else None)
    if named is not None and named not in known:
        raise NoTalk(f"there is no talk of kind '{named}'; {did_you_mean(named, known)}")
    if named is not None:
        return known[named]
    if not fits:
        raise NoTalk(f"no talk goes with these facts; name one with --kind: {', '.join(sorted(known))}")
    return fits[0]
