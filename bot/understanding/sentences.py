"""A text as words with its sentences apart. Pure."""

import re

from bot.understanding.normalise import clean, plain
from bot.understanding.word_match import BREAK

_BREAK_WORD = "0break0"  # survives normalising; with digits on both sides nobody types it
_SENTENCE_END = re.compile(r"[.!?;\u061f\u06d4]+(?=\s|$)|\n+")


def sentences(text: str) -> list[str]:
    """The words of `text`, with BREAK where a sentence ends."""
    seen = _SENTENCE_END.sub(f" {_BREAK_WORD} ", clean(text))
    return [BREAK if token == _BREAK_WORD else token for token in plain(seen).split()]
