"""Text as people type it, made fit for comparing: cleaned, folded, cut in words and word stems. Pure."""

import re
import unicodedata
from dataclasses import dataclass

import snowballstemmer

from bot.model.fold import fold

LIMIT = 4000
"""So many characters are read; Telegram sends at most 4,096, a care story is seldom longer than 1,500."""

_READ_AHEAD = 4
_READ_AT_MOST = _READ_AHEAD * LIMIT  # looked at before cleaning, so that 1 MB costs no more than 16 kB
_MARKS_AT_MOST = 3  # combining marks on one letter; real writing needs two, stacked ("zalgo") text is cut
_LONGEST_WORD = 60  # longer runs are no words; their stem is the run itself

# Control characters and everything that shows nothing or turns the reading direction (Unicode TR36, TR39);
# zero width joiner and non-joiner go as well, since they hide words; who needs a name letter for letter
# keeps the text as it came in.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BLANK_LETTERS = "\u2800\u3164\u00a0"  # print nothing, yet are no white space or survive `strip`
_BROKEN = re.compile("[\x00\ud800-\udfff]")  # NUL and lone surrogates: databases and JSON refuse them
_STACKED = re.compile(
    f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{{{_MARKS_AT_MOST}}})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_NO_WORD = re.compile(r"[\W_]+")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_STEMMER = snowballstemmer.stemmer("dutch")
_STEMMER.maxCacheSize = 0  # else it remembers the words of the last ten thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text in four forms; `tokens` and `stems` run side by side."""

    text: str  # as typed, without what cannot be seen
    cut: bool  # True: there was more than was read
    plain: str  # small letters, no accents, no punctuation, one space between words
    tokens: tuple[str, ...]
    stems: tuple[str, ...]


def visible(text: str) -> str:
    """`text` without the characters that show nothing: they can hide a number or a word from every rule."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def clean(text: str, limit: int = LIMIT) -> str:
    """`text` in NFC without invisible characters, at most `limit` characters. Linear; never raises."""
    if text.isascii() and text.isprintable():  # most of what people type: nothing to clean
        return text[:limit]
    visible = _INVISIBLE.sub("", text[: _READ_AHEAD * limit].replace("\r\n", "\n"))
    whole = _STACKED.sub(r"\1", _BROKEN.sub("\ufffd", visible)[:limit])
    return unicodedata.normalize("NFC", whole)[:limit]


def plain(text: str) -> str:
    """`text` folded, punctuation made space, long runs of one letter cut to two."""
    return _LONG_RUN.sub(r"\1\1", _NO_WORD.sub(" ", fold(text))).strip()


def read_words(text: str) -> Words:
    """Every form of `text`. Looks at the first `LIMIT` visible characters; never raises."""
    seen = clean(text)
    bare = plain(seen)
    tokens = tuple(bare.split())
    cut = len(text) > LIMIT and (len(text) > _READ_AT_MOST or len(_INVISIBLE.sub("", text)) > LIMIT)
    return Words(text=seen, cut=cut, plain=bare, tokens=tokens, stems=tuple(map(stem, tokens)))


def stem(word: str) -> str:
    """The Dutch stem of one folded word (snowball); words with digits stay as they are."""
    if len(word) > _LONGEST_WORD or not word.isalpha():
        return word
    return str(_STEMMER.stemWord(word))


def is_blank(text: str) -> bool:
    """True when a person sees nothing: white space, zero-width or blank-printing characters only."""
    return not _INVISIBLE.sub("", text).strip(_BLANK_LETTERS + " \t\n\r\x00").strip()
