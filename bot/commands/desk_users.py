"""People of the desk, from the command line: who has the machine may let others in, and it is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.second_factor import in_groups, new_invitation, new_secret
from bot.desk.tokens import new_id, token_hash
from bot.model.accounts import Role
from bot.model.errors import BotError
from bot.service.listeners import ring_no_more
from bot.store import AccountRow, AuditEntry, Store, Unit

_VALID = timedelta(days=3)
_LONGEST = 80
_BY = "cli"  # who did it, in the trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What to hand over, in person or by phone: the code is worth an account until then."""

    name: str
    code: str
    until_at: datetime


async def add_user(store: Store, *, name: str, display_name: str, role: Role, now: datetime) -> Invitation:
    """Make an account and invite its owner. Raises BotError when the name is taken or cannot be typed."""
    if not name or not name.isprintable() or " " in name or len(name) > _LONGEST:
        raise BotError(f"the name '{name}' cannot be used; write one without spaces, of at most {_LONGEST} signs")
    account_id = new_id()
    async with store.write() as unit:
        made = await unit.add_account(account_id=account_id, name=name, display_name=display_name, role=role, at=now)
        if not made:
            raise BotError(f"the name '{name}' is taken; to begin anew for this person: wegwijzer desk invite {name}")
        await _note(unit, "add_account", account_id, now, reason=role)
        return await _invite(unit, account_id, name, now)


async def invite(store: Store, name: str, now: datetime) -> Invitation:
    """Begin anew for somebody: password, app, codes and sessions go. Lets in again who was disabled."""
    async with store.write() as unit:
        account = await _get(unit, name)
        await unit.enable_account(account.id)
        await _note(unit, "invite", account.id, now)
        return await _invite(unit, account.id, account.name, now)


async def list_users(store: Store) -> Sequence[AccountRow]:
    """Everybody who may sign in, or might."""
    async with store.read() as unit:
        return await unit.list_accounts()


async def set_role(store: Store, name: str, role: Role, now: datetime) -> None:
    """Give somebody another role; who is signed in must sign in again."""
    async with store.write() as unit:
        account = await _get(unit, name)
        await unit.set_role(account.id, role)
        await _note(unit, "set_role", account.id, now, reason=f"{account.role} -> {role}")


async def disable_user(store: Store, name: str, now: datetime) -> None:
    """Let somebody in no more, at once; the account stays, since the trail refers to it."""
    async with store.write() as unit:
        account = await _get(unit, name)
        await unit.disable_account(account.id, now)
        await ring_no_more(unit, account.id)
        await _note(unit, "disable_account", account.id, now)


async def end_sessions(store: Store, name: str, now: datetime) -> int:
    """Sign somebody out everywhere; gives in how many browsers."""
    async with store.write() as unit:
        account = await _get(unit, name)
        ended = await unit.end_all_sessions(account.id)
        await _note(unit, "end_sessions", account.id, now)
    return ended


async def check_audit(store: Store, now: datetime) -> list[str]:
    """Name every place where the audit trail does not hold, and put on record that it was looked at."""
    async with store.write() as unit:
        faults = await unit.check_trail()
        await _note(unit, "check_audit", "", now, result="faults" if faults else "ok")
    return faults


async def _invite(unit: Unit, account_id: str, name: str, now: datetime) -> Invitation:
    code, until = new_invitation(), now + _VALID
    await unit.invite(account_id, invite_hash=token_hash(code), until=until, totp_secret=new_secret())
    return Invitation(name=name, code=in_groups(code), until_at=until)


async def _get(unit: Unit, name: str) -> AccountRow:
    account = await unit.find_account_named(name)
    if account is None:
        raise BotError(f"there is no account '{name}'; list them with: wegwijzer desk list-users")
    return account


async def _note(unit: Unit, action: str, object: str, now: datetime, *, result: str = "ok", reason: str = "") -> None:
    entry = AuditEntry(
        at=now,
        account_id=_BY,
        role="",
        session_id="",
        action=action,
        object=object,
        result=result,
        origin="",
        reason=reason,
    )
    await unit.note(entry)
