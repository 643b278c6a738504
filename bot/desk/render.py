"""Filling in the templates of the desk. Every word for who works here stands there; what was typed is escaped."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.content.wording import HERE, clock_in_words, day_in_words, fill, hours_in_words, month_in_words
from bot.desk.views.acts import Act
from bot.desk.views.frame import Frame, Nav
from bot.model.text import DUTCH

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
_THEME = "nlds.css"  # of a release or an image; a page is complete without it


class Templates:
    """The templates, read once."""

    def __init__(self, folder: Path = FOLDER / "templates", static: Path = STATIC) -> None:
        """Other folders are for tests only."""
        self.environment = _environment(folder, static)

    def text(self, name: str, frame: Frame, /, **values: object) -> str:
        """What is in `templates/<name>.html`. Raises jinja2.UndefinedError when a value of it is missing."""
        return self.environment.get_template(f"{name}.html").render(frame=frame, **values)

    def tables(self, name: str) -> Mapping[str, Mapping[str, str]]:
        """The tables of words that stand in `templates/<name>.html`."""
        return vars(self.environment.get_template(f"{name}.html").module)

    def page(self, name: str, frame: Frame, /, *, status: int = 200, **values: object) -> HTMLResponse:
        """The same as a page."""
        return HTMLResponse(self.text(name, frame, **values), status_code=status)


@cache
def _environment(folder: Path, static: Path) -> Environment:
    """Compiling the templates takes longer than all else of building a desk."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        clock=_clock, day=_day, today=_today, hours=_hours, iso=_iso, field=_field, fill=fill, month=month_in_words
    )
    made.globals.update(Act=Act, Nav=Nav, nlds=(static / _THEME).is_file())
    return made


def _clock(moment: datetime) -> str:
    return clock_in_words(moment.astimezone(HERE).time())


def _day(moment: date, year: bool = False) -> str:
    """A day as people name it, of a day or of a moment."""
    return day_in_words(_local(moment), DUTCH, weekday=True, year=year)


def _today(moment: datetime, now: datetime) -> bool:
    return _local(moment) == _local(now)


def _local(moment: date) -> date:
    return moment.astimezone(HERE).date() if isinstance(moment, datetime) else moment


def _hours(minutes: int) -> str:
    return hours_in_words(minutes, DUTCH)


def _iso(moment: date) -> str:
    """For a field of a form and for `<time>`: local time, to the minute."""
    return moment.astimezone(HERE).strftime("%Y-%m-%dT%H:%M") if isinstance(moment, datetime) else moment.isoformat()


def _field(typed: Mapping[str, str], name: str, otherwise: str = "") -> str:
    """What was typed in a field before, else what it holds."""
    return typed.get(name, otherwise)
