"""From the text of a setting to its value, or to a fault that says what to write instead."""

import os
import re
from ipaddress import ip_address, ip_network
from pathlib import Path

from pydantic_core import PydanticCustomError

from bot.content.mails import MAIL_ADDRESS
from bot.model.accounts import Role

_BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")


def wrong(what: str, remedy: str) -> PydanticCustomError:
    """The fault of one value, with what to do about it."""
    # The words may hold braces; a template would take those for fields.
    return PydanticCustomError("setting", "{words}", {"words": f"{what}; {remedy}"})


def staff(value: object) -> object:
    """`123:Anna, 456:Bram` -> {123: "Anna", 456: "Bram"}."""
    if not isinstance(value, str):
        return value
    found: dict[int, str] = {}
    for item in filter(None, (part.strip() for part in value.split(","))):
        number, _, name = item.partition(":")
        if not number.strip().isdigit() or not name.strip():
            raise wrong(f"'{item}' is not a number with a name", "write it as 12345:Anna, 67890:Bram")
        found[int(number)] = name.strip()
    return found


def addresses(value: object) -> object:
    """`a@b.nl, c@d.nl` -> ("a@b.nl", "c@d.nl"), each once."""
    if not isinstance(value, str):
        return value
    found = dict.fromkeys(filter(None, (part.strip() for part in value.split(","))))
    for address in found:
        if not MAIL_ADDRESS.fullmatch(address):
            raise wrong(f"'{address}' is not a mail address", "write them as anna@oco.nl, bram@oco.nl")
    return tuple(found)


def on_this_machine(host: str) -> bool:
    """Whether this name never leads to another machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listed(value: object) -> object:
    """`a, b` -> ("a", "b")."""
    return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value


def networks(value: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses or ranges of them."""
    for one in value:
        try:
            ip_network(one)
        except ValueError:
            raise wrong(f"'{one}' is no network address", "write it as 10.0.0.5, or 10.0.0.0/24") from None
    return value


def roles(value: object) -> object:
    """`groep-a=coordinator, groep-b=manager` -> {"groep-a": Role.COORDINATOR, ...}, in that order."""
    if not isinstance(value, str):
        return value
    found: dict[str, Role] = {}
    for item in filter(None, (part.strip() for part in value.split(","))):
        theirs, _, ours = (part.strip() for part in item.rpartition("="))
        if not theirs or ours not in frozenset(Role):
            raise wrong(f"'{item}' is no group with a role", f"write it as group=ROLE, with {', '.join(Role)}")
        found[theirs] = Role(ours)
    return found


def folder(value: Path | None) -> Path | None:
    """A folder that exists."""
    if value is not None and not value.is_dir():
        raise wrong("this folder does not exist", "set the path of an existing folder, or leave it out")
    return value


def expand(value: Path) -> Path:
    """From the root, without `~`."""
    return value.expanduser().absolute()


def blank(value: object) -> object:
    """An empty variable means: not set."""
    return None if isinstance(value, str) and not value.strip() else value


def home_of_data() -> Path:
    """The user's own data folder (XDG): the same from wherever it is started, and never in a checkout."""
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "wegwijzer"


def bot_name(value: str) -> str:
    """As in t.me/NAME."""
    name = value.strip().removeprefix("@")
    if name and not _BOT.fullmatch(name):
        raise wrong("this is no name of a bot", "copy it from BotFather: 5 to 32 letters, digits and _")
    return name
