"""What an error of the Bot API means for a message that was being sent."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

_CLOSED = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "bot was kicked",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "peer_id_invalid",
    "chat_write_forbidden",
    "group chat was deactivated",
)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Fate(StrEnum):
    """What became of the message."""

    WAIT = "wait"  # not taken: Telegram says how long to wait
    RETRY = "retry"  # not taken: try again
    UNCERTAIN = "uncertain"  # may have been taken
    CLOSED = "closed"  # nothing gets through to this chat any more
    MOVED = "moved"  # this group goes on under another number
    SAME = "same"  # an edit that changes nothing: as good as done
    REFUSED = "refused"  # never


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The fate, with how many seconds to wait or where the chat went."""

    fate: Fate
    seconds: float = 0.0
    chat: str = ""


def judge(error: TelegramError) -> Verdict:
    """Tell what an error means. Order matters: in the library a refusal is a network error as well."""
    match error:
        case RetryAfter():
            return Verdict(fate=Fate.WAIT, seconds=seconds_of(error))
        case ChatMigrated():
            return Verdict(fate=Fate.MOVED, chat=str(error.new_chat_id))
        case Forbidden():
            return Verdict(fate=Fate.CLOSED)
        case BadRequest():
            return Verdict(fate=_refusal(error.message.lower()))
        case NetworkError():
            sent = isinstance(error.__cause__, httpx.HTTPError) and not isinstance(error.__cause__, _NOT_SENT)
            return Verdict(fate=Fate.UNCERTAIN if sent else Fate.RETRY)
    # 401, 404 and 409 are refusals for now; a bare error is an answer 200 that could not be read.
    bare = type(error) is TelegramError
    return Verdict(fate=Fate.UNCERTAIN if bare else Fate.RETRY)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _refusal(description: str) -> Fate:
    if "message is not modified" in description:
        return Fate.SAME
    return Fate.CLOSED if any(words in description for words in _CLOSED) else Fate.REFUSED
