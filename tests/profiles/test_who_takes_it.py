"""The same resident in every profile: who takes the question, and why (see `table.yaml`)."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from profile_lab import PROFILES, RESIDENTS, content, facts_of

from bot.advice.desks import DeskChoice, choose_desk

TABLE = yaml.load((Path(__file__).parent / "table.yaml").read_bytes(), yaml.BaseLoader)
ROWS = [
    pytest.param(profile, who, row, id=f"{profile}-{who}")
    for profile, rows in TABLE.items()
    for row in rows
    for who in row["who"]
]


def chosen(profile: str, answers: dict) -> DeskChoice:
    return choose_desk(content(profile).knowledge.municipalities[profile], facts_of(profile, answers))


@pytest.mark.parametrize(("profile", "who", "row"), ROWS)
def test_who_takes_it_and_why(profile: str, who: str, row: dict) -> None:
    choice = chosen(profile, RESIDENTS[who])
    found = {
        "desk": choice.desk.id,
        "kind": choice.kind,
        "facts": list(dict.fromkeys(reason.fact for reason in choice.reasons)),
        "choose": [desk.id for desk in choice.alternatives],
        "notes": [f"{note.what.value}:{note.kind}:{note.other.id}" for note in choice.notes],
        "hours": (choice.minutes or 0) / 60,
    }
    expected = {"kind": "", "facts": [], "choose": [], "notes": []} | row
    assert found == {key: expected.get(key) for key in found} | {"hours": float(row.get("hours", 0))}


def test_every_resident_meets_every_profile_once() -> None:
    assert sorted(TABLE) == PROFILES
    assert len(PROFILES) == 11
    for profile, rows in TABLE.items():
        assert sorted(who for row in rows for who in row["who"]) == sorted(RESIDENTS), profile


def test_the_profiles_differ_where_the_study_says_so() -> None:
    """The table would mean little if one rule of thumb filled it."""
    for who in ("een_ding", "bezwaar", "wlz_wel", "ervaring", "schulden", "ggz"):
        assert len({chosen(profile, RESIDENTS[who]).desk.kind for profile in PROFILES}) > 1, who


@pytest.mark.parametrize("profile", PROFILES)
def test_every_reason_is_a_fact_that_was_given_or_follows(profile: str) -> None:
    for answers in RESIDENTS.values():
        known = facts_of(profile, answers)
        for reason in chosen(profile, answers).reasons:
            assert reason.value
            assert set(reason.value) <= set(known[reason.fact].values())


@pytest.mark.parametrize("profile", PROFILES)
def test_who_said_nothing_yet_gets_the_rule_for_any_question(profile: str) -> None:
    municipality = content(profile).knowledge.municipalities[profile]
    choice = choose_desk(municipality, {})
    assert (choice.desk, choice.kind, choice.reasons, choice.notes) == (municipality.line[-1].to[0], "", (), ())


def test_language_and_area_count_between_desks_that_may_both_take_it() -> None:
    """No case of the study says this; both are choices a profile can make."""
    city = content("casus-8").knowledge.municipalities["casus-8"]
    first, second, third = city.line[-1].to
    desks = (replace(first, areas=("Noord",)), second, replace(third, languages=("tr", "ar")))
    city = replace(city, line=(replace(city.line[-1], to=desks),))
    answers = RESIDENTS["een_ding"]

    def desk(**more: str) -> str:
        return choose_desk(city, facts_of("casus-8", answers | more)).desk.id

    assert desk() == "oco_a"
    assert desk(wijk="Noord") == "oco_a"
    assert desk(wijk="Zuid") == "oco_b"
    assert desk(taal="Turks") == "oco_c"
    assert desk(taal="Pools") == "oco_a"
