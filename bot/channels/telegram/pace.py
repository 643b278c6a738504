"""Not faster than Telegram wants: per chat, per group, and over all. Time comes in as an argument."""

from dataclasses import dataclass

_SEVERAL = 3  # so many chats held up at once: Telegram means all of us
_GROUP_PER_SECOND = 20 / 60
_FULL = 1e-9


@dataclass(slots=True)
class _Bucket:
    """Fills by `per_second` up to `size`; each message takes one out."""

    size: float
    per_second: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one can be taken."""
        self.left = min(self.size, self.left + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.left >= 1 - _FULL else (1 - self.left) / self.per_second


class Pace:
    """Limits of the Bot API: about 1 a second in a chat (a short burst passes), 20 a minute in a group, 30 in all."""

    def __init__(self, *, burst: int = 3, per_chat: float = 1.0, overall: float = 25.0) -> None:
        self._burst, self._per_chat = burst, per_chat
        self._all = _Bucket(size=overall, per_second=overall, left=overall, at=0.0)
        self._chats: dict[str, _Bucket] = {}
        self._held: dict[str, float] = {}  # chat -> until
        self._all_held = 0.0

    def wait(self, chat: str, now: float, *, urgent: bool = False) -> float:
        """Seconds until this chat may get a message; an urgent one tries although others are held up."""
        waits = [self._all.wait(now), self._chat(chat, now).wait(now), self._held.get(chat, 0.0) - now]
        if not urgent:
            waits.append(self._all_held - now)
        return max(0.0, *waits)

    def take(self, chat: str, now: float) -> None:
        """Count a message to this chat."""
        self._chat(chat, now).left -= 1
        self._all.left -= 1

    def hold(self, chat: str, now: float, seconds: float) -> None:
        """Telegram said to wait: this chat, or all of them when it says so about several."""
        self._held = {key: until for key, until in self._held.items() if until > now}
        self._held[chat] = now + seconds
        if len(self._held) >= _SEVERAL:
            self._all_held = max(self._all_held, min(self._held.values()))

    def _chat(self, chat: str, now: float) -> _Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) > 10_000:  # a full bucket is the same as none
                self._chats = {key: one for key, one in self._chats.items() if now - one.at < 60}
            group = chat.startswith("-")
            size = 20.0 if group else float(self._burst)
            bucket = _Bucket(size=size, per_second=_GROUP_PER_SECOND if group else self._per_chat, left=size, at=now)
            self._chats[chat] = bucket
        return bucket
