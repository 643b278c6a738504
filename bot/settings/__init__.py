"""Settings: what can be set from outside, what it may be, and what to set when it is wrong.

Everything comes from environment variables `WEGWIJZER_...`, or from a file `.env` in the current
folder. A secret never shows: not in a fault, not when the settings are printed.
"""

import os
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.content.mails import MAIL_ADDRESS
from bot.content.problems import did_you_mean
from bot.model.accounts import Role
from bot.model.errors import BotError
from bot.settings import values

PREFIX = "WEGWIJZER_"
ENV_FILE = ".env"
_SECRET_LENGTH = 32  # characters of the webhook secret; anyone who guesses it speaks as Telegram
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # what Telegram accepts in its header
_DESK = re.compile(r"https://[^\s/?#@]+|http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?")
_HIDDEN = frozenset(
    {
        *("telegram_token", "webhook_secret", "database_url", "oidc_client_secret"),
        *("mail_password", "case_system_secret"),
    }
)
_HIDDEN_VALUE = "(hidden)"


class SettingsError(BotError):
    """The settings are not fit to start with. One line a fault: `WEGWIJZER_X=...: what; what to set`."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Keep the lines in a fixed order."""
        self.lines = tuple(sorted(set(lines)))
        super().__init__("\n".join(self.lines))


def fault(name: str, value: object, what: str, remedy: str) -> str:
    """The line for one wrong setting; a secret's value is left out."""
    shown = _HIDDEN_VALUE if name in _HIDDEN and str(value) else str(value)
    # One line, whatever somebody pasted into a variable.
    shown = " ".join(shown.split())[:80]
    return f"{PREFIX}{name.upper()}={shown}: {what}; {remedy}"


ContentFolder = Annotated[Path | None, BeforeValidator(values.blank), AfterValidator(values.folder)]


class Settings(BaseSettings):
    """Everything that can be set. The embedded default needs none of it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        enable_decoding=False,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Annotated[Path, AfterValidator(values.expand)] = Field(
        default_factory=values.home_of_data
    )  # database and keys
    database_url: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None  # None: SQLite in data_dir
    key_file: Annotated[Path, AfterValidator(values.expand)] | Annotated[None, BeforeValidator(values.blank)] = (
        None  # None: `keys` in data_dir
    )
    gemeente: str = "almere"  # a name under knowledge/municipalities, or the path of such a folder
    knowledge_dir: ContentFolder = None  # None: what came along with the program
    flows_dir: ContentFolder = None
    keep_done_days: int = Field(default=7, ge=1, le=90)  # delivered messages
    keep_closed_days: int = Field(default=60, ge=7, le=365)  # finished intakes: long enough to ask how it goes
    keep_sentence_days: int = Field(default=90, ge=7, le=365)  # sentences to learn from, that nobody labelled yet

    telegram_token: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None
    telegram_bot: Annotated[str, AfterValidator(values.bot_name)] = ""  # its name, for the links that teams share
    telegram_api: str = "https://api.telegram.org"  # or a Bot API server of your own
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None
    staff_chat_id: Annotated[int | None, BeforeValidator(values.blank)] = None  # the coordinators' group
    staff: Annotated[Mapping[int, str], BeforeValidator(values.staff)] = Field(default_factory=dict)

    mail_host: str = ""  # the server that takes our mail; empty: no notices by mail
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_security: Literal["tls", "starttls", "none"] = "starttls"  # none: only for a server on this machine
    mail_user: str = ""
    mail_password: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None
    mail_from: str = ""
    mail_to: Annotated[tuple[str, ...], BeforeValidator(values.addresses)] = ()  # the staff who get notices
    danger_in_quiet_hours: Literal["hold", "ring"] = "hold"  # for who chose hours in which nothing rings

    case_system_url: str = ""  # the case system of the municipality that intakes may be given to
    case_system_secret: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None
    desk_url: str = ""  # under which browsers see the desk; empty: no desk
    keep_audit_days: int = Field(default=730, ge=90, le=3660)  # who did or saw what at the desk
    trusted_proxies: Annotated[tuple[str, ...], BeforeValidator(values.listed), AfterValidator(values.networks)] = ()
    security_contact: str = ""  # for security.txt
    oidc_issuer: str = ""  # empty: only accounts of our own
    oidc_name: str = "uw organisatie"  # on the button
    oidc_client_id: str = ""
    oidc_client_secret: Annotated[SecretStr | None, BeforeValidator(values.blank)] = None
    oidc_role_claim: str = "roles"
    oidc_strong: str = ""  # what `acr` or `amr` must say; empty: the provider sees to a second factor
    oidc_roles: Annotated[Mapping[str, Role], BeforeValidator(values.roles)] = Field(default_factory=dict)

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)  # 0: any free port
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise values.wrong("this is not a bot token", "copy it from BotFather: digits, a colon, letters")
        return value

    @field_validator("desk_url")
    @classmethod
    def _desk_address(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not _DESK.fullmatch(value):
            what = "this is no address that browsers keep a secret for"
            raise values.wrong(
                what, "write it as https://host, without a path, or http://localhost:8080 on this machine"
            )
        return value

    @field_validator("security_contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:mailto:|https://|tel:)\S+", value):
            raise values.wrong("nobody can be reached there", "write it as mailto:name@host, or https://host/page")
        return value

    @field_validator("telegram_api", "webhook_url", "case_system_url", "oidc_issuer")
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise values.wrong("this is not a web address", "write it as https://host/path")
        # The provider's own word for itself is compared with the issuer, to the letter: that one stays as it is.
        return value if info.field_name == "oidc_issuer" else value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _safe_address(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise values.wrong("Telegram only calls an address that starts with https://", "set such an address")
        return value

    @field_validator("case_system_url")
    @classmethod
    def _safe_case_system(cls, value: str) -> str:
        if value.startswith("http://") and not values.on_this_machine(urlsplit(value).hostname or ""):
            raise values.wrong("intakes only leave this machine over https://", "set such an address")
        return value

    @field_validator("case_system_secret")
    @classmethod
    def _case_system_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < _SECRET_LENGTH:
            raise values.wrong("this is too short", f"set at least {_SECRET_LENGTH} characters")
        return value

    @field_validator("mail_from")
    @classmethod
    def _mail_from(cls, value: str) -> str:
        if value and not MAIL_ADDRESS.fullmatch(value):
            raise values.wrong("this is not a mail address", "write it as postvak@oco.nl")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise values.wrong(
                "this is too short, or holds signs that Telegram refuses",
                f"set {_SECRET_LENGTH} to 256 letters, digits, - and _",
            )
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """What depends on more than one setting."""
        if self.telegram_token is not None and self.telegram_mode == "webhook":
            if not self.webhook_url:
                raise SettingsError([fault("webhook_url", "", "a webhook needs it", "set https://host/path")])
            if self.webhook_secret is None:
                remedy = f"set at least {_SECRET_LENGTH} letters and digits"
                raise SettingsError([fault("webhook_secret", "", "a webhook needs it", remedy)])
        if self.desk_url and f"{urlsplit(self.webhook_url).path}/".startswith(("/desk/", "/team/")):
            raise SettingsError([fault("webhook_url", self.webhook_url, "the desk is there", "set another path")])
        faults = [*self._mail_faults(), *self._case_system_faults(), *self._oidc_faults()]
        if faults:
            raise SettingsError(faults)
        return self

    def _mail_faults(self) -> Iterable[str]:
        if not self.mail_host:
            if self.mail_to:
                yield fault("mail_host", "", "notices by mail need it", "set the name of the mail server")
            return
        if not self.mail_from:
            yield fault("mail_from", "", "notices by mail need it", "set the address they come from")
        if not self.mail_to:
            yield fault("mail_to", "", "notices by mail need it", "set the addresses of the staff")
        if bool(self.mail_user) != (self.mail_password is not None):
            name = "mail_password" if self.mail_user else "mail_user"
            yield fault(name, "", "a mail server wants both or neither", "set both, or neither")
        if self.mail_security == "none" and not values.on_this_machine(self.mail_host):
            remedy = "set starttls or tls, or a mail server on this machine"
            yield fault("mail_security", "none", "mail only leaves this machine over a safe line", remedy)

    def _case_system_faults(self) -> Iterable[str]:
        if self.case_system_url and self.case_system_secret is None:
            remedy = f"set at least {_SECRET_LENGTH} characters, the same there"
            yield fault("case_system_secret", "", "a case system needs it", remedy)

    def _oidc_faults(self) -> Iterable[str]:
        if not self.oidc_issuer:
            return
        remedies = {
            "desk_url": "set https://host",
            "oidc_client_id": "copy it from the provider",
            "oidc_client_secret": "copy it from the provider",
            "oidc_roles": f"write it as group=ROLE, with {', '.join(Role)}",
        }
        for name, remedy in remedies.items():
            if not getattr(self, name):
                yield fault(name, "", "signing in at a provider needs it", remedy)

    @property
    def store_url(self) -> str:
        """The database: as set, else a SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir / 'wegwijzer.db'}"

    @property
    def keys_path(self) -> Path:
        """The key file: as set, else beside the database."""
        return self.key_file or self.data_dir / "keys"

    @property
    def knowledge_path(self) -> Path:
        """What is known: as set, else what came along."""
        return self.knowledge_dir or content_path("knowledge")

    @property
    def flows_path(self) -> Path:
        """What is said: as set, else what came along."""
        return self.flows_dir or content_path("flows")


def content_path(name: str) -> Path:
    """The folder `name` that came along: inside an installed package, else at the root of the checkout."""
    package = Path(str(files("bot")))
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name


def municipality_folder(gemeente: str) -> Path | None:
    """The folder, where `gemeente` is a path (it holds a '/', or begins with '.' or '~'); None where it is a name.

    Raises SettingsError when there is no profile in that folder.
    """
    if not gemeente.startswith((".", "~")) and "/" not in gemeente and os.sep not in gemeente:
        return None
    folder = Path(gemeente).expanduser()
    folder = folder if folder.name not in ("", "..") else Path(os.path.abspath(folder))
    if not folder.is_dir():
        remedy = "set the path of a municipality's folder, or a name without '/'"
        raise SettingsError([fault("gemeente", gemeente, "this folder does not exist", remedy)])
    if not (folder / "profile.yaml").is_file():
        remedy = "set a folder like knowledge/municipalities/almere, or make one: wegwijzer new-municipality NAME"
        raise SettingsError([fault("gemeente", gemeente, "no profile.yaml in this folder", remedy)])
    return folder


def load_settings(*, data_dir: Path | None = None, gemeente: str | None = None) -> Settings:
    """The settings, with what was given on the command line on top (None: not given).

    Raises SettingsError with a line for every fault, also for a `WEGWIJZER_` name that does not exist.
    """
    lines = list(_unknown_names())
    try:
        settings = Settings()
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise SettingsError([*lines, *map(_line, details)]) from None
    except SettingsError as error:
        raise SettingsError([*lines, *error.lines]) from None
    if lines:
        raise SettingsError(lines)
    given = {"data_dir": data_dir and values.expand(data_dir), "gemeente": gemeente}
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


def _unknown_names() -> Iterable[str]:
    """Lines for names with our prefix that mean nothing: mostly a slip of the pen."""
    try:
        in_file = dotenv_values(ENV_FILE, encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError([f"{ENV_FILE}: this is not UTF-8 text; save it as UTF-8"]) from None
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted({*os.environ, *in_file}):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            # The value may be a secret under a misspelt name.
            yield f"{name}={_HIDDEN_VALUE}: unknown setting; {did_you_mean(name.upper(), known)}"


def _line(detail: ErrorDetails) -> str:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    what, remedy = _words(detail)
    return fault(name, detail["input"], what, remedy)


def _words(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what to set, for the kinds of fault that pydantic finds."""
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "setting":
            what, _, remedy = str(limits["words"]).partition("; ")
            return what, remedy
        case "int_parsing" | "int_type" | "int_from_float":
            return "this is not a whole number", "set a number in digits"
        case "greater_than_equal":
            return "this is too low", f"set {limits['ge']} or more"
        case "less_than_equal":
            return "this is too high", f"set {limits['le']} or less"
        case "literal_error":
            return "this is not one of the choices", f"set {limits['expected']}"
        case _:
            return "this does not fit", detail["msg"].lower()
