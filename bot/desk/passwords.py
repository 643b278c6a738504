"""Passwords: hashed off the event loop, with the same work for a name that does not exist."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar, TypeVarTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 12, 256  # characters; the upper end only keeps a megabyte out of the hash
_NEAR = ("wegwijzer", "wachtwoord", "password", "welkom")  # the first that somebody here would try
_AT_ONCE, _WAITING = 1, 20  # hashes at a time, and how many may wait: 20 wait about 2 seconds


_Made = TypeVar("_Made")
_Given = TypeVarTuple("_Given")


class Weakness(StrEnum):
    """Why something may not be a password; the page has a sentence for each."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    ABOUT = "about"  # hardly more than the person's own name, or ours


class TooBusy(Exception):
    """So many sign in at once that waiting makes no sense."""


class Passwords:
    """argon2id, 46 MiB and 2 rounds: OWASP's first choice with a round more, about 90 ms on 2 cores."""

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 47104) -> None:
        """Other costs are for tests only."""
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._inside = 0

    def find_weakness(self, password: str, *, about: tuple[str, ...]) -> Weakness | None:
        """Why this may not be a password; None when it may. `about`: words that say who it is."""
        plain = _plain(password)
        if len(plain) < MIN_LENGTH:
            return Weakness.SHORT
        if len(plain) > MAX_LENGTH:
            return Weakness.LONG
        if plain.casefold() in _common() or len(set(plain)) < 4:
            return Weakness.COMMON
        rest = plain.casefold()
        for word in (*about, *_NEAR):
            rest = rest.replace(word.casefold(), "") if len(word) > 2 else rest
        return None if len(rest) >= MIN_LENGTH // 2 else Weakness.ABOUT

    async def hash(self, password: str) -> str:
        """Hash a new password."""
        return await self._in_turn(self._hash, _plain(password))

    async def fits(self, stored: str | None, password: str) -> bool:
        """Whether the password is the one; as much work without a stored one. Raises TooBusy."""
        found = await self._in_turn(self._verify, stored or self._nobody, _plain(password)[:MAX_LENGTH])
        return found and stored is not None

    def is_dated(self, stored: str) -> bool:
        """Whether it was hashed with other parameters than ours: hash it again, now that we have it."""
        return self._hasher.check_needs_rehash(stored)

    def _hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[*_Given], _Made], *arguments: *_Given) -> _Made:
        if self._inside >= _AT_ONCE + _WAITING:
            raise TooBusy
        self._inside += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work, *arguments)
        finally:
            self._inside -= 1


@cache
def _common() -> frozenset[str]:
    """Passwords of 12 signs or more that many people choose."""
    text = files("bot.desk").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _plain(password: str) -> str:
    """One form for letters that can be written in two ways; half a surrogate pair becomes a question mark."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()
