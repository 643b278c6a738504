"""A case system on the loopback that checks each call with the very code of `docs/zaaksysteem.md`."""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "zaaksysteem.md"
SECRET = "a-secret-that-both-sides-know-0123456789"


def documented() -> Callable:
    """The function of the page, as a receiver would copy it."""
    [source] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {"hashlib": hashlib, "hmac": hmac, "json": json}
    exec(source, names)
    return names["receive"]


@dataclass
class CaseSystem:
    """What came in, and what it answers next: a status, or a word for what goes wrong.

    `lose`: it is handled, and the line goes down before the answer. `hang`: it never answers.
    """

    now: Callable[[], float]
    url: str = ""
    mood: list[int | str] = field(default_factory=list)
    raw: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    handled: list[dict] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Handle a call as the page says; the status of the answer."""
        try:
            call = documented()(headers, body, SECRET, self.now(), self.known)
        except PermissionError as error:
            self.refused.append(str(error))
            return 403
        if call is not None:
            self.handled.append(call)
        return 200

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call a line."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            lower = dict(line.split(": ", 1) for line in head[1:] if line)
            headers = {key.title(): value for key, value in lower.items()}
            body = await reader.readexactly(int(headers["Content-Length"]))
            self.raw.append((headers, body))
            mood = self.mood.pop(0) if self.mood else 0
            if mood == "hang":
                await asyncio.sleep(60)
            status = mood if isinstance(mood, int) and mood else self.take(headers, body)
            if mood != "lose":
                where = f"Location: {self.url}/elders\r\n" if status == 307 else ""
                writer.write(f"HTTP/1.1 {status} X\r\n{where}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
                await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def case_system(now: Callable[[], float]):
    """The case system, on any free port of the loopback."""
    system = CaseSystem(now)
    server = await asyncio.start_server(system.serve, "127.0.0.1", 0)
    system.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in"
    try:
        yield system
    finally:
        server.close()
