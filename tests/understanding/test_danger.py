"""Danger: what is said outright is always found, ordinary messages are left alone, and it is fast."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentence_lab import danger_book, danger_finder, lines

from bot.model.danger import About, Alarm, Danger, Level
from bot.model.patterns import Pattern
from bot.understanding.danger import DangerFinder
from bot.understanding.normalise import plain

RUNAWAY = 10.0  # seconds of this process; a pattern that runs away takes minutes

DANGER = lines("danger")
ORDINARY = lines("idiom")
EXPLICIT = [line for heading, line in DANGER if " full " in heading and "//" not in line]
FALSE_FULL_AT_MOST = 1 / 200  # of ordinary messages
NOISE_FOUND_AT_LEAST = 0.95  # of explicit messages with one edit
NOISE_SEED, NOISE_PER_LINE = 113, 30
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _find(line: str) -> Alarm | None:
    before, _, text = line.rpartition(" // ")
    return danger_finder().find(text, before)


@pytest.mark.parametrize(("heading", "line"), DANGER, ids=[line for _, line in DANGER])
def test_danger(heading: str, line: str) -> None:
    kind, level, about = heading.split()
    alarm = _find(line)
    assert alarm is not None
    assert alarm.kind == Danger(kind)
    assert level == "full?" or alarm.level == Level(level)
    assert about == "*" or alarm.about == About(about)


@pytest.mark.parametrize(("heading", "line"), ORDINARY, ids=[line for _, line in ORDINARY])
def test_ordinary(heading: str, line: str) -> None:
    alarm = _find(line)
    assert alarm is None or (heading == "soft" and alarm.level is Level.SOFT)


def test_the_tables_are_large_enough() -> None:
    kinds = Counter(heading.split()[0] for heading, _ in DANGER)
    assert len(DANGER) >= 200
    assert len(ORDINARY) >= 120
    assert min(kinds[kind] for kind in Danger) >= 25


def test_false_full_alarms() -> None:
    full = [line for _, line in ORDINARY if (alarm := _find(line)) and alarm.level is Level.FULL]
    assert len(full) <= FALSE_FULL_AT_MOST * len(ORDINARY), full


@pytest.mark.no_cover
def test_one_typing_error_is_still_found() -> None:
    chance = random.Random(NOISE_SEED)
    tries = [(line, _with_one_error(line, chance)) for line in EXPLICIT for _ in range(NOISE_PER_LINE)]
    missed = [noisy for _, noisy in tries if danger_finder().find(noisy) is None]
    rate = 1 - len(missed) / len(tries)
    print(f"explicit messages with one edit that are still found: {rate:.1%} of {len(tries)}")
    assert rate >= NOISE_FOUND_AT_LEAST


def _with_one_error(line: str, chance: random.Random) -> str:
    """A letter left out, put in, changed, or two swapped; also at a space."""
    at, letter = chance.randrange(len(line)), chance.choice(LETTERS)
    return chance.choice(
        (
            line[:at] + line[at + 1 :],
            line[:at] + letter + line[at:],
            line[:at] + letter + line[at + 1 :],
            line[:at] + line[at + 1 : at + 2] + line[at] + line[at + 2 :],
        )
    )


SHAPES = (
    "{}!!!",
    "  {}\n",
    "ja. {}. en verder niks",
    "Goedemiddag, {}",
    "ik ben doodmoe en {}",
    *(
        "{} " + rest
        for rest in (
            "en de scootmobiel",
            "met deze pijn",
            "zonder mijn man",
            "in deze wereld",
            "op deze manier",
            "van de pijn",
            "van de stress",
            "om alles",
            "aan alles",
            "met een mes",
            "in huis",
            "over alles",
            "voor de kinderen",
            "door de schulden",
            "bij mijn ouders",
            "tegen de muur",
            "uit wanhoop",
            "gewoon",
            "thuis",
            "of niet soms",
            "want niemand helpt",
            "maar eerst de hond",
            "sinds de dood van mijn vrouw",
            "mijn man is dood",
            "ik kan mijn kind niet alleen laten",
        )
    ),
)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.no_cover
def test_what_stands_around_it_does_not_hide_it(shape: str) -> None:
    assert [line for line in EXPLICIT if danger_finder().find(shape.format(line)) is None] == []


@pytest.mark.parametrize("line", EXPLICIT)
def test_capitals_and_hidden_signs_do_not_hide_it(line: str) -> None:
    assert danger_finder().find(line.upper()) is not None
    assert danger_finder().find("\u200b".join(line)) is not None


@pytest.mark.parametrize(
    ("before", "text", "found"),
    [
        ("ik wil", "dood", True),
        ("ik wil.", "dood", True),
        ("ik wil dood", "hoe kom ik aan een scootmobiel", False),
        ("ik wil dood", "ja", False),
        ("mijn man slaat mij", "dank u", False),
        ("ik wil", "een scootmobiel", False),
        ("ik wil", "mijn moeder is dood", False),
        ("kan niet", "zelfmoord", True),
        ("", "ik wil dood", True),
        ("ik wil niet meer leven", "ik wil niet meer leven", True),
    ],
)
def test_a_statement_in_two_messages(before: str, text: str, found: bool) -> None:
    assert (danger_finder().find(text, before) is not None) == found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ik wil niet dood", "ontkenning"),
        ("vorig jaar had ik zelfmoordgedachten", "verleden"),
        ("stel dat ik er een eind aan maak", "niet_echt"),
        ("volgende maand sta ik op straat", "later"),
        ("ik wil doud", "bijna"),
    ],
)
def test_every_softener_names_itself(line: str, reason: str) -> None:
    alarm = danger_finder().find(line)
    assert alarm is not None
    assert alarm.level is Level.SOFT
    assert reason in alarm.because


@pytest.mark.parametrize(
    "line",
    [
        "vroeger wilde ik dood en nu weer, ik heb nu weer zelfmoordgedachten",
        "ik slaap niet, ik eet niet, ik wil dood",
        "ik ben niet gek maar ik wil dood",
        "mijn vader is vorig jaar overleden. ik wil dood",
        "ik ben dood moe en ik wil niet meer leven",
        "ik schaam me dood. mijn man slaat mij",
    ],
)
def test_words_of_another_sentence_do_not_soften(line: str) -> None:
    alarm = danger_finder().find(line)
    assert alarm is not None
    assert alarm.level is Level.FULL


@pytest.mark.parametrize(
    ("before", "text", "level"),
    [
        ("", "we kunnen nergens heen. het is vannacht koud buiten", Level.FULL),
        ("", "het is koud vannacht en we kunnen nergens heen", Level.FULL),
        ("we kunnen nergens heen", "en het vriest", Level.FULL),
        ("we kunnen nergens heen en het vriest", "dank u", None),
        ("", "het vriest hier", None),
        ("", "een klap kreeg ik, mijn man was boos", Level.FULL),
        ("", "mijn man slaat mij niet", Level.SOFT),
        ("", "ik zie mijn man elke dag. de bakker bij ons op de hoek slaat vanaf vier uur deeg en dat hoort mij", None),
    ],
)
def test_clues_that_mean_danger_together(before: str, text: str, level: Level | None) -> None:
    alarm = danger_finder().find(text, before)
    assert (alarm and alarm.level) == level


def test_every_clue_can_be_found() -> None:
    """Two written-out clues of every rule, with the other clues beside them, give an alarm."""
    book = danger_book()
    silent = []
    for rule in book.rules:
        if rule.all_of:
            shown = " ".join(_written_out(book.clues[name][0]) for name in rule.all_of)
            if danger_finder().find(shown) is None:
                silent.append((rule.id, shown))
    assert silent == []


def test_the_gravest_comes_first() -> None:
    alarm = danger_finder().find("ik slaap op straat. mijn man slaat mij. ik wil dood.")
    assert alarm is not None
    assert alarm.kind is Danger.SUICIDE
    alarm = danger_finder().find("ik wil niet dood maar mijn man slaat mij")
    assert alarm is not None
    assert (alarm.kind, alarm.level) == (Danger.GEWELD, Level.FULL)


def test_every_word_of_the_book_can_be_typed() -> None:
    book = danger_book()
    patterns = [pattern for rule in book.rules for pattern in rule.patterns] + list(book.idioms)
    words = {word for pattern in patterns for word in _words(pattern)} | book.fillers | book.own_words
    assert [word for word in sorted(words) if plain(word) != word] == []


def _words(pattern: Pattern) -> set[str]:
    return {word for part in pattern.parts for word in getattr(part, "words", ())} - {"$"}


@pytest.mark.parametrize("idiom", danger_book().idioms, ids=lambda idiom: idiom.shown)
def test_an_idiom_never_hides_what_stands_beside_it(idiom: Pattern) -> None:
    for line in (f"{_written_out(idiom)}. ik wil niet meer leven", f"mijn man slaat mij. {_written_out(idiom)}"):
        alarm = danger_finder().find(line)
        assert alarm is not None
        assert alarm.level is Level.FULL


def test_every_phrase_finds_itself() -> None:
    """Written out with one word for each place, a phrase gives an alarm of its kind or a graver one."""
    silent = []
    for rule in danger_book().rules:
        for pattern in rule.patterns:
            if danger_finder().find(_written_out(pattern)) is None:
                silent.append(f"{rule.id}: {pattern.shown}")
    assert silent == []


def _written_out(pattern: Pattern) -> str:
    parts = [part for part in pattern.parts if getattr(part, "words", None) != {"$"}]
    shown = [
        sorted((part.words - {"$"}) | set(part.starts))
        for part in parts
        if not hasattr(part, "most") and not part.optional
    ]
    return " ".join(words[-1] if len(words) < 3 else words[len(words) // 2] for words in shown)


@given(st.text(st.characters(), max_size=300), st.text(max_size=100))
def test_never_raises(text: str, before: str) -> None:
    danger_finder().find(text, before)


def _seconds(finder: DangerFinder, line: str) -> float:
    start = time.process_time()
    finder.find(line)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        "ik wil dood ",
        "dood ",
        "niet ",
        "a",
        "hij slaat mij niet ",
        "d o o d ",
        "x*",
        "mijn man heeft mij ",
        "ik ",
        "\u0301",
        "💊",
    ],
)
def test_a_long_text_does_not_run_away(unit: str) -> None:
    finder = danger_finder()
    large = unit * (200_000 // len(unit))
    assert _seconds(finder, large) < RUNAWAY
