"""Who takes the question in Almere, which question decides, and what follows from answers."""

from datetime import date

import pytest
from advice_lab import ALMERE, AT, KNOWN, facts

from bot.advice.conditions import truth
from bot.advice.desks import choose_desk
from bot.advice.outcome import Outlook
from bot.advice.questions import deciding_date, deciding_fact
from bot.advice.routes import advise
from bot.advice.view import derive
from bot.model.facts import Origin
from bot.model.wording import DeskNote

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("answers", "desk"),
    [
        ({}, "oco"),
        ({"onderwerp": ["scootmobiel"]}, "oco"),
        ({"wlz": "ja"}, "wlz"),
        ({"wlz": "aangevraagd"}, "oco"),
        ({"wlz": "nee"}, "oco"),
        ({"ondersteuner": "beroepskracht"}, "mee"),
        ({"ondersteuner": "ervaring"}, "oco"),
        ({"breed": ["geld"]}, "oco"),
        ({"breed": ["geld", "huis"]}, "oco"),
        ({"onderwerp": ["scootmobiel"], "breed": ["geld", "huis"]}, "mee"),
        ({"onderwerp": ["scootmobiel"], "breed": ["geld", "kinderen"], "ondersteuner": "maakt_niet_uit"}, "mee"),
        ({"onderwerp": ["scootmobiel"], "breed": ["geld", "huis"], "ondersteuner": "ervaring"}, "oco"),
        ({"onderwerp": ["scootmobiel"], "stadium": "afgewezen"}, "oco"),
        ({"wlz": "ja", "ondersteuner": "beroepskracht"}, "wlz"),
    ],
)
def test_desk_in_almere(answers: dict[str, str | list[str]], desk: str) -> None:
    chosen = choose_desk(ALMERE, facts(answers))
    assert chosen.desk.id == desk
    assert all(reason.fact in KNOWN.facts for reason in chosen.reasons)


def test_the_last_rule_takes_what_no_other_takes() -> None:
    assert choose_desk(ALMERE, {}).reasons == ()
    assert choose_desk(ALMERE, {}).desk is ALMERE.line[-1].to[0]


def test_what_almere_says_beside_the_desk() -> None:
    """Advice about an objection, not more (evaluation 2023, 2.7); who may be chosen; how long it takes (2.6)."""
    refused = choose_desk(ALMERE, facts({"onderwerp": ["scootmobiel"], "stadium": "afgewezen", "besluit": "ja"}))
    assert [(note.what, note.other.id) for note in refused.notes] == [(DeskNote.ADVICE, "raadslieden")]
    assert [desk.id for desk in refused.alternatives] == ["mee"]
    assert refused.minutes == 8 * 60
    heavy = {"onderwerp": ["scootmobiel"], "breed": ["geld", "huis"], "ondersteuner": "ervaring"}
    assert choose_desk(ALMERE, facts(heavy)).minutes == 16 * 60
    assert [reason.fact for reason in choose_desk(ALMERE, facts(heavy)).reasons] == ["omvang", "ondersteuner"]
    before = choose_desk(ALMERE, facts({"onderwerp": ["wlz_indicatie"], "wlz": "nee"}))
    assert [note.what for note in before.notes] == [DeskNote.BEFORE_MUNICIPALITY]


@pytest.mark.parametrize(
    ("answers", "extent"),
    [
        ({"onderwerp": ["scootmobiel"]}, "enkel"),
        ({"onderwerp": ["scootmobiel"], "breed": ["niets"]}, "enkel"),
        ({"onderwerp": ["scootmobiel", "rolstoel"]}, "enkel"),  # two aids: one area
        ({"onderwerp": ["bezwaar"]}, "enkel"),
        ({"onderwerp": ["scootmobiel", "bezwaar"]}, "enkel"),  # how it goes is no area of its own
        ({"onderwerp": ["scootmobiel"], "breed": ["huis"]}, "meer"),  # an answer without a topic counts too
        ({"onderwerp": ["schulden"], "breed": ["geld"]}, "enkel"),
        ({"onderwerp": ["scootmobiel"], "breed": ["geld", "huis"]}, "veel"),
    ],
)
def test_over_how_many_areas_of_life_it_goes(answers: dict[str, str | list[str]], extent: str) -> None:
    assert facts(answers)["omvang"].value == extent


def test_every_desk_can_be_reached() -> None:
    places = {**KNOWN.places, **ALMERE.places}
    for desk in ALMERE.desks:
        place = places[desk.place]
        assert place.reachable


def test_a_question_decides_only_while_it_makes_a_difference() -> None:
    asked = deciding_fact(KNOWN, facts({"onderwerp": ["rolstoel"]}), NOTHING)
    assert asked in {"woont", "duur"}
    done = facts({"onderwerp": ["rolstoel"], "duur": "lang", "woont": "thuis"})
    assert deciding_fact(KNOWN, done, NOTHING) is None


def test_a_question_that_was_skipped_is_not_asked_again() -> None:
    known = facts({"onderwerp": ["rolstoel"]})
    first = deciding_fact(KNOWN, known, NOTHING)
    assert first is not None
    second = deciding_fact(KNOWN, known, frozenset({first}))
    assert second != first


def test_the_first_topic_is_asked_about_first() -> None:
    known = facts({"onderwerp": ["schulden", "rolstoel"]})
    assert deciding_fact(KNOWN, known, NOTHING) in KNOWN.topics["schulden"].asks


def test_nothing_decides_without_a_topic() -> None:
    assert deciding_fact(KNOWN, {}, NOTHING) is None


@pytest.mark.parametrize("topic", sorted(KNOWN.topics))
def test_every_deciding_question_can_change_a_way_of_its_topic(topic: str) -> None:
    ways = [route for route in KNOWN.routes.values() if topic in route.topics]
    known = facts({"onderwerp": [topic]})
    skipped: set[str] = set()
    while (asked := deciding_fact(KNOWN, known, frozenset(skipped))) is not None:
        before = [truth(way.when, known) for way in ways]
        answered = (facts({"onderwerp": [topic], asked: option.id}) for option in KNOWN.facts[asked].options)
        after = [[truth(way.when, {**view, "onderwerp": known["onderwerp"]}) for way in ways] for view in answered]
        assert any(one != before for one in after), f"no answer to {asked} changes anything"
        skipped.add(asked)
    assert skipped <= set(KNOWN.topics[topic].asks)


def test_answers_bring_their_topics_along() -> None:
    view = facts({"onderwerp": ["scootmobiel"], "volhouden": "te_veel", "breed": ["geld"]})
    assert view["onderwerp"].values()[0] == "scootmobiel"
    assert {"mantelzorg_zwaar", "schulden"} <= set(view["onderwerp"].values())


def test_what_follows_goes_when_the_answer_changes() -> None:
    before = facts({"onderwerp": ["scootmobiel"], "volhouden": "te_veel"})
    after = facts({"onderwerp": ["scootmobiel"], "volhouden": "nog_wel"})
    assert "mantelzorg_zwaar" in before["onderwerp"].values()
    assert after["onderwerp"].values() == ("scootmobiel",)


def test_a_topic_stands_once_however_often_it_is_brought_along() -> None:
    view = facts({"onderwerp": ["schulden"], "breed": ["geld"]})
    assert view["onderwerp"].values().count("schulden") == 1


def test_the_theme_is_that_of_the_first_topic_and_a_rule_says_so() -> None:
    view = facts({"onderwerp": ["scootmobiel", "schulden"]})
    assert view["thema"].values() == (KNOWN.topics["scootmobiel"].theme,)
    assert view["thema"].origin is Origin.RULED


def test_answers_alone_can_bring_the_topic() -> None:
    view = facts({"volhouden": "te_veel"})
    assert view["onderwerp"].values() == ("mantelzorg_zwaar",)


@pytest.mark.parametrize(
    ("postcode", "elsewhere"),
    [
        ("1315AB", False),
        ("1315", False),
        ("1301", False),
        ("1364", False),
        ("1300", True),
        ("1365", True),
        ("1012AB", True),
    ],
)
def test_the_postcode_says_whether_somebody_lives_here(postcode: str, elsewhere: bool) -> None:
    view = facts({"postcode": postcode})
    assert ("elders" in view) is elsewhere


def test_deriving_keeps_what_was_given_and_twice_is_the_same() -> None:
    known = facts({"onderwerp": ["scootmobiel"], "volhouden": "te_veel", "postcode": "1012AB"})
    assert derive(KNOWN, ALMERE, known) == known


def test_nothing_follows_from_nothing() -> None:
    assert derive(KNOWN, ALMERE, {}) == {}


DATES = [
    ({"onderwerp": ["scootmobiel"], "stadium": "wachten", "besluit": "nee"}, "melding_op"),
    ({"onderwerp": ["bijstand"], "stadium": "wachten", "besluit": "nee", "leeftijd": "v27_66"}, "aanvraag_op"),
    ({"onderwerp": ["bijstand_jong"], "stadium": "wachten", "leeftijd": "j18_26"}, "melding_op"),
    ({"onderwerp": ["te_laat"], "stadium": "wachten", "besluit": "nee"}, "melding_op"),
    ({"onderwerp": ["klacht_gemeente"], "stadium": "wachten"}, "klacht_op"),
    ({"onderwerp": ["bezwaar"], "besluit_van": "verzekeraar", "stadium": "wachten"}, "klacht_op"),
    ({"onderwerp": ["scootmobiel"], "melding_op": "2026-11-02", "besluit": "nee"}, None),
    ({"onderwerp": ["scootmobiel"], "stadium": "wachten", "besluit": "ja"}, None),
    ({"onderwerp": ["bezwaar"], "stadium": "afgewezen"}, None),
]


@pytest.mark.parametrize(("answers", "asked"), DATES, ids=str)
def test_the_day_that_is_asked_is_one_that_a_term_counts_from(
    answers: dict[str, str | list[str]], asked: str | None
) -> None:
    known = facts(answers)
    advice = advise(KNOWN, ALMERE, known, AT.date())
    assert deciding_date(KNOWN, advice, known, NOTHING) == asked
    if asked is not None:
        assert deciding_date(KNOWN, advice, known, frozenset({asked})) != asked


OVER = [
    ({"onderwerp": ["scootmobiel"], "melding_op": "2026-03-31"}, ("onderzoek",)),
    ({"onderwerp": ["scootmobiel"], "melding_op": "2026-11-02"}, None),
    ({"onderwerp": ["bijstand"], "aanvraag_op": "2026-06-01"}, ("besluit",)),
    ({"onderwerp": ["bijstand"], "aanvraag_op": "2026-06-01", "ingebreke_op": "2026-09-01"}, ("besluit", "dwangsom")),
    ({"onderwerp": ["eenzaamheid"], "melding_op": "2026-03-31"}, None),
    ({"onderwerp": ["scootmobiel"]}, None),
]


@pytest.mark.parametrize(("answers", "expected"), OVER, ids=str)
def test_what_is_over_follows_from_the_ways(
    answers: dict[str, str | list[str]], expected: tuple[str, ...] | None
) -> None:
    found = Outlook(KNOWN, ALMERE, facts(answers), date(2026, 11, 21)).facts.get("voorbij")
    assert (found.values() if found else None) == expected
