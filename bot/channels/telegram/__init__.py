"""Telegram: updates in, messages out. Everything is stored before it is confirmed or sent."""

from bot.channels.telegram.run import TelegramChannel
from bot.channels.telegram.settings import Mode, TelegramSettings, Timing
from bot.channels.telegram.webhook import webhook_routes

__all__ = ["Mode", "TelegramChannel", "TelegramSettings", "Timing", "webhook_routes"]
