"""An intake for people and for machines: the same lines for both, and a form that validates."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from golden import check_golden
from intake_lab import NOW, WAITING, draft_of, facts, real_texts, signed

from bot.intake import render
from bot.intake.document import from_document
from bot.intake.render import for_coordinator, for_resident, to_document, to_json
from bot.model.intake import SCHEMA, Addition, Draft, SharedLine, SharedTalk, Together, Typist

FORM = json.loads((Path(render.__file__).parent / "intake-1.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(FORM, format_checker=jsonschema.FormatChecker())

LETTER = facts(onderwerp=("bed",), stadium="afgewezen", besluit_op="2026-11-02", postcode="1012")
CASES = {
    "wachten": draft_of(WAITING),
    "afgewezen": draft_of(LETTER),
    "mens": draft_of(facts(telefoon="+31361234567")),
    "gevaar": draft_of(LETTER, alarms=frozenset({"geweld", "suicide"})),
    "gewijzigd": draft_of(WAITING, edits={"volhouden": "", "naam": "", "eigen_woorden": "wij wachten te lang"}),
    "leeg": draft_of({}),
    "samen": draft_of(facts(samen_met="Wijkteam Haven", wie_typt="inwoner", telefoon="+31361234567")),
}


@pytest.mark.parametrize("name", CASES)
def test_coordinators_rendering(name: str, update_golden: bool) -> None:
    text = for_coordinator(signed(CASES[name]), real_texts())
    check_golden(f"intake/{name}.coordinator.txt", text, update=update_golden)


@pytest.mark.parametrize("name", CASES)
def test_residents_rendering(name: str, update_golden: bool) -> None:
    text = for_resident(CASES[name], real_texts(), "nl")
    check_golden(f"intake/{name}.resident.txt", text, update=update_golden)


@pytest.mark.parametrize("name", CASES)
def test_document(name: str, update_golden: bool) -> None:
    check_golden(f"intake/{name}.json", to_json(signed(CASES[name])), update=update_golden)


@pytest.mark.parametrize("name", CASES)
def test_the_document_fits_the_form(name: str) -> None:
    VALID.validate(to_document(signed(CASES[name])))


@pytest.mark.parametrize("name", CASES)
def test_the_resident_reads_every_line_that_the_coordinator_reads(name: str) -> None:
    draft = CASES[name]
    mine = for_resident(draft, real_texts(), "nl")
    theirs = for_coordinator(signed(draft), real_texts())
    for number, line in enumerate(draft.lines, start=1):
        assert f"{number}. {line.text}" in mine
        assert f"  {line.text}" in theirs


def test_the_form_is_sound_and_names_its_version() -> None:
    jsonschema.Draft202012Validator.check_schema(FORM)
    assert FORM["properties"]["schema"]["const"] == SCHEMA
    assert FORM["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_shared_talk_fits_the_form_and_reads_back_the_same() -> None:
    talk = SharedTalk(
        at=NOW, cut=True, lines=(SharedLine(asked="Wat is er?", said="{naam} <b>"), SharedLine(asked="", said="x"))
    )
    intake = replace(signed(CASES["leeg"]), talk=talk)
    document = json.loads(to_json(intake))
    VALID.validate(document)
    assert from_document(document) == intake
    document["talk"]["lines"] = []
    assert not VALID.is_valid(document)


def test_nothing_else_fits_the_form() -> None:
    def closed(part: object) -> bool:
        if isinstance(part, dict):
            is_open = part.get("type") == "object" and part.get("additionalProperties", True) is True
            return not is_open and all(closed(value) for value in part.values())
        return all(closed(value) for value in part) if isinstance(part, list) else True

    assert closed(FORM)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("extra", "x"),
        ("schema", "wegwijzer-intake/2"),
        ("version", 0),
        ("signed_at", "2026-11-21"),
        ("signed_at", "2026-11-21T14:00:00+01:00"),
        ("urgent", "ja"),
        ("lines", [{"id": "a", "section": "los", "text": "x", "changed": False}]),
        ("lines", [{"id": "a", "section": "vraag", "text": "", "changed": False}]),
        ("facts", {"naam": {"value": 1, "origin": "said", "at": "2026-11-21T13:00:00+00:00"}}),
        ("facts", {"naam": {"value": "x", "origin": "guessed", "at": "2026-11-21T13:00:00+00:00"}}),
        ("routes", [{"id": "a", "law": "wet", "because": []}]),
        ("terms", [{"id": "a", "last_on": "14 december", "approximate": False, "passed": False}]),
        ("dropped", -1),
        ("together", {"team": "Wijkteam Haven"}),
        ("together", {"team": "Wijkteam Haven", "typed_by": "buurvrouw"}),
    ],
)
def test_what_does_not_fit_is_refused(key: str, value: object) -> None:
    document = {**to_document(signed(CASES["wachten"])), key: value}
    assert not VALID.is_valid(document)


@pytest.mark.parametrize("key", FORM["required"])
def test_nothing_may_be_missing(key: str) -> None:
    document = to_document(signed(CASES["wachten"]))
    del document[key]
    assert not VALID.is_valid(document)


def test_every_key_is_required_but_the_talk() -> None:
    assert {*FORM["required"], "talk"} == FORM["properties"].keys() == {*to_document(signed(CASES["leeg"])), "talk"}


@pytest.mark.parametrize("left_out", ["", "iets anders"])
def test_with_whom_it_was_filled_in_cannot_be_left_out_or_worded_anew(left_out: str) -> None:
    answers = facts(samen_met="Wijkteam Haven", telefoon="+31361234567")
    every = dict.fromkeys([*answers, "wie_typt", "samen"], left_out)
    draft = draft_of(answers, edits=every)
    assert draft.together == Together(team="Wijkteam Haven", typed_by=Typist.HELPER), "who typed was not said"
    for text in (for_resident(draft, real_texts(), "nl"), for_coordinator(signed(draft), real_texts())):
        assert "Samen ingevuld met Wijkteam Haven. Iemand van dit team typte." in text


def test_what_was_signed_before_two_could_reads_as_alone() -> None:
    document = to_document(signed(CASES["samen"]))
    assert from_document(document) == signed(CASES["samen"])
    del document["together"]
    assert from_document(document).draft.together is None


def test_the_document_reads_back_the_same() -> None:
    intake = signed(CASES["wachten"])
    assert json.loads(to_json(intake)) == to_document(intake)


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        (NOW, "maandag 23 november 2026 om 17 uur"),  # signed on a Saturday
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "maandag 23 november 2026 om 17 uur"),
        (datetime(2026, 11, 23, 13, 30, tzinfo=UTC), "vrijdag 27 november 2026 om 14.30 uur"),
        (datetime(2026, 12, 25, 9, 0, tzinfo=UTC), "maandag 28 december 2026 om 17 uur"),  # a holiday
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), "maandag 6 juli 2026 om 17 uur"),  # summer time
    ],
)
def test_the_promised_moment_is_on_the_clock_of_the_coordination_point(now: datetime, promised: str) -> None:
    text = for_coordinator(signed(CASES["mens"], now=now), real_texts())
    assert f"uiterlijk {promised}" in text


def test_another_language_is_told_and_dutch_is_not() -> None:
    draft = CASES["mens"]
    assert for_coordinator(signed(draft, language="tr"), real_texts()).splitlines()[0] == "W-7K4Q9 · tr"
    assert for_coordinator(signed(draft), real_texts()).splitlines()[0] == "W-7K4Q9"


def test_how_many_lines_were_left_out_is_told_and_which_is_not() -> None:
    text = for_coordinator(signed(CASES["gewijzigd"]), real_texts())
    assert "De bewoner liet 2 regel(s) weg." in text
    assert "Annie" not in text


def test_what_changed_after_signing_stands_beside_what_was_signed() -> None:
    intake = signed(CASES["mens"])
    line = intake.draft.lines[0]
    changed = replace(intake, additions=(Addition(at=NOW, text="toch anders", line=line.id),))
    assert f"  Eerst: {line.text} Nu: toch anders" in for_coordinator(changed, real_texts()).splitlines()
    assert from_document(to_document(changed)) == changed


def test_words_of_the_resident_are_marked() -> None:
    text = for_coordinator(signed(CASES["gewijzigd"]), real_texts())
    assert "Wij wachten te lang (woorden van de bewoner)" in text


def test_it_fits_one_screen() -> None:
    lines = for_coordinator(signed(CASES["wachten"]), real_texts()).splitlines()
    assert len(lines) <= 40


def test_signs_of_a_resident_stay_signs() -> None:
    hostile = '{dag} "}] <b>x</b> \n \u202e'
    line = replace(CASES["mens"].lines[0], text=hostile)
    draft: Draft = replace(CASES["mens"], lines=(line,))
    document = json.loads(to_json(signed(draft)))
    assert document["lines"][0]["text"] == hostile
    assert "{dag}" in for_coordinator(signed(draft), real_texts())
