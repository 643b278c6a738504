"""What follows from answers: facts that a rule concludes, and what a choice would change in the help of now."""

from dataclasses import dataclass

from bot.model.condition import Condition
from bot.model.text import Source, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """When the condition surely holds, this answer follows."""

    then: str
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Concludes the fact `id` (`knowledge/rules/<id>.yaml`): the first case that holds, else it stays unknown."""

    id: str
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of `knowledge/wlz_changes.yaml`: what Wlz can change in the help of now. The gravest row comes first."""

    id: str
    name: Text  # short, for the intake
    when: Condition
    says: Text  # one plain sentence for the resident; empty: there is only something to ask
    ask: Text  # the question to put to the zorgkantoor before signing
    sources: tuple[Source, ...]
