"""Reads `knowledge/examples/*.yaml`: labelled messages, of which `scripts/weigh` makes the weights.

Not read at a start: only the weights are needed to run.
"""

from collections.abc import Collection

from bot.content.reader import Spot
from bot.model.danger import Danger
from bot.model.law import Law, Stage
from bot.model.weights import NONE, PERHAPS, Example

LAWS = frozenset({*(law.value for law in Law), NONE})
STAGES = frozenset(stage.value for stage in Stage)
DANGERS = frozenset({*(danger.value for danger in Danger), PERHAPS})


def read_examples(spot: Spot, topics: Collection[str]) -> list[Example]:
    """The examples of one file."""
    return [_example(item, topics) for item in spot.items()]


def _example(spot: Spot, topics: Collection[str]) -> Example:
    fields = spot.fields()
    example = Example(
        text=fields.plain("text", ""),
        law=_one_of(fields.plain("law", NONE), LAWS, "law", spot),
        stage=_one_of(fields.plain("stage", ""), {"", *STAGES}, "stage", spot),
        topic=_one_of(fields.plain("topic", NONE), {NONE, *topics}, "topic", spot),
        also=tuple(_one_of(law, LAWS, "law", spot) for law in fields.strings("also")),
        crisis=_one_of(fields.plain("crisis", ""), {"", *DANGERS}, "danger", spot),
    )
    fields.done()
    if not example.text.strip():
        spot.fail("an example without a text", "add 'text:'")
    return example


def _one_of(value: str, known: Collection[str], kind: str, spot: Spot) -> str:
    if value not in known:
        spot.unknown(kind, value, known)
    return value
