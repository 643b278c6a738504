"""Phone numbers as the content writes them: in groups, in a form that a Dutch phone can dial."""

import re
from collections.abc import Iterable

from bot.content.reader import Report, Spot
from bot.model.danger import OR, Helpline

_GROUPED = re.compile(r"112|113|14 ?0\d{2,3}|0[89]00[- ]\d{4}|0\d{2}[- ]\d{3} \d{2} \d{2}|0\d{3}[- ]\d{2} \d{2} \d{2}")
_DIALLED = re.compile(r"11[2-9]|14\d{3,4}|0[89]00\d{4}(\d{3})?|0[1-9]\d{8}|0670\d{4,7}")
_WRITTEN = re.compile(r"\d[\d -]*\d")
# In a running text: an emergency number, or a zero with at least eight digits behind it.
_IN_TEXT = re.compile(r"(?<![\d{.,-])(?:11[2-9]|144|14 ?0\d{2,3}|0[1-9]\d{0,2}[- ]?\d[\d -]{4,9}\d)(?!\d)")


def check_helpline_number(spot: Spot, number: str) -> None:
    """Help lines are read aloud and dialled in fear: only the usual groups will do."""
    if not all(_GROUPED.fullmatch(one) for one in number.split(OR)):
        spot.fail(f"'{number}' is not a Dutch phone number", "write it as 112, 0800-0113 or 036 123 45 67")


def check_number(spot: Spot, number: str) -> None:
    """A number that can be dialled in the Netherlands, however it is grouped."""
    if not _WRITTEN.fullmatch(number) or not _DIALLED.fullmatch(_digits(number)):
        spot.fail(f"'{number}' is not a Dutch phone number", "write it as 036 123 45 67, 0800-0113 or 14 036")


def check_numbers_in_flows(report: Report, folder: str, helplines: Iterable[Helpline]) -> None:
    """A number that a flow says stands in the list of numbers that were verified, or the text is a fault."""
    verified = {_digits(one) for line in helplines if line.shown for one in line.number.split(OR)}
    for words, spot in report.texts:
        if not spot.path.startswith(f"{folder}/"):
            continue
        for number in _IN_TEXT.findall(words):
            if _digits(number) not in verified:
                spot.fail(
                    f"number '{number}' is not among the verified help lines",
                    "use a placeholder such as {lijn_noodnummer}, or add it to knowledge/helplines.yaml with a source",
                )


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
