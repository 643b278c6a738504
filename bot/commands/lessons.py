"""What `wegwijzer misses` and `wegwijzer examples` show an editor: where we miss, and what to learn from."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.app import load_content, open_store
from bot.channels.harmless import harmless, harmless_json
from bot.content.examples import DANGERS, LAWS, STAGES
from bot.content.problems import did_you_mean
from bot.content.reader import ID
from bot.model.conversation import Miss
from bot.model.errors import BotError
from bot.model.weights import NONE
from bot.service.scrub import Scrubber
from bot.settings import Settings
from bot.store import SentenceRow, StepCount
from bot.understanding.normalise import clean

_HEADER = "# Messages of residents who let us keep them, without names, with what a good adviser hears in them.\n"


class LessonError(BotError):
    """There is no such sentence, or it cannot be labelled so. A line a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What an editor hears in a sentence, as it stands in `knowledge/examples/`."""

    law: str
    also: Sequence[str] = ()
    stage: str = ""
    topic: str = ""
    crisis: str = ""
    text: str = ""  # other words; empty: those of the resident


def show_misses(settings: Settings, since: date, *, as_json: bool) -> str:
    """The questions at which something was missed since that week, the worst first.

    No number is hidden for being small: nothing is in it but a step.
    """
    rows = _summed(asyncio.run(_counts(settings, since)))
    if as_json:
        return json.dumps(rows, ensure_ascii=False, indent=2)
    return "\n".join(map(_row, rows)) or "nothing was missed"


def show_sentences(settings: Settings, *, as_json: bool) -> str:
    """Every sentence that may be kept, the oldest first, with the id to label it by."""
    rows = asyncio.run(_sentences(settings))
    if as_json:
        found = [{"id": row.id, "week": row.week.isoformat(), "text": row.text} for row in rows]
        return harmless_json(json.dumps(found, ensure_ascii=False, indent=2))
    return "\n".join(harmless(f"{row.id}  {row.week}  {row.text}") for row in rows) or "no sentences to label"


def label_sentence(settings: Settings, key: str, label: Label, file: str) -> str:
    """Put the sentence among the examples and forget it here; says where it stands, or gives the line for "-".

    Raises LessonError, and then nothing has changed.
    """
    row = asyncio.run(_find(settings, key))
    faults = [*_faults(label, load_content(settings).knowledge.topics), *_name_faults(file)]
    if faults:
        raise LessonError("\n".join(faults))
    line = _line(label, row.text)
    said = line if file == "-" else _append(settings.knowledge_path / "examples" / f"{file}.yaml", line)
    asyncio.run(_forget(settings, row.id))
    return said


def drop_sentence(settings: Settings, key: str) -> None:
    """Forget a sentence. Raises LessonError when there is none."""
    row = asyncio.run(_find(settings, key))
    asyncio.run(_forget(settings, row.id))


async def _counts(settings: Settings, since: date) -> Sequence[StepCount]:
    async with open_store(settings) as store, store.read() as unit:
        return await unit.list_counts(since)


async def _sentences(settings: Settings) -> Sequence[SentenceRow]:
    async with open_store(settings) as store, store.read() as unit:
        return await unit.list_sentences()


async def _find(settings: Settings, key: str) -> SentenceRow:
    async with open_store(settings) as store, store.read() as unit:
        row = await unit.find_sentence(key.lower())
    if row is None:
        raise LessonError(f"no sentence has the id '{key}'; 'wegwijzer examples' lists them")
    return row


async def _forget(settings: Settings, key: str) -> None:
    """When somebody reads along, whoever runs the service makes it unreadable on disk a little later."""
    async with open_store(settings) as store:
        scrubber = Scrubber(store)
        async with store.write() as unit:
            await unit.drop_sentence(key)
            await scrubber.note(unit)
        await scrubber.run()


def _summed(rows: Sequence[StepCount]) -> list[dict[str, str | int]]:
    sums: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        numbers = {"turns": row.turns, Miss.NOT_UNDERSTOOD: row.not_understood, Miss.NOT_FOR_US: row.not_for_us}
        sums.setdefault((row.step, row.asked), Counter()).update(numbers)
    missed = [(step, asked, one) for (step, asked), one in sums.items() if _missed(one)]
    missed.sort(key=lambda found: (-_missed(found[2]), found[2]["turns"], found[0], found[1]))
    return [{"step": step, "asked": asked, **{str(key): n for key, n in one.items()}} for step, asked, one in missed]


def _missed(numbers: Counter[str]) -> int:
    return numbers[Miss.NOT_UNDERSTOOD] + numbers[Miss.NOT_FOR_US]


def _row(row: dict[str, str | int]) -> str:
    turns, other, off = (int(row[key]) for key in ("turns", Miss.NOT_UNDERSTOOD, Miss.NOT_FOR_US))
    asked = f" ({row['asked']})" if row["asked"] else ""
    beside = f", {off} of them taken as not for us" if off else ""
    return f"{other + off:>5} of {turns:>5} ({(other + off) / turns:4.0%})  {row['step']}{asked}{beside}"


def _faults(label: Label, topics: Collection[str]) -> list[str]:
    """A line for every word of the label that does not exist."""
    given = [("law", law, LAWS) for law in (label.law, *label.also)]
    given += [("stage", label.stage, STAGES), ("danger", label.crisis, DANGERS)]
    given += [("topic", label.topic, frozenset({NONE, *topics}))]
    return [
        f"unknown {kind} '{name}'; {did_you_mean(name, known)}" for kind, name, known in given if _wrong(name, known)
    ]


def _wrong(name: str, known: Collection[str]) -> bool:
    return bool(name) and name not in known


def _name_faults(file: str) -> list[str]:
    fits = file == "-" or ID.fullmatch(file)
    return [] if fits else [f"'{file}' is not a name for a file; use a-z, 0-9 and '_', without .yaml"]


def _line(label: Label, text: str) -> str:
    """As the other examples stand: a line each, in the order in which editors read them."""
    words = " ".join(clean(label.text or text).split())
    fields = [("law", label.law), ("also", f"[{', '.join(label.also)}]" if label.also else "")]
    fields += [("stage", label.stage), ("topic", label.topic), ("crisis", label.crisis)]
    shown = [f"{name}: {value}" for name, value in fields if value]
    return f"- {{{', '.join(shown)}, text: {json.dumps(words, ensure_ascii=False)}}}"


def _append(path: Path, line: str) -> str:
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
        path.write_text(f"{before.rstrip()}\n{line}\n", encoding="utf-8")
    except OSError as error:
        what = os.strerror(error.errno or 0).lower()
        raise LessonError(f"{path}: {what}; print the line instead with --file -") from None
    return f"added to {path}; scripts/weigh makes Wegwijzer learn from it"
