"""Phone numbers, postcodes and ages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_lab import rows

from bot.understanding.numbers import find_age, find_phone, find_postcode

RUNAWAY = 10.0  # seconds of this process; a pattern that runs away takes minutes


@pytest.mark.parametrize(("text", "expected"), rows("numbers", "phones"))
def test_phones(text: str, expected: str) -> None:
    assert (find_phone(text) or "none") == expected


@pytest.mark.parametrize(("text", "expected"), rows("numbers", "postcodes"))
def test_postcodes(text: str, expected: str) -> None:
    assert (find_postcode(text) or "none") == expected


@pytest.mark.parametrize(("text", "expected"), rows("numbers", "ages"))
def test_ages(text: str, expected: str) -> None:
    found = find_age(text)
    assert ("none" if found is None else str(found)) == expected


@given(st.text(max_size=200) | st.text(st.sampled_from("0123456789 +-()jaarHR"), max_size=100))
def test_never_raises(text: str) -> None:
    find_phone(text)
    find_postcode(text)
    age = find_age(text)
    assert age is None or 0 <= age <= 115


@pytest.mark.parametrize("text", ["0612" * 1000, "1315 " * 800, "ik ben " * 600, "0 " * 2000])
def test_adversarial_text_is_fast(text: str) -> None:
    start = time.process_time()
    find_phone(text), find_postcode(text), find_age(text)
    assert time.process_time() - start < RUNAWAY
