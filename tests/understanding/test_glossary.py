"""Questions about a hard word, asked in between."""

import pytest
from listen_lab import KNOWN

from bot.model.text import Text
from bot.understanding.glossary import GlossaryFinder
from bot.understanding.normalise import read_words

FINDER = GlossaryFinder(KNOWN.glossary)


def explained(said: str) -> Text | None:
    return FINDER.find(read_words(said))


@pytest.mark.parametrize("word", sorted(KNOWN.glossary))
@pytest.mark.parametrize("form", ["wat is een {}?", "wat betekent {}", "Wat is {} eigenlijk", "wat bedoelt u met {}"])
def test_every_hard_word_can_be_asked_for(word: str, form: str) -> None:
    assert explained(form.format(word)) is KNOWN.glossary[word]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "indicatie",
        "ik heb een indicatie",
        "wat is er mis met mijn buurman",
        "wat is dat",
        "mijn indicatie loopt af en wat is nu de bedoeling",
        "wat is een indicatie en waarom krijg ik die niet terwijl mijn buurvrouw hem wel heeft",
    ],
)
def test_other_messages_are_no_question_about_a_word(said: str) -> None:
    assert explained(said) is None


def test_plural_and_capitals_are_understood() -> None:
    assert explained("WAT IS EEN INDICATIE?") is KNOWN.glossary["indicatie"]
