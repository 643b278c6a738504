"""When an answer is not understood: guess and ask, ask to rephrase, offer choices, offer a person.

Never a third "I do not understand": from the third time on a person is offered.
"""

from bot.dialogue import lessons
from bot.dialogue.between import put_aside
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import put_again, put_standing
from bot.model.conversation import Miss
from bot.model.facts import EngineFact, FactKind
from bot.model.wording import Between, Phrase
from bot.understanding.normalise import Words


def confirm(draft: TurnDraft, option_id: str) -> None:
    """Step one: the best guess at an answer to the question that waits, to be confirmed."""
    put_aside(draft, Between.DID_YOU_MEAN, about=option_id)


def missed(draft: TurnDraft, words: Words | None, hint: Phrase = Phrase.REPHRASE) -> None:
    """The next step of repair. Counts for the question that waits; an answer that fits resets it.

    Any word goes on after a stop: one that says nothing else is no miss.
    """
    if draft.resumed and hint is Phrase.REPHRASE:
        draft.say(Phrase.GO_ON)
        put_again(draft)
        return
    misses = draft.talk.misses + 1
    draft.change(misses=misses)
    miss = Miss.NOT_FOR_US if hint is Phrase.OFF_TOPIC else Miss.NOT_UNDERSTOOD
    said = len(words.tokens) if words else 0
    draft.event("not_understood", step=draft.talk.waiting, fact=draft.talk.asked, words=said, miss=miss.value)
    if words is not None:
        lessons.hold(draft, words)
    spec = draft.parts.specs.get(draft.talk.asked)
    if EngineFact.TAAL in draft.talk.facts and not _is_ours(draft, words):
        put_aside(draft, Between.PERSON)  # asking again in Dutch helps nobody who writes Polish
    elif misses == 1:
        told = hint is Phrase.REPHRASE and spec is not None and spec.kind is FactKind.TOPICS and _is_ours(draft, words)
        draft.say(Phrase.TELL_MORE if told else hint)
        put_standing(draft)
    elif misses == 2 and spec is not None and spec.kind is FactKind.TOPICS:
        show_themes(draft)
    elif misses == 2:
        draft.say(Phrase.CHOICES if hint is Phrase.REPHRASE else hint)
        put_again(draft)
    else:
        draft.change(aside=None)
        put_aside(draft, Between.PERSON)


def _is_ours(draft: TurnDraft, words: Words | None) -> bool:
    """Whether the words are plainly in the language of the talk. Who began in another one may write Dutch now."""
    return words is not None and draft.parts.listener.is_plainly(draft.talk.language, words)


def show_themes(draft: TurnDraft) -> None:
    """The coarse choice."""
    put_aside(draft, Between.THEME)
