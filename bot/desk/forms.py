"""Reading a form, and numbers as they come along. Without python-multipart: the desk takes no files."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_BYTES = 256 * 1024
_MOST_FIELDS = 200
_KIND = "application/x-www-form-urlencoded"


def whole_number(typed: str, *, digits: int = 9) -> int | None:
    """A number of at most so many digits; None for anything else, such as a sign, or digits of another script."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else None


async def read_form(request: Request, several: Collection[str] = ()) -> dict[str, str]:
    """The fields of a form, each name once. Only a name in `several` may come more often: its values, line by line.

    Answers 413, 415 or 400 by itself to what none of our forms can send.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found and name not in several:
            raise HTTPException(400)
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found
