"""The list: one page of it, narrowed by what stands in its address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.advice.spoken import language_name
from bot.advice.workdays import add_open_time
from bot.desk.forms import whole_number
from bot.desk.listing import SOON, item_of
from bot.desk.views.frame import Choice, Nav
from bot.desk.views.inbox import Filters, InboxView, TabView
from bot.desk.visits import EVERYBODY, Pages, Visit
from bot.desk.web import HOME
from bot.dialogue.parts import Parts
from bot.intake.brief import words_of
from bot.model.accounts import Role
from bot.model.cases import WaitsFor
from bot.model.text import DUTCH
from bot.service.case_file import Inbox
from bot.service.desk import Desk
from bot.store import CaseFilter, CaseView
from bot.store.cases import PAGE
from bot.understanding.normalise import clean, is_blank

ELSEWHERE: Mapping[Role, Nav] = {Role.OCO: Nav.MINE, Role.MANAGER: Nav.COUNTS, Role.EDITOR: Nav.ACCOUNT}
"""Where those begin who have no list."""

_LONGEST_QUERY = 100  # characters; as the box on the page takes
_LAST_PLACE = 1_000_000  # further down nothing stands; a number without end is none that a database takes
_TICKS = ("gevaar", "belofte", "wacht", "niet-bezorgd")
_CHOICES = ("onderwerp", "wijk", "taal", "team")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; whatever else stands in it is not looked at."""

    tab: CaseView
    query: str
    narrowed: Mapping[str, str]  # by the names in the address
    after: int

    def address(self, tab: CaseView, after: int = 0) -> str:
        """The same in another tab, or further down."""
        place = {"na": str(after)} if after else {}
        query = {"zoek": self.query} if self.query else {}
        return f"{HOME}?{urlencode({'weergave': tab.value, **query, **self.narrowed, **place})}"


class InboxPages:
    """The page where a coordinator begins."""

    def __init__(self, desk: Desk) -> None:
        """Of this desk."""
        self._desk = desk
        self._parts = desk.service.engine.parts

    def routes(self, pages: Pages) -> list[Route]:
        """Everybody comes in here; who has no list goes on to where they begin."""
        return [pages.page(HOME, self._show, name="inbox", roles=EVERYBODY)]

    async def _show(self, visit: Visit) -> Response:
        elsewhere = ELSEWHERE.get(visit.account.role)
        if elsewhere is not None:
            return RedirectResponse(f"{HOME}{elsewhere}", 303)
        asked = read_address(visit.request.query_params)
        found = await self._desk.inbox(visit.actor, self._wanted(visit, asked), asked.after)
        frame = visit.frame(Nav.INBOX, waiting=found.counts[CaseView.FOR_US], position=str(found.position))
        return visit.render("inbox", frame, view=self._view(visit, asked, found))

    def _wanted(self, visit: Visit, asked: Asked) -> CaseFilter:
        narrowed = asked.narrowed
        soon = add_open_time(self._parts.municipality.hours, visit.at, SOON) if "belofte" in narrowed else None
        # Signs that make no word must find nothing, not everything.
        words = words_of(asked.query) or (asked.query,) if asked.query else ()
        return CaseFilter(
            view=asked.tab,
            owner_id=visit.account.id,
            words=words,
            danger="gevaar" in narrowed,
            undelivered="niet-bezorgd" in narrowed,
            waits_for=WaitsFor.RESIDENT.value if "wacht" in narrowed else "",
            promise_before=soon,
            theme=narrowed.get("onderwerp", ""),
            area=narrowed.get("wijk", ""),
            language=narrowed.get("taal", ""),
            team_id=narrowed.get("team", ""),
        )

    def _view(self, visit: Visit, asked: Asked, found: Inbox) -> InboxView:
        engine, filters = self._desk.service.engine, filters_of(self._parts, found.teams, asked.narrowed)
        items = tuple(
            item_of(
                row,
                engine.parts_for(row.municipality),
                found.now,
                account_id=visit.account.id,
                helper=found.helpers.get(row.helper_id or "", ""),
            )
            for row in found.cases
        )
        whole = not (filters.active or asked.query)
        return InboxView(
            tab=asked.tab,
            tabs=tuple(
                TabView(
                    tab=tab,
                    count=found.counts.get(tab),
                    address=asked.address(tab),
                    here=tab is asked.tab,
                )
                for tab in CaseView
            ),
            items=items,
            total=found.counts.get(asked.tab) if whole else None,
            filters=filters,
            query=asked.query,
            first=asked.address(asked.tab) if asked.after else "",
            more=asked.address(asked.tab, asked.after + PAGE) if found.more else "",
            next_promise=found.next_promise_at,
        )


def read_address(given: Mapping[str, str]) -> Asked:
    """What an address asks for. What it cannot mean is left out."""
    tab = given.get("weergave", "")
    query = clean(given.get("zoek", ""), _LONGEST_QUERY).strip()
    ticked = {name: "1" for name in _TICKS if given.get(name) == "1"}
    chosen = {name: clean(given.get(name, ""), _LONGEST_QUERY) for name in _CHOICES}
    return Asked(
        tab=CaseView(tab) if tab in set(CaseView) else CaseView.FOR_US,
        query="" if is_blank(query) else query,
        narrowed={**ticked, **{name: value for name, value in chosen.items() if value}},
        after=min(whole_number(given.get("na", "")) or 0, _LAST_PLACE),
    )


def filters_of(parts: Parts, teams: Mapping[str, str], narrowed: Mapping[str, str]) -> Filters:
    """The panel with what is chosen in it."""
    themes = {one.id: one.name.to(DUTCH) for one in parts.knowledge.themes.values()}
    languages = {code: language_name(code) for code in parts.knowledge.languages}
    return Filters(
        danger="gevaar" in narrowed,
        promise="belofte" in narrowed,
        waits_for_resident="wacht" in narrowed,
        undelivered="niet-bezorgd" in narrowed,
        topics=_choices(themes.items(), narrowed.get("onderwerp", "")),
        areas=_choices(((name, name) for name in parts.municipality.neighbourhoods), narrowed.get("wijk", "")),
        languages=_choices(languages.items(), narrowed.get("taal", "")),
        teams=_choices(teams.items(), narrowed.get("team", "")),
    )


def _choices(known: Iterable[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    """The choices there are; one in the address that is none of them is shown all the same, as it narrows the list."""
    found = [Choice(id=one, label=label, chosen=one == chosen) for one, label in known]
    if chosen and not any(one.chosen for one in found):
        found.append(Choice(id=chosen, label=chosen, chosen=True))
    return tuple(found)
