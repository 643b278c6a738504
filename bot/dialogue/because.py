"""Why a way was named: the resident's own answers that decided, and what it still depends on."""

from dataclasses import replace

from bot.advice.conditions import Reason
from bot.advice.routes import Advice
from bot.content.wording import list_in_words
from bot.dialogue.shown import value_of
from bot.dialogue.turn import TurnDraft
from bot.model.condition import Truth
from bot.model.facts import EngineFact
from bot.model.wording import Phrase


def because(draft: TurnDraft, advice: Advice) -> list[str]:
    """The reasons in words, most telling first."""
    told: dict[str, tuple[str, ...]] = {EngineFact.ONDERWERP: advice.topics} if advice.topics else {}
    told |= {reason.fact: reason.value for reason in advice.reasons if _says(reason) and reason.fact not in told}
    rows = [f"- {_label(draft, name)}: {_words(draft, name, value)}" for name, value in told.items()]
    still = dict.fromkeys(reason.fact for reason in advice.reasons if reason.truth is Truth.PERHAPS)
    labels = [f"'{_label(draft, name)}'" for name in still]
    said = [draft.phrase(Phrase.BECAUSE, regels="\n".join(rows))] if rows else []
    depends = [draft.phrase(Phrase.DEPENDS, regels=list_in_words(labels, draft.talk.language))] if labels else []
    return [*said, *depends]


def _label(draft: TurnDraft, name: str) -> str:
    return draft.parts.specs[name].label.to(draft.talk.language)


def _words(draft: TurnDraft, name: str, value: tuple[str, ...]) -> str:
    fact = replace(draft.view[name], value=value)
    return value_of(draft.parts, draft.talk.language, draft.parts.specs[name], fact)


def _says(reason: Reason) -> bool:
    return reason.truth is Truth.YES and bool(reason.value)
