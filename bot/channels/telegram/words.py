"""The channel's own sentences, from `flows/telegram.yaml`: commands, notices, answers to buttons."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content.wording import day_in_words
from bot.dialogue import Engine
from bot.model.conversation import Json
from bot.model.text import DUTCH

COMMANDS = ("start", "help", "mens", "gegevens", "wissen", "stop")
_HERE = ZoneInfo("Europe/Amsterdam")


class ChannelWords:
    """Sentences by name. Coordinators read Dutch."""

    def __init__(self, engine: Engine) -> None:
        self._parts = engine.parts

    def say(self, name: str, **values: str) -> str:
        """The sentence `telegram_<name>`, filled in."""
        return self._parts.phrase(f"telegram_{name}", DUTCH, **values)

    def commands(self) -> list[Json]:
        """The menu of commands."""
        return [{"command": name, "description": self.say(f"cmd_{name}")} for name in COMMANDS]

    def command_words(self) -> dict[str, str]:
        """For each command the word that works everywhere."""
        return {name: self.say(f"woord_{name}") for name in COMMANDS if name != "start"}

    def theme(self, name: str) -> str:
        """A theme's name; an unknown id is shown as it is."""
        theme = self._parts.knowledge.themes.get(name)
        return theme.name.to(DUTCH) if theme is not None else name

    def moment(self, stamp: Json) -> str:
        """A moment as people write it, in local time; empty when there is none."""
        if not isinstance(stamp, str) or not stamp:
            return ""
        local = datetime.fromisoformat(stamp).astimezone(_HERE)
        day = day_in_words(local.date(), DUTCH, weekday=True)
        return self.say("moment", dag=day, start=f"{local:%H.%M}")
