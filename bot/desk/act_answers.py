"""What comes back when an act could not be done: its form with what was typed, or both texts side by side. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.content.wording import fill
from bot.desk.answers import body_of
from bot.desk.intake_pages import Opened
from bot.desk.views.acts import Act, BoxForm, CloseForm, ConflictView, Control, CorrectForm, FactField
from bot.desk.views.frame import Fault, Form
from bot.desk.views.frame import Why as Wrong
from bot.desk.views.intake import IntakeView
from bot.model.cases import EntryKind, IntakeStatus
from bot.service.case_file import CaseFile
from bot.service.refusals import Refusal, Why

_FIELDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.LATER: "later",
        Act.HAND_ON: "hand_on",
        Act.ASK: "ask",
        Act.CALLED: "called",
        Act.CORRECT: "correct",
        Act.PROMISE: "promise",
        Act.CLOSE: "close",
    }
)
"""Where the form of an act stands in `Work`."""

_BOXES: Mapping[Act, str] = MappingProxyType({Act.MESSAGE: "message", Act.NOTE: "note"})
_TEXT = frozenset({Act.MESSAGE, Act.NOTE, Act.ASK})
_WRITTEN = frozenset({EntryKind.SAID, EntryKind.TOLD, EntryKind.ASK, EntryKind.NOTE})
_OPEN = "…"  # in the place of what was not chosen yet
_NEVER_ALONG = frozenset({"csrf", "rev", "tekst", "weg"})

_WRONG: Mapping[Why, Wrong] = MappingProxyType(
    {
        Why.EMPTY: Wrong.EMPTY,
        Why.TOO_LONG: Wrong.TOO_LONG,
        Why.UNFILLED: Wrong.UNFILLED,
        Why.PAST: Wrong.PAST,
        Why.PAST_PROMISE: Wrong.PAST_PROMISE,
        Why.SURE_NEEDED: Wrong.SURE_NEEDED,
        Why.NO_ONE_THERE: Wrong.NO_CHOICE,
        Why.NO_SUCH_ANSWER: Wrong.NO_CHOICE,
    }
)
"""What can be put right in the form itself."""


def fault_of(act: Act, why: Why, typed: Mapping[str, str]) -> Fault | None:
    """The fault of a form that a refusal comes down to; None when it is not about what was typed."""
    wrong = Wrong.NOT_SO if why is Why.NO_SUCH_ANSWER and typed.get("waarde") else _WRONG.get(why)
    return None if wrong is None else Fault(field=_field(act, why, typed), why=wrong)


def form_of(view: IntakeView, act: Act) -> Form | None:
    """The form of an act as it stands on the page; None when it is not there now."""
    if act in _BOXES:
        return view.message if act is Act.MESSAGE else view.note
    return view.work.forms().get(act)


def with_form(view: IntakeView, act: Act, form: Form) -> IntakeView:
    """The page with another form in the place of the one it has."""
    if isinstance(form, BoxForm):
        kept = replace(form, key=form.typed.get("sleutel", form.key))
        return replace(view, message=kept) if act is Act.MESSAGE else replace(view, note=kept)
    changed: dict[str, Form] = {_FIELDS[act]: form}
    return replace(view, work=replace(view.work, **changed))  # type: ignore[arg-type]


def with_chosen(form: CorrectForm, name: str, typed: Mapping[str, str]) -> CorrectForm:
    """The form for one answer, as it was filled in; still the choice of answers when there is no such one."""
    fact = next((one for one in form.facts if one.id == name), None)
    return form if fact is None else replace(form, chosen=_filled(fact, typed) if typed else fact)


def with_ending(form: CloseForm, typed: Mapping[str, str]) -> CloseForm:
    """The form with what the resident will read of what was chosen in it."""
    outcome = next((one for one in form.outcomes if one.id == typed.get("uitkomst")), None)
    place = next((one for one in form.places if one.id == typed.get("plek")), None)
    named = {"naam_plek": place.called if place else _OPEN, "telefoon_plek": place.phone if place else _OPEN}
    return replace(form, tell=fill(outcome.tell, named) if outcome is not None else "")


def conflict_of(act: Act, typed: Mapping[str, str], refusal: Refusal, opened: Opened, account_id: str) -> ConflictView:
    """Both texts, and who was first; `account_id`: who sent the form."""
    file = opened.file
    newest = file.entries[-1] if file.entries else None
    outdated = refusal.why is Why.OUTDATED
    who, at, theirs, line = refusal.who, refusal.since, "", None
    if outdated and newest is not None:
        said = body_of(newest)
        who = "" if newest.author == account_id else str(said.get("who", ""))  # by themselves, in another tab
        at = newest.at
        theirs = str(said.get("text", "")) if newest.kind in _WRITTEN else ""
        line = next((one for one in opened.view.thread if one.id == newest.id), None)
    return ConflictView(
        act=act,
        text=typed.get("tekst" if act in _TEXT else "notitie", ""),
        who=who or _last_owner(refusal, file),
        at=at or file.case.closed_at or file.now,
        theirs=theirs,
        line=line,
        again=outdated,
        fields={name: value for name, value in typed.items() if name not in _NEVER_ALONG},
    )


def why_not(file: CaseFile, account_id: str) -> Refusal:
    """Why there is no form for an act that this account wants to do."""
    case = file.case
    if case.status in (IntakeStatus.WITHDRAWN, IntakeStatus.CLOSED):
        return Refusal(Why.CLOSED if case.status is IntakeStatus.CLOSED else Why.WITHDRAWN)
    if case.owner_id != account_id:
        return Refusal(Why.TAKEN, who=case.claimed_by or "", since=case.claimed_at)
    return Refusal(Why.SPEAKING)


def _field(act: Act, why: Why, typed: Mapping[str, str]) -> str:
    if act is Act.LATER:
        return "dag" if typed.get("moment") == "dag" else "moment"
    if why is Why.NO_ONE_THERE:
        return "naar"
    if why is Why.SURE_NEEDED:
        return "zeker"
    if act is Act.PROMISE:
        return "dag"
    if act is Act.CORRECT:
        return "waarde"
    return "tekst" if act in _TEXT else "notitie"


def _last_owner(refusal: Refusal, file: CaseFile) -> str:
    return (file.case.claimed_by or "") if refusal.why is Why.CLOSED else ""


def _filled(fact: FactField, typed: Mapping[str, str]) -> FactField:
    if fact.control is Control.CHOICES:
        chosen = {one.id for one in fact.choices if f"waarde-{one.id}" in typed}
    else:
        chosen = {typed.get("waarde", "")}
    return replace(fact, choices=tuple(replace(one, chosen=one.id in chosen) for one in fact.choices))
