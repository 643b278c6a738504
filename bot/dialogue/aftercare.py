"""After the handover: how it goes, whether who helps fits, what got better, and opening again what was finished.

Where a person is promised the event holds the very moment that the resident reads.
"""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.between import chosen_in, put_aside
from bot.dialogue.blocks import moment_words, promised
from bot.dialogue.memory import code_of
from bot.dialogue.standing import who
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Aside, CheckIn, HelperWish, Json
from bot.model.outside import Standing, StandState
from bot.model.wording import Between, PeopleText

_WISHED = {HelperWish.SAME: PeopleText.REOPENED_SAME, HelperWish.OTHER: PeopleText.REOPENED_OTHER}


def goes_well(draft: TurnDraft, aside: Aside) -> None:
    """It goes well."""
    draft.event("check_in_answered", value=CheckIn.GOOD.value)
    draft.say(PeopleText.CHECK_GOOD)
    _then(draft, aside)


def goes_on(draft: TurnDraft, aside: Aside) -> None:
    """It is not finished yet."""
    draft.event("check_in_answered", value=CheckIn.GOING.value)
    draft.say(PeopleText.CHECK_GOING, wie=_person(draft))
    _then(draft, aside)


def met(draft: TurnDraft, _aside: Aside) -> None:
    """They met, and it goes well."""
    draft.event("match_ok")
    draft.say(PeopleText.CHECK_GOOD)
    put_again(draft)


def stuck(draft: TurnDraft) -> None:
    """It does not go on: the coordination point must look."""
    moment = promised(draft)
    draft.event("check_in_answered", value=CheckIn.STUCK.value, promised_at=moment.isoformat())
    draft.say(PeopleText.CHECK_STUCK, moment=moment_words(draft, moment))
    put_again(draft)


def mute(draft: TurnDraft) -> None:
    """No more questions about how it goes."""
    draft.event("check_in_off")
    draft.say(PeopleText.MUTED)
    put_again(draft)


def other_person(draft: TurnDraft, helper: str = "") -> None:
    """Rather somebody else: ask why, which nobody has to say. With nobody who helps it is something that got stuck."""
    case = draft.outside.find(StandState.HELPER)
    name = helper or (case.helper if case else "")
    if name:
        put_aside(draft, Between.WHY_OTHER, about=name)
    else:
        stuck(draft)


def why_other(draft: TurnDraft, aside: Aside, why: str) -> None:
    """Somebody else will be looked for; until then nobody helps."""
    case = draft.outside.find(StandState.HELPER)
    moment = promised(draft)
    code = case.code if case else code_of(draft.talk, draft.talk.sent)
    draft.event("mismatch_reported", why=why, code=code, promised_at=moment.isoformat())
    if case is not None:
        _becomes(draft, case, StandState.TAKEN if case.person else StandState.NEW, moment)
    draft.say(PeopleText.MISMATCH, helper=aside.about, moment=moment_words(draft, moment))
    put_again(draft)


def same_helper(draft: TurnDraft) -> None:
    """Opened again, and rather with who helped before."""
    reopen(draft, HelperWish.SAME)


def new_helper(draft: TurnDraft) -> None:
    """Opened again, and rather with somebody else."""
    reopen(draft, HelperWish.OTHER)


def reopen(draft: TurnDraft, wish: HelperWish = HelperWish.ANY) -> None:
    """The finished question is one again, with the story still there; with a wish about who helps: one with help."""
    helped = [case for case in draft.outside.cases if case.state is StandState.CLOSED and case.helped_by]
    case = helped[-1] if helped and wish is not HelperWish.ANY else draft.outside.find(StandState.CLOSED)
    if case is None:
        draft.say(PeopleText.REOPEN_LATE)
        put_again(draft)
        return
    moment = promised(draft)
    draft.event("intake_reopened", code=case.code, promised_at=moment.isoformat(), wish=wish.value)
    _becomes(draft, case, StandState.NEW, moment)
    draft.say(PeopleText.REOPENED, code=case.code, moment=moment_words(draft, moment))
    if wish in _WISHED and case.helped_by:
        draft.say(_WISHED[wish], helper=case.helped_by)
    put_again(draft)


def opinion(draft: TurnDraft, aside: Aside, answer: str) -> None:
    """What they thought of it: counted, and kept nowhere else."""
    _count(draft, aside, [answer])
    draft.say(PeopleText.OPINION)
    put_again(draft)


def also(draft: TurnDraft, aside: Aside, *answers: str) -> None:
    """One more of several answers, or some more; the question stays open."""
    given = [option.id for option in chosen_in(draft, aside)]
    put_aside(draft, Between(aside.id), about=",".join((*given, *answers)))


def better(draft: TurnDraft, aside: Aside, answer: str = "") -> None:
    """What got better; `answer` instead of all that was chosen: nothing, or no answer. Then the last question."""
    chosen = [option.id for option in chosen_in(draft, aside)]
    _count(draft, aside, [answer] if answer else chosen)
    put_aside(draft, Between.ALONE)


def _count(draft: TurnDraft, aside: Aside, values: list[str]) -> None:
    draft.event("opinion_given", question=aside.id, values=list[Json](values))


def _then(draft: TurnDraft, aside: Aside) -> None:
    """The last check-in goes on to what got better; the others go back to where the talk was."""
    if aside.about == Between.BETTER:
        put_aside(draft, Between.BETTER)
    else:
        put_again(draft)


def _becomes(draft: TurnDraft, case: Standing, state: StandState, promised_at: datetime) -> None:
    """The question stands otherwise, already in this turn."""
    now = replace(case, state=state, helper="", helped_by="", promised_at=promised_at, closed_at=None)
    cases = tuple(now if one is case else one for one in draft.outside.cases)
    draft.see(replace(draft.outside, cases=cases))


def _person(draft: TurnDraft) -> str:
    """Who has the newest question; the coordination point when that is nobody by name."""
    return who(draft, draft.outside.cases[-1]) if draft.outside.cases else draft.parts.values["coordinatiepunt"]
