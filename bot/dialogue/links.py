"""The payload of a link or QR code: `g-<municipality>`.

Anybody can type one, so it is only a hint where to begin: it opens nothing and tells nothing. What a team
shares is signed: the service knows it again, and gives it on as such a payload with the team's name beside it.
"""

import re

# Links of before teams signed theirs end in the name of one. It is read over: anybody could have typed it.
_LINK = re.compile(r"g-([a-z0-9_]{1,24})(?:-t-[a-z0-9_-]{1,32})?")


def read_link(payload: str) -> str | None:
    """The municipality that the payload names; None for anything that is not exactly of this form."""
    match = _LINK.fullmatch(payload.strip())
    return match[1] if match else None


def link_to(municipality: str) -> str:
    """The payload that names this municipality."""
    return f"g-{municipality}"
