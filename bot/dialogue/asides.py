"""Questions in between (erase? start anew? did you mean ...?): answered here, or left for what they were."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import (
    actions,
    adding,
    aftercare,
    answers,
    corrections,
    leave,
    preparing,
    repair,
    sharing,
    signing,
    talk_lines,
)
from bot.dialogue.between import extra_of, offers_of, own_options, put_aside
from bot.dialogue.blocks import tell_way
from bot.dialogue.memory import code_of, forget
from bot.dialogue.owner import let_go
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again, walk
from bot.model.conversation import Aside, Phase
from bot.model.facts import EngineFact, Origin
from bot.model.flow import Action, Option
from bot.model.outside import StandState
from bot.model.wording import Between, PeopleText, Phrase
from bot.understanding.choices import choose, choose_several
from bot.understanding.normalise import Words

_LONGEST_LINE = 300  # characters of a line that the resident words anew


def take_option(draft: TurnDraft, option_id: str) -> bool:
    """A button of the question in between. False: it has no such button."""
    aside = draft.talk.aside
    assert aside is not None  # the caller looked
    option = next((o for o in own_options(draft, aside) if o.id == option_id), None)
    if option is not None:
        _do(draft, aside, option)
        return True
    if all(offer.id != option_id for offer in extra_of(draft, aside)):
        return False
    draft.change(aside=None)
    _PICK[aside.id](draft, option_id)
    return True


def take_text(draft: TurnDraft, words: Words) -> bool:
    """A typed answer to the question in between. False: it was something else; the question is dropped."""
    aside = draft.talk.aside
    assert aside is not None  # the caller looked
    if _take_several(draft, aside, words):
        return True
    choice = choose(words, offers_of(draft, aside))
    if choice is not None and choice.sure:
        return take_option(draft, choice.id)
    if aside.id == Between.TOPIC and answers.tells_no_topic(draft, words):  # "ja" to a list: which one?
        repair.missed(draft, words, Phrase.CHOICES)
        return True
    draft.change(aside=None)
    if aside.id in _WRITE:
        _WRITE[aside.id](draft, aside, words)
        return True
    return False


def _take_several(draft: TurnDraft, aside: Aside, words: Words) -> bool:
    """More answers than one in a message, to a question that takes several."""
    several = {option.id for option in own_options(draft, aside) if option.do is Action.ALSO}
    named = choose_several(words, [offer for offer in offers_of(draft, aside) if offer.id in several])
    if len(named) > 1:
        aftercare.also(draft, aside, *named)
    return len(named) > 1


def _do(draft: TurnDraft, aside: Aside, option: Option) -> None:
    draft.change(aside=None)
    for name, value in option.sets:
        draft.learn(name, value, Origin.TAPPED)
    if option.do in _COUNTS and aside.id in _COUNTED:
        _COUNTED[aside.id](draft, aside, option)
    elif option.do is Action.CONFIRM:
        _CONFIRM[aside.id](draft, aside)
    elif option.do is Action.GO_ON and aside.id in _NO:
        _NO[aside.id](draft, aside)
    elif (aside.id, option.do) in _OWN:
        _OWN[aside.id, option.do](draft, aside)
    elif option.do is None:
        walk(draft)
    else:
        actions.act(draft, option.do)


def _pick_topic(draft: TurnDraft, topic: str) -> None:
    answers.take_topic(draft, topic)
    walk(draft)


def _pick_theme(draft: TurnDraft, theme: str) -> None:
    draft.learn(EngineFact.THEMA, theme, Origin.TAPPED)
    walk(draft)


def _pick_fact(draft: TurnDraft, name: str) -> None:
    if name == EngineFact.ONDERWERP:
        actions.leave_topics(draft)
    else:
        draft.talk = forget(draft.talk, draft.parts.specs, name)
    draft.say(Phrase.CHANGED)
    walk(draft)


def _pick_way(draft: TurnDraft, route: str) -> None:
    way = next(one for one in draft.advice if one.route.id == route)
    tell_way(draft, way)
    put_again(draft)


def _drop_line(draft: TurnDraft, line: str) -> None:
    draft.change(edits={**draft.talk.edits, line: ""})
    draft.say(Phrase.LINE_GONE)
    walk(draft)


def _pick_line(draft: TurnDraft, line: str) -> None:
    put_aside(draft, Between.REWORD, about=line)


def _write_line(draft: TurnDraft, aside: Aside, words: Words) -> None:
    draft.change(edits={**draft.talk.edits, aside.about: " ".join(words.text.split())[:_LONGEST_LINE]})
    draft.say(Phrase.LINE_NEW)
    walk(draft)


def _write_story(draft: TurnDraft, _aside: Aside, words: Words) -> None:
    if not answers.take_story(draft, words):
        draft.say(Phrase.NOTED)
        answers.note(draft, words)
    walk(draft)


def _confirm_guess(draft: TurnDraft, aside: Aside) -> None:
    if not answers.take_option(draft, aside.about):
        put_again(draft)


def _confirm_restart(draft: TurnDraft, _aside: Aside) -> None:
    draft.event("restarted")
    draft.talk = actions.fresh(draft)
    walk(draft)


def _confirm_erase(draft: TurnDraft, _aside: Aside) -> None:
    draft.event("erase_requested")
    draft.talk = actions.fresh(draft)
    draft.say(Phrase.ERASED)


def _confirm_withdraw(draft: TurnDraft, _aside: Aside) -> None:
    """What was sent is taken back, also what is finished. A person in the talk leaves it; a new question goes on."""
    draft.event("intake_withdrawn", code=code_of(draft.talk, draft.talk.sent))
    named = [case.person for case in draft.outside.cases if case.person and case.state is not StandState.CLOSED]
    names = [draft.talk.person.name] if draft.talk.person else named
    let_go(draft)
    draft.change(aside=None)
    adding.drop(draft)
    talk_lines.never(draft)  # a later question is not about this talk
    draft.see(replace(draft.outside, cases=()))
    if names:
        draft.say(PeopleText.WITHDRAWN_FROM, wie=names[-1])
    else:
        draft.say(Phrase.WITHDRAWN)
    if EngineFact.VERZONDEN not in draft.talk.facts:
        put_again(draft)
        return
    for name in (EngineFact.VERZONDEN, EngineFact.TOESTEMMING, EngineFact.HOE_VERDER, EngineFact.WIL_MENS):
        draft.talk = forget(draft.talk, draft.parts.specs, name)
    draft.change(phase=Phase.TALKING)
    walk(draft)


def _confirm_keep(draft: TurnDraft, aside: Aside) -> None:
    draft.event("sentence_given", text=aside.about)
    draft.say(Phrase.SENTENCE_KEPT)
    put_again(draft)


def _sign_added(draft: TurnDraft, _aside: Aside) -> None:
    adding.sign(draft)
    put_again(draft)


def _leave_added(draft: TurnDraft, _aside: Aside) -> None:
    adding.drop(draft)
    actions.act(draft, Action.GO_ON)


def _confirm_together(draft: TurnDraft, _aside: Aside) -> None:
    """The resident says that it is them."""
    signing.sign(draft)


def _not_yet(draft: TurnDraft, _aside: Aside) -> None:
    """Back to what would be sent: it can be changed there."""
    walk(draft)


def _confirm_next_list(draft: TurnDraft, aside: Aside) -> None:
    preparing.go_on(draft, aside.about)


def _missed_guess(draft: TurnDraft, _aside: Aside) -> None:
    repair.missed(draft, None)


def _count_why(draft: TurnDraft, aside: Aside, option: Option) -> None:
    aftercare.why_other(draft, aside, option.id)


def _count_opinion(draft: TurnDraft, aside: Aside, option: Option) -> None:
    aftercare.opinion(draft, aside, option.id)


def _count_better(draft: TurnDraft, aside: Aside, option: Option) -> None:
    if option.do is Action.ALSO:
        aftercare.also(draft, aside, option.id)
    else:
        aftercare.better(draft, aside, "" if option.do is Action.DONE else option.id)


_PICK: dict[str, Callable[[TurnDraft, str], None]] = {
    Between.TOPIC: _pick_topic,
    Between.THEME: _pick_theme,
    Between.CHANGE: _pick_fact,
    Between.WAY: _pick_way,
    Between.DAY: actions.explain_day,
    Between.TALK: preparing.pick,
    Between.DROP: _drop_line,
    Between.EDIT: _pick_line,
    Between.CHANGE_SENT: adding.pick,
}
_WRITE: dict[str, Callable[[TurnDraft, Aside, Words], None]] = {
    Between.TELL: _write_story,
    Between.REWORD: _write_line,
    Between.ADD: adding.write,
    Between.CHANGED_TO: adding.write,
    Between.SIGN_ADDED: adding.write,
}
_CONFIRM: dict[str, Callable[[TurnDraft, Aside], None]] = {
    Between.DID_YOU_MEAN: _confirm_guess,
    Between.RESTART: _confirm_restart,
    Between.NEW: _confirm_restart,
    Between.ERASE: _confirm_erase,
    Between.WITHDRAW: _confirm_withdraw,
    Between.SIGN_ADDED: _sign_added,
    Between.TALK_ON: _confirm_next_list,
    Between.KEEP: _confirm_keep,
    Between.SHARE: sharing.agreed,
    Between.CHECK_IN: aftercare.goes_well,
    Between.MET: aftercare.met,
    Between.RIGHT: corrections.agreed,
    Between.MAY_GO: leave.give,
    Between.TOGETHER: _confirm_together,
}
_NO: dict[str, Callable[[TurnDraft, Aside], None]] = {
    Between.DID_YOU_MEAN: _missed_guess,
    Between.CHECK_IN: aftercare.goes_on,
    Between.SIGN_ADDED: _leave_added,
    Between.SHARE: sharing.refused,
    Between.RIGHT: corrections.refused,
    Between.MAY_GO: leave.refuse,
    Between.TOGETHER: _not_yet,
}
_OWN: dict[tuple[str, Action | None], Callable[[TurnDraft, Aside], None]] = {
    (Between.MET, Action.OTHER_PERSON): lambda draft, aside: aftercare.other_person(draft, aside.about),
    (Between.SIGN_ADDED, Action.REWORD): lambda draft, _aside: adding.again(draft),
}
_COUNTS = (Action.CONFIRM, Action.ALSO, Action.DONE)
_COUNTED: dict[str, Callable[[TurnDraft, Aside, Option], None]] = {
    Between.WHY_OTHER: _count_why,
    Between.CONTENT: _count_opinion,
    Between.ALONE: _count_opinion,
    Between.BETTER: _count_better,
}
