"""Whether an id token is the provider's own, fresh, and meant for us. Nothing is taken from the token on trust.

Not left to Authlib: it takes the list of algorithms from the provider, and hardly looks at the audience.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never none, never one with a shared secret
_LEEWAY = 60  # seconds that two clocks may differ
_LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_KNOWN = timedelta(minutes=5)  # an older logout token says nothing any more


class OidcFault(StrEnum):
    """What went wrong; the page has a sentence for each."""

    DOWN = "down"  # the provider does not answer, or with nonsense: try again later, or another way in
    STALE = "stale"  # state, cookie or code does not fit: start again
    DENIED = "denied"  # the provider, or the person there, said no
    UNTRUSTED = "untrusted"  # the token is not for us, not fresh or not theirs: tell the manager
    WEAK = "weak"  # signed in there without the second factor that we ask for
    NO_ROLE = "no_role"  # a colleague, but not one with a role here


class OidcError(Exception):
    """Carries the fault to the page. `detail` is for the log: a claim's name, never its value."""

    def __init__(self, fault: OidcFault, detail: str) -> None:
        """What went wrong, and where."""
        super().__init__(f"{fault}: {detail}")
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Logout:
    """What a logout token says."""

    subject: str  # who signed out there
    token_id: str  # counts once


class UnknownKey(Exception):
    """The token was not signed with a key we know: it may be a new one."""


def decode(id_token: str, keys: KeySet) -> dict[str, object]:
    """The claims of a token that one of these keys signed. Raises UnknownKey; nothing else was checked yet."""
    try:
        return dict(jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError) as error:
        raise UnknownKey(type(error).__name__) from None


def check_claims(claims: Mapping[str, object], *, issuer: str, client_id: str, nonce: str, now: datetime) -> None:
    """Hold the claims to what we know ourselves. Raises OidcError with the name of the claim."""
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        registry.validate(dict(claims))
    except JoseError as error:
        raise OidcError(OidcFault.UNTRUSTED, getattr(error, "claim", type(error).__name__)) from None
    meant_for = _audience(claims)
    shared = len(meant_for) > 1 and claims.get("azp") != client_id
    if client_id not in meant_for or shared:
        raise OidcError(OidcFault.UNTRUSTED, "aud")


def read_logout(claims: Mapping[str, object], *, issuer: str, client_id: str, now: datetime) -> Logout:
    """Hold the claims of a logout token to OpenID Connect Back-Channel Logout 1.0, 2.6. Raises OidcError.

    Stricter in two points: it says whose sessions end, not only which one, and it is of minutes ago.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=_LEEWAY,
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
    )
    try:
        registry.validate(dict(claims))
    except JoseError as error:
        raise OidcError(OidcFault.UNTRUSTED, getattr(error, "claim", type(error).__name__)) from None
    events, issued = claims.get("events"), claims["iat"]
    faults = {
        "aud": client_id not in _audience(claims),
        "iat": not isinstance(issued, int) or issued < now.timestamp() - _LOGOUT_KNOWN.total_seconds(),
        "events": not isinstance(events, dict) or not isinstance(events.get(_LOGGED_OUT), dict),
        "nonce": "nonce" in claims,  # so that no id token can pass for one
        "sub": not isinstance(claims["sub"], str),
        "jti": not isinstance(claims["jti"], str),
    }
    wrong = next((name for name, is_wrong in faults.items() if is_wrong), None)
    if wrong is not None:
        raise OidcError(OidcFault.UNTRUSTED, wrong)
    return Logout(subject=str(claims["sub"]), token_id=str(claims["jti"]))


def _audience(claims: Mapping[str, object]) -> list[object]:
    audience = claims.get("aud")
    return audience if isinstance(audience, list) else [audience]


def check_anew(claims: Mapping[str, object], since: datetime) -> None:
    """Whether somebody signed in there after they left us, and not only was signed in. Raises OidcError."""
    signed_in = claims.get("auth_time")
    if not isinstance(signed_in, int) or signed_in < since.timestamp() - _LEEWAY:
        raise OidcError(OidcFault.UNTRUSTED, "auth_time")


def is_strong(claims: Mapping[str, object], wanted: str) -> bool:
    """Whether the provider says that somebody signed in there in the way that is wanted; "" wants nothing."""
    means = claims.get("amr")
    return not wanted or claims.get("acr") == wanted or (isinstance(means, list) and wanted in means)
