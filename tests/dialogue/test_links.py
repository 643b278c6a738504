"""Links and QR codes: a hint where to begin, for anybody to type, so it opens and tells nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk_lab import engine

from bot.dialogue import respond
from bot.dialogue.links import link_to, read_link
from bot.model.conversation import Kind, Message
from bot.model.facts import Origin

NOW = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("payload", "municipality"),
    [
        ("g-almere", "almere"),
        (link_to("almere"), "almere"),
        ("g-almere-t-haven", "almere"),  # of before teams signed theirs
        ("g-almere-t-wijkteam-oost_2", "almere"),
        (" g-almere ", "almere"),
        ("g-Almere", None),
        ("g-", None),
        ("almere", None),
        ("g-almere-t-", None),
        ("g-almere-x-haven", None),
        ("", None),
        ("W-7K4Q9", None),
    ],
)
def test_what_a_payload_says(payload: str, municipality: str | None) -> None:
    assert read_link(payload) == municipality


def test_the_team_is_kept_apart_from_the_answers() -> None:
    talk = engine().open("7K4Q9", NOW, "telegram")
    turn = respond(engine(), talk, Message(kind=Kind.START, text="g-almere", team="Wijkteam Haven"), NOW)
    assert turn.conversation.facts["via"].value == "Wijkteam Haven"
    assert turn.conversation.facts["via"].origin is Origin.GIVEN
    assert turn.conversation.order == ()  # nothing to take back: nothing was answered
    back = respond(engine(), turn.conversation, Message(kind=Kind.TEXT, text="terug"), NOW)
    assert "via" in back.conversation.facts


def test_a_team_that_somebody_typed_is_no_team() -> None:
    talk = engine().open("7K4Q9", NOW, "telegram")
    turn = respond(engine(), talk, Message(kind=Kind.START, text="g-almere-t-haven"), NOW)
    assert "via" not in turn.conversation.facts


def test_an_unknown_municipality_begins_as_always() -> None:
    talk = engine().open("7K4Q9", NOW)
    turn = respond(engine(), talk, Message(kind=Kind.START, text="g-nergens"), NOW)
    assert turn.conversation.municipality == "almere"
    assert turn.conversation.waiting == "luisteren.vraag"


@given(st.text(max_size=80))
def test_any_payload_is_answered_alike(payload: str) -> None:
    talk = engine().open("7K4Q9", NOW)
    turn = respond(engine(), talk, Message(kind=Kind.START, text=payload), NOW)
    assert turn.replies
