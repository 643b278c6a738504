"""Settings: the default needs none, and every fault is one line that says what to set and hides secrets."""

import re
from pathlib import Path

import pytest

from bot.model.accounts import Role
from bot.settings import PREFIX, Settings, SettingsError, content_path, load_settings

SECRET = "s3cret-" * 6
TOKEN = "123456:ABC-def_ghi"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


def lines(monkeypatch: pytest.MonkeyPatch, **values: str) -> tuple[str, ...]:
    for name, value in values.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return caught.value.lines


def test_the_default_needs_nothing(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.gemeente == "almere"
    assert settings.data_dir == tmp_path / "share" / "wegwijzer"
    assert settings.store_url == f"sqlite+aiosqlite:///{settings.data_dir}/wegwijzer.db"
    assert settings.keys_path == settings.data_dir / "keys"
    assert settings.telegram_token is None
    assert (settings.knowledge_path / "topics").is_dir()
    assert settings.flows_path == content_path("flows")


def test_the_command_line_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", "/elsewhere")
    monkeypatch.setenv("WEGWIJZER_GEMEENTE", "lelystad")
    settings = load_settings(data_dir=Path("here"), gemeente="urk")
    assert (settings.data_dir, settings.gemeente) == (tmp_path / "here", "urk")


def test_a_file_env_counts_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WEGWIJZER_HTTP_PORT=8181\nWEGWIJZER_HTTP_HOST=::1\nOTHER_THING=1\n")
    monkeypatch.setenv("WEGWIJZER_HTTP_PORT", "8282")
    settings = load_settings()
    assert (settings.http_port, settings.http_host) == (8282, "::1")


@pytest.mark.parametrize("typed", ["WegwijzerBot", "@WegwijzerBot", " WegwijzerBot "])
def test_the_name_of_the_bot_is_taken_as_people_write_it(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("WEGWIJZER_TELEGRAM_BOT", typed)
    assert load_settings().telegram_bot == "WegwijzerBot"


def test_the_staff_are_numbers_with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_STAFF", "12:Coördinator Een, 34 : Twee,")
    monkeypatch.setenv("WEGWIJZER_STAFF_CHAT_ID", "-100200300")
    settings = load_settings()
    assert settings.staff == {12: "Coördinator Een", 34: "Twee"}
    assert settings.staff_chat_id == -100200300


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("http_port", "8o8o", "WEGWIJZER_HTTP_PORT=8o8o: this is not a whole number; set a number in digits"),
        ("http_port", "70000", "WEGWIJZER_HTTP_PORT=70000: this is too high; set 65535 or less"),
        ("http_port", "-1", "WEGWIJZER_HTTP_PORT=-1: this is too low; set 0 or more"),
        (
            "log_level",
            "loud",
            "WEGWIJZER_LOG_LEVEL=loud: this is not one of the choices; set 'debug', 'info', 'warning' or 'error'",
        ),
        (
            "telegram_mode",
            "pigeon",
            "WEGWIJZER_TELEGRAM_MODE=pigeon: this is not one of the choices; set 'polling' or 'webhook'",
        ),
        (
            "flows_dir",
            "/no/such",
            (
                "WEGWIJZER_FLOWS_DIR=/no/such: this folder does not exist;"
                " set the path of an existing folder, or leave it out"
            ),
        ),
        (
            "staff",
            "Anna",
            "WEGWIJZER_STAFF=Anna: 'Anna' is not a number with a name; write it as 12345:Anna, 67890:Bram",
        ),
        (
            "staff_chat_id",
            "group",
            "WEGWIJZER_STAFF_CHAT_ID=group: this is not a whole number; set a number in digits",
        ),
        (
            "telegram_api",
            "localhost",
            "WEGWIJZER_TELEGRAM_API=localhost: this is not a web address; write it as https://host/path",
        ),
        (
            "webhook_url",
            "http://plain.example/x",
            (
                "WEGWIJZER_WEBHOOK_URL=http://plain.example/x:"
                " Telegram only calls an address that starts with https://; set such an address"
            ),
        ),
        (
            "danger_in_quiet_hours",
            "yes",
            "WEGWIJZER_DANGER_IN_QUIET_HOURS=yes: this is not one of the choices; set 'hold' or 'ring'",
        ),
        (
            "mail_to",
            "anna@oco.example, bram",
            (
                "WEGWIJZER_MAIL_TO=anna@oco.example, bram: 'bram' is not a mail address;"
                " write them as anna@oco.nl, bram@oco.nl"
            ),
        ),
        (
            "mail_from",
            "Postvak\nBcc: x@y.nl",
            ("WEGWIJZER_MAIL_FROM=Postvak Bcc: x@y.nl: this is not a mail address; write it as postvak@oco.nl"),
        ),
        (
            "case_system_url",
            "http://zaken.example/in",
            (
                "WEGWIJZER_CASE_SYSTEM_URL=http://zaken.example/in:"
                " intakes only leave this machine over https://; set such an address"
            ),
        ),
        (
            "case_system_secret",
            "kort",
            "WEGWIJZER_CASE_SYSTEM_SECRET=(hidden): this is too short; set at least 32 characters",
        ),
        (
            "telegram_token",
            "geheim",
            (
                "WEGWIJZER_TELEGRAM_TOKEN=(hidden): this is not a bot token;"
                " copy it from BotFather: digits, a colon, letters"
            ),
        ),
        *(
            (
                "desk_url",
                value,
                (
                    f"WEGWIJZER_DESK_URL={value}: this is no address that browsers keep a secret for;"
                    " write it as https://host, without a path, or http://localhost:8080 on this machine"
                ),
            )
            for value in ("http://desk.example", "https://desk.example/desk", "desk.example", "http://localhost.evil")
        ),
        (
            "trusted_proxies",
            "10.0.0.1, overal",
            (
                "WEGWIJZER_TRUSTED_PROXIES=10.0.0.1, overal: 'overal' is no network address;"
                " write it as 10.0.0.5, or 10.0.0.0/24"
            ),
        ),
        ("keep_audit_days", "7", "WEGWIJZER_KEEP_AUDIT_DAYS=7: this is too low; set 90 or more"),
        (
            "security_contact",
            "Anna",
            (
                "WEGWIJZER_SECURITY_CONTACT=Anna: nobody can be reached there;"
                " write it as mailto:name@host, or https://host/page"
            ),
        ),
        (
            "oidc_issuer",
            "id.example",
            "WEGWIJZER_OIDC_ISSUER=id.example: this is not a web address; write it as https://host/path",
        ),
        (
            "oidc_roles",
            "groep=baas",
            (
                "WEGWIJZER_OIDC_ROLES=groep=baas: 'groep=baas' is no group with a role;"
                " write it as group=ROLE, with coordinator, oco, editor, manager"
            ),
        ),
        (
            "webhook_secret",
            "kort",
            (
                "WEGWIJZER_WEBHOOK_SECRET=(hidden): this is too short, or holds signs that Telegram refuses;"
                " set 32 to 256 letters, digits, - and _"
            ),
        ),
    ],
)
def test_a_fault_is_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    assert lines(monkeypatch, **{name: value}) == (line,)


def test_all_faults_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(monkeypatch, http_port="x", log_level="y", telegrm_token=TOKEN)
    assert [line.partition("=")[0] for line in found] == [
        "WEGWIJZER_HTTP_PORT",
        "WEGWIJZER_LOG_LEVEL",
        "WEGWIJZER_TELEGRM_TOKEN",
    ]
    assert found[2].endswith("unknown setting; did you mean 'WEGWIJZER_TELEGRAM_TOKEN'?")
    assert TOKEN not in "".join(found)


def test_a_value_of_several_lines_stays_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = lines(monkeypatch, http_port="80\n80\x0b" + "9" * 500)
    assert "\n" not in line
    assert len(line) < 250


def test_the_last_slash_of_an_address_goes_but_for_the_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    host = "https://host.example/a"
    names = ("telegram_api", "webhook_url", "case_system_url", "oidc_issuer")
    needed = {"telegram_token": TOKEN, "webhook_secret": SECRET, "case_system_secret": SECRET}
    signing_in = {"desk_url": "https://host.example", "oidc_client_id": "id", "oidc_client_secret": SECRET}
    for name, value in {**dict.fromkeys(names, f"{host}/"), **needed, **signing_in, "oidc_roles": "a=oco"}.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    settings = load_settings()
    # The provider's own word for itself is compared with the issuer, to the letter.
    assert [getattr(settings, name) for name in names] == [host, host, host, f"{host}/"]


def test_a_webhook_needs_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = lines(monkeypatch, telegram_token=TOKEN, telegram_mode="webhook")
    assert line == "WEGWIJZER_WEBHOOK_URL=: a webhook needs it; set https://host/path"
    [line] = lines(monkeypatch, webhook_url="https://bot.example/hook")
    assert line == "WEGWIJZER_WEBHOOK_SECRET=: a webhook needs it; set at least 32 letters and digits"
    monkeypatch.setenv("WEGWIJZER_WEBHOOK_SECRET", SECRET)
    assert load_settings().webhook_url == "https://bot.example/hook"


def test_the_desk_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_DESK_URL", "https://desk.example/")
    monkeypatch.setenv("WEGWIJZER_TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/24,")
    monkeypatch.setenv("WEGWIJZER_OIDC_ROLES", "team a=coordinator, b=manager")
    settings = load_settings()
    assert settings.desk_url == "https://desk.example"
    assert settings.trusted_proxies == ("10.0.0.1", "10.1.0.0/24")
    assert list(settings.oidc_roles.items()) == [("team a", Role.COORDINATOR), ("b", Role.MANAGER)]


@pytest.mark.parametrize(
    "origin", ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://d:8443"]
)
def test_a_browser_keeps_secrets_for(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("WEGWIJZER_DESK_URL", origin)
    assert load_settings().desk_url == origin


def test_telegram_and_the_desk_each_have_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = "https://desk.example/desk/hook"
    [line] = lines(monkeypatch, desk_url="https://desk.example", webhook_url=hook)
    assert line == f"WEGWIJZER_WEBHOOK_URL={hook}: the desk is there; set another path"


def test_a_provider_needs_more_than_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(monkeypatch, oidc_issuer="https://id.example")
    assert [line.partition(";")[0] for line in found] == [
        f"WEGWIJZER_{name}=: signing in at a provider needs it"
        for name in ("DESK_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES")
    ]


def test_no_secret_ever_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WEGWIJZER_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("WEGWIJZER_OIDC_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("WEGWIJZER_DATABASE_URL", "postgresql://user:pa55word@host/db")
    shown = f"{load_settings()!r} {load_settings()} {load_settings().model_dump()}"
    assert not re.search(f"{TOKEN}|{SECRET}|pa55word", shown)


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("telegram_token", "key_file", "staff_chat_id", "flows_dir", "database_url", "staff"):
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", " ")
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.keys_path == settings.data_dir / "keys"
    assert settings.staff_chat_id is None
    assert settings.staff == {}


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().http_port = 1  # type: ignore[misc]


def test_a_file_env_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"WEGWIJZER_GEMEENTE=\xff\xfe\n")
    with pytest.raises(SettingsError, match="this is not UTF-8 text"):
        load_settings()


MAIL = {"mail_host": "mail.example", "mail_from": "postvak@oco.example", "mail_to": "anna@oco.example"}


@pytest.mark.parametrize(
    ("change", "lines_of"),
    [
        ({"mail_host": ""}, ["MAIL_HOST=: notices by mail need it; set the name of the mail server"]),
        (
            {"mail_from": "", "mail_to": ""},
            [
                "MAIL_FROM=: notices by mail need it; set the address they come from",
                "MAIL_TO=: notices by mail need it; set the addresses of the staff",
            ],
        ),
        ({"mail_user": "anna"}, ["MAIL_PASSWORD=: a mail server wants both or neither; set both, or neither"]),
        ({"mail_password": "geheim"}, ["MAIL_USER=: a mail server wants both or neither; set both, or neither"]),
        (
            {"mail_security": "none"},
            [
                (
                    "MAIL_SECURITY=none: mail only leaves this machine over a safe line;"
                    " set starttls or tls, or a mail server on this machine"
                )
            ],
        ),
        (
            {"case_system_url": "https://zaken.example"},
            ["CASE_SYSTEM_SECRET=: a case system needs it; set at least 32 characters, the same there"],
        ),
    ],
)
def test_what_mail_and_the_case_system_need(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], lines_of: list[str]
) -> None:
    assert lines(monkeypatch, **{**MAIL, **change}) == tuple(f"{PREFIX}{line}" for line in lines_of)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_mail_and_cases_may_go_in_the_open_on_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    address = f"http://[{host}]:8/in" if ":" in host else f"http://{host}:8/in"
    more = {"mail_host": host, "mail_security": "none", "case_system_url": address, "case_system_secret": SECRET}
    for name, value in {**MAIL, **more}.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    settings = load_settings()
    assert settings.mail_to == ("anna@oco.example",)
    assert settings.case_system_url == address
    assert SECRET not in repr(settings)
