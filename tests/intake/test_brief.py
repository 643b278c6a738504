"""The line of a list, and the words by which an intake is found."""

import pytest
from intake_lab import WAITING, draft_of, facts, signed

from bot.intake.brief import brief_of, names_danger, search_words, words_of
from bot.model.fold import fold

GEWELD = frozenset({"geweld"})


def test_the_line_is_what_the_resident_told() -> None:
    assert brief_of(signed(draft_of(WAITING))).line == "mijn moeder wacht al sinds maart"


def test_a_line_that_is_cut_says_so() -> None:
    told = draft_of({**WAITING, **facts(eigen_woorden="mijn moeder wacht " * 9)})
    assert brief_of(signed(told)).line.endswith("…")
    assert len(brief_of(signed(told)).line) <= 80


def test_what_was_left_out_stands_in_no_line_and_finds_nothing() -> None:
    draft = draft_of({**WAITING, **facts(naam="Fatma")}, edits={"eigen_woorden": "", "naam": ""})
    intake = signed(draft)
    brief = brief_of(intake)
    assert "maart" not in brief.line
    assert brief.name == ""
    assert not {"fatma", "fat"} & set(search_words(intake, ""))


def test_the_line_is_that_about_danger_where_nothing_else_was_told() -> None:
    intake = signed(draft_of({}, alarms=GEWELD))
    assert brief_of(intake).line == next(line.text for line in intake.draft.lines if line.id == "gevaar_geweld")


def test_danger_is_named_only_where_that_line_was_signed() -> None:
    assert names_danger(signed(draft_of(WAITING, alarms=GEWELD)))
    assert not names_danger(signed(draft_of(WAITING, alarms=GEWELD, edits={"gevaar_geweld": ""})))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("W-7K4Q9", True),
        ("7k4q9", True),
        ("W-7K4Q9.", True),
        ("‘Fatma’?", True),
        ("fatma", True),
        ("FÁTMA", True),
        ("fat", True),
        ("fa", False),
        ("noord", True),
        ("fatma noord", True),
        ("fatma zuid", False),
        ("06 12 34 56 78", True),
        ("+31612345678", True),
        ("0031 6-12345678", True),
        ("0612345679", False),
        ("%", False),
        ("'; --", False),
    ],
)
def test_what_somebody_types_finds_it(typed: str, found: bool) -> None:
    intake = signed(draft_of({**WAITING, **facts(naam="Fatma")}))
    known = set(search_words(intake, "+31612345678"))
    words = words_of(typed)
    assert (bool(words) and set(words) <= known) is found
    assert all(word == fold(word) for word in words)
