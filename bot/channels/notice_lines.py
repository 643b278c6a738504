"""What a notice says, the same in the group and by mail: a reference and what is needed to decide who goes."""

from collections.abc import Mapping
from urllib.parse import quote

from bot.channels.words import ChannelWords
from bot.model.conversation import Json
from bot.model.wording import NoticeText
from bot.service.notices import Notice
from bot.store import IntakeStatus

_ABOUT = {
    Notice.ADDED: NoticeText.ADDED,
    Notice.REPLY: NoticeText.REPLY,
    Notice.PROMISE_SOON: NoticeText.PROMISE_SOON,
    Notice.PROMISE_MOVED: NoticeText.PROMISE_MOVED,
    Notice.PROMISE_BROKEN: NoticeText.PROMISE_BROKEN,
    Notice.IDLE: NoticeText.IDLE,
    Notice.GIVEN_BACK: NoticeText.GIVEN_BACK,
    Notice.TERM: NoticeText.TERM,
    Notice.HELPER_SILENT: NoticeText.HELPER_SILENT,
    Notice.MISMATCH: NoticeText.MISMATCH,
    Notice.HANDED: NoticeText.HANDED,
    Notice.NOT_GIVEN: NoticeText.NOT_GIVEN,
    Notice.UNREACHABLE: NoticeText.UNREACHABLE,
    Notice.UNDELIVERED: NoticeText.UNDELIVERED,
    Notice.FAULT: NoticeText.FAILED,
}
_OVER = {IntakeStatus.WITHDRAWN.value: NoticeText.WITHDRAWN, IntakeStatus.CLOSED.value: NoticeText.CLOSED}


def notice_lines(body: Mapping[str, Json], words: ChannelWords) -> list[str]:
    """The lines: what it is about, and as far as the notice holds them place, promise and who has it."""
    code, status = _text(body, "code") or _text(body, "ref"), _text(body, "status")
    notice = Notice(_text(body, "notice"))
    if notice is Notice.GAP:
        return [words.say(NoticeText.GAP, moment=words.moment(body.get("since")))]
    if status in _OVER:
        return [words.say(_OVER[status], code=code)]
    pressing = body.get("pressing") is True
    new = NoticeText.PRESSING if pressing else NoticeText.NEW
    lines = [words.say(_ABOUT.get(notice, new), code=code)]
    if theme := _text(body, "theme"):
        lines.append(words.say(NoticeText.THEME, onderwerp=words.theme(theme)))
    if area := _text(body, "area"):
        lines.append(words.say(NoticeText.AREA, plek=area))
    if promised := words.moment(body.get("promised_at")):
        lines.append(words.say(NoticeText.PROMISED, moment=promised))
    if status == IntakeStatus.CLAIMED:
        who, when = _text(body, "claimed_by"), words.moment(body.get("claimed_at"))
        lines.append(words.say(NoticeText.CLAIMED, naam=who, moment=when))
    return lines


def desk_link(body: Mapping[str, Json], desk_url: str) -> str:
    """Where the intake of a notice is read, or the inbox as a whole; empty without a desk."""
    if not desk_url:
        return ""
    code = _text(body, "code")
    return f"{desk_url}/desk/vragen/{quote(code, safe='')}" if code else f"{desk_url}/desk/"


def _text(body: Mapping[str, Json], key: str) -> str:
    """One value on one line: nothing in it can begin a line of its own."""
    value = body.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""
