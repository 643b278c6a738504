"""A language as people call it in Dutch -> its code, and back."""

from functools import cache

from babel import Locale

from bot.model.text import DUTCH


def language_code(called: str) -> str:
    """The code of a language by its Dutch name or by its code; what is neither comes back in small letters."""
    called = called.strip().lower()
    return _codes().get(called, called)


def language_name(code: str) -> str:
    """What a language is called in Dutch; a code that nobody knows comes back as it is."""
    return str(Locale(DUTCH).languages.get(code, code))


@cache
def _codes() -> dict[str, str]:
    return {name.lower(): code for code, name in Locale(DUTCH).languages.items()}
