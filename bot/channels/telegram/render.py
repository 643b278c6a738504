"""From a message in the outbox to calls of the Bot API. Plain text only: nothing can be read as markup."""

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import InputFile

from bot.channels.notice_lines import desk_link, notice_lines
from bot.channels.telegram.split import split
from bot.channels.words import ChannelWords
from bot.model.conversation import Json
from bot.model.wording import TelegramText
from bot.service.notices import Notice
from bot.store import IntakeStatus

_NO_PREVIEW: Json = {"is_disabled": True}  # a preview opens links on somebody else's machine
Row = list[Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One message in the form Telegram wants. `twice`: a second copy does no harm."""

    texts: list[str]
    buttons: Row
    twice: bool
    edits: str = ""  # the message it replaces; empty: a new one
    file: bytes = b""  # goes along with the text
    file_name: str = ""

    def call(self, chat: str, index: int) -> tuple[str, dict[str, Json | InputFile]]:
        """The method and its data for one part; buttons stand under the last."""
        if self.file:
            file = InputFile(self.file, filename=self.file_name)
            return "sendDocument", {"chat_id": chat, "caption": self.texts[index], "document": file}
        data: dict[str, Json | InputFile] = {
            "chat_id": chat,
            "text": self.texts[index],
            "link_preview_options": _NO_PREVIEW,
        }
        if self.buttons and index == len(self.texts) - 1:
            data["reply_markup"] = {"inline_keyboard": self.buttons}
        if not self.edits:
            return "sendMessage", data
        return "editMessageText", {**data, "message_id": int(self.edits)}


def render_reply(body: Mapping[str, Json]) -> Rendered:
    """A reply to a resident: one button a row, its data says which question it belongs to."""
    turn, options, buttons = body.get("turn"), body.get("options"), Row()
    for option in options if isinstance(options, list) else ():
        if isinstance(option, list):
            name, label = option
            buttons.append(_button(str(label), f"{turn}:{name}"))
    return Rendered(texts=split(str(body.get("text"))), buttons=buttons, twice=body.get("twice") is True)


def render_notice(body: Mapping[str, Json], words: ChannelWords, *, desk_url: str, sent_as: str) -> Rendered:
    """A notice to the coordinators. It may come twice: the reference in it shows that it is the same."""
    lines = notice_lines(body, words)
    if body.get("notice") != Notice.INTAKE:
        return Rendered(texts=["\n".join(lines)], buttons=_open(body, words, desk_url), twice=True)
    message_id = body.get("message_id")
    shown = message_id if isinstance(message_id, str) and message_id else sent_as
    return Rendered(
        texts=["\n".join(lines)],
        buttons=_intake_buttons(body, words, desk_url),
        twice=True,
        edits=shown if shown.isdecimal() else "",
    )


def _intake_buttons(body: Mapping[str, Json], words: ChannelWords, desk_url: str) -> Row:
    status, code = body.get("status"), str(body.get("code"))
    if status not in (IntakeStatus.NEW, IntakeStatus.CLAIMED):
        return []
    free = status == IntakeStatus.NEW
    act = _button(
        words.say(TelegramText.CLAIM if free else TelegramText.RELEASE), f"{'claim' if free else 'release'}:{code}"
    )
    return [act, *(_open(body, words, desk_url) or [_button(words.say(TelegramText.OPEN), f"open:{code}")])]


def _open(body: Mapping[str, Json], words: ChannelWords, desk_url: str) -> Row:
    """The way to the desk, where there is one."""
    link = desk_link(body, desk_url)
    return [[{"text": words.say(TelegramText.OPEN), "url": link}]] if link else []


def _button(label: str, data: str) -> Row:
    return [{"text": label, "callback_data": data}]
