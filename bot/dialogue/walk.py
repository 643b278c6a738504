"""The walk: from the start past everything that is answered or said, to the first question that is open.

It starts anew at every turn. So an answer that changes, a story that tells three things at once and a
flow that was changed overnight all need no special care: the walk finds what is still to be asked.
"""

from collections.abc import Callable, Mapping

from bot.advice.conditions import holds
from bot.advice.questions import deciding_date, deciding_fact, telling_fact
from bot.dialogue import adding, lessons
from bot.dialogue.between import MOST_OFFERED, offer_topics, put_aside, put_open, topics_to_offer
from bot.dialogue.blocks import render
from bot.dialogue.questions import put
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Person, PersonMode, Phase, ReplyKind
from bot.model.facts import EngineFact, Origin
from bot.model.flow import END, Ask, AskDeciding, Choose, Menu, Over, Say, Show, Step, Tell
from bot.model.wording import Between, Phrase

MOST_TOLD = 400
"""Somebody who has been told so much is not helped by more of it; also keeps the stored talk small."""
MOST_STEPS = 200
"""More steps in one walk mean that a flow turns in circles; a person takes over."""


def walk(draft: TurnDraft) -> None:
    """Say what is new on the way, put the next question, and remember where we wait."""
    if len(draft.talk.told) > MOST_TOLD and EngineFact.WIL_MENS not in draft.talk.facts:
        _stuck(draft)
        return
    steps = draft.parts.flows.steps
    waiting = steps.get(draft.talk.waiting)
    if waiting is not None and f"open:{draft.talk.asked}" in draft.talk.told:
        put(draft, waiting)  # more answers may follow, also when the first ones raise other questions
        return
    where = draft.parts.flows.start
    for _ in range(MOST_STEPS):
        step = steps.get(where)
        if where == END or step is None:
            draft.change(waiting="", asked="", misses=0)
            return
        following = step.to if not holds(step.when, draft.view) else _pass(draft, step)
        if following is None:
            return
        where = following
    _stuck(draft)


def put_again(draft: TurnDraft) -> None:
    """Put the question that waits once more; walk to it when there is none yet, or when time has passed.

    With a person in the talk it is that person's question.
    """
    step = draft.parts.flows.steps.get(draft.talk.waiting)
    if draft.talk.aside is not None:
        draft.change(aside=None)
    if draft.talk.person is not None:
        _beside(draft, draft.talk.person)
        return
    asks = step is not None and isinstance(step.kind, Ask | AskDeciding | Menu)
    if step is None or not asks or draft.talk.phase is Phase.SENT:
        walk(draft)
    else:
        put(draft, step)


def put_standing(draft: TurnDraft) -> None:
    """Put what stands open once more: the question in between, else the one that waits. For what is no answer to it."""
    if draft.talk.aside is None:
        put_again(draft)
    elif not adding.offer(draft):
        put_open(draft)


def _beside(draft: TurnDraft, person: Person) -> None:
    """A person has the talk: the bot puts nothing of its own, but for what that person asked."""
    if person.mode is PersonMode.ASK:
        put_aside(draft, Between.ASKED)


def _pass(draft: TurnDraft, step: Step) -> str | None:
    """Do what the step says. The next step, or None when this one waits."""
    kind = step.kind
    match kind:
        case Say():
            if draft.tell_once(step.id):
                draft.reply(ReplyKind.SAY, draft.text(kind.text))
        case Show():
            render(draft, step.id, kind.block)
        case Tell():
            if draft.tell_once(step.id):
                draft.event(kind.event, **({"value": kind.value} if kind.value else {}))
        case Choose():
            return next((to for when, to in kind.cases if holds(when, draft.view)), step.to)
        case Ask():
            return _ask(draft, step, kind)
        case AskDeciding():
            return _decide(draft, step, kind)
        case Menu():
            _stand(draft, step, "")
            if not (adding.offer(draft) or (kind.asks_to_keep and lessons.offer(draft))):
                put(draft, step)
            return None
    return step.to


def _ask(draft: TurnDraft, step: Step, ask: Ask) -> str | None:
    fact = draft.view.get(ask.fact)
    if fact is not None:
        return ask.by.get(fact.values()[0] if fact.values() else "", step.to)
    if ask.fact in draft.talk.skipped:
        return step.to
    if ask.fact == EngineFact.ONDERWERP and _offer_topics(draft, step):
        return None
    _wait(draft, step, ask.fact)
    return None


def _offer_topics(draft: TurnDraft, step: Step) -> bool:
    """Instead of asking for the story once more: the topics that it may mean, each list of them once."""
    if EngineFact.EIGEN_WOORDEN not in draft.talk.facts or EngineFact.THEMA in draft.view:
        return False
    topics = topics_to_offer(draft, draft.hear_story())
    if not topics or not draft.tell_once(f"aanbod:{','.join(topics)}"):
        return False
    draft.change(waiting=step.id, asked=EngineFact.ONDERWERP, asked_turn=draft.talk.turn, misses=0)
    offer_topics(draft, topics)
    return True


def _decide(draft: TurnDraft, step: Step, decide: AskDeciding) -> str | None:
    fact = _DECIDING[decide.over](draft)
    if fact is None:
        return step.to
    mark = f"{step.id}:{fact}"
    put_before = [told for told in draft.talk.told if told.startswith(f"{step.id}:") and told != mark]
    if len(put_before) >= decide.at_most:
        return step.to
    draft.tell_once(mark)
    _wait(draft, step, fact)
    return None


def _over_routes(draft: TurnDraft) -> str | None:
    return deciding_fact(draft.parts.knowledge, draft.view, draft.talk.skipped)


def _over_dates(draft: TurnDraft) -> str | None:
    return deciding_date(draft.parts.knowledge, draft.advice, draft.view, draft.talk.skipped)


def _over_topics(draft: TurnDraft) -> str | None:
    """The question between the topics that the resident's words may mean; when those are sure, they are kept.

    Topics that fit in one list are offered at once: a tap there tells more than any answer, and settles it.
    """
    heard = draft.hear_story()
    topics = heard.sure_topics(draft.talk.rejected)
    if topics:
        draft.learn(EngineFact.ONDERWERP, topics, Origin.SAID)
        return None
    chances = heard.chances(draft.talk.rejected)
    if len(chances) <= MOST_OFFERED:
        return None
    return telling_fact(draft.parts.knowledge, chances, draft.view, draft.talk.skipped)


_DECIDING: Mapping[Over, Callable[[TurnDraft], str | None]] = {
    Over.ROUTES: _over_routes,
    Over.DATES: _over_dates,
    Over.TOPICS: _over_topics,
}


def _wait(draft: TurnDraft, step: Step, fact: str) -> None:
    _stand(draft, step, fact)
    put(draft, step)


def _stand(draft: TurnDraft, step: Step, fact: str) -> None:
    talk = draft.talk
    if talk.waiting != step.id or talk.asked != fact:
        draft.change(waiting=step.id, asked=fact, asked_turn=talk.turn, misses=0)


def _stuck(draft: TurnDraft) -> None:
    """A circle in the flows, or a talk that has grown too long: say so and offer a person."""
    draft.say(Phrase.LOOP)
    draft.event("walk_stuck", step=draft.talk.waiting)
    put_aside(draft, Between.PERSON)
