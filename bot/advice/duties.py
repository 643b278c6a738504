"""What must be told with the ways that are shown (`knowledge/duties.yaml`), such as free client support."""

from collections.abc import Iterable

from bot.advice.routes import Advice
from bot.model.knowledge import Duty, Knowledge


def duties_of(knowledge: Knowledge, shown: Iterable[Advice]) -> tuple[Duty, ...]:
    """The duties of the laws of these ways; none that another one of them covers."""
    laws = {advice.route.law for advice in shown}
    found = [duty for duty in knowledge.duties.values() if not laws.isdisjoint(duty.laws)]
    told = {duty.id for duty in found}
    return tuple(duty for duty in found if told.isdisjoint(duty.covered_by))
