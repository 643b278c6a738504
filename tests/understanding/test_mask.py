"""Masking: numbers that pass their own check disappear, everything else stays letter for letter."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_lab import lines
from stdnum.nl import bsn

from bot.understanding.mask import DOT, mask

RUNAWAY = 10.0  # seconds of this process; a pattern that runs away takes minutes

ROWS = lines("mask")


@pytest.mark.parametrize(("kind", "line"), ROWS, ids=[f"{kind}: {line}" for kind, line in ROWS])
def test_table(kind: str, line: str) -> None:
    text = line if kind == "stays" else re.sub(r"[\[\]]", "", line)
    expected = line if kind == "stays" else re.sub(r"\[(.*?)\]", lambda part: DOT * len(part[1]), line)
    found = mask(text)
    assert found.text == expected
    assert found.kinds == (() if kind == "stays" else (kind,))


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 120


def test_several_kinds_in_order_of_the_text() -> None:
    assert mask("iban NL91ABNA0417164300, bsn 123456782, nog een 111222333").kinds == ("iban", "bsn")


@given(st.integers(10_000_000, 999_999_999))
def test_a_number_is_masked_exactly_when_it_passes_the_check(number: int) -> None:
    digits = str(number)
    if len(digits) == 8:
        digits = "bsn " + digits
    assert ("bsn" in mask(digits).kinds) == bsn.is_valid(str(number).zfill(9))


@given(st.text(st.sampled_from("0123456789 .-+NLABnl€,/\n"), max_size=200))
def test_never_raises_and_keeps_the_length(text: str) -> None:
    found = mask(text)
    assert len(found.text) == len(text)
    assert all(new in (old, DOT) for old, new in zip(text, found.text, strict=True))
    assert mask(found.text).text == found.text


@pytest.mark.parametrize(
    "text", ["1" * 4000, "1 " * 2000, "NL91" * 1000, "NL91 " * 800, "0 1-" * 1000, "id AB1234567 " * 300]
)
def test_adversarial_text_does_not_run_away(text: str) -> None:
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < RUNAWAY


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u202e", "\x07"])
def test_a_number_with_invisible_characters_in_it_is_masked(hidden: str) -> None:
    found = mask(f"mijn nummer is 111{hidden}222{hidden}333")
    assert found.kinds == ("bsn",)
    assert found.text == f"mijn nummer is {DOT * 9}"
