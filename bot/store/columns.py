"""Column types: texts sealed to the place where they belong, and moments in UTC.

Fernet has no associated data, so the place of a text stands inside the sealed envelope: the
column (here) and the row it belongs to (`own`). Sealed bytes that were moved are refused.
"""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.store.errors import StoreError
from bot.store.keyring import Keyring

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class Sealed(TypeDecorator[str]):
    """A text that is encrypted on its way in and decrypted on its way out; never compared in SQL."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, keyring: Keyring, place: str) -> None:
        """Seal with `keyring` for `place`, written as table.column."""
        super().__init__()
        self.keyring = keyring
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal the text together with its place."""
        return None if value is None else self.keyring.seal(f"{self.place}\n{value}")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Unseal the text; StoreError when the key does not fit or the text comes from elsewhere."""
        return None if value is None else self.unsealed(value)

    def unsealed(self, value: bytes) -> str:
        """The same for bytes that were read as they are."""
        try:
            place, _, text = self.keyring.unseal(value).partition("\n")
        except StoreError as error:
            raise StoreError(f"cannot read {self.place}: {error}") from None
        if place != self.place:
            raise StoreError(f"cannot read {self.place}: the sealed text belongs to another column")
        return text


class UtcTime(TypeDecorator[datetime]):
    """A moment: only with a time zone on its way in, always UTC on its way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; a time without a zone is refused, since it could mean two moments."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise StoreError("a time without a time zone cannot be stored; use UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC; SQLite keeps no zone, so there it is added."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def own(owner: str, text: str) -> str:
    """Mark a text with the row it belongs to, before it is sealed."""
    return f"{len(owner)}:{owner}{text}"


def disown(owner: str, text: str) -> str:
    """Take that mark off again; StoreError when the text was moved here from another row."""
    mark = own(owner, "")
    if not text.startswith(mark):
        raise StoreError("cannot read a sealed text: it belongs to another row")
    return text.removeprefix(mark)
