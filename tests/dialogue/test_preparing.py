"""Preparing a talk survives what changes meanwhile: facts, the talk that fits, an older stored state."""

from dataclasses import replace

from talk_lab import play
from talk_paths import TALK

from bot.model.conversation import Aside


def test_a_list_that_is_not_there_any_more_begins_anew() -> None:
    talk = play((*TALK, "#voorbereiden"))
    talk.state = replace(talk.state, aside=Aside(id="gesprek_verder", about="lijst_van_vroeger"))
    talk.tap("volgende")
    assert "Neem mee" in talk.text


def test_a_talk_that_is_not_there_any_more_is_asked_anew() -> None:
    talk = play((*TALK, "#voorbereiden"))
    gone = replace(talk.state.facts["gesprek"], value="gesprek_van_vroeger")
    talk.state = replace(talk.state, facts={**talk.state.facts, "gesprek": gone})
    talk.tap("volgende")
    assert talk.state.aside is not None
    assert talk.state.aside.id == "welk_gesprek"


def test_own_words_in_between_are_heard_and_not_lost() -> None:
    talk = play((*TALK, "#voorbereiden", "mijn moeder is dement en ik zorg voor haar", "papier"))
    [document] = [reply.document for reply in talk.replies if reply.document]
    assert "mijn moeder is dement" in str(document)


def test_another_need_makes_it_another_sheet() -> None:
    """The facts decide, not where the talk once was."""
    talk = play(("/start", "ik zoek hulp in het huishouden", "#ja", "papier"))
    [before] = [reply.document for reply in talk.replies if reply.document]
    talk.type("mijn zoon van 9 zit thuis zonder school")
    talk.type("gesprek")
    assert {"keukentafel", "school"} <= set(talk.options())
    talk.tap("school")
    talk.type("papier")
    [after] = [reply.document for reply in talk.replies if reply.document]
    assert (before["kind"], after["kind"]) == ("keukentafel", "school")
