"""The payload of a link or QR code: `g-<municipality>`, with `-t-<team>` behind it where a team shared it.

Anybody can type one, so it is only a hint where to begin: it opens nothing and tells nothing.
"""

import re
from dataclasses import dataclass

_LINK = re.compile(r"g-([a-z0-9_]{1,24})(?:-t-([a-z0-9_-]{1,32}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where somebody comes from."""

    municipality: str
    team: str = ""


def read_link(payload: str) -> Link | None:
    """What the payload says; None for anything that is not exactly of this form."""
    match = _LINK.fullmatch(payload.strip())
    return Link(municipality=match[1], team=match[2] or "") if match else None
