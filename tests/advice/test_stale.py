"""What must be checked again, by whom and when it vanishes: on the real knowledge, a year ahead."""

from dataclasses import replace
from datetime import date, timedelta

from advice_lab import ALMERE, AT, KNOWN

from bot.advice.stale import Stale, stale
from bot.advice.standing import Showing, standing
from bot.model.places import Confidence, Dated, Status
from bot.model.text import Text

TODAY = AT.date()
CHECKED = date(2026, 11, 21)


FOLDERS = {
    "topics": KNOWN.topics,
    "routes": KNOWN.routes,
    "terms": KNOWN.terms,
    "rules": KNOWN.rules,
    "preparations": KNOWN.preparations,
}


def rows(today: date, what: str | None = None) -> dict[str, Stale]:
    return {one.path: one for one in stale(KNOWN, today) if what in (None, one.what)}


def path(name: str) -> str:
    region, own = KNOWN.layers["almere"]
    return f"{(own if name in own.places else region).folder}/places/{name}.yaml"


def test_what_is_shown_with_a_warning_is_to_be_confirmed_from_the_first_day() -> None:
    doubts = rows(TODAY, "doubt")
    medium = {place.id for place in ALMERE.places.values() if place.confidence is Confidence.MEDIUM}
    assert {path(name) for name in medium} <= doubts.keys()
    assert not [one for one in doubts if "oco-almere" in one]


def test_a_check_is_announced_a_month_ahead_and_names_role_and_days() -> None:
    due = CHECKED + timedelta(days=181)
    name = path("oco-almere")
    assert name not in rows(due - timedelta(days=31), "check")
    assert rows(due - timedelta(days=30), "check")[name] == Stale(
        path=name,
        what="check",
        by="redactie",
        checked_on=CHECKED,
        due_on=due,
        hidden_on=CHECKED + timedelta(days=361),
    )


def test_days_agree_with_what_residents_see() -> None:
    for one in stale(KNOWN, TODAY + timedelta(days=400)):
        name = one.path.rpartition("/")[2].removesuffix(".yaml")
        place = ALMERE.places.get(name) or KNOWN.places.get(name)
        if one.what == "check" and place is not None:
            assert one.hidden_on is not None
            assert standing(place, one.due_on - timedelta(days=1)).showing is Showing.SHOWN or place.hours_valid_until
            assert standing(place, one.due_on).showing is Showing.CALL_FIRST
            assert standing(place, one.hidden_on - timedelta(days=1)).showing is Showing.CALL_FIRST
            assert standing(place, one.hidden_on).showing is Showing.HIDDEN


def test_what_vanishes_first_comes_first() -> None:
    found = stale(KNOWN, TODAY + timedelta(days=300))
    days = [one.hidden_on or date.max for one in found]
    assert days == sorted(days)
    assert found[0].hidden_on is not None
    assert found[-1].hidden_on is None


def test_hours_and_alerts_end_too() -> None:
    assert path("buurtkamer-cobra") in rows(date(2027, 4, 1), "hours")
    noisy = replace(
        KNOWN, places={"uwv": replace(KNOWN.places["uwv"], alert=Dated(text=Text({"nl": "Dicht."}), on=TODAY))}
    )
    assert [one.path for one in stale(noisy, TODAY) if one.what == "alert"] == ["knowledge/places/uwv.yaml"]


def test_a_page_of_years_ago_is_looked_at_again_although_somebody_read_it_lately() -> None:
    pages = rows(TODAY, "page")
    assert pages["knowledge/places/csg-landelijk.yaml"].due_on == date(2023, 11, 3)
    assert path("oco-almere") not in pages  # of April 2026
    assert path("vmca-vrijwilligers") not in pages  # doubtful anyhow


def test_numbers_in_danger_texts_are_due_after_their_own_days() -> None:
    assert "knowledge/helplines.yaml (veilig_thuis)" in rows(CHECKED + timedelta(days=61), "sources")


def test_sources_of_what_is_known_hold_a_year() -> None:
    early, late = rows(CHECKED + timedelta(days=330), "sources"), rows(CHECKED + timedelta(days=366), "sources")
    for folder, things in FOLDERS.items():
        names = {f"knowledge/{folder}/{name}.yaml" for name, thing in things.items() if thing.sources}  # type: ignore[attr-defined]
        assert names <= late.keys()
        assert not names & early.keys()
    changes = {f"knowledge/wlz_changes.yaml ({name})" for name in KNOWN.wlz_changes}
    assert changes
    assert changes <= late.keys()


def test_what_is_never_shown_is_not_asked_for() -> None:
    gone = {"uwv": replace(KNOWN.places["uwv"], status=Status.DEFUNCT)}
    quiet = replace(
        KNOWN,
        places=gone,
        municipalities={},
        topics={},
        routes={},
        terms={},
        helplines={},
        rules={},
        preparations={},
        wlz_changes={},
    )
    assert stale(quiet, TODAY + timedelta(days=3650)) == ()
    low = {name: place for name, place in ALMERE.places.items() if place.confidence is Confidence.LOW}
    assert low
    assert not {path(name) for name in low} & rows(TODAY + timedelta(days=3650)).keys()
