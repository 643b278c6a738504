"""Words that work at every step: they must be the whole message; some wordings may stand inside a short one."""

from collections.abc import Iterable
from itertools import takewhile

from bot.model.flow import Command
from bot.understanding.normalise import Words, read_words
from bot.understanding.phrases import NEGATIONS, StrictPhrases

_SHORT = 9  # words; a longer message is a story, whatever words stand in it
_ABOUT = frozenset("over want omdat vanwege hierover daarover".split())
# What may stand around a wording that asks for something; with other words it is a story ("zij is een lief mens").
_ASKING = frozenset(
    """
    en of
    ik we wij u je jij jullie mij me ons wil willen wou zou kan kunnen kunt kun mag mogen moet graag liever toch nu even
    gewoon maar dan eens alleen ook echt snel vandaag morgen direct gelijk meteen aub alsjeblieft alstublieft svp please
    een echt echte iemand mens mensen persoon hier er dit dat via met door van aan de het lijn telefoon ja nee hallo hoi
    goedemorgen goedemiddag dag wilt zoek vraag heb nodig hebben krijgen spreken praten bellen
    """.split()
)
_POLITE = frozenset("aub alsjeblieft alstublieft svp graag even gewoon maar dan nu eens please".split())


class CommandFinder:
    """Finds the global words. Built once; holds no state."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._whole: dict[str, Command] = {}
        self._with_person: dict[str, Command] = {}
        wordings: list[tuple[str, str]] = []
        for command in commands:
            for word in command.words:
                bare = _bare(read_words(word))
                self._whole[bare] = command
                if command.with_person:
                    self._with_person[bare] = command
                if command.inside and " " in word.strip():
                    wordings.append((bare, word))
        self._wordings = StrictPhrases(wordings)

    def find_with_person(self, words: Words) -> Command | None:
        """The same while a person has the talk: few words do, and only as the whole message."""
        return self._with_person.get(_bare(words))

    def find(self, words: Words) -> Command | None:
        """What the message asks for, if it is one of the global words."""
        whole = self._whole.get(_bare(words))
        if whole is not None or len(words.tokens) > _SHORT:
            return whole
        found = self._wordings.find(words)
        if not found:
            return None
        longest = max(found, key=lambda hit: hit.length)
        same = (hit.phrase for hit in found if self._whole[hit.key] == self._whole[longest.key])
        wanted = {token for phrase in same for token in read_words(phrase).tokens}
        denied = NEGATIONS.intersection(words.tokens) - wanted
        asks = _ASKING.issuperset(token for token in _request(words) if token not in wanted)
        return self._whole[longest.key] if asks and not denied else None


def _request(words: Words) -> Iterable[str]:
    """The message up to what it is about: "ik wil iemand spreken over mijn schulden"."""
    return takewhile(lambda token: token not in _ABOUT, words.tokens)


def _bare(words: Words) -> str:
    """The message without politeness; the whole of it when nothing else is left."""
    return " ".join(token for token in words.tokens if token not in _POLITE) or words.plain
