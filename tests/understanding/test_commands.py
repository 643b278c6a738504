"""Words that work at every step: also with politeness, and never in the middle of a story."""

import pytest
from listen_lab import FLOWS, table

from bot.model.flow import Action, Command
from bot.understanding.commands import CommandFinder
from bot.understanding.normalise import read_words

FINDER = CommandFinder(FLOWS.commands)
SAID = table("commands")
PAIRS = [pytest.param(name, said, id=said) for name, all_said in SAID.items() for said in all_said]


@pytest.mark.parametrize(("name", "said"), PAIRS)
def test_command(name: str, said: str) -> None:
    expected = None if name == "-" else Action(name)
    assert FINDER.find(read_words(said)) is expected


def test_every_command_has_sentences() -> None:
    assert {command.do.value for command in FLOWS.commands} == SAID.keys() - {"-"}


@pytest.mark.parametrize("command", FLOWS.commands, ids=lambda command: command.do.value)
@pytest.mark.parametrize("form", ["{}", "{}!", "{} alsjeblieft", "{} graag", "  {}  "])
def test_every_word_works_with_and_without_politeness(command: Command, form: str) -> None:
    for word in command.words:
        assert FINDER.find(read_words(form.format(word))) is command.do, word
        assert FINDER.find(read_words(form.format(word.upper()))) is command.do, word


def test_a_long_story_is_no_command() -> None:
    story = "gisteren wilde ik de gemeente bellen en toen kon ik weer niemand spreken over mijn aanvraag"
    assert FINDER.find(read_words(story)) is None


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "😀", "!!!", "?"])
def test_nothing_is_no_command(said: str) -> None:
    assert FINDER.find(read_words(said)) is None
