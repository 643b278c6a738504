"""The second factor: codes of an app, recovery codes on paper, and the picture to set the app up with."""

import re
import secrets
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import pyotp
import segno

_WINDOW = 1  # steps of 30 seconds that a phone's clock may be off, either way
_CODES = 10


def new_secret() -> str:
    """A secret of 160 bits for an app."""
    return pyotp.random_base32(32)


def find_step(secret: str, typed: str, now: datetime) -> int | None:
    """Which step of 30 seconds this code belongs to. Whoever asks must use that step up (see the store)."""
    code = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch("[0-9]{6}", code):  # not isdigit(): that takes digits of any script
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=_WINDOW)
    except pyotp.OTPVerificationError:
        return None


def new_invitation() -> str:
    """A code of 80 bits: 16 letters and digits that can be read out on the phone."""
    return b32encode(secrets.token_bytes(10)).decode()


def new_recovery_codes() -> tuple[str, ...]:
    """Ten such codes, in groups of four."""
    return tuple(in_groups(new_invitation()) for _ in range(_CODES))


def recovery_hash(typed: str, account_id: str) -> str | None:
    """What is kept of a recovery code; None when this is none. 80 random bits need no slow hash."""
    code = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch("[A-Z2-7]{16}", code):
        return None
    return sha256(f"recovery:{account_id}:{code}".encode()).hexdigest()


def recovery_hashes(codes: Iterable[str], account_id: str) -> list[str]:
    """What is kept of codes that we made."""
    return [kept for code in codes if (kept := recovery_hash(code, account_id))]


def app_address(secret: str, name: str, issuer: str) -> str:
    """The `otpauth:` address: in the picture, and as a link for who reads the page on that very phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def picture(address: str, title: str) -> str:
    """The QR code as SVG to stand in a page: no script, no style, and white paper also at night."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(
        scale=5, border=4, dark="#000", light="#fff", title=title, svgclass="desk-qr", lineclass=None
    )


def in_groups(text: str) -> str:
    """ABCDEFGH -> ABCD EFGH."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
