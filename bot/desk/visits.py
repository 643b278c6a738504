"""Routes of the desk, each with the roles that may come there; and a visit, what a page is given."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.doubt import FIELD, Doubt
from bot.desk.for_us import ForUs
from bot.desk.forms import read_form, whole_number
from bot.desk.render import Templates
from bot.desk.silence import Silence, no_bells
from bot.desk.tokens import csrf_token, is_csrf_token
from bot.desk.views.frame import BellDown, Frame, Nav, nav_of
from bot.desk.web import DOOR, SAFE_METHODS, Site, address_of, safe_next
from bot.model.accounts import Role
from bot.model.worker import Actor, Worker
from bot.store import AccountRow, AuditEntry, DeskSessionRow, Unit

EVERYBODY = frozenset(Role)
KEYS, OFF = "keys", "nee"
"""The cookie that says whether single keys work in this browser, and what it holds when they do not."""
LIST = "list"
"""The cookie that holds which list led to a question: what stood in its address."""
_LONGEST_CODE = 40  # characters
_RUNG = frozenset({Role.COORDINATOR, Role.OCO})  # for whom bells ring
_NOT_BACK = {"csrf", "password", "new_password", "code", FIELD}  # never shown again, whatever happens


class Door(Protocol):
    """Who knows which token is whose; the doorkeeper, for a page."""

    def now(self) -> datetime:
        """The clock."""

    async def find_session(self, token: str, *, touch: bool) -> DeskSessionRow | None:
        """Whose token this is; None when it is over. `touch`: the person did something."""

    async def doubt(self, session: DeskSessionRow, typed: str, address: str, device: str) -> Doubt | None:
        """Why it is not sure enough that this is still who signed in. `typed`: a fresh code, where one was given."""

    def origin(self, address: str) -> str:
        """What the audit trail keeps of an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of somebody who signed in and may see this page."""

    request: Request
    session: DeskSessionRow
    form: Mapping[str, str]  # empty at a GET; its token was checked
    csrf: str  # goes into every form of the page
    at: datetime
    origin: str
    municipality: str
    templates: Templates
    site: Site
    keys: bool  # single keys work on the pages
    doubt: Doubt | None  # of a heavy act: why it may not be done yet
    bells_down: tuple[BellDown, ...]
    for_us: int  # questions that wait for a person of ours; 0 for who has no inbox

    @property
    def account(self) -> AccountRow:
        """Who it is."""
        return self.session.account

    @property
    def actor(self) -> Actor:
        """The same, as the service and its trail know who acts."""
        worker = Worker(id=self.account.id, name=self.account.display_name)
        return Actor(worker=worker, role=self.account.role, session_id=self.session.id, origin=self.origin)

    @property
    def rev(self) -> int:
        """The revision of the page that the form stood on; below zero for what is none."""
        rev = whole_number(self.form.get("rev", ""))
        return -1 if rev is None else rev

    def several(self, name: str) -> tuple[str, ...]:
        """The values of a field that may have more than one, each once."""
        return tuple(dict.fromkeys(value for value in self.form.get(name, "").splitlines() if value))

    def frame(self, here: Nav | None = None, *, waiting: int | None = None, position: str = "") -> Frame:
        """What is around a page of this visit.

        `position`: of the feed, when the page was made. `waiting`: questions for us, counted together with it.
        """
        return Frame(
            now=self.at,
            municipality=self.municipality,
            person=self.account.display_name,
            nav=nav_of([self.account.role]),
            here=here,
            waiting=self.for_us if waiting is None else waiting,
            csrf=self.csrf,
            position=position,
            keys=self.keys,
            bells_down=self.bells_down,
        )

    def render(self, template: str, frame: Frame | None = None, /, *, status: int = 200, **values: object) -> Response:
        """The page in `templates/<template>.html`, with the frame around it and `account`."""
        return self.templates.page(template, frame or self.frame(), status=status, account=self.account, **values)

    async def audit(self, unit: Unit, action: str, object: str = "", *, result: str = "ok", reason: str = "") -> None:
        """Put on record, in the very unit that reads or changes it, what this person did: no row, no view."""
        entry = AuditEntry(
            at=self.at,
            account_id=self.account.id,
            role=self.account.role,
            session_id=self.session.id,
            action=action,
            object=object,
            result=result,
            origin=self.origin,
            reason=reason,
        )
        await unit.note(entry)


Show = Callable[[Visit], Awaitable[Response]]
ShowOpen = Callable[[Request], Awaitable[Response]]


class Pages:
    """Makes routes. There is no other way to make one, so none is without its roles."""

    def __init__(
        self,
        *,
        site: Site,
        door: Door,
        templates: Templates,
        municipality: str,
        for_us: ForUs,
        silence: Silence = no_bells,
    ) -> None:
        """The pages of one desk. `for_us`: how many questions wait; `silence`: which bells do not ring now."""
        self._site, self._door, self._templates, self._municipality = site, door, templates, municipality
        self._for_us, self._silence = for_us, silence

    def page(
        self,
        path: str,
        show: Show,
        *,
        name: str,
        roles: frozenset[Role],
        method: str = "GET",
        by_itself: bool = False,
        signed_out: Callable[[], Response] | None = None,
        heavy: bool = False,
        several: Collection[str] = (),
    ) -> Route:
        """A page for these roles only; a form must carry the token of the session.

        `heavy`: it asks a fresh proof of who somebody is; the visit says what is lacking, and the page asks for it.
        `by_itself`: a script asks for it, without anybody doing something, so the session may end meanwhile.
        `signed_out`: what such a script is answered when nobody is signed in any more.
        `several`: names of which the form may send more than one value.
        """

        async def endpoint(request: Request) -> Response:
            token = self._site.read_cookie(request, "desk")
            session = await self._door.find_session(token, touch=not by_itself) if token else None
            if session is None and signed_out is not None:
                return signed_out()
            if session is None:
                return await self._not_signed_in(request, several)
            if session.account.role not in roles:
                raise HTTPException(403)
            form = {} if request.method in SAFE_METHODS else await read_form(request, several)
            visit = self._visit(request, session, form, csrf_token(token))
            if not by_itself:
                visit = await self._with_news(visit)
            if request.method not in SAFE_METHODS and not is_csrf_token(token, form.get("csrf", "")):
                return visit.render("again", status=403, action=request.url.path, fields=_written(form))
            if heavy:
                typed, device = form.get(FIELD, ""), self._site.read_cookie(request, "device")
                doubt = await self._door.doubt(session, typed[:_LONGEST_CODE], address_of(request), device)
                visit = replace(visit, doubt=doubt)
            return await show(visit)

        return Route(path, endpoint, methods=[method], name=name)

    def open_page(self, path: str, show: ShowOpen, *, name: str, method: str = "GET") -> Route:
        """A page for who did not sign in (yet)."""
        return Route(path, show, methods=[method], name=name)

    def plain(self, template: str, /, *, status: int = 200, **values: object) -> Response:
        """A page with nobody's name in its frame."""
        frame = Frame(now=self._door.now(), municipality=self._municipality)
        return self._templates.page(template, frame, status=status, **values)

    def _visit(
        self,
        request: Request,
        session: DeskSessionRow,
        form: Mapping[str, str],
        csrf: str,
    ) -> Visit:
        return Visit(
            request=request,
            session=session,
            form=form,
            csrf=csrf,
            at=self._door.now(),
            origin=self._door.origin(address_of(request)),
            municipality=self._municipality,
            templates=self._templates,
            site=self._site,
            keys=self._site.read_cookie(request, KEYS) != OFF,
            doubt=None,
            bells_down=(),
            for_us=0,
        )

    async def _with_news(self, visit: Visit) -> Visit:
        """With what every page tells who works with questions."""
        role = visit.account.role
        return replace(
            visit,
            bells_down=await self._silence() if role in _RUNG else (),
            for_us=await self._for_us(visit.account.id, visit.at) if Nav.INBOX in nav_of([role]) else 0,
        )

    async def _not_signed_in(self, request: Request, several: Collection[str]) -> Response:
        """To the door; of a form, everything that was written comes back: it can be sent once signed in again."""
        if request.method in SAFE_METHODS:
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{DOOR}?naar={quote(safe_next(wanted), safe='')}", 303)
        fields = _written(await read_form(request, several))
        return self.plain("expired", status=401, door=DOOR, action=request.url.path, fields=fields)


def _written(form: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in form.items() if name not in _NOT_BACK}
