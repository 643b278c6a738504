"""The page of one case, put together. Pure, but for the keys of its forms: those are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.wording import fill, phone_in_words
from bot.desk.answers import Known, known_of
from bot.desk.heads import head_of, phone_of
from bot.desk.histories import history_of
from bot.desk.signed import signed_view
from bot.desk.threads import thread_of
from bot.desk.views.acts import Act, BoxForm, Outcome
from bot.desk.views.intake import Head, IntakeView
from bot.desk.views.thread import Answer
from bot.desk.work_forms import Bench, work_of
from bot.dialogue.parts import Parts
from bot.intake.promise import Load
from bot.model.cases import IntakeStatus
from bot.model.desk import DeskWords, Needs
from bot.model.text import DUTCH
from bot.service.case_file import CaseFile
from bot.store import CUT

PLACES = (Act.MESSAGE, Act.NOTE, Act.ASK)
"""Where somebody types, by the names under which drafts are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What stands ready at the desk, whatever the case: how one can end, and answers with words still to fill in."""

    outcomes: Sequence[Outcome] = ()
    answers: Sequence[Answer] = ()


def ready_of(words: DeskWords) -> Ready:
    """The same, from the knowledge."""
    outcomes = tuple(
        Outcome(
            id=one.id,
            label=one.label.to(DUTCH),
            says=one.says.to(DUTCH),
            needs_place=one.needs is Needs.PLACE,
            needs_note=one.needs is Needs.NOTE,
            needs_code=one.needs is Needs.CODE,
        )
        for one in words.outcomes.values()
    )
    answers = tuple(
        Answer(id=one.id, title=one.title.to(DUTCH), text=one.text.to(DUTCH)) for one in words.answers.values()
    )
    return Ready(outcomes=outcomes, answers=answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the page, and what they bring along."""

    account_id: str
    name: str
    helps: bool  # a supporter: a case that they do not have, they help with
    keys: Mapping[Act, str]  # of the boxes: what is sent twice with one key is one message
    back: str  # address of the list
    chosen: str = ""  # id of an answer that must stand in the box


def intake_view(
    file: CaseFile, parts: Parts, ready: Ready, reader: Reader, load: Load | None = None, *, keep_days: int
) -> IntakeView:
    """Everything on one screen. Of what was taken back nothing is left but that it was.

    `keep_days`: so long a finished case can be opened again.
    """
    if file.intake is None:
        nothing = Known(values={}, corrections=())
        head = head_of(file, nothing, parts, reader.account_id)
        return IntakeView(head=head, signed=None, history=history_of(file, parts, ""), back=reader.back)
    known = known_of(file.intake, file.entries, parts)
    head = head_of(file, known, parts, reader.account_id)
    answers = tuple(_filled(one, _values(head, known, parts, reader)) for one in ready.answers)
    bench = Bench(
        file=file,
        intake=file.intake,
        known=known,
        parts=parts,
        who=reader.name,
        mine=head.mine,
        helps=reader.helps,
        load=load,
        keep_days=keep_days,
        outcomes=ready.outcomes,
    )
    case, chats = file.case, head.mine and file.channel != CUT
    return IntakeView(
        head=head,
        signed=signed_view(file.intake, parts),
        corrections=known.corrections,
        thread=thread_of(file.entries, parts, account_id=reader.account_id, held=file.held, reachable=case.reachable),
        work=work_of(bench),
        message=_box(file, Act.MESSAGE, reader, _chosen(answers, reader)) if chats else None,
        note=_box(file, Act.NOTE, reader) if case.status is not IntakeStatus.CLOSED else None,
        answers=answers if chats else (),
        history=history_of(file, parts, head.name),
        outcome=_outcome(case.outcome, ready),
        outcome_note=file.outcome_note,
        back=reader.back,
    )


def _box(file: CaseFile, act: Act, reader: Reader, more: str = "") -> BoxForm:
    """A box with what was typed in it before; `more` comes below that, so that nothing is lost."""
    text = "\n\n".join(part for part in (file.drafts.get(act, ""), more) if part)
    return BoxForm(text=text, key=reader.keys[act])


def _values(head: Head, known: Known, parts: Parts, reader: Reader) -> Mapping[str, str]:
    """What an answer can be filled in with; what is not known stays to be filled in by hand."""
    phone = phone_of(known, parts)
    values = {
        **parts.values,
        "naam": head.name,
        "wie": reader.name,
        "code": head.code,
        "telefoon_inwoner": phone_in_words(phone) if phone else "",
    }
    return {name: value for name, value in values.items() if value}


def _filled(answer: Answer, values: Mapping[str, str]) -> Answer:
    return replace(answer, text=fill(answer.text, values))


def _chosen(answers: Sequence[Answer], reader: Reader) -> str:
    return next((one.text for one in answers if one.id == reader.chosen), "")


def _outcome(outcome: str | None, ready: Ready) -> str:
    """What the outcome is called; one that is no longer known comes back by its id."""
    return next((one.label for one in ready.outcomes if one.id == outcome), outcome or "")
