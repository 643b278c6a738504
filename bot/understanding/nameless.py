"""A sentence without what says whose it is: numbers, addresses, mail and most names become dots. Pure.

Names cannot be told from words for sure, so the resident sees what is left before giving it, and an editor looks
again. A word too many costs little.
"""

import re

from bot.model.law import Law
from bot.understanding.mask import DOT, mask

LIMIT = 300
"""So many characters are kept; who writes more has said it by then."""
_NO_NAMES = frozenset(
    (*Law, *"ik u de het een wet pgb zzp aow wia ww svb cak ciz ggz ggd duo oco dus maar en of want nu".split())
)
_WORD = r"[^\W\d_]+"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[^\s@]*@\S+",  # mail, and names as in social media
        r"(?:https?://|www\.)\S+",
        r"\b[1-9]\d{3}\s?[a-z]{2}\b",  # a postcode
        r"\+?\d(?:[\s./-]{0,2}\d){3,}",  # phone numbers, days of birth, references
        rf"\b{_WORD}(?:straat|laan|weg|plein|kade|gracht|hof|dreef|singel|steeg|dijk|pad|park)\s+\d+\s?[a-z]?\b",
        r"\b[^\W\d_]{3,}(?:straat|plein|kade|gracht|dreef|singel)\b",
    )
)
_CALLED = re.compile(
    rf"\b(?i:heet|heten|naam is|naam:|meneer|mevrouw|mevr\.?|mw\.?|dhr\.?|dokter|dr\.?|juf|meester|tante|oom)"
    rf"\s+({_WORD}(?:(?:\s+(?:van|de|der|den|ter|ten))*\s+[A-Z]{_WORD})?)",
)
_CAPITAL = re.compile(rf"(?<=[^\W_][ ])[A-Z]{_WORD}(?:-{_WORD})?|(?<=[,;)][ ])[A-Z]{_WORD}(?:-{_WORD})?")


def nameless(text: str) -> str:
    """The start of `text`, a dot for every character that may say who somebody is or where they live."""
    text = " ".join(text.split())
    if len(text) > LIMIT:
        text = text[:LIMIT].rpartition(" ")[0] or text[:LIMIT]
    text = mask(text).text
    for pattern in _PATTERNS:
        text = pattern.sub(lambda found: DOT * len(found[0]), text)
    text = _CALLED.sub(lambda found: found[0][: -len(found[1])] + DOT * len(found[1]), text)
    return _CAPITAL.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    """A capital inside a sentence: a name, unless it is a word that is often written so."""
    word = found[0]
    shout = word.isupper()  # in a text in capitals every word would be one
    return word if shout or word.casefold() in _NO_NAMES else DOT * len(word)
