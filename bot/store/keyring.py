"""The keys of the store: they seal texts, sign tokens, and turn an address into a key to look it up by.

A key file holds one line `index:<secret>` and one or more Fernet keys, the newest first. A new
Fernet key goes on top and the old ones stay as long as rows sealed with them do. The index secret
never changes: with another one, no address would be found again, and no link on paper would hold.
"""

import hmac
import os
import secrets
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.errors import StoreError

_INDEX = "index:"
_INDEX_BYTES = 32
_AS_BYTES = ("utf-8", "surrogatepass")  # half a surrogate pair, as a raw update may hold, survives
_SEAL_BYTES = 16  # 128 bits behind a token
_SEAL_LENGTH = 22  # the same in base64, without the "=" at the end


class Keyring:
    """Seals, unseals and indexes; shows nothing of its keys when printed."""

    __slots__ = ("_fernet", "_index")

    def __init__(self, *, keys: Sequence[Fernet], index: bytes) -> None:
        """Take the keys, newest first; `from_text` and `from_file` are the usual ways in."""
        self._fernet = MultiFernet(keys)
        self._index = index

    @classmethod
    def from_text(cls, keys: str) -> Self:
        """Read the lines of a key file; empty lines and lines that start with # are skipped."""
        lines = [line.strip() for line in keys.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        indexes = [line.removeprefix(_INDEX) for line in lines if line.startswith(_INDEX)]
        fernets = [_fernet(line) for line in lines if not line.startswith(_INDEX)]
        if len(indexes) != 1:
            raise StoreError(f"the keys hold {len(indexes)} lines '{_INDEX}...'; exactly one is needed")
        if not fernets:
            raise StoreError("the keys hold no key to seal with; at least one is needed")
        return cls(keys=fernets, index=_index(indexes[0]))

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read the key file, after making it (mode 0600) when there is none; others may not read it."""
        if not path.exists():
            _create(path)
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise StoreError(f"key file '{path}' is open to others (mode {mode:04o}); run chmod 600 on it")
        return cls.from_text(path.read_text(encoding="ascii", errors="replace"))

    def seal(self, text: str) -> bytes:
        """Encrypt with the newest key."""
        return self._fernet.encrypt(text.encode(*_AS_BYTES))

    def unseal(self, sealed: bytes) -> str:
        """Decrypt with whichever key fits; StoreError when none does or the bytes were changed."""
        try:
            return self._fernet.decrypt(sealed).decode(*_AS_BYTES)
        except InvalidToken:
            raise StoreError("no key fits; the key file is another one or the row was changed") from None

    def address_key(self, channel: str, address: str) -> str:
        """Return the same 64 hex digits for the same address, of no use without the index secret."""
        told_apart = f"{len(channel)}:{channel}{address}".encode(*_AS_BYTES)
        return hmac.new(self._index, told_apart, sha256).hexdigest()

    def sign(self, purpose: str, text: str) -> str:
        """Return a token: `text` with a seal behind it, in the letters A-Z a-z 0-9 - _ if `text` is.

        It is no secret what it says; nobody else can make one, and one for another purpose does not hold.
        """
        key = hmac.new(self._index, f"sign:{purpose}".encode(), sha256).digest()
        seal = hmac.new(key, text.encode(*_AS_BYTES), sha256).digest()[:_SEAL_BYTES]
        return f"{text}-{urlsafe_b64encode(seal).decode().rstrip('=')}"

    def find_signed(self, purpose: str, token: str) -> str | None:
        """Return the text that was signed for this purpose; None for anything else. As long for a near miss."""
        text = token[: -_SEAL_LENGTH - 1]
        # The token is made again and compared as a whole: a seal written in another way does not hold either.
        made = self.sign(purpose, text)
        return text if hmac.compare_digest(made.encode(*_AS_BYTES), token.encode(*_AS_BYTES)) else None

    def fingerprint(self) -> str:
        """Tell one index secret from another without giving it away."""
        return hmac.new(self._index, b"fingerprint", sha256).hexdigest()


def _fernet(line: str) -> Fernet:
    try:
        return Fernet(line)
    except ValueError:
        # The line itself stays out of the message: it may be a key with one character too few.
        raise StoreError("a line of the keys is not a Fernet key (44 characters of base64)") from None


def _index(text: str) -> bytes:
    try:
        index = urlsafe_b64decode(text)
    except ValueError:
        index = b""
    if len(index) != _INDEX_BYTES:
        raise StoreError(f"the line '{_INDEX}...' must hold {_INDEX_BYTES} bytes of base64")
    return index


def _create(path: Path) -> None:
    """Make the file whole or not at all: two processes that start together end up with one file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    index = urlsafe_b64encode(secrets.token_bytes(_INDEX_BYTES)).decode()
    text = f"{_INDEX}{index}\n{Fernet.generate_key().decode()}\n"
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its keys are the keys
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    """Make a new name in a directory survive a power cut: keys that vanish take all texts along."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
