"""What general texts call things: right in each municipality, whole where nothing is known, never a local name."""

import re
from dataclasses import replace

import pytest
from advice_lab import ALMERE, AT, KNOWN, ROOT, facts

from bot.advice.local_words import find_places, local_words, words_elsewhere
from bot.advice.routes import advise
from bot.content.files import read_file
from bot.content.reader import Report, Spot
from bot.content.wording import PLACEHOLDER, fill
from bot.model.municipality import Municipality
from bot.model.places import Confidence

GENERAL = [
    *(
        path
        for folder in ("topics", "routes", "facts", "terms")
        for path in (ROOT / "knowledge" / folder).glob("*.yaml")
    ),
    *(ROOT / "knowledge").glob("*.yaml"),
    *(ROOT / "flows").glob("*.yaml"),
]
PROPER = re.compile(r" [A-Z]|^[A-Z]{2,}$")  # a name of its own, not a plain word with a capital in front
HEARD_OR_RULES = {"danger.yaml", "language.yaml"}  # what residents may type, and how names are written
NOT_TEXT = frozenset({"url", "article"})  # a source may be a page of a municipality
BARE = replace(ALMERE, id="kaal", name="Kaalstad", places={}, words={}, roles={})
TEXTS = [
    text
    for route in KNOWN.routes.values()
    for text in (route.why, route.first_step, route.nobody_answers, *route.bring)
] + [topic.first for topic in KNOWN.topics.values()]


def scalars(spot: Spot, key: str = "") -> list[tuple[str, Spot]]:
    """Every plain value of a file, but where sources stand."""
    if spot.node.id == "mapping":
        return [one for key, _, value in spot.pairs() if key not in NOT_TEXT for one in scalars(value, key)]
    if spot.node.id == "sequence":
        return [one for item in spot.items() for one in scalars(item, key)]
    return [(str(spot.node.value), spot)]


def local_names(municipality: Municipality) -> set[str]:
    """What only people there know: its name, its numbers, its places and what these are called."""
    country = {name for place in KNOWN.places.values() for name in (place.name, place.phone)}
    country |= {line.number for line in KNOWN.helplines.values()}
    phones = {place.phone for place in municipality.places.values()}
    parts = {
        part.strip()
        for place in municipality.places.values()
        for part in (place.short, *re.split(r" - |[(),]", place.name))
        if PROPER.search(part.strip())
    }
    named = {words for words in municipality.words.values() if re.search(r"[A-Z]", words)}
    ids = {name for name in municipality.places if "-" in name}
    return {municipality.name, *phones, *ids, *parts, *named} - country - {""}


@pytest.mark.parametrize("municipality", KNOWN.municipalities.values(), ids=lambda one: one.id)
def test_no_general_text_names_what_is_local(municipality: Municipality) -> None:
    names = local_names(municipality)
    assert len(names) > 10
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(name) for name in sorted(names)) + r")(?!\w)")
    faults = []
    for path in GENERAL:
        top = read_file(path, path.name, Report())
        assert top is not None
        for words, spot in scalars(top):
            found = pattern.search(words)
            if found and path.name not in HEARD_OR_RULES:
                faults.append(f"{path.name}:{spot.node.start_mark.line + 1}: '{found[0]}' in {words!r}")
    assert not faults, "\n".join(["", *faults])


def test_a_local_name_would_be_found() -> None:
    """The test above looks for names that did stand in general texts."""
    names = local_names(ALMERE)
    assert {"Almere", "14 036", "De Schoor", "VMCA", "JGZ Almere", "wijkteams-almere"} <= names


def test_local_words_are_those_of_the_municipality() -> None:
    words = local_words(KNOWN, ALMERE)
    assert words["gemeente"] == "Almere"
    assert words["toegang"] == "het wijkteam"
    assert words["telefoon_gemeente"] == "14 036"
    assert words["raadslieden"] == "de sociaal raadslieden van De Schoor"
    assert words.keys() == {*KNOWN.roles}


def test_a_part_without_words_is_called_by_its_place() -> None:
    renamed = replace(ALMERE, words={})
    assert local_words(KNOWN, renamed)["jeugd"] == ALMERE.places["jgz-almere"].called


def test_a_place_that_is_not_sure_is_not_named() -> None:
    unsure = ALMERE.places["zelfstandigenloket-flevoland"]
    assert unsure.confidence is Confidence.LOW
    assert local_words(KNOWN, ALMERE)["ondernemers"] == KNOWN.roles["ondernemers"].to("nl")
    assert find_places(KNOWN, ALMERE, "ondernemers") == (unsure,)


@pytest.mark.parametrize("municipality", [*KNOWN.municipalities.values(), BARE], ids=lambda one: one.id)
def test_every_sentence_is_whole_everywhere(municipality: Municipality) -> None:
    lines = {f"{kind}_{name}": "0800 1234" for name in KNOWN.helplines for kind in ("lijn", "web")}
    own = {"coordinatiepunt": "het punt", "telefoon": "0800 1234", "dagen": "30"}
    for words in (local_words(KNOWN, municipality), words_elsewhere(KNOWN)):
        for text in TEXTS:
            said = fill(text.to("nl"), {**words, **lines, **own})
            assert not PLACEHOLDER.search(said), said
            assert not re.search(r"\s[.,?]|  |\b(van|bij|naar|met|via|Bel|Vraag) [.,?]", said), said
            for sentence in re.split(r"(?<=[.?!]) ", said):
                assert not sentence or not sentence[0].islower() or sentence.startswith("'"), said


def test_a_municipality_without_a_role_knows_only_the_country() -> None:
    assert local_words(KNOWN, BARE) == {**words_elsewhere(KNOWN), "gemeente": "Kaalstad"}
    for topic in KNOWN.topics:
        for one in advise(KNOWN, BARE, facts({"onderwerp": [topic]}), AT.date()):
            assert {choice.place.id for choice in one.places} <= KNOWN.places.keys()


def test_roles_are_used_and_filled() -> None:
    """A role that no text and no route names is dead weight; one that no profile fills is never local."""
    used = {name for route in KNOWN.routes.values() for name in route.places}
    used |= {name for text in TEXTS for name in PLACEHOLDER.findall(text.to("nl"))}
    spoken = {"gemeente", "telefoon_gemeente", "buurthuis"}
    assert set(KNOWN.roles) - used - {"coordinatie", "opvang"} == set()
    assert set(KNOWN.roles) - set(ALMERE.roles) - spoken == set()
