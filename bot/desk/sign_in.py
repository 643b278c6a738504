"""Signing in with a name, a password and a code: one answer, whatever was wrong, in the same time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk import limits, second_factor
from bot.desk.doubt import FRESH, Doubt
from bot.desk.passwords import Passwords, TooBusy
from bot.desk.tokens import new_id, new_token, token_hash
from bot.store import AccountRow, AuditEntry, DeskSessionRow, Keyring, Secrets, Store, Unit

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=10)
DEVICE_KNOWN = timedelta(days=180)
_TOUCH_EVERY = timedelta(minutes=1)
_NO_SECRET = second_factor.new_secret()  # to do the same work with for a name that does not exist
_NO_SECRETS = Secrets(password_hash=None, totp_secret=None)


class Refusal(StrEnum):
    """Why somebody was not let in; the page has a sentence for each."""

    WRONG = "wrong"
    LIMITED = "limited"
    BUSY = "busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody filled in, and from where."""

    name: str
    password: str
    code: str
    address: str
    device: str  # token of the browser, "" when it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What the browser gets: both go into a cookie."""

    token: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """An attempt that may be judged, with what it is judged by."""

    number: int
    account: AccountRow | None  # whose name it is
    secrets: Secrets


class Doorkeeper:
    """Lets people in and out."""

    def __init__(self, store: Store, keyring: Keyring, passwords: Passwords, clock: Callable[[], datetime]) -> None:
        """One for a desk."""
        self._store, self._keyring, self.passwords, self.now = store, keyring, passwords, clock

    async def sign_in(self, typed: Typed) -> SignedIn | Refusal:
        """Judge an attempt. Right and wrong ones take the same steps until the very last."""
        now = self.now()
        attempt = await self._begin(typed, now)
        if attempt is None:
            return Refusal.LIMITED
        account, secrets = attempt.account, attempt.secrets
        try:
            fits = await self.passwords.fits(secrets.password_hash, typed.password)
            fresh = await self._fresh_hash(secrets, typed.password) if fits else None
        except TooBusy:
            return Refusal.BUSY
        step = second_factor.find_step(secrets.totp_secret or _NO_SECRET, typed.code, now)
        async with self._store.write() as unit:
            passed = fits and account is not None and await _use_code(unit, account.id, step, typed.code)
            if not passed or account is None:
                await self.note(unit, account, "sign_in", typed.address, result="refused")
                return Refusal.WRONG
            if fresh is not None:
                await unit.set_password_hash(account.id, fresh)
            await unit.pass_attempt(attempt.number)
            return await self.open_session(unit, account, typed.address, typed.device)

    async def confirm(self, account: AccountRow, password: str, address: str, device: str) -> Refusal | None:
        """Ask the password once more of who is signed in, before something grave; None when it is right."""
        typed = Typed(name=account.name, password=password, code="", address=address, device=device)
        attempt = await self._begin(typed, self.now())
        if attempt is None:
            return Refusal.LIMITED
        try:
            fits = await self.passwords.fits(attempt.secrets.password_hash, password)
        except TooBusy:
            return Refusal.BUSY
        async with self._store.write() as unit:
            if fits:
                await unit.pass_attempt(attempt.number)
                return None
            await self.note(unit, account, "confirm_password", address, result="refused")
        return Refusal.WRONG

    async def doubt(self, session: DeskSessionRow, typed: str, address: str, device: str) -> Doubt | None:
        """Why it is not sure enough that this is still who signed in; a right code takes the doubt away for a while."""
        account, now = session.account, self.now()
        if now - session.proved_at <= FRESH:
            return None
        async with self._store.read() as unit:
            if (await unit.get_secrets(account.id)).password_hash is None:
                return Doubt.ELSEWHERE
        if not typed.strip():
            return Doubt.CODE
        tried = Typed(name=account.name, password="", code=typed, address=address, device=device)
        attempt = await self._begin(tried, now)
        if attempt is None:
            return Doubt.LIMITED
        step = second_factor.find_step(attempt.secrets.totp_secret or _NO_SECRET, typed, now)
        async with self._store.write() as unit:
            if not await _use_code(unit, account.id, step, typed):
                await self.note(unit, account, "prove", address, result="refused", session=session.id)
                return Doubt.WRONG
            await unit.pass_attempt(attempt.number)
            await self.prove(unit, session, address)
        return None

    async def prove(self, unit: Unit, session: DeskSessionRow, address: str) -> None:
        """Keep that somebody proved now who they are."""
        await unit.prove_session(session.id, self.now())
        await self.note(unit, session.account, "prove", address, session=session.id)

    async def open_session(
        self, unit: Unit, account: AccountRow, address: str, device: str, id_token: str | None = None
    ) -> SignedIn:
        """A new session under a new token, whatever the browser brought along."""
        known = bool(device) and await unit.knows_device(account.name, token_hash(device))
        # Never adopt a token that we did not give.
        signed = SignedIn(token=new_token(), device=device if known else new_token())
        session_id = new_id()
        await unit.open_session(
            session_id=session_id,
            token_hash=token_hash(signed.token),
            account_id=account.id,
            at=self.now(),
            id_token=id_token,
        )
        await unit.know_device(account.id, token_hash(signed.device), self.now())
        await self.note(unit, account, "sign_in", address, session=session_id)
        return signed

    async def find_session(self, token: str, *, touch: bool = True) -> DeskSessionRow | None:
        """Whose token this is; None when it is over. `touch`: the person did something."""
        now = self.now()
        async with self._store.read() as unit:
            found = await unit.find_session(token_hash(token), created_after=now - ABSOLUTE, seen_after=now - IDLE)
        if found is not None and touch and now - found.seen_at >= _TOUCH_EVERY:
            async with self._store.write() as unit:
                await unit.touch_session(found.id, now)
        return found

    async def sign_out(self, session: DeskSessionRow, address: str, *, everywhere: bool = False) -> str | None:
        """End this session, or every one of this account; gives the hint for the provider."""
        account = session.account
        async with self._store.write() as unit:
            hint = await unit.end_session(session.id, account.id)
            if everywhere:
                await unit.end_all_sessions(account.id)
            action = "sign_out_everywhere" if everywhere else "sign_out"
            await self.note(unit, account, action, address, session=session.id)
        return hint

    async def note(
        self,
        unit: Unit,
        account: AccountRow | None,
        action: str,
        address: str,
        *,
        result: str = "ok",
        session: str = "",
    ) -> None:
        """Put on record what happened at the door."""
        entry = AuditEntry(
            at=self.now(),
            account_id=account.id if account else "",
            role=account.role if account else "",
            session_id=session,
            action=action,
            object="",
            result=result,
            origin=self.origin(address),
        )
        await unit.note(entry)

    def origin(self, address: str) -> str:
        """What the audit trail keeps of an address: enough to see that two are one."""
        return self._address_key(address)[:16]

    def _address_key(self, address: str) -> str:
        return self._keyring.address_key("network", limits.network_of(address))

    async def _begin(self, typed: Typed, now: datetime) -> _Attempt | None:
        """Note the attempt; None when there were too many."""
        address_key = self._address_key(typed.address)
        async with self._store.write() as unit:
            device = token_hash(typed.device) if typed.device else ""
            known = bool(device) and await unit.knows_device(typed.name, device)
            device = device if known else ""
            counts = await unit.count_attempts(
                name=typed.name, address_key=address_key, device_hash=device, since=limits.since(now)
            )
            if not limits.may_try(counts, known=known):
                return None
            number = await unit.begin_attempt(name=typed.name, address_key=address_key, device_hash=device, at=now)
            account = await unit.find_account_named(typed.name)
            usable = account is not None and account.disabled_at is None
            secrets = await unit.get_secrets(account.id) if account is not None and usable else _NO_SECRETS
        return _Attempt(number=number, account=account, secrets=secrets)

    async def _fresh_hash(self, secrets: Secrets, password: str) -> str | None:
        """The password hashed by today's costs, when the one that is kept was not."""
        stored = secrets.password_hash
        return await self.passwords.hash(password) if stored and self.passwords.is_dated(stored) else None


async def _use_code(unit: Unit, account_id: str, step: int | None, typed: str) -> bool:
    """Use up the code of the app, or else a recovery code."""
    if step is not None:
        return await unit.use_totp_step(account_id, step)
    code = second_factor.recovery_hash(typed, account_id)
    return code is not None and await unit.use_recovery_code(account_id, code)


async def purge_desk(store: Store, *, now: datetime, audit_before: datetime) -> int:
    """Forget what opens nothing any more, attempts of yesterday, and the oldest of the trail; gives those rows."""
    async with store.write() as unit:
        await unit.purge_sessions(created_before=now - ABSOLUTE, seen_before=now - IDLE)
        await unit.purge_attempts(now - timedelta(days=1))
        await unit.purge_logouts(now - timedelta(days=1))
        await unit.purge_devices(now - DEVICE_KNOWN)
        await unit.purge_invitations(now)
        return await unit.purge_audit(audit_before)
