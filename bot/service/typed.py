"""What somebody typed at the desk, as it may be kept: no longer than is of use, numbers masked that may not be."""

from bot.service.refusals import Refusal, Why
from bot.understanding.mask import mask
from bot.understanding.normalise import clean, is_blank

LONGEST = 4000
"""Characters of a message or note; more is no message any more, and Telegram cuts at 4,096."""
LONGEST_DRAFT = 10_000
"""Characters that are kept of what is not sent yet: it may still be made shorter."""


def tidy(text: str) -> str:
    """What somebody typed as it may be kept: numbers that may not be are masked. Refused when empty or too long."""
    if is_blank(text):
        raise Refusal(Why.EMPTY)
    lines = text.replace("\r\n", "\n")  # a browser sends two characters where it counted one
    if len(lines) > LONGEST:
        raise Refusal(Why.TOO_LONG)
    return mask(clean(lines, LONGEST)).text.strip()


def maybe(text: str) -> str:
    """The same for words that need not be there."""
    return "" if is_blank(text) else tidy(text)


def unfinished(text: str) -> str:
    """What is not sent yet, as it may be kept; refused when it is far too long."""
    if len(text) > LONGEST_DRAFT:
        raise Refusal(Why.TOO_LONG)
    return mask(clean(text, LONGEST_DRAFT)).text
