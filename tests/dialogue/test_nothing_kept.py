"""What somebody typed is nowhere in memory once it was answered, but for words that our own content has."""

import gc
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import ModuleType

import pytest
from talk_lab import Talk

from bot.understanding import normalise
from bot.understanding.remembered import remembered

NAMES = ["zwierkelbos", "scotmobbiel", "kraaienpoortema", "veerlijkse"]
"""Made up: two names, and two that are nearly words, a scooter and a wheelchair without its beginning."""


def say(name: str) -> list[str]:
    """Messages in which a name stands alone, beside others, in danger, joined, and with a space in the wrong place."""
    apart = f"{name[:5]} {name[5:]}"
    return [
        f"ik ben {name} en mijn moeder kan niet meer alleen douchen",
        f"{name} slaat mij en ik wil niet meer leven",
        f"rol{name} van {name}stoel. {apart} is niet {name}",
        f"I am {name}, {name} bu. {name}!",
        name,
    ]


def reachable(start: object) -> Iterator[object]:
    """All that is held by `start`, however deep; of modules only what ours hold."""
    theirs = {id(vars(module)) for name, module in list(sys.modules.items()) if not name.startswith("bot.")}
    seen, waits = {id(start)}, [start]
    while waits:
        one = waits.pop()
        yield one
        # the keys of a dict are no referents when all of them are texts
        for held in (*gc.get_referents(one), *(one if isinstance(one, dict) else ())):
            if id(held) not in seen and id(held) not in theirs and not isinstance(held, ModuleType):
                seen.add(id(held))
                waits.append(held)


def held_by(start: object, name: str) -> list[str]:
    """The texts among all that is held in which the name, or a piece of it that is no word, stands."""
    pieces = (name, name[:-1], name[1:])
    return [one for one in reachable(start) if isinstance(one, str) and any(piece in one.lower() for piece in pieces)]


@pytest.fixture(scope="module")
def listening() -> Talk:
    """A talk in which all these names were said, and forgotten but for the engine."""
    for name in NAMES:
        for text in say(name):
            Talk().type(text)
    return Talk()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.no_cover
def test_no_name_is_left_in_the_engine(listening: Talk, name: str) -> None:
    assert held_by(listening.engine, name) == []


@pytest.mark.parametrize("keep", [lru_cache, partial(remembered, known=NAMES)], ids=["the last ones", "the known"])
@pytest.mark.no_cover
def test_the_search_finds_what_is_remembered(listening: Talk, keep: Callable[..., Callable[[str], int]]) -> None:
    work = keep(len)
    work("".join(NAMES))
    work(NAMES[0])
    assert NAMES[0] in held_by([{"deep": (listening, work)}], NAMES[0])


def test_words_of_our_own_are_remembered_and_no_others() -> None:
    asked: list[str] = []
    work = remembered(lambda word: asked.append(word) or word.upper(), {"moeder"})
    assert [work(word) for word in ("moeder", "zwierkelbos", "moeder", "zwierkelbos")] == [
        *("MOEDER", "ZWIERKELBOS", "MOEDER", "ZWIERKELBOS")
    ]
    assert asked == ["moeder", "zwierkelbos", "zwierkelbos"]


def test_the_vocabulary_is_large_and_holds_no_names(listening: Talk) -> None:
    vocabulary = listening.engine.parts.listener.vocabulary
    assert all(word in vocabulary for word in ("moeder", "aanvraag", "huis", "geld", "ik", "niet"))
    assert not any(name in vocabulary for name in NAMES)


def test_the_stemmer_keeps_no_words_out_of_our_sight() -> None:
    assert normalise._STEMMER.maxCacheSize == 0
