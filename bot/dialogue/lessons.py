"""A sentence that was not understood: held without names until the talk has come to rest, then asked about, once.

Only what was said about the question itself: nobody learns from a birthday that could not be read. Never in
danger, and never in a language in which we cannot ask.
"""

from bot.dialogue.between import put_aside
from bot.dialogue.turn import TurnDraft
from bot.model.facts import EngineFact, FactKind
from bot.model.wording import Between
from bot.understanding.nameless import nameless
from bot.understanding.normalise import Words, read_words

_LEAST_WORDS = 3
_DONE = Between.KEEP.value
"""The mark that the question was put, or must not be put any more."""


def hold(draft: TurnDraft, words: Words) -> None:
    """Hold what was not understood; of several the longest, which says most."""
    spec = draft.parts.specs.get(draft.talk.asked)
    if spec is None or spec.kind is not FactKind.TOPICS or not _may_ask(draft):
        return
    said = nameless(words.text)
    if len(read_words(said).tokens) >= _LEAST_WORDS and len(said) > len(draft.talk.missed):
        draft.change(missed=said)


def never(draft: TurnDraft) -> None:
    """Let go of what is held, and ask nothing in this talk."""
    draft.change(missed="", told=draft.talk.told | {_DONE})


def offer(draft: TurnDraft) -> bool:
    """Ask whether the sentence may be kept. It goes with this question, whatever the answer. False: nothing to ask."""
    said = draft.talk.missed
    if not said or not _may_ask(draft):
        return False
    never(draft)
    put_aside(draft, Between.KEEP, about=said)
    return True


def remembered(told: frozenset[str]) -> frozenset[str]:
    """What a talk that starts anew still knows: who was asked once is not asked again."""
    return told & {_DONE}


def _may_ask(draft: TurnDraft) -> bool:
    return _DONE not in draft.talk.told and EngineFact.TAAL not in draft.talk.facts
