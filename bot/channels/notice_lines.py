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
    Notice.HANDED_TO_YOU: NoticeText.HANDED_TO_YOU,
    Notice.NOT_GIVEN: NoticeText.NOT_GIVEN,
    Notice.UNREACHABLE: NoticeText.UNREACHABLE,
    Notice.UNDELIVERED: NoticeText.UNDELIVERED,
    Notice.FAULT: NoticeText.FAILED,
}
_KINDS: Mapping[str, NoticeText] = {
    Notice.INTAKE: NoticeText.KIND_NEW,
    IntakeStatus.WITHDRAWN: NoticeText.KIND_WITHDRAWN,
    IntakeStatus.CLOSED: NoticeText.KIND_CLOSED,
    Notice.ADDED: NoticeText.KIND_ADDED,
    Notice.REPLY: NoticeText.KIND_REPLY,
    Notice.PROMISE_SOON: NoticeText.KIND_PROMISE_SOON,
    Notice.PROMISE_MOVED: NoticeText.KIND_PROMISE_MOVED,
    Notice.PROMISE_BROKEN: NoticeText.KIND_PROMISE_BROKEN,
    Notice.IDLE: NoticeText.KIND_IDLE,
    Notice.GIVEN_BACK: NoticeText.KIND_GIVEN_BACK,
    Notice.TERM: NoticeText.KIND_TERM,
    Notice.HELPER_SILENT: NoticeText.KIND_HELPER_SILENT,
    Notice.MISMATCH: NoticeText.KIND_MISMATCH,
    Notice.HANDED: NoticeText.KIND_HANDED,
    Notice.HANDED_TO_YOU: NoticeText.KIND_HANDED_TO_YOU,
    Notice.NOT_GIVEN: NoticeText.KIND_NOT_GIVEN,
    Notice.UNREACHABLE: NoticeText.KIND_UNREACHABLE,
}
"""The kinds in a message about many, as they are counted; what stands alone has none."""
_OVER = {IntakeStatus.WITHDRAWN.value: NoticeText.WITHDRAWN, IntakeStatus.CLOSED.value: NoticeText.CLOSED}


def notice_lines(body: Mapping[str, Json], words: ChannelWords) -> list[str]:
    """The lines: what it is about, and as far as the notice holds them place, promise and who has it."""
    code, status = _text(body, "code") or _text(body, "ref"), _text(body, "status")
    notice = Notice(_text(body, "notice"))
    if notice is Notice.GAP:
        return [words.say(NoticeText.GAP, moment=words.moment(body.get("since")))]
    if notice is Notice.SEVERAL:
        return _counted(body, words)
    if notice is Notice.ASKED:
        asked = [NoticeText.ASKED, *(() if signs_in(body) else (NoticeText.ASKED_HOW,))]
        return [words.say(one) for one in asked]
    if status in _OVER:
        return [words.say(_OVER[status], code=code)]
    pressing = body.get("pressing") is True
    new = NoticeText.AGAIN if body.get("again") is True else NoticeText.NEW
    new = NoticeText.PRESSING if pressing else new
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
    if not desk_url or not signs_in(body):
        return ""
    if body.get("notice") == Notice.ASKED:
        return f"{desk_url}/desk/mijn-vragen"
    code = _text(body, "code")
    return f"{desk_url}/desk/vragen/{quote(code, safe='')}" if code else f"{desk_url}/desk/"


def signs_in(body: Mapping[str, Json]) -> bool:
    """Whether who reads it can come to the desk; a helper may have no account."""
    return body.get("signs_in") is not False


def _counted(body: Mapping[str, Json], words: ChannelWords) -> list[str]:
    """How many, and of which kind; the most first."""
    given = body.get("counts")
    counts = (
        {kind: number for kind, number in given.items() if isinstance(number, int)} if isinstance(given, dict) else {}
    )
    lines = [words.say(NoticeText.SEVERAL, aantal=str(sum(counts.values())))]
    for kind, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        lines.append(words.say(NoticeText.COUNTED, aantal=str(number), soort=words.say(_KINDS[kind])))
    return lines


def _text(body: Mapping[str, Json], key: str) -> str:
    """One value on one line: nothing in it can begin a line of its own."""
    value = body.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""
