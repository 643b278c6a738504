"""Sentences by name, as channels say them to coordinators."""

from datetime import datetime

from bot.content.wording import moment_in_words
from bot.dialogue import Engine
from bot.model.conversation import Json
from bot.model.text import DUTCH
from bot.model.wording import Phrase


class ChannelWords:
    """Sentences by name. Coordinators read Dutch."""

    def __init__(self, engine: Engine) -> None:
        self._parts = engine.parts

    def say(self, name: str, **values: str) -> str:
        """The sentence of this name, filled in."""
        return self._parts.phrase(name, DUTCH, **values)

    def theme(self, name: str) -> str:
        """A theme's name; an unknown id is shown as it is."""
        theme = self._parts.knowledge.themes.get(name)
        return theme.name.to(DUTCH) if theme is not None else name

    def moment(self, stamp: Json) -> str:
        """A moment as people write it, in local time; empty when there is none."""
        if not isinstance(stamp, str) or not stamp:
            return ""
        return moment_in_words(datetime.fromisoformat(stamp), DUTCH, self.say(Phrase.CLOCK))
