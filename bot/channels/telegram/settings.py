"""What the Telegram channel needs to be told."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.errors import BotError

_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # Telegram allows 1 to 256; short ones can be guessed
_TOKEN = re.compile(r"\d+:\S+")
OFFICIAL = "https://api.telegram.org/bot"


class TelegramFault(BotError):
    """A setting with which the channel cannot start."""


class Mode(StrEnum):
    """How updates reach us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Waits, in seconds. Tests shorten them."""

    poll: float = 25.0  # how long Telegram may hold a getUpdates
    read: float = 10.0  # how long an answer may take beyond that
    connect: float = 5.0
    lease: float = 30.0  # after this long without a sign another process takes over
    first_retry: float = 0.5
    last_retry: float = 30.0
    alarm: float = 1.5  # after this long a safety text goes out past the store
    idle: float = 1.0  # how often worker and sender look without being woken
    mark: float = 5.0  # how often an empty poll is noted
    gap: float = 24 * 3600.0  # Telegram keeps updates no longer
    quiet: float = 6 * 24 * 3600.0  # after a week of silence Telegram starts at another number


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """Refuses what cannot work, without ever showing the token or the secret."""

    token: str = field(repr=False)
    base_url: str = OFFICIAL
    mode: Mode = Mode.POLLING
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    timing: Timing = field(default_factory=Timing)

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.token):
            raise TelegramFault("the Telegram token does not have the form 123456:ABC; copy it from BotFather")
        # A Bot API server of one's own takes http as well.
        schemes = ("https://",) if self.base_url == OFFICIAL else ("https://", "http://")
        if self.mode is Mode.WEBHOOK and not self.webhook_url.startswith(schemes):
            raise TelegramFault("the webhook needs an address that starts with https://")
        if self.mode is Mode.WEBHOOK and not _SECRET.fullmatch(self.webhook_secret):
            raise TelegramFault("the webhook secret must have 32 to 256 characters of A-Z a-z 0-9 _ -")

    @property
    def bot_id(self) -> str:
        """The number of the bot; not secret."""
        return self.token.partition(":")[0]
