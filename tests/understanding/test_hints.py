"""Hints: laws and languages by what people say, without a law or a topic being named."""

from datetime import date

import pytest
from listen_lab import LISTENER, table

from bot.model.law import Law
from bot.model.weights import Matter
from bot.understanding.listen import Heard

LAWS, LANGUAGES = table("laws"), table("languages")


def heard(text: str) -> Heard:
    return LISTENER.listen(text, date(2026, 11, 21))


@pytest.mark.parametrize(("law", "said"), [(law, said) for law, all_said in LAWS.items() for said in all_said])
def test_law_comes_first(law: str, said: str) -> None:
    found = heard(said)
    best = next(iter(found.laws))
    assert best.value == law, list(found.laws.items())[:3]
    assert found.weighed.about(Matter.LAW).because(law), "a law without a reason"


@pytest.mark.parametrize(("language", "said"), [(key, said) for key, held in LANGUAGES.items() for said in held])
def test_language_is_recognised(language: str, said: str) -> None:
    assert heard(said).language == language


def test_shares_of_the_laws_add_up() -> None:
    assert sum(heard("de traplift is kapot").laws.values()) == pytest.approx(1, abs=0.01)


def test_without_any_hint_nothing_is_sure() -> None:
    assert next(iter(heard("goed dan").laws)) is Law.OVERIG
    assert not heard("goed dan").maybe_topics()
    assert not heard("goed dan").sure_topics()


def test_letters_at_random_are_strange() -> None:
    assert heard("qwrtp zzxcv").strange
    assert not heard("rolstoel").strange


def test_hints_that_fit_several_topics_are_asked_about() -> None:
    """They tell the field; which topic of it is meant they do not."""
    said = heard("mijn kind is anders dan andere kinderen")
    assert not said.sure_topics()
    assert "opvoeden" in said.maybe_topics()


def test_a_denied_word_is_another_sign_than_the_word() -> None:
    said = set(LISTENER.read("er is een deurwaarder").signs.named)
    denied = set(LISTENER.read("er is geen deurwaarder").signs.named)
    assert "#deurwaarder" in said - denied
    assert "#niet.deurwaarder" in denied - said


def test_the_beginning_of_a_foreign_word_is_no_hint_in_dutch() -> None:
    """ "lęk" is Polish for fear."""
    assert "#ggz" not in LISTENER.read("wij hebben lekkage in de gang").signs.named
    assert "#ggz" in LISTENER.read("mam lęki i nie śpię").signs.named
