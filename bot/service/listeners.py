"""Whom a notice rings for besides the group and the common addresses: who chose so, and who is asked to help."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass

from bot.model.accounts import Role
from bot.model.bells import BellChoice, Listener
from bot.model.conversation import Json
from bot.model.helpers import Helper
from bot.service.bells import Bell
from bot.service.messages import MAIL_CHANNEL, StaffSettings
from bot.store import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A bell of one person. `owner`: they have the question."""

    bell: Bell
    owner: bool


async def people_to_ring(unit: Unit, staff: StaffSettings, body: Mapping[str, Json]) -> AsyncIterator[Rung]:
    """Whoever wants to hear of this. A supporter hears of nobody else's questions, whatever they chose."""
    listeners = await unit.list_listeners() if staff.mail_to else ()
    if not listeners:
        return
    owner, helping = await _whose(unit, body.get("code"))
    danger = body.get("pressing") is True
    for listener in listeners:
        mine = listener.account_id in {owner, *helping}
        if listener.choice.address not in staff.mail_to and _wants(listener, mine=mine, danger=danger):
            bell = bell_of(listener.choice, staff, danger=danger)
            yield Rung(bell=bell, owner=listener.account_id == owner)


async def bell_of_helper(unit: Unit, staff: StaffSettings, helper: Helper) -> Bell | None:
    """How a helper hears that they are asked: as they chose, else at the address that they gave; None: not by us."""
    choice = await unit.find_bells(helper.account_id) if helper.account_id else None
    address = helper.email if choice is None else choice.address
    if not staff.mail_to or not address or (choice is not None and not choice.own):
        return None
    return bell_of(choice or BellChoice(address=address), staff, danger=False)


async def ring_no_more(unit: Unit, account_id: str) -> None:
    """This account has no bells of its own any more; what waits for its address goes with them."""
    choice = await unit.find_bells(account_id)
    if choice is not None:
        await unit.drop_held(MAIL_CHANNEL, choice.address)
        await unit.drop_bells(account_id)


def bell_of(choice: BellChoice, staff: StaffSettings, *, danger: bool) -> Bell:
    """The bell that somebody chose; danger rings in quiet hours only where the municipality says so."""
    passes = danger and staff.danger_in_quiet_hours
    return Bell(channel=MAIL_CHANNEL, address=choice.address, quiet=None if passes else choice.quiet)


async def _whose(unit: Unit, code: Json) -> tuple[str, Collection[str]]:
    """The accounts of who has the question, and of who helps with it."""
    case = await unit.find_case(code) if isinstance(code, str) and code else None
    if case is None:
        return "", ()
    match = await unit.active_match(case.id)
    helpers = {case.helper_id, *((match.helper_id, match.second_id) if match is not None else ())}
    found = [await unit.find_helper(key) for key in helpers if key is not None]
    return case.owner_id or "", [helper.account_id for helper in found if helper is not None and helper.account_id]


def _wants(listener: Listener, *, mine: bool, danger: bool) -> bool:
    choice = listener.choice
    if listener.role is Role.COORDINATOR:
        return choice.everything or (choice.own and mine) or (choice.danger and danger)
    return listener.role is Role.OCO and choice.own and mine
