"""An answer that a person of the coordination point puts right: learned at once, told, and the resident may say no.

What is signed stays as it was signed. Signed anew, a correction is the resident's own answer (`render.to_document`).
"""

from dataclasses import replace

from bot.dialogue.between import put_aside
from bot.dialogue.memory import forget
from bot.dialogue.shown import value_of
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again
from bot.model.conversation import Aside
from bot.model.errors import BotError
from bot.model.facts import FactKind, FactSpec, Origin, Value, as_day
from bot.model.wording import Between, PeopleText


class CorrectionFault(BotError):
    """A correction that cannot be: an answer that does not exist."""


def put_right(draft: TurnDraft, name: str, fact: str, value: Value) -> None:
    """Learn the answer with what depends on it dropped, and ask whether it is right. `name`: who did it."""
    spec = draft.parts.specs.get(fact)
    if spec is None or not _fits(draft, spec, value):
        raise CorrectionFault(f"no answer {value!r} to {fact!r}")
    before = draft.talk.facts
    draft.learn(fact, value, Origin.PERSON)
    gone = {key: old for key, old in before.items() if draft.talk.facts.get(key) != old}
    draft.change(undo=gone)
    if draft.talk.asked == fact:
        draft.change(waiting="", asked="", misses=0)  # answered: the walk finds what is asked next
    said = draft.phrase(
        PeopleText.FACT_CHANGED,
        wie=name,
        naam=spec.label.to(draft.talk.language),
        waarde=value_of(draft.parts, draft.talk.language, spec, draft.talk.facts[fact]),
    )
    put_aside(draft, Between.RIGHT, about=f"{fact}|{name}", before=said)


def agreed(draft: TurnDraft, aside: Aside) -> None:
    """The resident says it is right: from now on it is their own answer."""
    fact, _, _ = aside.about.partition("|")
    own = replace(draft.talk.facts[fact], origin=Origin.TAPPED)
    draft.change(facts={**draft.talk.facts, fact: own})
    draft.event("fact_confirmed", fact=fact)
    draft.say(PeopleText.FACT_RIGHT)
    put_again(draft)


def refused(draft: TurnDraft, aside: Aside) -> None:
    """The resident says no: the answer is again what it was, and so is all that depended on it."""
    fact, _, name = aside.about.partition("|")
    draft.talk = forget(draft.talk, draft.parts.specs, fact)
    back = sorted(draft.talk.undo.items(), key=lambda one: one[1].at)
    draft.change(
        facts={**draft.talk.facts, **dict(back)},
        order=(*draft.talk.order, *(key for key, old in back if old.origin is not Origin.GIVEN)),
        undo={},
    )
    draft.event("fact_refused", fact=fact)
    draft.say(PeopleText.FACT_WRONG, wie=name)
    put_again(draft)


def settle(draft: TurnDraft) -> None:
    """A correction that was not answered stands, once the question is gone."""
    if draft.talk.undo and (draft.talk.aside is None or draft.talk.aside.id != Between.RIGHT):
        draft.change(undo={})


def _fits(draft: TurnDraft, spec: FactSpec, value: Value) -> bool:
    """Whether this can be the stored value of such a fact."""
    several = spec.kind in (FactKind.CHOICES, FactKind.TOPICS)
    if several is isinstance(value, str) or not value:
        return False
    values = (value,) if isinstance(value, str) else value
    if spec.kind is FactKind.TOPICS:
        return all(one in draft.parts.knowledge.topics for one in values)
    if spec.kind is FactKind.DATE:
        return _is_day(values[0])
    return not spec.options or all(spec.find_option(one) for one in values)


def _is_day(value: str) -> bool:
    try:
        as_day(value)
    except ValueError:
        return False
    return True
