"""Small letters without accents: the one form in which what is typed and what is looked for meet."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670\u0640]")  # accents, Arabic vowel signs, tatweel
_LETTERS_WITHOUT_MARK = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ĳ": "ij"})


def fold(text: str) -> str:
    """Small letters without accents; punctuation stays. Made for text in NFC without invisible characters."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKD", text).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", small))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS_WITHOUT_MARK))
