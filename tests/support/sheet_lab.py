"""Sheets over the real knowledge, and what stands in a PDF of one."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pypdf
from advice_lab import KNOWN, facts
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from talk_lab import engine

from bot.advice.preparation import prepare
from bot.dialogue.sheets import make_sheet
from bot.model.condition import ALWAYS
from bot.model.facts import FactKind
from bot.model.preparation import Preparation, Sheet

TODAY = date(2026, 11, 21)
LONG = "ik kan de was niet meer doen en de boodschappen gaan ook niet, want mijn knieën zijn versleten. " * 6


def sheet_for(kind: str, given: dict[str, str | list[str]], *, code: str = "") -> Sheet:
    """The sheet for these answers in Almere."""
    known = facts(given)
    prepared = prepare(KNOWN, KNOWN.preparations[kind], known, TODAY)
    return make_sheet(engine().parts, "nl", prepared, known, TODAY, code)


def longest(kind: str) -> Sheet:
    """The talk with every item, every question answered at length: longer than any resident's."""
    preparation = KNOWN.preparations[kind]
    known = facts({name: _longest_answer(name) for name in _asked(preparation)})
    known = {**known, **facts({"melding_op": "~2026-09-23"})}
    prepared = prepare(KNOWN, _unconditional(preparation), known, TODAY)
    return make_sheet(engine().parts, "nl", prepared, known, TODAY, "W-7K4QM-3")


def _asked(preparation: Preparation) -> list[str]:
    return [name for question in preparation.plan.questions for name in question.answered_by[:1]]


def _longest_answer(name: str) -> str | list[str]:
    spec = KNOWN.facts[name]
    if spec.kind is FactKind.CHOICES:
        return [option.id for option in spec.options if not option.alone]
    return max(spec.options, key=lambda o: len(o.label.to("nl"))).id if spec.options else LONG


def _unconditional(preparation: Preparation) -> Preparation:
    plan = preparation.plan
    return replace(
        preparation,
        lists={part: tuple(replace(one, when=ALWAYS) for one in items) for part, items in preparation.lists.items()},
        plan=replace(plan, questions=tuple(replace(one, when=ALWAYS) for one in plan.questions)),
    )


def read(made: bytes) -> pypdf.PdfReader:
    """The PDF, opened."""
    return pypdf.PdfReader(io.BytesIO(made))


def text_of(made: bytes) -> str:
    """What somebody gets who copies all text: in reading order, spaces and ends of lines evened out."""
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).replace("\u200b", "").split())


def tags(reader: pypdf.PdfReader) -> Iterator[str]:
    """The tags of the structure tree, in reading order."""
    todo: list[object] = [reader.root_object["/StructTreeRoot"]]
    while todo:
        node = todo.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            todo.extend(reversed(node))
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                todo.append(node["/K"])
