"""Telegram: updates in, messages out. Everything is stored before it is confirmed or sent."""

from bot.channels.telegram.run import TelegramChannel
from bot.channels.telegram.settings import Mode, TelegramSettings, Timing

__all__ = ["Mode", "TelegramChannel", "TelegramSettings", "Timing"]
