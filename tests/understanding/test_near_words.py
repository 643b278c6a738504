"""Words one typing error apart: the index finds exactly those that comparing with every word would."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.understanding.near_words import NearWords

WORDS = st.lists(st.text("abc", min_size=1, max_size=8), max_size=30)


@given(WORDS, st.text("abc", min_size=1, max_size=9))
def test_the_index_finds_what_comparing_finds(known: list[str], typed: str) -> None:
    assert NearWords(known).find(typed) == sorted({word for word in known if OSA.distance(word, typed) <= 1})


@given(st.text("abcdefgh", min_size=2, max_size=10), st.data())
def test_two_letters_swapped_anywhere_are_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert NearWords([word]).find(swapped) == [word]
