"""Whatever a resident types cannot steer the terminal of whoever reads it (W09)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.harmless import harmless, harmless_json

ATTACKS = [
    "\x1b[2J\x1b[H",  # clear the screen
    "\x1b]0;title\x07",
    "\x1b]52;c;ZWNobyBib2U=\x07",  # fill the clipboard
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J",  # the same as ESC [ in one sign
    "\x90q\x9c",
    "a\rb",
    "a\x08\x08b",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\x00",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_lose_their_power(attack: str) -> None:
    shown = harmless(f"voor{attack}na")
    assert not set(shown) & set("\x00\x07\x08\x0d\x1b\x90\x9b\x9c\u202e\u2066\u2069")
    assert shown.startswith("voor")
    assert shown.endswith("na")


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Coördinatiepunt: bel 14 036.\n• één\n• twee 🙂 مرحبا"
    assert harmless(text) == text


@given(st.text())
def test_only_the_new_line_steers(text: str) -> None:
    shown = harmless(text)
    assert all(sign == "\n" or ord(sign) >= 32 for sign in shown)
    shown.encode("utf-8")  # no half surrogate pair is left either


@given(st.dictionaries(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=()))))
def test_json_keeps_every_value(document: dict[str, str]) -> None:
    line = harmless_json(json.dumps(document, ensure_ascii=False))
    assert json.loads(line) == document
    line.encode("utf-8")
    assert "\x9b" not in line
