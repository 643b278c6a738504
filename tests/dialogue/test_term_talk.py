"""Terms in a talk: told when they run, told again when they are over, a signal once, and why that day."""

from datetime import timedelta

import pytest
from talk_lab import Talk, play

WAITS = ("/start", "ik wacht nog steeds op mijn scootmobiel", "#ja", "#nee")


def passed(talk: Talk) -> list[dict[str, object]]:
    """The signals for the reports in the whole talk."""
    return [dict(event.body) for event in talk.told if event.kind == "term_passed"]


def test_a_term_that_runs_is_told_once_and_is_no_signal() -> None:
    talk = play((*WAITS, "2 november"))
    assert "14 december 2026" in talk.text
    talk.tap("nog_iets")
    talk.type("ik kom ook de trap niet meer op")
    assert "14 december 2026" not in talk.text
    assert passed(talk) == []


def test_who_comes_back_after_it_hears_that_it_is_over_and_the_signal_is_given_once() -> None:
    talk = play((*WAITS, "2 november"))
    talk.now += timedelta(days=40)  # 31 December; the last day was 14 December
    talk.tap("ja")
    assert "De gemeente had tot en met 14 december 2026" in talk.text
    assert passed(talk) == [{"term": "wmo_onderzoek", "law": "wmo", "weeks": "2-6"}]
    talk.now += timedelta(days=200)
    talk.type("ik zoek hulp voor mijzelf")
    assert "14 december 2026" not in talk.text
    assert len(passed(talk)) == 1


def test_the_last_day_itself_is_not_over() -> None:
    talk = play((*WAITS, "2 november"))
    talk.now += timedelta(days=23)  # 14 December
    talk.tap("ja")
    assert passed(talk) == []


def test_the_signal_holds_no_day_and_no_person() -> None:
    talk = play((*WAITS, "eind maart"))
    (signal,) = passed(talk)
    assert set(signal) == {"term", "law", "weeks"}


def test_a_time_that_only_opens_a_way_is_no_signal() -> None:
    talk = play((*WAITS, "eind maart"))
    assert "U mag nu ook meteen een aanvraag doen" in "\n".join(reply.text for reply in talk.heard)
    assert [signal["term"] for signal in passed(talk)] == ["wmo_onderzoek"]


MOVED = "Daarom schuift het op naar maandag 23 november 2026 (Algemene termijnenwet artikel 1)."
WHY = ["waarom die dag?", "Hoe kom je aan die datum", "#waarom_die_dag"]


@pytest.mark.parametrize("asked", WHY)
def test_why_that_day_is_told_step_by_step(asked: str) -> None:
    talk = play((*WAITS, "10 oktober", asked))
    lines = talk.replies[0].text.splitlines()
    assert lines == [
        "Gemeld op: zaterdag 10 oktober 2026.",
        "De eerste dag die telt is zondag 11 oktober 2026.",
        "De tijd is 6 weken. Dan komt u uit op zaterdag 21 november 2026.",
        f"Dit mag de laatste dag niet zijn: zaterdag 21 november en zondag 22 november. {MOVED}",
        "Dit staat in: Wmo 2015 art. 2.3.2 lid 1.",
    ]
    assert talk.where == "eerste.verder"


def test_a_day_made_equal_to_a_holiday_is_named_as_such() -> None:
    talk = Talk()
    talk.now = talk.now.replace(year=2026, month=5, day=2)
    for said in ("/start", *WAITS[1:]):
        talk.tap(said[1:]) if said.startswith("#") else talk.type(said.strip("/"))
    talk.type("2 april")
    talk.type("waarom die dag")
    assert "donderdag 14 mei (Hemelvaartsdag), vrijdag 15 mei (telt als feestdag), zaterdag 16 mei" in talk.text


def test_about_stays_about_in_the_reckoning() -> None:
    assert "Gemeld op: ongeveer" in play((*WAITS, "eind maart", "waarom die dag")).text


def test_without_a_day_there_is_nothing_to_reckon() -> None:
    talk = play(("/start", "ik zoek hulp in het huishouden", "#ja"))
    assert "waarom_die_dag" not in talk.options()
    talk.type("waarom die dag")
    assert "nog geen laatste dag" in talk.text


NOT_ASKED = [
    ("ik zoek hulp in het huishouden", "#ja"),  # nothing was asked yet, so nothing runs
    ("ik wacht nog steeds op antwoord over mijn parkeerkaart", "#ja", "#nee"),  # no term that we know
]


@pytest.mark.parametrize("said", NOT_ASKED, ids=lambda said: said[0])
def test_a_day_is_not_asked_when_no_term_counts_from_it(said: tuple[str, ...]) -> None:
    assert play(("/start", *said)).where == "eerste.verder"
