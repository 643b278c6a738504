"""Normalising: what is seen is kept, what hides is taken out, and no text is too long or too odd."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import LIMIT, is_blank, plain, read_words, stem

RUNAWAY = 10.0  # seconds of this process; a pattern that runs away takes minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik wil 's Ochtends één kopje KOFFIE!!!", "ik wil s ochtends een kopje koffie"),
        ("dooooood", "dood"),
        ("meer dan 1000", "meer dan 1000"),
        ("cliënt, coördinator & zoë", "client coordinator zoe"),
        ("İstanbul ölmek ıssız şiddet", "istanbul olmek issiz siddet"),
        ("chcę żyć w Łodzi", "chce zyc w lodzi"),
        ("أريد أن أموت", "اريد ان اموت"),
        ("z\u200bel\u200dfm\u00adoord", "zelfmoord"),
        ("Jan \u202egniz\u202c", "jan gniz"),
        ("a\u0301\u0302\u0303\u0304\u0305\u0306b", "ab"),
        ("ﬁets en ĳs", "fiets en ijs"),
        ("één\r\ntwee\tdrie", "een twee drie"),
        ("snake_case", "snake case"),
        ("", ""),
        ("\u200b\u2060", ""),
        ("🔪💊", ""),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    assert read_words(text).plain == expected


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x\udfffy", "\x1b[31mrood", "a\u202eb\u2066c"])
def test_what_breaks_databases_and_screens_is_gone(text: str) -> None:
    seen = read_words(text).text
    seen.encode("utf-8")
    assert not set(seen) & set("\x00\x1b\u202e\u2066")


@pytest.mark.parametrize("name", ["محمد", "עֲדִינָה", "José", "Ğülşen", "Nguyễn Thị", "Владимир"])
def test_names_in_any_script_stay_readable(name: str) -> None:
    assert read_words(name).text == name


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t", "\u200b", "\u2800", "\u3164", "\u00a0 \u2800\u3164", "\ufeff", "\u00ad", "\x00", "\u202e "],
)
def test_blank_looking_text_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "0", "\u2800a", "🙂", "?"])
def test_what_a_person_can_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_long_text_is_cut_and_says_so() -> None:
    exact, long = read_words("a b " * (LIMIT // 4)), read_words("a b " * LIMIT)
    assert (exact.cut, long.cut) == (False, True)
    assert len(long.text) == LIMIT
    assert read_words("\u200b" * 20 * LIMIT + "x").cut


def test_tokens_and_stems_run_side_by_side() -> None:
    words = read_words("De scootmobielen werden afgewezen in 2026")
    assert len(words.tokens) == len(words.stems)
    assert stem("scootmobielen") == stem("scootmobiel")
    assert words.stems[-1] == "2026"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10**6,
        "a " * 500_000,
        "\u200b" * 10**6,
        "e\u0301\u0323" * 333_333,
        "\u0301\u0316" * 500_000,
        "é,.!" * 250_000,
    ],
)
def test_a_megabyte_does_not_run_away(text: str) -> None:
    assert _seconds(text) < RUNAWAY


def _seconds(text: str) -> float:
    start = time.process_time()
    read_words(text)
    return time.process_time() - start


@given(st.text(st.characters(), max_size=300))
def test_never_raises_and_is_stable(text: str) -> None:
    words = read_words(text)
    assert plain(words.plain) == words.plain
    assert " ".join(words.tokens) == words.plain
    assert len(words.text) <= LIMIT
    is_blank(text)
