"""How far somebody is, and the answers that stand in a story already."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listen_lab import KNOWN, LISTENER, table

from bot.model.law import Stage
from bot.understanding.listen import Heard, day_value

TODAY = date(2026, 11, 21)
RUNAWAY = 10.0  # seconds of this process; something that runs away takes minutes
STAGES = table("stage")
STAGE_PAIRS = [pytest.param(stage, said, id=said) for stage, all_said in STAGES.items() for said in all_said]
STORIES = table("facts")


def heard(text: str) -> Heard:
    return LISTENER.listen(text, TODAY)


@pytest.mark.parametrize(("stage", "said"), STAGE_PAIRS)
def test_stage(stage: str, said: str) -> None:
    found = heard(said)
    assert found.stage == Stage(stage), f"heard {found.stage} because of '{found.stage_because}'"
    assert found.facts["stadium"] == stage


def test_every_stage_has_sentences_and_there_are_enough() -> None:
    assert STAGES.keys() == {stage.value for stage in Stage}
    assert len(STAGE_PAIRS) >= 60


@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_is_heard_in_its_own_wordings(stage: Stage) -> None:
    missed = [wording for wording in KNOWN.stages[stage] if heard(wording).stage is None]
    assert not missed


@pytest.mark.parametrize("story", STORIES, ids=[story["text"] for story in STORIES])
def test_answers_in_a_story(story: dict) -> None:
    expected = {name: tuple(value) if isinstance(value, list) else value for name, value in story["facts"].items()}
    assert dict(heard(story["text"]).facts) == expected


def test_every_answer_that_is_found_exists() -> None:
    for said in (param.values[1] for param in STAGE_PAIRS):
        for name, value in heard(said).facts.items():
            spec = KNOWN.facts[name]
            values = value if isinstance(value, tuple) else (value,)
            assert not spec.options or all(spec.find_option(one) for one in values)


def test_every_wording_of_an_answer_is_found_in_a_story() -> None:
    missed = [
        f"{spec.id}.{option.id}: {wording}"
        for spec in KNOWN.facts.values()
        for option in spec.options
        for wording in option.story
        if spec.id not in heard(wording).facts
    ]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("text", ["\x00", "\ud800", "{x}", "%s", "a" * 100_000, "\u202e\u200b", "🙏" * 50])
def test_anything_can_be_listened_to(text: str) -> None:
    assert heard(text).facts == {}


@pytest.mark.parametrize(("approximate", "value"), [(True, "~2026-11-02"), (False, "2026-11-02")])
def test_how_a_day_is_kept(approximate: bool, value: str) -> None:
    assert day_value(date(2026, 11, 2), approximate) == value


def test_a_day_in_the_future_is_no_day_of_a_letter() -> None:
    assert "besluit_op" not in heard("mijn aanvraag is afgewezen op 2 december 2026").facts


SIGNS = "aeiknrst ćłąİışñ éأمي中ह😀\u200b\u202e\u0301\x00<>&{}[]()|0123456789.,;:!?-_/\\\"'\n\t"
MIXED = st.text(st.sampled_from(SIGNS))


@given(st.one_of(st.text(st.characters(), max_size=400), MIXED))
def test_any_text_is_heard(text: str) -> None:
    found = heard(text)
    assert sum(found.laws.values()) == pytest.approx(1, abs=0.01)
    assert 0 <= found.off <= 1
    assert all(0 <= guess.score <= 1 for guess in found.topics)


@pytest.mark.parametrize(
    "text",
    [
        "mijn scootmobiel is kapot " * 40_000,
        "\U0001f600" * 1_000_000,
        "a" * 1_000_000,
        "niet " * 200_000,
        "\u200b".join("rolstoel") * 50_000,
        "huur\u0301\u0302\u0303" * 100_000,
        "<table>" + "<tr><td>uitkering</td><td>1.034,56</td></tr>" * 20_000 + "</table>",
        "def f(x):\n    return {'a': [x, x]}\n" * 20_000,
        "ik wil. niet meer. de trap. op. " * 30_000,
        "ali veli deli " * 70_000,
    ],
    ids=["words", "emoji", "letter", "niet", "zero width", "marks", "table", "code", "sentences", "turkish"],
)
def test_a_megabyte_is_heard_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    heard(text)
    assert time.process_time() - begun < RUNAWAY


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ro\u200blst\u200bo\u200bel", "rolstoel"),
        ("R O L S T O E L ofzo, een rolstoel dus", "rolstoel"),
        ("<b>traplift</b>", "traplift"),
        ("| datum | wat |\n| 3 mei | scootmobiel aangevraagd |", "scootmobiel"),
        (
            "Geachte heer/mevrouw,\n\nHierbij delen wij u mede dat uw aanvraag voor een scootmobiel is afgewezen.",
            "scootmobiel",
        ),
        ("stomme klotebot geef gewoon die rolstoel", "rolstoel"),
    ],
)
def test_a_need_is_heard_through_noise(text: str, topic: str) -> None:
    assert topic in heard(text).sure_topics()
