"""What global words and acting buttons do."""

from collections.abc import Callable

from bot.advice.routes import topics_of
from bot.advice.workdays import promised_at
from bot.dialogue import adding, aftercare, lessons, owner, preparing, repair, sharing, signing
from bot.dialogue.between import changeable, offer_topics, put_aside, topics_to_offer
from bot.dialogue.blocks import moment_words, tell_way
from bot.dialogue.memory import code_of, forget, skip, take_back
from bot.dialogue.reckoning import reckoning
from bot.dialogue.shown import row_of
from bot.dialogue.standing import known_of, stands
from bot.dialogue.talk_lines import keeps
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again, walk
from bot.model.conversation import Conversation, Phase, ReplyKind
from bot.model.facts import EngineFact, Origin
from bot.model.flow import Action
from bot.model.wording import Between, Phrase

_SHORT_VALUE = 60  # characters of a value in an overview
_MOST_CASES = 3  # questions of which is told how they stand, the newest


def act(draft: TurnDraft, action: Action) -> None:
    """Do it, and go on with the conversation."""
    if action not in (Action.WRONG, Action.BACK, Action.TAKE_BACK):
        draft.change(aside=None)
    _DO[action](draft)


def start(draft: TurnDraft) -> None:
    """The chat was opened: a new conversation starts, an old one asks whether to go on."""
    if draft.talk.waiting and draft.talk.order:
        _restart(draft)
    else:
        walk(draft)


def start_together(draft: TurnDraft, team: str) -> None:
    """The chat was opened by two: what they or others sent from it before, or began together, is not of this talk."""
    if not draft.talk.facts.keys().isdisjoint((EngineFact.VERZONDEN, EngineFact.SAMEN)):
        draft.talk = fresh(draft)
    draft.talk = forget(draft.talk, draft.parts.specs, EngineFact.APPARAAT)  # and with it, that this chat is a way
    draft.learn(EngineFact.SAMEN, team, Origin.GIVEN)


def fresh(draft: TurnDraft) -> Conversation:
    """The conversation with no answers in it; what came with the link stays, and what was sent stays sent.

    Whoever sat beside the resident did so for what was sent.
    """
    old = draft.talk
    over = {EngineFact.SAMEN} if EngineFact.VERZONDEN in old.facts else ()
    return Conversation(
        ref=old.ref,
        municipality=old.municipality,
        language=old.language,
        turn=old.turn,
        facts={name: fact for name, fact in old.facts.items() if fact.origin is Origin.GIVEN and name not in over},
        told=lessons.remembered(old.told),
        sent=old.sent,
        shared=old.shared,
        started_at=draft.now,
    )


def _person(draft: TurnDraft) -> None:
    draft.event("person_asked", step=draft.talk.waiting)
    draft.change(told=draft.talk.told - {f"open:{draft.talk.asked}"})
    draft.learn(EngineFact.WIL_MENS, "ja", Origin.TAPPED)
    walk(draft)


def _stop(draft: TurnDraft) -> None:
    draft.change(phase=Phase.STOPPED)
    draft.event("stopped", step=draft.talk.waiting)
    if draft.talk.unsigned:
        draft.say(Phrase.NOT_SENT_YET)
    elif draft.is_second:
        draft.say(Phrase.SECOND_NOT_SENT)
    draft.say(Phrase.STOPPED)


def _back(draft: TurnDraft) -> None:
    if draft.talk.aside is not None:
        put_again(draft)
        return
    undone: tuple[str, ...] = ()
    if draft.talk.phase is not Phase.SENT:
        draft.talk, undone = take_back(draft.talk, draft.parts.specs)
    draft.say(Phrase.BACK if undone else Phrase.NOTHING_BACK)
    walk(draft)


def _change(draft: TurnDraft) -> None:
    if draft.talk.phase is Phase.SENT:
        adding.change(draft)
    elif changeable(draft):
        put_aside(draft, Between.CHANGE)
    else:
        draft.say(Phrase.NOTHING_KNOWN)
        put_again(draft)


def _restart(draft: TurnDraft) -> None:
    """What was sent stays with who has it: nobody has to fear for it."""
    aside = Between.NEW if draft.talk.phase is Phase.SENT else Between.RESTART
    put_aside(draft, aside, before=draft.phrase(Phrase.NOT_SENT_GOES) if draft.talk.unsigned else "")


def _erase(draft: TurnDraft) -> None:
    put_aside(draft, Between.ERASE)


def _help(draft: TurnDraft) -> None:
    draft.say(Phrase.HELP)
    put_again(draft)


def _known(draft: TurnDraft) -> None:
    parts, language = draft.parts, draft.talk.language
    known = draft.talk.facts.items()
    rows = [f"- {row_of(parts, language, parts.specs[name], fact, _SHORT_VALUE)}" for name, fact in known]
    draft.say(Phrase.KNOWN, regels="\n".join(rows)) if rows else draft.say(Phrase.NOTHING_KNOWN)
    if draft.talk.unsigned:
        draft.say_text(f"{draft.phrase(Phrase.NOT_SENT_YET)}\n{draft.talk.unsigned.text}")
    if keeps(draft.parts, draft.talk):
        draft.say(Phrase.SHARE_KEPT)
    draft.event("known_shown")
    for case in draft.full.cases:
        draft.say_text("\n".join(known_of(draft, case)))
    if rows and draft.talk.person is None:
        put_aside(draft, Between.KNOWN)
    else:
        put_again(draft)


def _skip(draft: TurnDraft) -> None:
    asked = draft.talk.asked
    if asked in draft.talk.facts:
        draft.change(told=draft.talk.told - {f"open:{asked}"})
    elif asked:
        draft.talk = skip(draft.talk, asked)
    walk(draft)


def _tell(draft: TurnDraft) -> None:
    put_aside(draft, Between.TELL)


def _why(draft: TurnDraft) -> None:
    spec = draft.parts.specs.get(draft.talk.asked)
    why = draft.text(spec.why) if spec is not None else ""
    draft.say(Phrase.WHY, uitleg=why) if why else draft.say(Phrase.HELP)
    put_again(draft)


def _edit(draft: TurnDraft) -> None:
    put_aside(draft, Between.EDIT)


def _drop(draft: TurnDraft) -> None:
    put_aside(draft, Between.DROP)


def _self(draft: TurnDraft) -> None:
    draft.talk = forget(draft.talk, draft.parts.specs, EngineFact.WIL_MENS)
    draft.say(Phrase.SELF)
    walk(draft)


def _thanks(draft: TurnDraft) -> None:
    """Once the question is sent nothing has to be chosen: its buttons stay good, and are not put again."""
    draft.change(misses=0)
    draft.say(Phrase.WELCOME)
    if draft.talk.phase is not Phase.SENT:
        put_again(draft)


def _withdraw(draft: TurnDraft) -> None:
    if draft.talk.sent and (draft.talk.phase is Phase.SENT or draft.outside.cases):
        put_aside(draft, Between.WITHDRAW)
    else:
        _not_sent(draft)


def _not_sent(draft: TurnDraft) -> None:
    """Also said where a question was sent of which this talk may not know."""
    draft.say(Phrase.NOT_SENT)
    put_again(draft)


def _status(draft: TurnDraft) -> None:
    if draft.outside.cases:
        for case in draft.full.cases[-_MOST_CASES:]:
            draft.say_text(stands(draft, case))
        if draft.is_second:
            draft.say(Phrase.SECOND_NOT_SENT)
        put_again(draft)
        return
    sent = draft.talk.facts.get(EngineFact.VERZONDEN)
    if sent is None:
        _not_sent(draft)
        return
    moment = promised_at(draft.parts.municipality.hours, sent.at)
    draft.say(Phrase.STATUS, code=code_of(draft.talk, draft.talk.sent), moment=moment_words(draft, moment))
    put_again(draft)


def _go_on(draft: TurnDraft) -> None:
    draft.say(Phrase.GO_ON)
    put_again(draft)


def _more(draft: TurnDraft) -> None:
    """Which of the ways does somebody want to know all about? With one way there is nothing to choose."""
    ways = draft.advice
    if len(ways) == 1:
        tell_way(draft, ways[0])
        put_again(draft)
    elif ways:
        put_aside(draft, Between.WAY)
    else:
        put_again(draft)


def _reckon(draft: TurnDraft) -> None:
    """How a day was found. With more days than one that were told: of which?"""
    days = draft.told_terms
    if not days:
        draft.say(Phrase.NO_DAY)
        put_again(draft)
    elif len(days) == 1:
        explain_day(draft, days[0].term.id)
    else:
        put_aside(draft, Between.DAY)


def explain_day(draft: TurnDraft, term: str) -> None:
    """Say step by step how the last day of a term was found."""
    state = next(state for state in draft.terms if state.term.id == term)
    lines = reckoning(draft.parts.knowledge, state, draft.phrase, draft.talk.language)
    draft.reply(ReplyKind.ADVICE, "\n".join(lines))
    put_again(draft)


def _wrong(draft: TurnDraft) -> None:
    """Not what was meant: leave these topics out, offer others that the words may mean."""
    draft.change(aside=None)
    leave_topics(draft)
    draft.say(Phrase.WRONG)
    others = topics_to_offer(draft, draft.hear(draft.own_words))
    if others:
        offer_topics(draft, others)
    else:
        walk(draft)


def leave_topics(draft: TurnDraft) -> None:
    """Forget what it is about, and do not hear these topics again in what was said already."""
    draft.change(rejected=draft.talk.rejected | set(topics_of(draft.talk.facts)))
    draft.talk = forget(draft.talk, draft.parts.specs, EngineFact.ONDERWERP)
    draft.talk = forget(draft.talk, draft.parts.specs, EngineFact.THEMA)


_DO: dict[Action, Callable[[TurnDraft], None]] = {
    Action.PERSON: _person,
    Action.STOP: _stop,
    Action.BACK: _back,
    Action.CHANGE: _change,
    Action.RESTART: _restart,
    Action.HELP: _help,
    Action.ERASE: _erase,
    Action.KNOWN: _known,
    Action.SKIP: _skip,
    Action.DONE: _skip,
    Action.TELL: _tell,
    Action.WHY: _why,
    Action.SEND: signing.send,
    Action.EDIT: _edit,
    Action.DROP: _drop,
    Action.SELF: _self,
    Action.WITHDRAW: _withdraw,
    Action.STATUS: _status,
    Action.THANKS: _thanks,
    Action.ADD: adding.begin,
    Action.GO_ON: _go_on,
    Action.CONFIRM: put_again,
    Action.ALSO: put_again,
    Action.PREPARE: preparing.begin,
    Action.WHOLE: preparing.whole,
    Action.OTHER: preparing.other,
    Action.PAPER: preparing.paper,
    Action.MORE: _more,
    Action.RECKON: _reckon,
    Action.WRONG: _wrong,
    Action.THEMES: repair.show_themes,
    Action.TAKE_BACK: owner.take_back,
    Action.ANSWER: owner.answer_after_all,
    Action.LATER: owner.later,
    Action.DECLINE: owner.decline,
    Action.OTHER_PERSON: aftercare.other_person,
    Action.STUCK: aftercare.stuck,
    Action.REOPEN: aftercare.reopen,
    Action.SAME_HELPER: aftercare.same_helper,
    Action.NEW_HELPER: aftercare.new_helper,
    Action.SHARE: sharing.share,
    Action.UNSHARE: sharing.take_back,
    Action.MUTE: aftercare.mute,
}
