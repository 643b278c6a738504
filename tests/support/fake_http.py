"""As much of HTTP as the fake Bot API needs: read a call, write an answer, post an update."""

import asyncio
import contextlib
import json
from email import message_from_bytes, policy
from urllib.parse import parse_qsl, urlsplit


async def read_call(reader: asyncio.StreamReader) -> tuple[str, dict] | None:
    """The path and the fields of the next request; None when there comes no more."""
    line = await reader.readline()
    if not line:
        return None
    headers = {}
    while header := (await reader.readline()).strip():
        key, _, value = header.partition(b":")
        headers[key.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get(b"content-length", 0)))
    parts = urlsplit(line.split()[1].decode())
    return parts.path, _params(parts.query, body, headers.get(b"content-type", b"").decode())


def write_json(writer: asyncio.StreamWriter, status: int, body: object) -> bool:
    """Answer with JSON; True: the connection stays open."""
    return write_raw(writer, status, json.dumps(body).encode(), b"application/json")


def write_raw(writer: asyncio.StreamWriter, status: int, body: bytes, kind: bytes) -> bool:
    """Answer with these very bytes."""
    head = b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    writer.write(head % (status, kind, len(body)) + body)
    return True


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post and give the status; 0 when there was no answer."""
    parts = urlsplit(url)
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except OSError:
        return 0
    lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{key}: {value}" for key, value in headers.items()]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
    try:
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        status = (await reader.readline()).split()
        return int(status[1]) if len(status) > 1 else 0
    except ConnectionError:
        return 0
    finally:
        writer.close()


def _params(query: str, body: bytes, kind: str) -> dict:
    """What a request asks, as a form or in parts; a file is its name and what is in it."""
    if not kind.startswith("multipart/form-data"):
        fields = parse_qsl(f"{query}&{body.decode()}", keep_blank_values=True)
        return {key: text if key == "text" else _value(text) for key, text in fields}
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=policy.HTTP)
    params: dict = {}
    for part in whole.iter_parts():
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        held = part.get_payload(decode=True)
        params[name] = (file, held) if file else _value(held.decode())
    return params


def _value(text: str) -> object:
    """Fields of a form are JSON where they can be, as at Telegram; a text stays a text."""
    if text[:1] in "{[" or text in ("true", "false"):
        with contextlib.suppress(ValueError):
            return json.loads(text)
    return text
