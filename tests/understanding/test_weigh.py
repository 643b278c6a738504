"""Weighing: points add up to shares, reasons name the words, and what is not known weighs nothing."""

import math

import pytest

from bot.model.weights import Matter, Weights
from bot.understanding.normalise import read_words
from bot.understanding.sentences import sentences
from bot.understanding.signs import Signs, runs, signs_of
from bot.understanding.weigh import Weigher, Weighing

WEIGHTS = Weights(
    answers={Matter.STAGE: ("wachten",), Matter.LAW: ("wmo", "zvw")},
    start=(9.0, 0.5, 0.0),
    signs={"rolstoel": "0 700 1 200 2 -100", "#wassen": "2 300", "~stoel ": "1 50"},
)


def signs(text: str, *hints: tuple[str, str]) -> Signs:
    return signs_of(read_words(text), sentences(text), hints, (), runs)


def weigh(told: Signs, weights: Weights = WEIGHTS) -> Weighing:
    return Weigher(weights).weigh(told).about(Matter.LAW)


def test_points_are_the_start_and_each_sign_by_its_part() -> None:
    told = signs("rolstoel", ("wassen", "was"))
    shares = weigh(told).shares()
    wmo = 0.5 + 2.0 * told.word_part + 0.5 * told.run_part
    zvw = -1.0 * told.word_part + 3.0 * told.named_part
    assert shares["zvw"] == pytest.approx(1 / (1 + math.exp(wmo - zvw)), abs=1e-3)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)


def test_the_largest_share_comes_first() -> None:
    assert list(weigh(signs("rolstoel")).shares()) == ["wmo", "zvw"]
    assert list(weigh(signs("iets", ("wassen", "was"))).shares()) == ["zvw", "wmo"]


def test_a_reason_is_the_word_with_all_its_runs_of_letters() -> None:
    reasons = weigh(signs("de rolstoel", ("wassen", "was"))).because("wmo")
    assert len(reasons) == 1
    assert reasons[0].startswith("'rolstoel' +")


def test_a_hint_says_its_name_and_its_words() -> None:
    reasons = weigh(signs("ik was haar", ("wassen", "was haar"))).because("zvw")
    assert any(reason.startswith("wassen: 'was haar' +") for reason in reasons)


def test_what_is_not_known_leaves_the_start() -> None:
    known = weigh(signs("qwrtp")).shares()
    assert known["wmo"] == pytest.approx(1 / (1 + math.exp(-0.5)), abs=1e-3)


def test_without_weights_there_are_no_answers_and_no_reasons() -> None:
    weighing = weigh(signs("rolstoel"), Weights())
    assert weighing.shares() == {}
    assert weighing.because("wmo") == ()


def test_the_smallest_shares_can_be_left_out() -> None:
    assert list(weigh(signs("rolstoel")).shares(at_least=0.5)) == ["wmo"]


def test_each_sort_of_sign_has_length_one() -> None:
    told = signs("mijn rolstoel is stuk en mijn rolstoel is oud", ("kapot", "stuk"))
    assert len(told.words) * told.word_part**2 == pytest.approx(1)
    assert sum(len(runs(token)) for token in told.tokens) * told.run_part**2 == pytest.approx(1)
    assert len(told.named) * told.named_part**2 == pytest.approx(1)
    assert len(told.tokens) == 6  # each word once


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Mijn hulp kwam niet. Mag dat?", ["$mag", "$dat", "$mag dat"]),
        ("Mag dat? Nee toch!!", ["$nee", "$toch", "$nee toch"]),
        ("mag dat", ["$mag", "$dat", "$mag dat"]),
        ("Mag dat?\n\n", ["$mag", "$dat", "$mag dat"]),
        ("...", []),
        ("", []),
    ],
)
def test_the_words_of_the_last_sentence_count_once_more(text: str, ending: list[str]) -> None:
    assert list(signs(text).ending) == ending


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", ["%woorden0", "%zinnen0", "%vragen0", "%slot"]),
        ("Mag dat?", ["%woorden2", "%zinnen1", "%vragen1", "%slot_vraag"]),
        ("Kan dat? Mag dat? Ik vraag het maar!", ["%woorden4", "%zinnen3", "%vragen2", "%slot", "%uitroep"]),
        ("??????", ["%woorden0", "%zinnen0", "%vragen3", "%slot_vraag"]),
        ("Een. Twee. Drie. Vier. Vijf. Zes.", ["%woorden3", "%zinnen4", "%vragen0", "%slot"]),
    ],
)
def test_the_shape_is_how_long_and_how_asking_a_text_is(text: str, shape: list[str]) -> None:
    assert list(signs(text).shape) == shape


def test_other_hints_leave_the_words_as_they_are() -> None:
    told = signs("mijn rolstoel is stuk", ("kapot", "stuk"))
    other = told.renamed([("gebroken", "stuk"), ("hulpmiddel", "rolstoel")], ["rolstoel"])
    assert list(other.named) == ["#gebroken", "#hulpmiddel", "@rolstoel"]
    assert len(other.named) * other.named_part**2 == pytest.approx(1)
    assert (other.words, other.ending, other.shape) == (told.words, told.ending, told.shape)


def test_a_word_without_end_has_few_runs() -> None:
    assert len(runs("a" * 1_000_000)) < 20
    assert len(runs("abcdefghij" * 1000)) < 200
