"""Wordings in a text: strictly, with small gaps; loosely, by their weight."""

import pytest

from bot.understanding.normalise import read_words
from bot.understanding.phrases import LoosePhrases, StrictPhrases

STRICT = StrictPhrases([("trap", "trap niet meer op"), ("man", "mijn man"), ("leeg", "!!!")])
LOOSE = LoosePhrases(
    [
        ("boodschappen", "ik wil zelf boodschappen halen"),
        ("betalen", "ik kan de rekening niet betalen"),
        ("begin", "hoe krijg ik"),
        ("bed", "mijn bed is te laag"),
        ("school", "mijn kind durft niet naar school"),
    ]
)


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("ik kom de trap niet meer op", ["trap"]),
        ("trap kom ik niet meer goed op", ["trap"]),
        ("op de trap niet meer", []),
        ("trap en nog heel veel andere woorden niet meer op", []),
        ("mijn man en mijn man", ["man", "man"]),
        ("mijn lieve oude man", ["man"]),
        ("mijn hele lieve oude man", []),
        ("", []),
    ],
)
def test_strict(said: str, keys: list[str]) -> None:
    assert [found.key for found in STRICT.find(read_words(said))] == keys


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("zelf boodschappen halen", {"boodschappen"}),
        ("boodschappen wil ik zelf halen", {"boodschappen"}),
        ("ik kan mijn rekeningen niet betalen", {"betalen"}),
        ("ik kan de rekening betalen", set()),
        ("hoe krijg ik hulp", {"begin"}),
        ("ik krijg hoe dan ook hulp", set()),
        ("ik wil zelf iets doen", set()),
        ("rekening", set()),
        ("mijn buurman durft niet naar school", set()),
        ("onze dochter durft niet naar school", {"school"}),
        ("", set()),
    ],
)
def test_loose(said: str, keys: set[str]) -> None:
    assert {found.key for found in LOOSE.find(read_words(said), 0.66)} == keys


def test_words_that_stand_far_apart_are_no_wording() -> None:
    far = "boodschappen " + "iets anders en nog wat " * 6 + "zelf halen"
    assert not LOOSE.find(read_words(far), 0.66)


def test_a_whole_wording_has_the_whole_share() -> None:
    found = LOOSE.find(read_words("ik wil zelf boodschappen halen"), 0.66)
    assert [(one.key, round(one.share, 3), one.start) for one in found] == [("boodschappen", 1.0, 0)]


def test_no_wordings_find_nothing() -> None:
    assert not StrictPhrases([]).find(read_words("mijn man"))
    assert not LoosePhrases([]).find(read_words("mijn man"), 0.66)
