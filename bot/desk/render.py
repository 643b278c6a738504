"""Filling in the templates of the desk. Every word for who works here stands there; what was typed is escaped."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.content.wording import HERE, clock_in_words, day_in_words
from bot.model.text import DUTCH

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The same on every page of one request."""

    now: datetime
    municipality: str  # its name
    person: str = ""  # who is signed in; empty: nobody
    csrf: str = ""


class Templates:
    """The templates, read once."""

    def __init__(self, folder: Path = FOLDER / "templates") -> None:
        """Another folder is for tests only."""
        self.environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(clock=_clock, day=_day)

    def page(self, name: str, frame: Frame, /, *, status: int = 200, **values: object) -> HTMLResponse:
        """The page in `templates/<name>.html`. Raises jinja2.UndefinedError when a value of it is missing."""
        text = self.environment.get_template(f"{name}.html").render(frame=frame, **values)
        return HTMLResponse(text, status_code=status)


def _clock(moment: datetime) -> str:
    return clock_in_words(moment.astimezone(HERE).time())


def _day(moment: date) -> str:
    on = moment.astimezone(HERE).date() if isinstance(moment, datetime) else moment
    return day_in_words(on, DUTCH, weekday=True, year=False)
