"""`knowledge/desk/redenen.yaml` -> how the reasons of a match are said. All of them, and each with what it names."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from bot.content.problems import did_you_mean
from bot.content.reader import Spot
from bot.content.wording import PLACEHOLDER
from bot.model.helpers import MatchWords, Why
from bot.model.law import Law
from bot.model.text import DUTCH, EMPTY, Text

E = TypeVar("E", bound=StrEnum)


def read_match_words(spot: Spot) -> MatchWords:
    """The whole file."""
    fields = spot.fields()
    words = MatchWords(
        reasons=_by_name(fields.get("reasons"), Why, "reason"), laws=_by_name(fields.get("laws"), Law, "law")
    )
    fields.done()
    return words


def _by_name(spot: Spot | None, kind: type[E], called: str) -> Mapping[E, Text]:
    """A text for every member of `kind`, and for nothing else."""
    result: dict[E, Text] = {}
    if spot is None:
        return result
    known = {one.value: one for one in kind}
    for key, at, value in spot.pairs():
        one = known.get(key)
        if one is None:
            at.fail(f"unknown {called} '{key}'", did_you_mean(key, known))
            continue
        result[one] = value.text()
        _check_slots(value, result[one], one.slots if isinstance(one, Why) else ())
    for name in sorted(known.keys() - {one.value for one in result}):
        spot.fail(f"{called} '{name}' is missing", f"add a line '{name}: ...'")
    return {one: result.get(one, EMPTY) for one in kind}


def _check_slots(spot: Spot, text: Text, slots: Collection[str]) -> None:
    """What a reason names stands in its words, and nothing that it cannot name."""
    found = set(PLACEHOLDER.findall(text.to(DUTCH)))
    for name in sorted(found - set(slots)):
        spot.fail(f"nothing fills '{{{name}}}' here", "take it out" if not slots else did_you_mean(name, slots))
    for name in sorted(set(slots) - found):
        spot.fail(f"'{{{name}}}' is missing", "say it too: it is what a coordinator wants to know")
