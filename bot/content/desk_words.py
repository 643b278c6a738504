"""`knowledge/desk/uitkomsten.yaml` and `antwoorden.yaml` -> how a question can end, and answers that stand ready."""

from collections.abc import Collection, Mapping

from bot.content.problems import did_you_mean
from bot.content.reader import Spot, read_map
from bot.content.wording import PLACEHOLDER
from bot.model.desk import ANSWER_SLOTS, OUTCOME_SLOTS, Answer, Needs, Outcome
from bot.model.text import DUTCH, Text


def read_outcomes(spot: Spot) -> Mapping[str, Outcome]:
    """How a question can end, by id."""
    return read_map(spot, _outcome)


def read_answers(spot: Spot) -> Mapping[str, Answer]:
    """The answers that stand ready, by id."""
    return read_map(spot, _answer)


def _outcome(key: str, spot: Spot) -> Outcome:
    fields = spot.fields()
    needs, opinion, says = fields.find("needs"), fields.find("opinion"), fields.find("says")
    outcome = Outcome(
        id=key,
        label=fields.text("label"),
        says=fields.text("says", required=False),
        needs=needs.one_of(Needs, Needs.NOTHING) if needs is not None else Needs.NOTHING,
        opinion=opinion.yes_no() if opinion is not None else True,
    )
    fields.done()
    if says is not None:
        _check_slots(says, outcome.says, OUTCOME_SLOTS if outcome.needs is Needs.PLACE else ())
    return outcome


def _answer(key: str, spot: Spot) -> Answer:
    fields = spot.fields()
    text = fields.get("text")
    answer = Answer(id=key, title=fields.label("title"), text=fields.text("text"))
    fields.done()
    if text is not None:
        _check_slots(text, answer.text, ANSWER_SLOTS)
    return answer


def _check_slots(spot: Spot, text: Text, slots: Collection[str]) -> None:
    """Nothing stands in it that nobody can fill."""
    for name in sorted(set(PLACEHOLDER.findall(text.to(DUTCH))) - set(slots)):
        spot.fail(f"nothing fills '{{{name}}}' here", did_you_mean(name, slots) if slots else "take it out")
