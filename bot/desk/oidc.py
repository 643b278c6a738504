"""Signing in at an identity provider: OpenID Connect, authorisation code with PKCE, state and nonce.

What lies between leaving and coming back is in a sealed cookie, so nobody can fill the store by asking for it.
"""

import hmac
import json
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client.errors import OAuthError as ClientError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.base import OAuth2Error
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.desk.id_tokens import (
    Logout,
    OidcError,
    OidcFault,
    UnknownKey,
    check_anew,
    check_claims,
    decode,
    is_strong,
    read_logout,
)
from bot.model.accounts import Role
from bot.store import Keyring, StoreError

AWAY = timedelta(minutes=10)
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_KEYS_FRESH = timedelta(minutes=1)  # so often at most the keys are asked for again
_METADATA_FRESH = timedelta(hours=1)
_TIMEOUT = httpx2.Timeout(5, connect=3)
_LONGEST_NAME = 80
_SEALED_FOR = "oidc"


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """How we are known there, and which value there is which role here (first match counts)."""

    issuer: str
    name: str  # on the button
    client_id: str
    client_secret: str
    redirect_uri: str
    after_sign_out: str
    role_claim: str
    roles: Mapping[str, Role]
    strong: str = ""  # what `acr` or `amr` must say of how somebody signed in there

    @property
    def origin(self) -> str:
        """https://host:port of the provider."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the provider says it is."""

    issuer: str
    subject: str
    name: str
    role: Role
    id_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Somebody who came back from the provider."""

    person: Person
    wanted: str  # the page to go on to
    session_id: str  # in which they prove who they are; empty: they come in


class Provider:
    """One identity provider. Every method raises OidcError when something is wrong."""

    def __init__(self, settings: OidcSettings, keyring: Keyring, clock: Callable[[], datetime]) -> None:
        """Asks nothing yet: the provider may be down when we start."""
        self.settings, self._keyring, self._clock = settings, keyring, clock
        self._tls = ssl.create_default_context()  # once: it takes a fifth of a second of the event loop
        self._metadata: dict[str, object] | None = None
        self._metadata_at = self._keys_at = datetime.min.replace(tzinfo=UTC)
        self._keys: KeySet | None = None

    @property
    def name(self) -> str:
        """What its button says."""
        return self.settings.name

    async def leave(self, next_page: str, session_id: str = "") -> tuple[str, str]:
        """The address to send the browser to, and what its cookie must hold meanwhile.

        `session_id`: of a session in which somebody must prove who they are, by signing in there once more.
        """
        anew = {"prompt": "login", "max_age": 0} if session_id else {}
        metadata = await self._known()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier, **anew
            )
        away = {
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "next": next_page,
            "session": session_id,
            "at": self._clock().isoformat(),
        }
        return address, self._keyring.seal(f"{_SEALED_FOR}\n{json.dumps(away)}").decode()

    async def come_back(self, query: Mapping[str, str], cookie: str) -> Return:
        """Who came back, and what for."""
        away = self._opened(cookie)
        if not hmac.compare_digest(away["state"].encode(), query.get("state", "").encode("utf-8", "replace")):
            raise OidcError(OidcFault.STALE, "state")
        if query.get("iss", self.settings.issuer) != self.settings.issuer:  # RFC 9207: mixed up providers
            raise OidcError(OidcFault.UNTRUSTED, "iss in the answer")
        if "error" in query:
            down = query["error"] in ("server_error", "temporarily_unavailable")
            raise OidcError(OidcFault.DOWN if down else OidcFault.DENIED, "error from the provider")
        if not query.get("code"):
            raise OidcError(OidcFault.STALE, "code")
        token = await self._exchange(query["code"], away["verifier"])
        id_token = str(token.get("id_token", ""))
        claims = await self._checked(id_token, away["nonce"])
        session_id = away.get("session", "")
        if session_id:
            check_anew(claims, datetime.fromisoformat(away["at"]))
        if self.settings.role_claim not in claims:
            claims = {**await self._userinfo(token, claims["sub"]), **claims}
        return Return(person=self._person(claims, id_token), wanted=away["next"], session_id=session_id)

    async def read_logout(self, token: str) -> Logout:
        """What a token says that the provider sent by itself, when somebody signed out there."""
        claims = await self._claims(token)
        settings = self.settings
        return read_logout(claims, issuer=settings.issuer, client_id=settings.client_id, now=self._clock())

    async def sign_out_address(self, id_token: str) -> str | None:
        """Where its own session ends; None when it has no such page, or does not answer."""
        try:
            endpoint = (await self._known()).get("end_session_endpoint")
        except OidcError:
            return None
        query = {
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": self.settings.after_sign_out,
            "id_token_hint": id_token,
        }
        return f"{endpoint}?{urlencode(query)}" if endpoint else None

    def _opened(self, cookie: str) -> dict[str, str]:
        try:
            kind, _, text = self._keyring.unseal(cookie.encode("ascii", "replace")).partition("\n")
        except StoreError:
            raise OidcError(OidcFault.STALE, "cookie") from None
        away = json.loads(text) if kind == _SEALED_FOR else {}
        if not away or not timedelta(0) <= self._clock() - datetime.fromisoformat(away["at"]) <= AWAY:
            raise OidcError(OidcFault.STALE, "cookie too old")
        return {str(name): str(value) for name, value in away.items()}

    async def _exchange(self, code: str, verifier: str) -> Mapping[str, object]:
        metadata = await self._known()
        try:
            async with self._client() as client:
                found = await client.fetch_token(
                    metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
                )
                return {str(name): value for name, value in found.items()}
        except (OAuth2Error, ClientError) as error:
            if getattr(error, "error", "") == "invalid_grant":
                raise OidcError(OidcFault.STALE, "code used or too old") from None
            raise OidcError(OidcFault.DOWN, "token endpoint refuses") from None
        except (httpx2.HTTPError, ValueError) as error:
            raise OidcError(OidcFault.DOWN, type(error).__name__) from None

    async def _checked(self, id_token: str, nonce: str) -> dict[str, object]:
        claims = await self._claims(id_token)
        settings = self.settings
        check_claims(claims, issuer=settings.issuer, client_id=settings.client_id, nonce=nonce, now=self._clock())
        if not is_strong(claims, settings.strong):
            raise OidcError(OidcFault.WEAK, "acr, amr")
        return claims

    async def _claims(self, token: str) -> dict[str, object]:
        """What a token of the provider's own says; nothing but that it is theirs was looked at."""
        try:
            return decode(token, await self._key_set())
        except UnknownKey as error:
            # It may be a new one: look once more, at most once a minute.
            if self._clock() - self._keys_at < _KEYS_FRESH:
                raise OidcError(OidcFault.UNTRUSTED, str(error)) from None
            return await self._decoded_anew(token)

    async def _decoded_anew(self, token: str) -> dict[str, object]:
        self._keys = None
        try:
            return decode(token, await self._key_set())
        except UnknownKey as error:
            raise OidcError(OidcFault.UNTRUSTED, str(error)) from None

    async def _userinfo(self, token: Mapping[str, object], subject: object) -> dict[str, object]:
        endpoint = (await self._known()).get("userinfo_endpoint")
        if not endpoint:
            return {}
        found = await self._get(str(endpoint), {"authorization": f"Bearer {token.get('access_token')}"})
        if found.get("sub") != subject:
            raise OidcError(OidcFault.UNTRUSTED, "sub of userinfo")
        return found

    def _person(self, claims: Mapping[str, object], id_token: str) -> Person:
        given = claims.get(self.settings.role_claim)
        values = given if isinstance(given, list) else [given]
        role = next((role for theirs, role in self.settings.roles.items() if theirs in values), None)
        if role is None:
            raise OidcError(OidcFault.NO_ROLE, self.settings.role_claim)
        subject = str(claims["sub"])
        name = str(claims.get("name") or subject)[:_LONGEST_NAME]
        return Person(issuer=self.settings.issuer, subject=subject, name=name, role=role, id_token=id_token)

    async def _known(self) -> dict[str, object]:
        """What the provider says about itself, at most an hour old; the old one holds when it is down."""
        if self._metadata is not None and self._clock() - self._metadata_at < _METADATA_FRESH:
            return self._metadata
        try:
            metadata = await self._get(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        except OidcError:
            if self._metadata is None:
                raise
            return self._metadata
        if metadata.get("issuer") != self.settings.issuer:
            raise OidcError(OidcFault.UNTRUSTED, "issuer of the metadata")
        if not all(isinstance(metadata.get(name), str) for name in _NEEDED):
            raise OidcError(OidcFault.DOWN, "metadata incomplete")
        self._metadata, self._metadata_at = metadata, self._clock()
        return metadata

    async def _key_set(self) -> KeySet:
        if self._keys is None:
            found = await self._get(str((await self._known())["jwks_uri"]))
            try:
                self._keys, self._keys_at = KeySet.import_key_set(found), self._clock()  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError) as error:
                raise OidcError(OidcFault.DOWN, type(error).__name__) from None
        return self._keys

    async def _get(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, object]:
        try:
            async with httpx2.AsyncClient(timeout=_TIMEOUT, trust_env=False, verify=self._tls) as client:
                answer = await client.get(address, headers=headers)
                answer.raise_for_status()
                found = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise OidcError(OidcFault.DOWN, type(error).__name__) from None
        if not isinstance(found, dict):
            raise OidcError(OidcFault.DOWN, "no object")
        return found

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret,
            redirect_uri=self.settings.redirect_uri,
            scope="openid profile",
            code_challenge_method="S256",
            timeout=_TIMEOUT,
            trust_env=False,
            verify=self._tls,
        )
