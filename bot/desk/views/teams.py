"""The teams that share a link, for who gives it to them."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.views.frame import Form
from bot.publish.uses import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamItem:
    """One team. `latest` is the newest period of which something may be told."""

    id: str
    name: str
    link: str
    page: str  # address of its own page
    latest: Period | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsView:
    """The page. `can_link` is false while nobody set the name of the bot: then there is no link to give."""

    items: tuple[TeamItem, ...] = ()
    can_link: bool = True
    form: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherView:
    """A link for one time, for two who sit together."""

    team: str
    link: str
    until: datetime  # it can be used so long
