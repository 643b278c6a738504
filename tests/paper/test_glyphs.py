"""What can be printed: known signs stay, pictures go, and letters that are lost leave a mark."""

import pytest

from bot.paper.glyphs import LOST, latin, printable


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("gewoon", "gewoon"),
        ("  veel   ruimte \n en regels ", "veel ruimte en regels"),
        ("cafe\u0301", "café"),
        ("👍🏽 goed 👨‍👩‍👧", "goed"),
        ("zin 漢字 zin", f"zin {LOST} zin"),
        ("漢字漢字 a", ""),
        ("\u202e\u200b\ufeff", ""),
        ("\ud800 half", "half"),
        ("€ 12,50 – “zo”", "€ 12,50 – “zo”"),
    ],
)
def test_printable(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_a_word_without_end_can_be_broken() -> None:
    pieces = printable("x" * 100).split("\u200b")
    assert "".join(pieces) == "x" * 100
    assert max(map(len, pieces)) <= 28


def test_latin_keeps_what_every_font_has() -> None:
    assert latin("é я \u200b") == f"é {LOST} \u200b"
