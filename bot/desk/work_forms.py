"""What somebody may do at a case now, with the forms filled in. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.advice.workdays import add_working_days
from bot.content.wording import HERE, moment_in_words
from bot.desk.answers import Known, body_of
from bot.desk.fact_fields import fact_fields
from bot.desk.heads import moved
from bot.desk.views.acts import (
    Act,
    AskForm,
    Called,
    CalledForm,
    CloseForm,
    Colleague,
    CorrectForm,
    Destination,
    ExportForm,
    HandOnForm,
    LaterForm,
    Outcome,
    Preset,
    PromiseForm,
    Work,
)
from bot.dialogue.parts import Parts
from bot.intake.daytime import morning_from
from bot.intake.own_terms import next_own_last_day
from bot.intake.promise import Load, correct_promise
from bot.model.cases import EntryKind, IntakeStatus, PromiseOutcome
from bot.model.conversation import PersonMode
from bot.model.intake import Intake
from bot.model.municipality import Hours
from bot.model.wording import PeopleText, Phrase
from bot.service.case_file import CaseFile
from bot.store import CUT, PromiseRow

_DAY, _WEEK, _THREE = timedelta(days=1), timedelta(weeks=1), 3
_NOBODY_SPOKE = frozenset({Called.NO_ANSWER, Called.VOICEMAIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A case, and what the forms about it are filled in with."""

    file: CaseFile
    intake: Intake
    known: Known
    parts: Parts
    who: str  # first name of who would act
    mine: bool
    helps: bool  # when it is not theirs: with the case of a colleague
    keep_days: int  # so long a finished case can be opened again
    load: Load | None = None  # of the whole desk, to propose another moment
    outcomes: Sequence[Outcome] = field(default_factory=tuple)


def work_of(at: Bench) -> Work:
    """The acts of who has the case, and the few of who helps; of others only to take it, or to open it again."""
    case = at.file.case
    if case.status is IntakeStatus.CLOSED:
        return Work(plain=frozenset({Act.REOPEN}), export=ExportForm())
    if case.status is IntakeStatus.NEW:
        return Work(plain=frozenset({Act.CLAIM}))
    if not at.mine:
        return Work(plain=frozenset({Act.HOURS}), called=_called(at), export=ExportForm()) if at.helps else Work()
    free = case.talk_mode is None and _has_chat(at)  # nobody speaks, and no question of ours is open
    return Work(
        plain=frozenset(_plain(at)),
        later=_later(at),
        hand_on=_hand_on(at),
        ask=_ask(at) if free else None,
        called=_called(at),
        correct=CorrectForm(facts=fact_fields(at.known, at.parts)),
        promise=_promise(at) if _has_chat(at) else None,
        close=_close(at),
        export=ExportForm(),
    )


def later_presets(hours: Hours, now: datetime) -> Mapping[str, datetime]:
    """The moments to put a case away until, by the ids that the form sends."""
    today = now.astimezone(HERE).date()
    return {
        "morgen": morning_from(hours, today + _DAY),
        "drie-dagen": morning_from(hours, add_working_days(today, _THREE)),
        "week": morning_from(hours, today + _WEEK),
    }


def moment_words(parts: Parts, language: str, moment: datetime) -> str:
    """A moment as the resident reads it."""
    return moment_in_words(moment, language, parts.flows.texts[Phrase.CLOCK].to(language))


def _plain(at: Bench) -> Iterator[Act]:
    case = at.file.case
    if _has_chat(at):
        yield Act.LEAVE if case.talk_mode == PersonMode.LIVE else Act.JOIN
    else:
        yield Act.ERASE
    yield Act.RELEASE
    if not at.helps:  # only coordinators choose who helps
        yield Act.HELPER
    if case.helper_id is not None:
        yield Act.OTHER_HELPER


def _has_chat(at: Bench) -> bool:
    """Whether a chat leads to the resident: what was filled in on somebody else's device has none."""
    return at.file.channel != CUT


def _open_promise(at: Bench) -> PromiseRow | None:
    return next((one for one in at.file.promises if one.outcome == PromiseOutcome.OPEN), None)


def _later(at: Bench) -> LaterForm:
    promise = _open_promise(at)
    due_at = promise.due_at if promise is not None else None
    presets = later_presets(at.parts.municipality.hours, at.file.now)
    return LaterForm(
        presets=tuple(
            Preset(id=name, at=moment, past_promise=due_at is not None and moment >= due_at)
            for name, moment in presets.items()
        ),
        promise_at=due_at if _has_chat(at) else None,
    )


def _hand_on(at: Bench) -> HandOnForm:
    return HandOnForm(
        colleagues=tuple(Colleague(id=one.id, name=one.name, open=one.open) for one in at.file.colleagues)
    )


def _ask(at: Bench) -> AskForm:
    language, draft = at.intake.language, at.file.drafts.get(Act.ASK, "")
    before = at.parts.phrase(PeopleText.ASKS, language, wie=at.who, code=at.file.case.code, tekst="")
    return AskForm(
        before=before.strip(),
        after=at.parts.phrase(PeopleText.ASKS_HOW, language),
        typed={"tekst": draft} if draft else {},
    )


def _called(at: Bench) -> CalledForm:
    case, language = at.file.case, at.intake.language
    tell = at.parts.phrase(PeopleText.CALLED, language, wie=at.who, code=case.code)
    in_vain = sum(how == Called.NO_ANSWER for how in _contacts(at))
    return CalledForm(tell=tell if at.mine and case.reachable else "", no_answer=in_vain)


def _contacts(at: Bench) -> Iterator[str]:
    """How each call or visit went."""
    for entry in at.file.entries:
        if entry.kind == EntryKind.CONTACT:
            yield str(body_of(entry).get("how", ""))


def _promise(at: Bench) -> PromiseForm | None:
    promise, language, case = _open_promise(at), at.intake.language, at.file.case
    if promise is None:
        return None
    hours = at.parts.municipality.hours
    proposed = correct_promise(hours, at.load, at.file.now, due_at=promise.due_at, urgent=case.urgent).due_at
    tell = at.parts.phrase(
        PeopleText.PROMISE_MOVED,
        language,
        code=case.code,
        moment_oud=moment_words(at.parts, language, promise.due_at),
        moment=moment_words(at.parts, language, proposed),
    )
    return PromiseForm(due_at=promise.due_at, proposed_at=proposed, tell=tell, corrected=moved(at.file.promises))


def _close(at: Bench) -> CloseForm:
    case = at.file.case
    spoke = case.first_reply_at is not None or any(how not in _NOBODY_SPOKE for how in _contacts(at))
    places = sorted(at.parts.municipality.places.values(), key=lambda place: place.name.casefold())
    return CloseForm(
        outcomes=tuple(replace(one, tell=_ending(at, one) if _has_chat(at) else "") for one in at.outcomes),
        places=tuple(
            Destination(id=place.id, label=place.name, called=place.called, phone=place.phone) for place in places
        ),
        no_contact=not spoke,
        danger=case.danger,
        own_term_on=next_own_last_day(at.intake, at.parts.knowledge.terms, at.file.now.astimezone(HERE).date()),
    )


def _ending(at: Bench, outcome: Outcome) -> str:
    """What the resident reads; where a place is named, its name is still to be filled in."""
    said = at.parts.phrase(
        PeopleText.CLOSED,
        at.intake.language,
        code=at.file.case.code,
        uitkomst=outcome.says,
        dagen_vraag=str(at.keep_days),
    )
    return " ".join(said.split())
