"""Hints: laws and languages by what people say, without a law or a topic being named."""

from datetime import date

import pytest
from listen_lab import LISTENER, table

from bot.understanding.listen import Heard

LAWS, LANGUAGES = table("laws"), table("languages")


def heard(text: str) -> Heard:
    return LISTENER.listen(text, date(2026, 11, 21))


@pytest.mark.parametrize(("law", "said"), [(law, said) for law, all_said in LAWS.items() for said in all_said])
def test_law_comes_first(law: str, said: str) -> None:
    best = heard(said).laws[0]
    assert best.law.value == law, [(one.law.value, one.score, one.because) for one in heard(said).laws[:3]]
    assert best.because, "a law without a reason"


@pytest.mark.parametrize(("language", "said"), [(key, said) for key, held in LANGUAGES.items() for said in held])
def test_language_is_recognised(language: str, said: str) -> None:
    assert heard(said).language == language


def test_shares_of_the_laws_add_up() -> None:
    assert sum(one.score for one in heard("de traplift is kapot").laws) == pytest.approx(1, abs=0.01)


def test_without_any_hint_nothing_is_sure() -> None:
    assert heard("goed dan").laws[0].score < 0.5
    assert not heard("goed dan").sure_topics()


def test_letters_at_random_are_strange() -> None:
    assert heard("qwrtp zzxcv").strange
    assert not heard("rolstoel").strange


def test_a_hint_alone_is_asked_about_and_never_taken_as_meant() -> None:
    """One hint tells the field; two, or an own word of the topic, tell the topic."""
    said = heard("onze dochter pubert")
    assert not said.sure_topics()
    assert "opvoeden" in said.maybe_topics()


def test_a_denied_word_is_no_hint() -> None:
    assert not any("deurwaarder" in why for one in heard("er is geen deurwaarder").laws for why in one.because)


def test_the_beginning_of_a_foreign_word_is_no_hint_in_dutch() -> None:
    """ "lęk" is Polish for fear."""
    assert "psychisch" not in [guess.id for guess in heard("wij hebben lekkage in de gang").topics]
    assert "psychisch" in [guess.id for guess in heard("mam lęki i nie śpię").topics]
