"""From answers to lines: complete, urgent things first, and nothing left of what was left out."""

import json
from dataclasses import replace

import pytest
from intake_lab import WAITING, draft_of, facts, signed

from bot.intake.render import to_json
from bot.model.intake import Draft
from bot.model.sections import Section

FULL = WAITING | facts(
    thema="hulpmiddel",
    klopt="ja",
    eigen_woorden="ik lig slecht",
    duur="kort",
    moeite="zij slaapt niet",
    postcode="1012AB",
    geprobeerd=("gebeld",),
    netwerk=("partner", "buren"),
    breed=("geld",),
    besluit_op="2026-10-14",
)


def texts_of(draft: Draft) -> dict[str, str]:
    return {line.id: line.text for line in draft.lines}


def without(*names: str) -> Draft:
    return draft_of(FULL, edits=dict.fromkeys(names, ""))


def test_every_answer_that_belongs_in_an_intake_has_a_line() -> None:
    draft = draft_of(FULL)
    assert draft.facts.keys() == FULL.keys() - {"klopt", "thema"}
    assert draft.dropped == 0


def test_lines_stand_in_the_order_of_the_sections() -> None:
    places = [list(Section).index(line.section) for line in draft_of(FULL).lines]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("stadium", "Wacht op antwoord"),
        ("volhouden", "Het wordt de helper te veel"),
        ("onderwerp", "Onderwerp: Bed, Zorgen is zwaar, Geld"),
        ("voor_wie", "Voor wie: Voor mijn vader of moeder"),
        ("netwerk", "Mijn partner, Buren"),
        ("melding_op", "Gemeld op: ongeveer 15 maart 2026"),
        ("besluit_op", "Datum van de brief: 14 oktober 2026"),
        ("telefoon", "Telefoon: 06 12345678"),
        ("moeite", "Wat nu niet goed gaat: zij slaapt niet"),
        ("termijn_bezwaar", "Termijn loopt: Bezwaar maken, tot en met 25 november 2026"),
        ("termijn_onderzoek", "Termijn voorbij: Onderzoek, tot ongeveer 28 april 2026"),
        ("termijn_mag", "Mag sinds ongeveer 28 april 2026: Aanvraag zonder verslag"),
        ("routes", "Steun voor wie zorgt, Lenen"),
    ],
)
def test_a_line_reads_as_a_coordinator_would_say_it(line: str, text: str) -> None:
    assert texts_of(draft_of(FULL))[line] == text


def test_what_cannot_wait_stands_first() -> None:
    draft = draft_of(FULL, alarms=frozenset({"geweld", "suicide"}))
    first = [line.id for line in draft.lines if line.section is Section.FIRST]
    assert first == [
        "gevaar_geweld",
        "gevaar_suicide",
        "termijn_bezwaar",
        "termijn_onderzoek",
        "volhouden",
    ]
    assert draft.urgent


@pytest.mark.parametrize(
    ("answers", "urgent"),
    [
        ({"onderwerp": ("bed",)}, False),
        ({"onderwerp": ("bed",), "volhouden": "nog_wel"}, False),
        ({"onderwerp": ("bed",), "volhouden": "te_veel"}, True),
        ({"onderwerp": ("bed",), "stadium": "wachten", "melding_op": "2026-11-02"}, False),
        ({"onderwerp": ("bed",), "stadium": "wachten", "melding_op": "2026-03-02"}, True),
    ],
)
def test_only_what_presses_makes_an_intake_urgent(answers: dict[str, str], urgent: bool) -> None:
    assert draft_of(facts(**answers)).urgent is urgent


def test_a_right_that_begins_later_is_told_when_it_is_there_and_presses_nobody() -> None:
    early = draft_of(facts(onderwerp=("bed",), stadium="wachten", melding_op="2026-11-02"))
    assert "termijn_mag" not in texts_of(early)
    late = next(line for line in draft_of(FULL).lines if line.id == "termijn_mag")
    assert late.section is Section.TERM


def test_danger_that_is_left_out_makes_nothing_urgent() -> None:
    given = facts(onderwerp=("bed",))
    draft = draft_of(given, alarms=frozenset({"geweld"}), edits={"gevaar_geweld": ""})
    assert not draft.urgent
    assert "geweld" not in to_json(signed(draft))


def test_almost_nothing_is_known() -> None:
    draft = draft_of(facts(telefoon="+31612345678"))
    assert texts_of(draft) == {"telefoon": "Telefoon: 06 12345678"}
    assert (draft.topics, draft.theme, draft.area, draft.urgent) == ((), "", "", False)


@pytest.mark.parametrize("name", sorted(texts_of(draft_of(FULL))))
def test_a_line_that_is_left_out_is_nowhere(name: str) -> None:
    draft = without(name)
    document = json.loads(to_json(signed(draft)))
    assert draft.dropped == 1
    assert name not in texts_of(draft)
    assert name not in document["facts"]
    assert all(not reason.startswith(f"{name}=") for route in document["routes"] for reason in route["because"])
    gone = texts_of(draft_of(FULL))[name].partition(": ")[2] or texts_of(draft_of(FULL))[name]
    assert gone not in to_json(signed(draft))


def test_the_topics_of_an_answer_that_is_left_out_go_with_it() -> None:
    assert draft_of(FULL).topics == ("bed", "zwaar", "geldzorg")
    assert without("breed").topics == ("bed", "zwaar")
    assert without("breed", "volhouden").topics == ("bed",)
    assert texts_of(without("breed"))["onderwerp"] == "Onderwerp: Bed, Zorgen is zwaar"


def test_the_topic_that_was_confirmed_stays_when_an_answer_that_adds_it_goes() -> None:
    given = facts(onderwerp=("geldzorg",), breed=("geld",))
    assert draft_of(given, edits={"breed": ""}).topics == ("geldzorg",)


def test_the_ways_that_follow_from_an_answer_that_is_left_out_go_with_it() -> None:
    assert [route.id for route in draft_of(FULL).routes] == ["steun", "lenen"]
    assert [route.id for route in without("volhouden", "breed").routes] == ["lenen"]
    assert [route.id for route in without("duur").routes] == ["steun"]
    assert texts_of(without("duur"))["routes"] == "Steun voor wie zorgt"


def test_without_the_topic_neither_topics_nor_theme_are_told() -> None:
    draft = without("onderwerp")
    assert (draft.topics, draft.theme) == ((), "")


def test_without_a_date_its_terms_are_gone_too() -> None:
    draft = without("besluit_op")
    assert "termijn_bezwaar" not in texts_of(draft)
    assert [term.id for term in draft.terms] == ["mag", "onderzoek"]
    assert draft.dropped == 1


@pytest.mark.parametrize(
    ("answers", "edits", "area"),
    [
        ({"postcode": "1012AB"}, {}, "1012"),
        ({"postcode": "1012AB", "wijk": "Noord"}, {}, "Noord"),
        ({"postcode": "1012AB", "wijk": "Noord"}, {"wijk": ""}, "1012"),
        ({"postcode": "1012AB"}, {"postcode": ""}, ""),
        ({"postcode": "1012AB"}, {"postcode": "ergens in de stad"}, ""),
    ],
)
def test_the_area_is_what_the_resident_lets_be_known(answers: dict[str, str], edits: dict[str, str], area: str) -> None:
    assert draft_of(facts(**answers), edits=edits).area == area


def test_other_words_take_the_place_of_ours() -> None:
    draft = draft_of(FULL, edits={"moeite": "slapen lukt niet"})
    line = next(line for line in draft.lines if line.id == "moeite")
    assert (line.text, line.changed) == ("Slapen lukt niet", True)
    assert "moeite" not in draft.facts
    assert "zij slaapt niet" not in to_json(signed(draft))
    assert draft.dropped == 0


def test_a_line_in_other_words_keeps_its_place() -> None:
    before = [line.id for line in draft_of(FULL).lines]
    after = [line.id for line in draft_of(FULL, edits={"stadium": "ik wacht al lang"}).lines]
    assert before == after


def test_an_edit_of_a_line_that_is_not_there_changes_nothing() -> None:
    assert draft_of(FULL, edits={"wil_mens": "", "bestaat_niet": "iets"}) == draft_of(FULL)


def test_the_same_answers_give_the_same_intake() -> None:
    assert draft_of(FULL) == draft_of(dict(FULL))
    assert replace(draft_of(FULL)) == draft_of(FULL)


def test_a_braced_word_of_a_resident_is_not_filled_in() -> None:
    draft = draft_of({**FULL, **facts(moeite="{naam} {0} %s")})
    assert texts_of(draft)["moeite"] == "Wat nu niet goed gaat: {naam} {0} %s"


LONG = facts(onderwerp=("bed",), thema="hulpmiddel", klopt="ja", duur="lang", stadium="wachten", wlz_wonen="thuis")


def test_a_conclusion_and_what_changes_are_lines_too() -> None:
    draft = draft_of(LONG)
    told = texts_of(draft)
    assert told["wlz_moment"] == "Moment: Ja"
    assert told["wlz_verandert"].endswith("het bed")
    assert {line.section for line in draft.lines if line.id in ("wlz_moment", "wlz_verandert")} == {Section.WLZ}


@pytest.mark.parametrize("words", ["", "dat ligt eraan"])
def test_a_conclusion_goes_with_the_answer_it_rests_on(words: str) -> None:
    """Left out or put in other words: nothing that followed from the answer is left, also not in the document."""
    draft = draft_of(LONG, edits={"duur": words})
    assert not texts_of(draft).keys() & {"wlz_moment", "wlz_verandert"}
    assert "wlz_moment" not in to_json(signed(draft))


def test_a_conclusion_that_stands_on_other_answers_stays() -> None:
    assert texts_of(draft_of(LONG, edits={"thema": ""}))["wlz_moment"] == "Moment: Ja"
