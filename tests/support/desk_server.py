"""A desk of made-up pages on a free port of the loopback: real HTML, style and script over real HTTP."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from desk_views import PAGES, Page
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk.render import STATIC, Templates

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


class Desk:
    """The server, what was posted to it, and a way to say that something changed."""

    def __init__(self, static: Path) -> None:
        self.pages: dict[str, Page] = dict(PAGES)
        self.posted: list[tuple[str, Mapping[str, str]]] = []
        self.streams = self.opened = 0
        self.refuses_drafts = False
        self.signed_out = False  # whoever listens hears that, and no more
        self.closed = False
        self.address = ""
        self._events: list[str] = []
        self._static = static
        self._render = Templates(static=static)

    def publish(self, kind: str, code: str) -> None:
        """Tell every open page."""
        self._events.append(f"event: {kind}\ndata: {code}\n\n")

    def app(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/desk/live", self._live),
                Route("/desk/concept", self._draft, methods=["POST"]),
                Mount("/desk/static", StaticFiles(directory=self._static)),
                Route("/pagina/{name}", self._page),
                Route("/team/{path:path}", self._code),
                Route("/desk/vragen/{code}", self._intake),
                Route("/desk/{path:path}", self._post, methods=["POST"]),
                Route("/desk/{path:path}", self._list),
            ],
            middleware=[Middleware(_Headers)],
        )

    async def _page(self, request: Request) -> Response:
        template, frame, values = self.pages[request.path_params["name"]]
        return HTMLResponse(self._render.text(template, frame, **values))

    async def _code(self, request: Request) -> Response:
        return Response('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', media_type="image/svg+xml")

    async def _intake(self, request: Request) -> Response:
        return RedirectResponse("/pagina/vraag")

    async def _list(self, request: Request) -> Response:
        return RedirectResponse("/pagina/postvak")

    async def _draft(self, request: Request) -> Response:
        """Not among what was posted: a page that closes sends its draft when the next test has begun."""
        return Response(status_code=401 if self.refuses_drafts else 204)

    async def _post(self, request: Request) -> Response:
        form = parse_qsl((await request.body()).decode(), keep_blank_values=True)
        self.posted.append((request.url.path, dict(form)))
        return RedirectResponse("/pagina/vraag", status_code=303)

    async def _live(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        if self.signed_out:
            yield "event: uit\ndata: \n\n"
            return
        self.streams += 1
        self.opened += 1
        seen = len(self._events)
        try:
            yield "retry: 200\nevent: tik\ndata: \n\n"
            while not (self.closed or self.signed_out):
                for event in self._events[seen:]:
                    yield event
                seen = len(self._events)
                await asyncio.sleep(0.02)
            if self.signed_out:
                yield "event: uit\ndata: \n\n"
        finally:
            self.streams -= 1


class _Headers:
    """Puts the content security policy on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Content-Security-Policy"] = CSP
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the main thread: to pytest."""
        yield


@contextmanager
def running(static: Path = STATIC) -> Iterator[Desk]:
    """The desk, in a thread of its own for as long as this lasts."""
    desk = Desk(static)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            desk.app(), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
        )
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        desk.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield desk
        desk.closed = True  # a stream that waits sees it at its next step
        server.should_exit = True
        thread.join(5)
