"""A Bot API server on the loopback, strict where it matters.

An update leaves only when a later `getUpdates` asks for a higher number, two pollers end each other
with 409, a webhook is pushed again until it answers 2xx, every message is on record, and faults come
when a test orders them.
"""

import asyncio
import contextlib
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field

from fake_http import post, read_call, write_json, write_raw
from fake_updates import BOT_ID, chat_of

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # the example of Telegram's own manual


@dataclass
class Call:
    """One request as it came in."""

    method: str
    params: dict
    at: float


@dataclass
class Sent:
    """One message that reached somebody."""

    chat_id: str
    text: str
    buttons: list
    message_id: int
    at: float
    params: dict = field(default_factory=dict)


@dataclass
class Fault:
    """Something that goes wrong with calls of `method`, `times` times, for one chat or for all."""

    method: str
    kind: str = "answer"  # answer, html, truncated, empty, hang, reset, reset_after
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict = field(default_factory=dict)
    times: int = 1
    skip: int = 0  # so many calls go well first
    chat_id: str | None = None


class FakeBotApi:
    """One bot's server. `async with FakeBotApi() as api:`; give `api.url` to the client."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.updates: list[dict] = []  # not confirmed
        self.delivered: set[int] = set()
        self.confirmed: list[int] = []
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.edits: list[Sent] = []
        self.answers: list[dict] = []
        self.left: list[str] = []
        self.pushes: list[tuple[int, int]] = []  # webhook: update id, status
        self.conflicts = 0
        self.allowed: list[str] | None = None
        self.reads_groups = False
        self.webhook = ""
        self.secret = ""
        self.retry_seconds = 0.02
        self.latency = 0.0
        self._next_update = 1000
        self._next_message = 1
        self._faults: list[Fault] = []
        self._arrived = asyncio.Event()
        self._poller: asyncio.Event | None = None
        self._tasks: set[asyncio.Task] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The base that python-telegram-bot wants: it adds the token itself."""
        return f"http://127.0.0.1:{self.port}/bot"

    async def __aenter__(self) -> "FakeBotApi":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen; on the same port again after `stop`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port or self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close every connection at once."""
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # what a test does

    def push(self, body: dict, update_id: int | None = None) -> int:
        """Somebody does something: an update for the bot. Dropped when its kind is not asked for."""
        kind = next(iter(body), "")
        if update_id is None:
            self._next_update += 1
            update_id = self._next_update
        if self.allowed is None or kind in self.allowed or kind not in KINDS:
            self.updates.append({"update_id": update_id, **body})
            self._arrived.set()
            if self.webhook:
                self._spawn(self._push_webhook())
        return update_id

    @property
    def next_update(self) -> int:
        """The number that the next update will have."""
        return self._next_update + 1

    def push_raw(self, raw: object) -> int:
        """Something that is no proper update, at its place in the queue."""
        self._next_update += 1
        self.updates.append({"update_id": self._next_update, "_raw": raw})
        self._arrived.set()
        return self._next_update

    def push_again(self, update: dict) -> None:
        """The same update once more, as after an answer that got lost."""
        self.updates.append(update)
        self._arrived.set()

    def fault(self, method: str, kind: str = "answer", **values: object) -> Fault:
        """Order a fault; the first that fits a call is used up first."""
        fault = Fault(method=method, kind=kind, **values)
        self._faults.append(fault)
        return fault

    def clear_faults(self) -> None:
        """Everything works again."""
        self._faults.clear()

    def texts(self, chat_id: object) -> list[str]:
        """What this chat has received, in order."""
        return [one.text for one in self.sent if one.chat_id == str(chat_id)]

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.calls)

    async def until(self, condition, seconds: float = 60.0) -> None:
        """Wait until the condition holds; AssertionError when it takes too long."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            await asyncio.sleep(0.005)

    # http

    def _spawn(self, coroutine) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._serve_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        call = await read_call(reader)
        if call is None:
            return False
        path, params = call
        prefix, _, method = path.rpartition("/")
        self.calls.append(Call(method, params, time.monotonic()))
        if self.latency:
            await asyncio.sleep(self.latency)
        if prefix != f"/bot{self.token}":
            return write_json(writer, 401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        fault = self._find_fault(method, params)
        if fault is None:
            return write_json(writer, *await self._answer(method, params))
        return await self._go_wrong(fault, method, params, writer)

    def _find_fault(self, method: str, params: dict) -> Fault | None:
        for fault in self._faults:
            fits = fault.chat_id is None or fault.chat_id == str(params.get("chat_id"))
            if fault.method != method or not fits or fault.times <= 0:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            return fault
        return None

    async def _go_wrong(self, fault: Fault, method: str, params: dict, writer: asyncio.StreamWriter) -> bool:
        if fault.kind == "answer":
            body = {"ok": False, "error_code": fault.status, "description": fault.description}
            if fault.parameters:
                body["parameters"] = fault.parameters
            return write_json(writer, fault.status, body)
        if fault.kind == "html":
            return write_raw(writer, fault.status, b"<html><body>502 Bad Gateway</body></html>", b"text/html")
        if fault.kind == "empty":
            return write_raw(writer, 200, b"", b"application/json")
        if fault.kind == "reset":
            writer.transport.abort()
            return False
        status, body = await self._answer(method, params)  # from here on the server has accepted it
        if fault.kind == "hang":
            await asyncio.sleep(3600)
        if fault.kind == "truncated":
            return write_raw(writer, status, json.dumps(body).encode()[:-7], b"application/json")
        writer.transport.abort()
        return False

    # the methods

    async def _answer(self, method: str, params: dict) -> tuple[int, dict]:
        handler = getattr(self, f"_do_{method}", None)
        if handler is None:
            return 404, {"ok": False, "error_code": 404, "description": "Not Found"}
        result = handler(params)
        if asyncio.iscoroutine(result):
            result = await result
        if isinstance(result, tuple):
            return result
        return 200, {"ok": True, "result": result}

    async def _do_getUpdates(self, params: dict) -> object:
        if self.webhook:
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poller is not None:
            self._poller.set()  # the newcomer wins, as at Telegram
        mine = self._poller = asyncio.Event()
        if "allowed_updates" in params:
            self.allowed = params["allowed_updates"] or None
        offset = int(params.get("offset") or 0)
        gone = [one for one in self.updates if offset and one["update_id"] < offset]
        self.confirmed += [one["update_id"] for one in gone]
        self.updates = [one for one in self.updates if one not in gone]
        end = time.monotonic() + float(params.get("timeout") or 0)
        while not self.updates and not mine.is_set() and time.monotonic() < end:
            self._arrived.clear()
            waits = [asyncio.ensure_future(self._arrived.wait()), asyncio.ensure_future(mine.wait())]
            await asyncio.wait(waits, timeout=end - time.monotonic(), return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if mine.is_set():
            self.conflicts += 1
            return _error(409, "Conflict: terminated by other getUpdates request")
        self._poller = None
        batch = sorted(self.updates, key=lambda one: one["update_id"])[: int(params.get("limit") or 100)]
        self.delivered.update(one["update_id"] for one in batch)
        return [one.get("_raw", one) for one in batch]

    def _do_sendMessage(self, params: dict) -> object:
        if len(str(params.get("text", "")).encode("utf-16-le")) // 2 > 4096:
            return _error(400, "Bad Request: message is too long")
        if not str(params.get("text", "")).strip():
            return _error(400, "Bad Request: message text is empty")
        message_id, self._next_message = self._next_message, self._next_message + 1
        self.sent.append(_sent(params, message_id))
        return {"message_id": message_id, "date": 1, "chat": {"id": params["chat_id"], "type": "private"}}

    def _do_sendDocument(self, params: dict) -> object:
        if len(str(params.get("caption", "")).encode("utf-16-le")) // 2 > 1024:
            return _error(400, "Bad Request: message caption is too long")
        if not isinstance(params.get("document"), tuple):
            return _error(400, "Bad Request: there is no document in the request")
        return self._do_sendMessage({**params, "text": params.get("caption", "")})

    def _do_editMessageText(self, params: dict) -> object:
        same = [one for one in self.edits if one.message_id == int(params["message_id"])]
        edit = _sent(params, int(params["message_id"]))
        if same and (same[-1].text, same[-1].buttons) == (edit.text, edit.buttons):
            return _error(400, "Bad Request: message is not modified: specified new message content is the same")
        self.edits.append(edit)
        return {"message_id": edit.message_id, "date": 1, "chat": {"id": params["chat_id"], "type": "group"}}

    def _do_answerCallbackQuery(self, params: dict) -> object:
        self.answers.append(params)
        return True

    def _do_leaveChat(self, params: dict) -> object:
        self.left.append(str(params["chat_id"]))
        return True

    def _do_getMe(self, _: dict) -> object:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Wegwijzer",
            "username": "wegwijzer_test_bot",
            "can_read_all_group_messages": self.reads_groups,
        }

    def _do_setWebhook(self, params: dict) -> object:
        self.webhook, self.secret = params["url"], params.get("secret_token", "")
        self.allowed = params.get("allowed_updates") or self.allowed
        if self.webhook:
            self._spawn(self._push_webhook())
        return True

    def _do_deleteWebhook(self, _: dict) -> object:
        self.webhook = ""
        return True

    def _do_getWebhookInfo(self, _: dict) -> object:
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
            "allowed_updates": self.allowed or [],
        }

    def _do_setMyCommands(self, _: dict) -> object:
        return True

    _do_setMyDescription = _do_setMyShortDescription = _do_setMyCommands

    # pushing

    async def _push_webhook(self) -> None:
        """Deliver what waits: in one chat in order, again and again until a 2xx."""
        chats: dict[str, list[dict]] = defaultdict(list)
        for one in [one for one in self.updates if one["update_id"] not in self.delivered]:
            self.delivered.add(one["update_id"])
            chats[chat_of(one)].append(one)
        await asyncio.gather(*(self._push_chat(queue) for queue in chats.values()))

    async def _push_chat(self, queue: list[dict]) -> None:
        for update in queue:
            while self.webhook and not 200 <= await self._post(update) <= 299:  # noqa: ASYNC110
                await asyncio.sleep(self.retry_seconds)
            if self.webhook and update in self.updates:
                self.updates.remove(update)
                self.confirmed.append(update["update_id"])

    async def _post(self, update: dict) -> int:
        status = await post(self.webhook, json.dumps(update).encode(), {"X-Telegram-Bot-Api-Secret-Token": self.secret})
        self.pushes.append((update["update_id"], status))
        return status


KINDS = {"message", "edited_message", "callback_query", "my_chat_member", "channel_post", "chat_member"}


def _sent(params: dict, message_id: int) -> Sent:
    markup = params.get("reply_markup") or {}
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    buttons = [button for row in rows for button in row]
    return Sent(str(params["chat_id"]), str(params["text"]), buttons, message_id, time.monotonic(), params)


def _error(status: int, description: str) -> tuple[int, dict]:
    return status, {"ok": False, "error_code": status, "description": description}
