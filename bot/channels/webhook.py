"""To the case system of the municipality: intakes that a person gives out, and word of what is withdrawn.

Every call is signed over its moment and its body, and has an id that a repeated call has as well.
`docs/zaaksysteem.md` says how the other side makes sure of that.
"""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field

import httpx

from bot.channels.courier import Courier, Later, Patience, Refused
from bot.model.conversation import Json
from bot.service import CASE_CHANNEL, Service
from bot.service.outgoing import body_of
from bot.store import OutboxRow

SIGNATURE, TIMESTAMP, CALL_ID = "X-Wegwijzer-Signature", "X-Wegwijzer-Timestamp", "X-Wegwijzer-Id"
_PERHAPS_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSystemSettings:
    """Where the case system listens, and the secret that both sides know."""

    url: str
    secret: str = field(repr=False)
    timeout: float = 20.0  # seconds
    patience: Patience = field(default_factory=Patience)


class WebhookChannel:
    """Calls the case system with what waits for it, one call at a time and in order."""

    def __init__(self, settings: CaseSystemSettings, service: Service) -> None:
        self._settings, self._service = settings, service
        self._courier = Courier(service, CASE_CHANNEL, self._deliver, settings.patience)

    async def run(self, stop: asyncio.Event) -> None:
        """Call until `stop` is set."""
        await self._courier.run(stop)

    async def _deliver(self, row: OutboxRow) -> str:
        call = body_of(row)
        body = json.dumps(await self._whole(call)).encode()
        stamp = str(int(self._service.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: stamp,
            CALL_ID: str(call["id"]),
            SIGNATURE: signature(self._settings.secret, stamp, body),
        }
        status = await self._post(body, headers)
        if status >= 500 or status in _PERHAPS_LATER:
            raise Later(f"HTTP {status}")
        if not 200 <= status < 300:  # also where it says to go elsewhere: an intake goes to no other address
            raise Refused(f"HTTP {status}")
        return str(call["id"])

    async def _whole(self, call: dict[str, Json]) -> dict[str, Json]:
        """The call with the intake in it as it is now; Refused when the resident took it back meanwhile."""
        if call["event"] != "intake":
            return call
        async with self._service.store.read() as unit:
            intake = await unit.find_intake(str(call["code"]))
        if intake is None or not intake.body:
            raise Refused("Withdrawn")
        signed = json.loads(intake.body)
        signed.pop("talk", None)  # shared with the people who help, not with a system
        return {**call, "intake": signed}

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer; what stands in it is not read."""
        try:
            async with (
                httpx.AsyncClient(timeout=self._settings.timeout) as client,
                client.stream("POST", self._settings.url, content=body, headers=headers) as answer,
            ):
                return answer.status_code
        except httpx.HTTPError as error:
            # It may have arrived: the id tells the other side that the next call is the same.
            raise Later(type(error).__name__) from None


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What only somebody with the secret can make for this moment and this body."""
    made = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={made.hexdigest()}"
