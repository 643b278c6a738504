"""What a conversation keeps: learn, forget with what depends on it, take back, and the stored form."""

import json
from datetime import timedelta

import pytest
from talk_lab import START, engine
from talk_paths import PATHS, talk_at

from bot.dialogue import from_json, to_json
from bot.dialogue.memory import MemoryFault, dependents, forget, learn, skip, take_back
from bot.model.conversation import Aside, Conversation, Unsigned
from bot.model.facts import FactKind, FactSpec, Origin, Value
from bot.model.text import Text


def _spec(name: str, *depends_on: str, kind: FactKind = FactKind.CHOICE) -> FactSpec:
    return FactSpec(id=name, kind=kind, label=Text({"nl": name}), depends_on=depends_on)


SPECS = {
    spec.id: spec
    for spec in (
        _spec("onderwerp", kind=FactKind.TOPICS),
        _spec("stadium", "onderwerp"),
        _spec("besluit", "stadium"),
        _spec("besluit_op", "besluit"),
        _spec("voor_wie"),
        _spec("ring_a", "ring_b"),
        _spec("ring_b", "ring_a"),
    )
}
EMPTY = Conversation(ref="7K4Q", municipality="almere")


def _told(**facts: Value) -> Conversation:
    """One answer a minute, in this order."""
    talk = EMPTY
    for minute, (name, value) in enumerate(facts.items()):
        talk = learn(talk, SPECS, name, value, Origin.TAPPED, START + timedelta(minutes=minute))
    return talk


FULL = _told(onderwerp=("scootmobiel",), stadium="wachten", besluit="ja", besluit_op="2026-11-02", voor_wie="zelf")


def test_a_changed_answer_drops_what_depends_on_it_and_nothing_else() -> None:
    talk = learn(FULL, SPECS, "stadium", "afgewezen", Origin.TAPPED, START)
    assert set(talk.facts) == {"onderwerp", "stadium", "voor_wie"}
    assert set(talk.order) == set(talk.facts)


def test_the_same_answer_again_drops_nothing() -> None:
    assert set(learn(FULL, SPECS, "stadium", "wachten", Origin.TAPPED, START).facts) == set(FULL.facts)


def test_one_more_topic_is_no_other_answer() -> None:
    more = learn(FULL, SPECS, "onderwerp", ("scootmobiel", "traplift"), Origin.SAID, START)
    assert set(more.facts) == set(FULL.facts)
    other = learn(FULL, SPECS, "onderwerp", ("traplift",), Origin.SAID, START)
    assert set(other.facts) == {"onderwerp", "voor_wie"}


def test_dependents_reach_through_others_and_stand_a_ring() -> None:
    assert dependents(SPECS, "onderwerp") == {"onderwerp", "stadium", "besluit", "besluit_op"}
    assert dependents(SPECS, "besluit_op") == {"besluit_op"}
    assert dependents(SPECS, "ring_a") == {"ring_a", "ring_b"}


def test_forget_takes_skipped_questions_along() -> None:
    talk = forget(skip(_told(onderwerp=("scootmobiel",)), "stadium"), SPECS, "onderwerp")
    assert not talk.facts
    assert not talk.skipped
    assert not talk.order


def test_an_answer_after_all_is_no_longer_skipped() -> None:
    talk = learn(skip(EMPTY, "voor_wie"), SPECS, "voor_wie", "zelf", Origin.TAPPED, START)
    assert not talk.skipped


def test_take_back_undoes_the_last_answer() -> None:
    talk, undone = take_back(FULL, SPECS)
    assert undone == ("voor_wie",)
    talk, undone = take_back(talk, SPECS)
    assert undone == ("besluit_op",)


def test_take_back_undoes_all_that_one_message_told() -> None:
    talk = learn(EMPTY, SPECS, "voor_wie", "zelf", Origin.TAPPED, START)
    for name in ("onderwerp", "stadium"):
        talk = learn(
            talk, SPECS, name, ("x",) if name == "onderwerp" else "wachten", Origin.SAID, START + timedelta(minutes=1)
        )
    talk, undone = take_back(talk, SPECS)
    assert set(undone) == {"onderwerp", "stadium"}
    assert set(talk.facts) == {"voor_wie"}


def test_take_back_reopens_a_skipped_question() -> None:
    talk, undone = take_back(skip(EMPTY, "voor_wie"), SPECS)
    assert undone == ("voor_wie",)
    assert not talk.skipped


def test_take_back_of_nothing() -> None:
    assert take_back(EMPTY, SPECS) == (EMPTY, ())


@pytest.mark.parametrize("step", sorted(PATHS))
@pytest.mark.no_cover
def test_the_stored_form_reads_back_equal(step: str) -> None:
    talk = talk_at(step).state
    assert from_json(to_json(talk)) == talk
    assert to_json(from_json(to_json(talk))) == to_json(talk)


@pytest.mark.parametrize("version", [0, 4, 99, None, "1", [1]])
def test_a_form_of_another_version_is_refused(version: object) -> None:
    state = json.loads(to_json(EMPTY))
    state["v"] = version
    with pytest.raises(MemoryFault, match="form"):
        from_json(json.dumps(state))


def test_a_talk_from_before_people_could_join_reads_on() -> None:
    """Stored by form 1, as it was written then."""
    stored = (
        '{"v":1,"ref":"7K4Q","gemeente":"almere","turn":3,"facts":{"kanaal":["telegram","given",1795266000.0],'
        '"onderwerp":[["huishoudelijke_hulp"],"said",1795266037.5]},"order":["onderwerp"],"told":["begin.hallo"],'
        '"waiting":"luisteren.klopt","asked":"klopt","asked_turn":2,"aside":["wissen",""],"started_at":1795266000.0}'
    )
    talk = from_json(stored)
    assert talk.person is None
    assert not talk.undo
    assert (talk.waiting, talk.asked, talk.asked_turn, talk.aside) == (
        "luisteren.klopt",
        "klopt",
        2,
        Aside(id="wissen"),
    )
    assert talk.facts["onderwerp"].values() == ("huishoudelijke_hulp",)
    lifted = json.loads(to_json(talk))
    assert {**lifted, "v": 1} == json.loads(stored)
    assert lifted["v"] == 3


@pytest.mark.parametrize(
    ("about", "unsigned"),
    [
        ("telefoon|bel 06 | 12", Unsigned(text="bel 06 | 12", line="telefoon")),
        ("|op dinsdag weg", Unsigned(text="op dinsdag weg")),
    ],
)
def test_what_was_not_signed_reads_on_from_the_question_about_it(about: str, unsigned: Unsigned) -> None:
    """Stored by form 2: with the question open, and with a person over it."""
    talk = {"v": 2, "ref": "7K4Q", "gemeente": "almere", "turn": 3, "facts": {}, "phase": "sent", "sent": 1}
    open_now = from_json(json.dumps({**talk, "aside": ["aanvulling_teken", about]}))
    assert (open_now.aside, open_now.unsigned) == (Aside(id="aanvulling_teken"), unsigned)
    person = {"name": "Anna", "mode": "live", "since": 1795266000.0, "ask": "", "code": "W-7K4Q", "asked_turn": 2}
    under = from_json(json.dumps({**talk, "person": {**person, "under": ["aanvulling_teken", about]}}))
    assert under.person is not None
    assert (under.person.under, under.unsigned) == (Aside(id="aanvulling_teken"), unsigned)


def test_what_real_facts_depend_on_exists() -> None:
    specs = engine().parts.specs
    for name in specs:
        assert dependents(specs, name) <= set(specs)
