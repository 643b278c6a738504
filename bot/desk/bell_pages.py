"""What somebody hears of by mail: their own choice, on a page of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.content.mails import MAIL_ADDRESS
from bot.desk.account_pages import ACCOUNT
from bot.desk.views.bells import BellsForm
from bot.desk.views.frame import Fault, Nav, Why
from bot.desk.visits import Pages, Visit
from bot.model.accounts import Role
from bot.model.bells import BellChoice, QuietHours
from bot.service import MAIL_CHANNEL, Service
from bot.service.listeners import ring_no_more
from bot.store import Unit

BELLS = f"{ACCOUNT}/seintjes"
_ROLES = frozenset({Role.COORDINATOR, Role.OCO})
_KINDS = ("eigen", "gevaar", "alles")
_TICKED = "ja"
_LONGEST = 254  # characters of an address that a mail server must take


@dataclass(frozen=True, slots=True, kw_only=True)
class BellPages:
    """The page, and what is sent by it; each on the account that is signed in."""

    service: Service

    def routes(self, pages: Pages) -> list[Route]:
        """For who has to do with questions of residents."""
        return [
            pages.page(BELLS, self.show, name="bells", roles=_ROLES),
            pages.page(BELLS, self.choose, name="bells_set", roles=_ROLES, method="POST"),
        ]

    async def show(self, visit: Visit) -> Response:
        """What this account chose."""
        async with self.service.store.read() as unit:
            choice = await unit.find_bells(visit.account.id)
        return self._page(visit, choice)

    async def choose(self, visit: Visit) -> Response:
        """Another choice. Without an address there are no bells of one's own."""
        faults = tuple(_faults(visit.form, visit.account.role))
        if faults:
            return self._page(visit, None, *faults)
        async with self.service.store.write() as unit:
            await _keep(unit, visit, _read(visit.form, visit.account.role))
            await visit.audit(unit, "choose_bells")
        return RedirectResponse(BELLS, 303)

    def _page(self, visit: Visit, choice: BellChoice | None, *faults: Fault) -> Response:
        staff, typed = self.service.staff, visit.form
        shown = choice or BellChoice(address="")
        quiet = shown.quiet
        form = BellsForm(
            typed=typed,
            faults=faults,
            has_mail=bool(staff.mail_to),
            all_questions=visit.account.role is Role.COORDINATOR,
            danger_rings=staff.danger_in_quiet_hours,
            address=shown.address,
            own=typed.get("eigen") == _TICKED if typed else shown.own,
            danger=typed.get("gevaar") == _TICKED if typed else shown.danger,
            everything=typed.get("alles") == _TICKED if typed else shown.everything,
            quiet_from=f"{quiet.begins:%H:%M}" if quiet is not None else "",
            quiet_until=f"{quiet.ends:%H:%M}" if quiet is not None else "",
        )
        return visit.render("bells", visit.frame(Nav.ACCOUNT), status=422 if faults else 200, form=form)


async def _keep(unit: Unit, visit: Visit, choice: BellChoice) -> None:
    """Keep it. What waits for the old address rings soon, or not at all when that address is no longer theirs."""
    before = await unit.find_bells(visit.account.id)
    if before is not None and before.address == choice.address:
        await unit.free_held(MAIL_CHANNEL, before.address, visit.at)
    else:
        await ring_no_more(unit, visit.account.id)
    if choice.address:
        await unit.choose_bells(visit.account.id, choice)


def _read(form: Mapping[str, str], role: Role) -> BellChoice:
    begins, ends = _clock(form, "stil_van"), _clock(form, "stil_tot")
    chooses = role is Role.COORDINATOR
    return BellChoice(
        address=form.get("adres", "").strip(),
        own=form.get("eigen") == _TICKED if chooses else True,
        danger=chooses and form.get("gevaar") == _TICKED,
        everything=chooses and form.get("alles") == _TICKED,
        quiet=QuietHours(begins=begins, ends=ends) if begins is not None and ends is not None else None,
    )


def _faults(form: Mapping[str, str], role: Role) -> Iterator[Fault]:
    address = form.get("adres", "").strip()
    if address and (len(address) > _LONGEST or not MAIL_ADDRESS.fullmatch(address)):
        yield Fault(field="adres", why=Why.NO_MAIL)
    if address and role is Role.COORDINATOR and not any(form.get(kind) == _TICKED for kind in _KINDS):
        yield Fault(field="eigen", why=Why.NO_CHOICE)
    for name, other in (("stil_van", "stil_tot"), ("stil_tot", "stil_van")):
        if _clock(form, name) is None and (form.get(name) or form.get(other)):
            yield Fault(field=name, why=Why.NO_TIME)


def _clock(form: Mapping[str, str], name: str) -> time | None:
    """A moment of the day on the wall clock; None for what is none."""
    try:
        return time.fromisoformat(form.get(name, "")).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
