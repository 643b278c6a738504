"""Who did what about a case, and who looked. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.content.wording import moment_in_words
from bot.desk.views.intake import Event
from bot.dialogue.parts import Parts
from bot.model.cases import IntakeStatus, PromiseReason
from bot.model.text import DUTCH
from bot.model.wording import Phrase
from bot.service.case_file import CaseFile
from bot.service.giving import GAVE, read_given
from bot.store import AuditEntry
from bot.store.audit import LOOK

ACTS: Mapping[str, str] = {
    LOOK: "viewed",
    "claim": "claimed",
    "release": "released",
    "hand_on": "handed_on",
    "note": "noted",
    "contact": "called",
    "tell_unanswered": "no_answer",
    "snooze": "snoozed",
    "close": "closed",
    "reopen": "reopened",
    "say": "told",
    "undo": "undone",
    "ask": "asked",
    "join": "joined",
    "leave": "left",
    "correct": "corrected",
    "ask_helper": "matched",
    "take_back_helper": "helper_taken_back",
    "accept": "helper_said_yes",
    "refuse": "helper_said_no",
    "mismatch": "mismatched",
    "helper_ready": "helper_ready",
    "helper_stops": "helper_stopped",
    "hours": "hours",
    "ask_giving": "asked_leave",
    GAVE: "exported",
}
"""What the trail calls an act -> what the history does. One that is not here is shown by the trail's own name."""

_MOVED = "move_promise"


def history_of(file: CaseFile, parts: Parts, resident: str) -> tuple[Event, ...]:
    """Everything in order, the oldest first. `resident`: how they are called; empty: not known."""
    events = [*_of_resident(file, resident), *_of_trail(file), *_of_promises(file, parts)]
    return tuple(sorted(events, key=lambda one: one.at))


def _of_resident(file: CaseFile, resident: str) -> Iterator[Event]:
    case = file.case
    yield Event(at=case.created_at, who=resident, by_resident=True, what="signed")
    if case.status is IntakeStatus.WITHDRAWN and case.closed_at is not None:
        yield Event(at=case.closed_at, who=resident, by_resident=True, what="withdrawn")


def _of_trail(file: CaseFile) -> Iterator[Event]:
    for entry in _once(file.trail):
        if entry.result == "ok" and entry.action != _MOVED:
            who = file.names.get(entry.account_id, entry.account_id)
            about = _given(entry) if file.intake is not None else ""
            yield Event(at=entry.at, who=who, what=ACTS.get(entry.action, entry.action), about=about)


def _given(entry: AuditEntry) -> str:
    """To whom an intake went, and why; empty for whatever else was done."""
    given = read_given(entry)
    return ", ".join(filter(None, (given.to, given.reason))) if given is not None else ""


def _once(trail: Sequence[AuditEntry]) -> Iterator[AuditEntry]:
    """Without the looks right before another look of the same person: only the last of them says something."""
    for entry, following in pairwise([*trail, None]):
        assert entry is not None  # only what follows the last is nothing
        again = following is not None and following.account_id == entry.account_id and following.action == LOOK
        if not (entry.action == LOOK and again):
            yield entry


def _of_promises(file: CaseFile, parts: Parts) -> Iterator[Event]:
    """Every other moment that was told, by whom where a person did it."""
    moved = {entry.at: file.names.get(entry.account_id, "") for entry in file.trail if entry.action == _MOVED}
    form = parts.flows.texts[Phrase.CLOCK].to(DUTCH)
    for one in file.promises:
        if one.reason == PromiseReason.CORRECTED:
            about = moment_in_words(one.due_at, DUTCH, form)
            yield Event(at=one.made_at, who=moved.get(one.made_at, ""), what="promised", about=about)
