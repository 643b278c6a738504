"""Before a sentence may be kept: what may say who somebody is becomes dots, the rest stays."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_lab import lines

from bot.understanding.mask import DOT
from bot.understanding.nameless import LIMIT, nameless

RUNAWAY = 2.0  # seconds of this process; a pattern that runs away takes minutes


@pytest.mark.parametrize(("kind", "line"), lines("nameless"))
def test_table(kind: str, line: str) -> None:
    assert nameless(re.sub(r"[\[\]]", "", line)) == re.sub(r"\[(.*?)\]", lambda part: DOT * len(part[1]), line)


def test_only_the_start_is_kept_and_never_half_a_word() -> None:
    assert nameless("woord " * 100) == " ".join(["woord"] * (LIMIT // 6))
    assert len(nameless("x" * 4000)) == LIMIT


@given(st.text())
def test_anything_goes_and_twice_is_once(text: str) -> None:
    once = nameless(text)
    assert len(once) <= LIMIT
    assert "@" not in once or not re.search(r"@\S", once)


@pytest.mark.parametrize(
    "text", ["a" * 4000, "1 " * 2000, "Jan " * 1000, "heet van de " * 400, "@" * 4000, "www." * 999]
)
def test_no_pattern_runs_away(text: str) -> None:
    start = time.process_time()
    nameless(text)
    assert time.process_time() - start < RUNAWAY
