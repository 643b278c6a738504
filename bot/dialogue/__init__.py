"""The dialogue: conversation + message + now -> new conversation + replies + events. Pure."""

from bot.dialogue import people
from bot.dialogue.engine import Engine, respond
from bot.dialogue.memory import from_json, to_json

__all__ = ["Engine", "from_json", "people", "respond", "to_json"]
