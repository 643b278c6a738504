"""The lexicon made of hints: every way to write a phrase is found again, in the words it was meant for."""

import pytest
import yaml

from bot.content.hints import HintReader
from bot.content.reader import Report, Spot
from bot.content.weights import lexicon_document
from bot.model.hints import HintBook, Lexicon
from bot.understanding.hints import HeardHint, HintFinder
from bot.understanding.lexicon import make_lexicon
from bot.understanding.sentences import sentences

BOOK = """
trap: {nl: [niet meer .. trap op, traplift]}
poets: {nl: [poets*, ramen lappen|zemen]}
thuis: {nl: ["kom ~ huis uit", "aan huis $"]}
geen_geld: {nl: [geen geld]}
schuld: {nl: [schulden], pl: [dług*]}
kind: {nl: [<kind>]}
"""
TEXTS = ["ik kom niet meer de trap op", "wie poetst er", "mijn huis", "ik heb geen geld meer", "de kind van mijn"]


def book() -> HintBook:
    report = Report()
    node = yaml.compose("{fillers: [de het mijn bijna], lists: {kind: [zoon, dochter]}}", Loader=yaml.CBaseLoader)
    reader = HintReader(Spot(node, "weighing.yaml", report))
    reader.add(Spot(yaml.compose(BOOK, Loader=yaml.CBaseLoader), "hints.yaml", report))
    report.raise_if_any()
    return reader.book()


LEXICON = make_lexicon(book(), TEXTS)
FINDER = HintFinder(LEXICON, frozenset())


def found(text: str, language: str = "nl") -> dict[str, HeardHint]:
    return {one.hint: one for one in FINDER.find(sentences(text), language)}


@pytest.mark.parametrize(
    ("text", "hint", "shown"),
    [
        ("ik kom niet meer zo snel de trap op", "trap", None),
        ("we krijgen een traplift", "trap", "traplift"),
        ("de poetsvrouw komt niet", "poets", "poetsvrouw"),
        ("wie kan de ramen zemen", "poets", "ramen zemen"),
        ("ik kom bijna mijn huis uit", "thuis", "kom bijna mijn huis uit"),
        ("ze komt aan huis.", "thuis", "aan huis"),
        ("ik heb schulde", "schuld", "schulde"),
        ("schuldenlast", "schuld", "schuldenlast"),
        ("mijn zoon", "kind", "zoon"),
        ("dlugi", "schuld", "dlugi"),  # without the letters of Polish
    ],
)
def test_a_phrase_is_found(text: str, hint: str, shown: str | None) -> None:
    assert hint in found(text)
    assert shown is None or found(text)[hint].shown == shown


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("ik kom niet meer. de trap op", "trap"),  # over the end of a sentence
        ("niet meer a b c d e trap op", "trap"),  # the gap is too wide
        ("ze komt aan huis vandaag", "thuis"),  # not at the end
        ("ik kom vaak mijn huis uit", "thuis"),  # "vaak" is no filler
        ("schulp", "schuld"),
    ],
)
def test_a_phrase_is_not_found(text: str, hint: str) -> None:
    assert hint not in found(text)


def test_words_of_another_language_count_in_that_language_and_without_dutch() -> None:
    assert "schuld" in found("mam dług u sąsiada", "pl")
    assert "schuld" in found("dług")
    assert "schuld" not in found("mijn zoon zei dług")


def test_what_is_denied_is_marked_unless_the_phrase_denies() -> None:
    assert found("ik heb geen schulden")["schuld"].denied
    assert not found("ik heb geen geld")["geen_geld"].denied


def test_it_is_kept_as_it_is_made() -> None:
    held = lexicon_document(LEXICON)
    again = Lexicon(
        rows=held["rows"], sounds=held["sounds"], atoms=frozenset(held["atoms"]), fillers=frozenset(held["fillers"])
    )
    assert again == LEXICON
