"""The sentences of Telegram itself, from `flows/telegram.yaml`: the menu of commands."""

from bot.channels.words import ChannelWords
from bot.model.conversation import Json
from bot.model.wording import TelegramCommand, TelegramText


class TelegramWords(ChannelWords):
    """What every channel says, and the menu."""

    def commands(self) -> list[Json]:
        """The menu of commands."""
        return [
            {"command": name.value, "description": self.say(f"{TelegramText.COMMAND}{name}")}
            for name in TelegramCommand
        ]

    def command_words(self) -> dict[str, str]:
        """For each command the word that works everywhere."""
        others = (name for name in TelegramCommand if name is not TelegramCommand.START)
        return {name.value: self.say(f"{TelegramText.WORD}{name}") for name in others}
