"""Typed answers to a question: number, words, likeness; never one that a "niet" turns round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listen_lab import FLOWS, KNOWN, table

from bot.understanding.choices import Offer, choose, choose_several
from bot.understanding.normalise import read_words

TYPED = [
    pytest.param(fact, said, expected, id=f"{fact}: {said}")
    for fact, answers in table("choices").items()
    for said, expected in answers.items()
]
SEVERAL = [
    pytest.param(fact, said, expected, id=f"{fact}: {said}")
    for fact, answers in table("several").items()
    for said, expected in answers.items()
]
ALWAYS = ("weet_niet", "mens")


def offers(fact: str) -> list[Offer]:
    """The answers to a question as they are put, with the ways out that every question has."""
    own = [Offer(id=o.id, label=o.label.to("nl"), means=o.means) for o in KNOWN.facts[fact].options]
    shared = (FLOWS.options[name] for name in ALWAYS)
    return [*own, *(Offer(id=o.id, label=o.label.to("nl"), means=o.means) for o in shared)]


def chosen(fact: str, said: str) -> str:
    found = choose(read_words(said), offers(fact))
    if found is None:
        return "-"
    return found.id if found.sure else f"{found.id}?"


@pytest.mark.parametrize(("fact", "said", "expected"), TYPED)
def test_typed_answer(fact: str, said: str, expected: str) -> None:
    assert chosen(fact, said) == expected


def test_there_are_enough_typed_answers() -> None:
    assert len(TYPED) >= 60
    assert sum(param.values[2] == "-" for param in TYPED) >= 15


@pytest.mark.parametrize(("fact", "said", "expected"), SEVERAL)
def test_several_answers(fact: str, said: str, expected: list[str]) -> None:
    assert list(choose_several(read_words(said), offers(fact))) == expected


CHOICES = [spec.id for spec in KNOWN.facts.values() if spec.options]


@pytest.mark.parametrize("fact", CHOICES)
def test_every_label_and_wording_is_its_own_answer(fact: str) -> None:
    for option in KNOWN.facts[fact].options:
        for said in (option.label.to("nl"), *option.means, option.label.to("nl").upper()):
            assert chosen(fact, said) == option.id, said


@pytest.mark.parametrize("fact", CHOICES)
def test_every_number_is_its_own_answer(fact: str) -> None:
    for number, offer in enumerate(offers(fact), start=1):
        assert chosen(fact, str(number)) == offer.id
        assert chosen(fact, f"nummer {number}.") == offer.id


def test_every_answer_says_why() -> None:
    for param in TYPED:
        fact, said, _ = param.values
        found = choose(read_words(said), offers(fact))
        assert found is None or found.because


def test_a_long_story_is_no_answer() -> None:
    story = "ik wil graag vertellen dat mijn moeder al heel lang ziek is en dat mijn vader daar erg moe van is"
    assert chosen("voor_wie", story) == "-"


@given(st.text(max_size=60))
def test_anything_can_be_typed(said: str) -> None:
    found = choose(read_words(said), offers("voor_wie"))
    assert found is None or found.id in {offer.id for offer in offers("voor_wie")}
