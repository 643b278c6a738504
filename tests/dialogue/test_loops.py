"""The guard against flows that turn in circles, and the counts of what was not understood."""

from dataclasses import replace

import pytest
from talk_lab import START, Talk, engine

from bot.dialogue import Engine, respond
from bot.model.conversation import Aside, Kind, Message
from bot.model.flow import Choose, Step
from bot.model.wording import Phrase


def test_a_circle_ends_with_the_offer_of_a_person() -> None:
    parts = engine().parts
    ring = {
        "rond.a": Step(id="rond.a", kind=Choose(cases=()), to="rond.b"),
        "rond.b": Step(id="rond.b", kind=Choose(cases=()), to="rond.a"),
    }
    made = Engine(replace(parts, flows=replace(parts.flows, start="rond.a", steps={**parts.flows.steps, **ring})))
    turn = respond(made, made.open("7K4Q", START), Message(kind=Kind.START), START)
    words = "\n".join(reply.text for reply in turn.replies)
    assert parts.phrase(Phrase.LOOP, "nl") in words
    assert [event.kind for event in turn.events] == ["walk_stuck"]
    assert "mens" in words


def test_a_step_that_no_longer_exists_starts_again_with_the_facts_kept() -> None:
    talk = Talk()
    talk.type("ik zoek hulp in het huishouden")
    talk.tap("ja")
    facts = talk.state.facts
    talk.state = replace(talk.state, waiting="oude_stroom.stap", asked="bestaat_niet")
    talk.type("goedemorgen")
    assert set(facts) <= set(talk.state.facts)
    assert talk.state.waiting == "eerste.verder"


@pytest.mark.parametrize("said", ["goedemorgen", "wat weet u van mij"])
def test_a_question_in_between_that_no_longer_exists_is_let_go(said: str) -> None:
    talk = Talk()
    talk.type("ik zoek hulp in het huishouden")
    talk.tap("ja")
    facts = talk.state.facts
    talk.state = replace(talk.state, aside=Aside(id="oude_vraag"))
    talk.type(said)
    assert set(facts) <= set(talk.state.facts)
    assert talk.state.aside is None or talk.state.aside.id != "oude_vraag"


def test_never_a_third_time_not_understood() -> None:
    talk = Talk()
    talk.type("ik zoek hulp in het huishouden")
    not_understood = engine().parts.phrase(Phrase.REPHRASE, "nl")
    answers = []
    for words in ("qwertz", "plmokn", "vbnrtz", "zzzqqq", "wxwxwx"):
        talk.type(words)
        answers.append(talk.text)
    assert sum(not_understood in answer for answer in answers) <= 2
    assert "mens" in answers[2]


def test_a_good_answer_takes_the_misses_away() -> None:
    talk = Talk()
    talk.type("ik zoek hulp in het huishouden")
    talk.type("qwertz")
    assert talk.state.misses == 1
    talk.tap("ja")
    assert talk.state.misses == 0
