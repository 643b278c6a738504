"""Topics in what people say: every topic is heard, with reasons, and a denied word is not a need."""

from datetime import date

import pytest
from listen_lab import KNOWN, LISTENER, table

from bot.understanding.listen import MAYBE, SURE, Heard
from bot.understanding.normalise import LIMIT, read_words
from bot.understanding.topics import TopicFinder

SENTENCES = table("topics")
TODAY = date(2026, 11, 21)
PAIRS = [pytest.param(topic, said, id=said) for topic, all_said in SENTENCES.items() for said in all_said]


def heard(text: str) -> Heard:
    return LISTENER.listen(text, TODAY)


@pytest.mark.parametrize(("topic", "said"), PAIRS)
def test_topic_is_among_the_best_two(topic: str, said: str) -> None:
    best = heard(said).topics[:2]
    assert topic in [guess.id for guess in best], f"heard {[(guess.id, guess.score) for guess in best]}"


@pytest.mark.parametrize(("topic", "said"), PAIRS)
def test_every_guess_says_why_and_is_a_chance(topic: str, said: str) -> None:
    found = heard(said)
    for guess in found.topics:
        assert found.because(guess)
        assert 0 < guess.score <= 1


def test_every_topic_has_sentences_and_there_are_enough() -> None:
    assert SENTENCES.keys() == KNOWN.topics.keys()
    assert all(SENTENCES.values())
    assert len(PAIRS) >= 200


@pytest.mark.parametrize("topic", sorted(KNOWN.topics))
def test_a_topic_is_heard_in_its_own_words(topic: str) -> None:
    for word in KNOWN.topics[topic].words:
        found = [guess.id for guess in heard(word).topics]
        assert topic in found, f"'{word}' gives {found}"


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("ik heb geen schulden", "schulden"),
        ("het gaat niet om de scootmobiel", "scootmobiel"),
        ("niet over mijn uitkering maar over de rolstoel", "bijstand"),
    ],
)
def test_what_is_denied_is_no_need(said: str, topic: str) -> None:
    assert topic not in heard(said).sure_topics()


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("ik kan geen advocaat betalen", "rechtshulp"),
        ("mijn man heeft niet aangeboren hersenletsel", "hersenletsel"),
        ("we krijgen maar geen traplift", "traplift"),
        ("ik kan zelf niet stofzuigen", "huishoudelijke_hulp"),
    ],
)
def test_a_lack_is_a_need(said: str, topic: str) -> None:
    assert topic in [guess.id for guess in heard(said).topics]


@pytest.mark.parametrize("said", ["scotmobiel", "scootmobeil", "rolstoell", "trapplift", "schuldhulpverlenning"])
def test_near_spellings_are_heard(said: str) -> None:
    assert heard(f"ik wil een {said}").topics


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("mijn uitkering is gestopt want ik was niet op de afspraak", "persoonlijke_zorg"),
        ("mijn beste maat wil niet meer leven", "buddy_maatje"),
        ("de school van mijn zoon gooit hem er bijna uit", "dakloos_opvang"),
        ("mijn vader kan niet meer alleen douchen", "verpleeghuis"),
    ],
)
def test_a_word_of_a_topic_in_a_story_about_something_else_is_not_taken_as_meant(said: str, never: str) -> None:
    assert never not in heard(said).sure_topics()


@pytest.mark.parametrize(("said", "topic"), [("rolstoelaanvraag", "rolstoel"), ("rol stoel", "rolstoel")])
def test_compounds_are_heard_together_and_apart(said: str, topic: str) -> None:
    assert heard(said).topics[0].id == topic


@pytest.mark.parametrize("said", ["", "   ", "goedemorgen", "ja", "12345", "😀", "مرحبا", "asdf qwer"])
def test_nothing_is_heard_in_nothing(said: str) -> None:
    assert heard(said).sure_topics() == ()


def test_two_needs_in_one_message_are_both_kept() -> None:
    found = heard("mijn moeder heeft dementie en ik heb zelf veel schulden").sure_topics()
    assert {"dementie", "schulden"} <= set(found)


def test_topics_that_were_not_meant_are_left_out() -> None:
    said = heard("ik wil een scootmobiel")
    assert "scootmobiel" in said.sure_topics()
    assert "scootmobiel" not in said.sure_topics(frozenset({"scootmobiel"}))
    assert "scootmobiel" not in said.maybe_topics(frozenset({"scootmobiel"}))


def test_what_is_taken_as_meant_is_surer_than_what_is_asked() -> None:
    assert 0 < MAYBE < SURE < 1
    for said in ("ik wil een scootmobiel", "ik heb schulden"):
        found = heard(said)
        assert set(found.sure_topics()) <= set(found.maybe_topics())


def test_the_order_does_not_depend_on_the_order_of_the_files() -> None:
    turned = TopicFinder(dict(reversed(KNOWN.topics.items())))
    usual = TopicFinder(KNOWN.topics)
    for _, said in (param.values for param in PAIRS):
        assert turned.find(read_words(said)) == usual.find(read_words(said))


def test_a_long_message_takes_no_longer_than_a_long_message() -> None:
    assert heard("scootmobiel " * 5000).topics[0].id == "scootmobiel"
    assert len(heard("x" * 1_000_000).words.text) == LIMIT
