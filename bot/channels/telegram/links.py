"""The address that opens a chat with the bot."""

LONGEST_PAYLOAD = 64
"""Characters that Telegram passes on of what stands behind `?start=`; only A-Z a-z 0-9 - and _."""


def chat_link(bot: str, payload: str) -> str:
    """The address that opens a chat with this bot, and brings the payload along."""
    assert len(payload) <= LONGEST_PAYLOAD, "Telegram would drop it"
    return f"https://t.me/{bot}?start={payload}"
