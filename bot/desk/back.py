"""The way back to the list as somebody left it: the page that led here, else what this browser keeps of it."""

from urllib.parse import parse_qsl, urlsplit

from starlette.responses import Response

from bot.desk.inbox_pages import read_address
from bot.desk.sign_in import ABSOLUTE
from bot.desk.views.frame import Nav
from bot.desk.visits import LIST, Visit
from bot.desk.web import HOME


def list_address(visit: Visit, nav: Nav) -> str:
    """Where somebody goes back to from a question."""
    if nav is not Nav.INBOX:
        return f"{HOME}{nav}"
    query = _left(visit)
    if query is None:
        query = visit.site.read_cookie(visit.request, LIST)
    if not query:
        return HOME
    asked = read_address(dict(parse_qsl(query)))  # read again: nothing but a list comes out of it
    return asked.address(asked.tab, asked.after)


def remember_list(visit: Visit, response: Response) -> Response:
    """Keep which list led to this question: what is sent from its page comes back to that page, not to the list."""
    query = _left(visit)
    if query is not None:
        visit.site.set_cookie(response, LIST, query, seconds=int(ABSOLUTE.total_seconds()))
    return response


def _left(visit: Visit) -> str | None:
    """What stood in the address of the list that led here; None when something else did."""
    came = urlsplit(visit.request.headers.get("referer", ""))
    return came.query if came.netloc == visit.request.headers.get("host") and came.path == HOME else None
