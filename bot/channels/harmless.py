"""Text that may hold anything -> text that a terminal shows and does not obey.

An escape sequence in the words of a resident could clear a screen, change a title or fill a
clipboard; a direction mark could make a line read as another one. Both lose their power here.
"""

import re

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
# Control signs but the new line; marks that turn the direction of text; half surrogate pairs.
_HARMFUL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHOWN = "\N{REPLACEMENT CHARACTER}"


def harmless(text: str) -> str:
    """The text with every sign that steers a terminal made visible; a tab becomes a space."""
    return _HARMFUL.sub(_SHOWN, _LINE_ENDS.sub("\n", text).replace("\t", " "))


def harmless_json(line: str) -> str:
    """JSON text with those signs written as `\\uXXXX`: the value stays exactly the same."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
