"""Cuts a long text into messages that Telegram takes, at the ends of sentences where there are any."""

LIMIT = 4096
"""UTF-16 units. Sources disagree on the unit; this is safe under each of them."""

_ENDS = ("\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ")


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Parts of at most `limit` UTF-16 units. Only blanks at the cuts get lost, no sign is cut in two."""
    parts: list[str] = []
    rest = text.strip()
    while _units(rest) > limit:
        cut = _cut(rest, _fitting(rest, limit))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def _units(text: str) -> int:
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit."""
    used = 0
    for index, sign in enumerate(text):
        used += 2 if ord(sign) > 0xFFFF else 1
        if used > limit:
            return index
    return len(text)


def _cut(text: str, fitting: int) -> int:
    """Where to cut: the last end of a sentence in the second half, else of a word, else between two signs."""
    for end in _ENDS:
        at = text.rfind(end, fitting // 2, fitting)
        if at > 0:
            return at + len(end)
    # Not inside a family of emoji: what follows a joiner, or is one, belongs to what stands before it.
    at = fitting
    while at > fitting // 2 and _joined(text, at):
        at -= 1
    return at if at > fitting // 2 else fitting


def _joined(text: str, at: int) -> bool:
    return text[at] in "\u200d\ufe0f\u20e3" or text[at - 1] == "\u200d" or 0x1F3FB <= ord(text[at]) <= 0x1F3FF
