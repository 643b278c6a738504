"""The parts plugged together: the talk on this machine, also when things break."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.app import build_engine, local_talk, open_service, set_up_logging, staff_settings, utc_now
from bot.model.conversation import Kind, Message, ReplyKind
from bot.model.teams import TeamUse
from bot.serve import USES_KEPT, purge, telegram_settings
from bot.service.notices import NOTICE_OF
from bot.settings import Settings, SettingsError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged, as the program logs it."""
    before = structlog.get_config()
    handlers, level = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    set_up_logging("info")
    yield stream
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.mark.parametrize(("said", "rings"), [({}, False), ({"danger_in_quiet_hours": "ring"}, True)])
def test_whether_danger_rings_in_quiet_hours(said: dict[str, str], rings: bool) -> None:
    assert staff_settings(Settings(**said)).danger_in_quiet_hours is rings  # type: ignore[arg-type]


def test_a_municipality_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match="did you mean 'almere'"):
        build_engine("almeer")


def test_the_talk_is_remembered_until_a_fresh_one(settings: Settings) -> None:
    with local_talk(settings, name="person", fresh=False) as talk:
        talk.say(Message(kind=Kind.TEXT, text="mijn rolstoel is kapot"))
    with local_talk(settings, name="person", fresh=False) as talk:
        handled = talk.say(Message(kind=Kind.START))
        assert handled.conversation is not None
        assert "onderwerp" in handled.conversation.facts
    with local_talk(settings, name="person", fresh=True) as talk:
        handled = talk.say(Message(kind=Kind.START))
        assert handled.conversation is not None
        assert handled.conversation.turn == 1


def test_two_talks_beside_each_other(settings: Settings) -> None:
    with local_talk(settings, name="person", fresh=False) as talk:
        talk.say(Message(kind=Kind.TEXT, text="mijn rolstoel is kapot"))
    with local_talk(settings, name="script", fresh=False) as talk:
        handled = talk.say(Message(kind=Kind.START))
        assert handled.conversation is not None
        assert "onderwerp" not in handled.conversation.facts


def _break(settings: Settings) -> None:
    """The database is gone while we run, as with a disk that falls out."""
    for path in settings.data_dir.glob("wegwijzer.db*"):
        path.write_bytes(b"this is no database any more" * 500)


def test_danger_is_answered_without_a_store(settings: Settings, log: io.StringIO) -> None:
    with local_talk(settings, name="person", fresh=True) as talk:
        talk.say(Message(kind=Kind.START))
        _break(settings)
        replies = talk.say(Message(kind=Kind.TEXT, text="ik wil niet meer leven")).replies
        assert [reply.kind for reply in replies] == [ReplyKind.DANGER, ReplyKind.SAY]
        assert "113" in replies[0].text
        [reply] = talk.say(Message(kind=Kind.TEXT, text="mijn rolstoel is kapot")).replies
        assert reply.kind is ReplyKind.SAY
    assert '"event": "message_failed"' in log.getvalue()


def test_the_log_holds_no_text_of_a_resident(settings: Settings, log: io.StringIO) -> None:
    with local_talk(settings, name="person", fresh=True) as talk:
        talk.say(Message(kind=Kind.TEXT, text="mijn hond heet Flapoor en mijn rolstoel is kapot"))
        _break(settings)
        talk.say(Message(kind=Kind.TEXT, text="Flapoor is ziek en ik wil niet meer leven"))
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {line["event"] for line in lines} >= {"message_handled", "message_failed"}
    assert "Flapoor" not in log.getvalue()
    assert "rolstoel" not in log.getvalue()


def test_addresses_with_a_token_are_not_logged(log: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.ext"):
        logging.getLogger(name).info("GET /bot123:secret/getMe")
    assert "secret" not in log.getvalue()


async def test_the_purge_forgets_what_rested_too_long(settings: Settings) -> None:
    async with open_service(settings) as service:
        keep = timedelta(days=service.engine.parts.municipality.keep_days)
        async with service.store.write() as unit:
            for number in range(3):
                await unit.add_conversation(
                    channel="web", address=str(number), state="{}", at=utc_now() - keep - timedelta(hours=1)
                )
            await unit.add_conversation(channel="web", address="new", state="{}", at=utc_now())
            for words, days in (("old", settings.keep_sentence_days + 1), ("young", 1)):
                await unit.add_sentence(words, (utc_now() - timedelta(days=days)).date())
            team = await unit.add_team(municipality="almere", name="Wijkteam Haven", at=utc_now())
            for kept in (-timedelta(days=14), timedelta(days=14)):
                await unit.count_use((utc_now() - USES_KEPT + kept).date(), team.id, TeamUse.OPENED)
            await unit.set_mark(f"{NOTICE_OF}W-WEG", "1")
        counts = await purge(service, settings)
        assert counts.conversations == 3
        async with service.store.read() as unit:
            assert await unit.find_conversation("web", "new") is not None
            assert await unit.find_conversation("web", "1") is None
            assert await unit.get_mark(f"{NOTICE_OF}W-WEG") is None
            assert [row.text for row in await unit.list_sentences()] == ["young"]
            assert [one.week > (utc_now() - USES_KEPT).date() for one in await unit.list_uses(team.id)] == [True]


def test_secrets_leave_their_wrapping_for_the_channel_only() -> None:
    settings = Settings(telegram_token="12:abcdef", telegram_api="http://127.0.0.1:9/")  # type: ignore[arg-type]
    channel = telegram_settings(settings)
    assert channel.token == "12:abcdef"
    assert channel.base_url == "http://127.0.0.1:9/bot"
    assert "abcdef" not in f"{settings} {channel}"


def test_a_talk_ends_in_order_when_its_reader_breaks_off(settings: Settings) -> None:
    def break_off() -> None:
        with local_talk(settings, name="person", fresh=True) as talk:
            talk.say(Message(kind=Kind.START))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert not list(settings.data_dir.glob("*-wal")), "the database was not closed"
