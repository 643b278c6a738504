"""Words that work at every step: they must be the whole message; some wordings may stand inside a short one."""

from collections.abc import Iterable

from bot.model.flow import Action, Command
from bot.understanding.normalise import Words, read_words
from bot.understanding.phrases import NEGATIONS, StrictPhrases

_SHORT = 9  # words; a longer message is a story, whatever words stand in it
_POLITE = frozenset("aub alsjeblieft alstublieft svp graag even gewoon maar dan nu eens please".split())


class CommandFinder:
    """Finds the global words. Built once; holds no state."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._whole: dict[str, Action] = {}
        wordings: list[tuple[str, str]] = []
        for command in commands:
            for word in command.words:
                self._whole[_bare(read_words(word))] = command.do
                if command.inside and " " in word.strip():
                    wordings.append((command.do.value, word))
        self._wordings = StrictPhrases(wordings)

    def find(self, words: Words) -> Action | None:
        """What the message asks for, if it is one of the global words."""
        whole = self._whole.get(_bare(words))
        if whole is not None or len(words.tokens) > _SHORT:
            return whole
        found = self._wordings.find(words)
        if not found:
            return None
        longest = max(found, key=lambda hit: hit.length)
        denied = NEGATIONS.intersection(words.tokens) - set(read_words(longest.phrase).tokens)
        return None if denied else Action(longest.key)


def _bare(words: Words) -> str:
    """The message without politeness; the whole of it when nothing else is left."""
    return " ".join(token for token in words.tokens if token not in _POLITE) or words.plain
