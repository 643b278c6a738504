"""Words that work at every step: also with politeness, and never in the middle of a story."""

import pytest
from listen_lab import FLOWS, table

from bot.model.flow import Command
from bot.understanding.commands import CommandFinder
from bot.understanding.normalise import read_words

FINDER = CommandFinder(FLOWS.commands)
SAID = table("commands")
PAIRS = [pytest.param(name, said, id=said) for name, all_said in SAID.items() for said in all_said]


def _name(command: Command | None) -> str:
    """What it does, or the first wording of a question about us."""
    if command is None:
        return "-"
    return command.do.value if command.do else command.words[0]


@pytest.mark.parametrize(("name", "said"), PAIRS)
def test_command(name: str, said: str) -> None:
    assert _name(FINDER.find(read_words(said))) == name


def test_every_command_has_sentences() -> None:
    assert {_name(command) for command in FLOWS.commands} == SAID.keys() - {"-"}


@pytest.mark.parametrize("command", FLOWS.commands, ids=_name)
@pytest.mark.parametrize("form", ["{}", "{}!", "{} alsjeblieft", "{} graag", "  {}  "])
def test_every_word_works_with_and_without_politeness(command: Command, form: str) -> None:
    for word in command.words:
        assert FINDER.find(read_words(form.format(word))) is command, word
        assert FINDER.find(read_words(form.format(word.upper()))) is command, word


def test_a_long_story_is_no_command() -> None:
    story = "gisteren wilde ik de gemeente bellen en toen kon ik weer niemand spreken over mijn aanvraag"
    assert FINDER.find(read_words(story)) is None


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "😀", "!!!", "?"])
def test_nothing_is_no_command(said: str) -> None:
    assert FINDER.find(read_words(said)) is None
