"""What the fonts of typst can show: own words as they can be printed, whatever somebody typed."""

import unicodedata

LOST = "□"
"""Stands for letters that cannot be printed, so that nobody thinks that the words are whole."""

_LONGEST_WORD = 28  # characters; a longer one may be broken, or it runs off the page
_BREAK = "\N{ZERO WIDTH SPACE}"

# Latin, Greek, Cyrillic, Hebrew and the letters of Arabic; signs of print, money and arrows. Tried one by one on
# "Libertinus Serif" and "DejaVu Sans Mono" as typst 0.15 carries them.
_SHOWN = (
    *((0x20, 0x7E), (0xA0, 0x377), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x4FF)),
    *((0x5D0, 0x5EA), (0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x652)),
    *((0x660, 0x66C), (0x679, 0x67B), (0x67E, 0x680), (0x686, 0x687), (0x691, 0x691), (0x698, 0x698)),
    *((0x6A9, 0x6A9), (0x6AF, 0x6AF), (0x6CC, 0x6CC), (0x6F0, 0x6F9), (0x1E00, 0x1EFF)),
    *((0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20C0), (0x2190, 0x21FF), (0x2200, 0x22FF)),
)
_SILENT = frozenset({"Cf", "Cn", "Co", "Cs", "Mn", "Me", "Sk", "So"})  # pictures, marks and orders to the screen
_LETTERS = frozenset("LN")


def printable(text: str) -> str:
    """The text as the page can show it; empty when more of its letters would be lost than kept.

    Pictures and invisible orders are left out, letters of a script that the fonts lack become one mark.
    """
    signs: list[str] = []
    kept = lost = 0
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        if kind[0] == "Z" or kind == "Cc":
            signs.append(" ")
        elif kind != "Cf" and any(low <= ord(sign) <= high for low, high in _SHOWN):
            signs.append(sign)
            kept += kind[0] in _LETTERS
        elif kind not in _SILENT:
            lost += 1
            signs.append("" if signs[-1:] == [LOST] else LOST)
    return _breakable("".join(signs)) if kept >= lost else ""


def latin(text: str) -> str:
    """The text with nothing but letters that every font has: for signs that do not go together."""
    return "".join(sign if sign <= "\xff" or sign == _BREAK else LOST for sign in text)


def _breakable(text: str) -> str:
    """The words, each no longer than fits a line."""
    return " ".join(_BREAK.join(_pieces(word)) for word in text.split())


def _pieces(word: str) -> list[str]:
    return [word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD)]
