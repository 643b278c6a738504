"""Random tokens: the browser holds the token, we hold its hash."""

import hmac
import secrets
from hashlib import sha256


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """An id that says nothing and may be seen."""
    return secrets.token_hex(8)


def token_hash(token: str) -> str:
    """What the store keeps: enough to know the token by, of no use to make it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def csrf_token(session_token: str) -> str:
    """The token in every form of this session: follows from the session's own, so nothing is kept."""
    return hmac.new(session_token.encode(), b"csrf", sha256).hexdigest()


def is_csrf_token(session_token: str, given: str) -> bool:
    """Compared in constant time; as bytes, since text with é would raise."""
    return hmac.compare_digest(csrf_token(session_token).encode(), given.encode("utf-8", "replace"))
