"""Danger by rules and examples together: nothing is silenced, suicide always stands, ordinary stories pass."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listen_lab import KNOWN, LISTENER
from sentence_lab import danger_finder, lines

from bot.model.danger import Alarm, Danger, Level
from bot.model.weights import Matter, Weights
from bot.understanding.listen import Listener
from bot.understanding.watch import LEARNED, DangerWatch

DANGER, ORDINARY = lines("danger"), lines("idiom")


@cache
def watch() -> DangerWatch:
    return DangerWatch(danger_finder(), LISTENER)


@cache
def without_weights() -> DangerWatch:
    return DangerWatch(danger_finder(), Listener(replace(KNOWN, weights=Weights())))


def find(line: str) -> Alarm | None:
    before, _, text = line.rpartition(" // ")
    return watch().find(text, before)


@pytest.mark.parametrize("line", [line for _, line in DANGER])
@pytest.mark.no_cover
def test_what_the_rules_find_is_never_silenced(line: str) -> None:
    before, _, text = line.rpartition(" // ")
    assert danger_finder().find(text, before) is None or find(line) is not None


@pytest.mark.parametrize("line", [line for heading, line in DANGER if heading.split()[:2] == ["suicide", "full"]])
def test_suicide_that_is_said_stays_full(line: str) -> None:
    alarm = find(line)
    assert alarm is not None
    assert alarm.kind is Danger.SUICIDE
    assert alarm.level is Level.FULL


def test_ordinary_messages_raise_next_to_no_full_alarm() -> None:
    """Each was written to mislead; a third is about danger that is past, of somebody else, or only asked about."""
    full = [line for _, line in ORDINARY if (alarm := find(line)) and alarm.level is Level.FULL]
    assert len(full) <= len(ORDINARY) * 0.015, full


@pytest.mark.parametrize(
    "line",
    [
        "HELP de trein vertrekt zo en mijn kaartje doet het niet",
        "help mijn telefoon is leeg en de winkel gaat bijna dicht",
        "noodgeval, mijn taart is mislukt en het feest begint straks",
    ],
)
def test_a_cry_about_something_else_is_no_full_alarm(line: str) -> None:
    alarm = find(line)
    assert alarm is None or alarm.level is Level.SOFT


@pytest.mark.parametrize("line", [line for _, line in lines("languages")])
@pytest.mark.no_cover
def test_a_plain_question_in_any_language_is_no_full_alarm(line: str) -> None:
    alarm = find(line)
    assert alarm is None or alarm.level is Level.SOFT


def test_nearly_all_explicit_danger_is_full() -> None:
    explicit = [line for heading, line in DANGER if heading.split()[1] == "full" and "//" not in line]
    missed = [line for line in explicit if (alarm := find(line)) is None or alarm.level is not Level.FULL]
    assert len(missed) <= len(explicit) * 0.03, missed


@pytest.mark.parametrize(
    "text",
    [
        "met mijn dochtertje van twee slaap ik al vier nachten achter in het busje bij het benzinestation",
        "opa draait elke nacht alle gaskranen open omdat de koningin hem dat door de radio beveelt",
    ],
)
def test_examples_teach_what_no_rule_says(text: str) -> None:
    assert find(text) is not None


def test_a_rule_that_few_examples_know_counts_as_one_of_its_kind() -> None:
    alarm = find(
        "Huwelijk over, werk weg, koophuis weg. Al negen maanden auto en douchen in het zwembad. Ik ben niet zielig."
    )
    assert alarm is not None
    assert (alarm.kind, alarm.level) == (Danger.DAKLOOS, Level.FULL)


def test_a_learned_alarm_says_so() -> None:
    learned = [alarm for _, line in DANGER if (alarm := find(line)) and LEARNED in alarm.because]
    assert all(alarm.because[-1] == LEARNED for alarm in learned)


@pytest.mark.parametrize("line", [line for _, line in DANGER if "//" not in line][::7])
def test_without_weights_the_rules_alone_say(line: str) -> None:
    assert without_weights().find(line) == danger_finder().find(line)


@given(st.text(st.characters(), max_size=200), st.text(max_size=60))
def test_it_never_raises(text: str, before: str) -> None:
    alarm = watch().find(text, before)
    assert alarm is None or alarm.kind in Danger


assert KNOWN.weights.answers[Matter.DANGER], "the real weights are needed here"
