"""Who writes in a language that the flows do not have: said so in that language, and a person is near."""

from bot.content.wording import fill
from bot.dialogue.parts import Parts
from bot.dialogue.turn import TurnDraft
from bot.model.danger import OR
from bot.model.facts import EngineFact, Origin
from bot.model.languages import LanguageSpec
from bot.understanding.normalise import Words, read_words


def greet(draft: TurnDraft, words: Words) -> None:
    """The first time: say that we write Dutch and that a person can help; the helper reads which language it is."""
    spec = _other(draft.parts, words)
    if spec is not None and EngineFact.TAAL not in draft.talk.facts:
        draft.learn(EngineFact.TAAL, spec.name.lower(), Origin.SAID)
        draft.say_text(draft.parts.words(spec.hello, spec.id))


def in_danger(parts: Parts, text: str) -> str:
    """Whom to call in danger, in the language of `text`; empty when the flows have that language."""
    spec = _other(parts, read_words(text))
    if spec is None:
        return ""
    numbers = {name: value.replace(OR, f" {spec.either} ") for name, value in parts.values.items()}
    return fill(spec.danger.to(spec.id), numbers)


def _other(parts: Parts, words: Words) -> LanguageSpec | None:
    language = parts.listener.language(words)
    return None if language in parts.flows.languages else parts.knowledge.languages.get(language)
