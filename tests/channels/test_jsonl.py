"""JSON lines: one line in, one line out, and no line ends the conversation."""

import json
from datetime import UTC, datetime

import pytest

from bot.channels.jsonl import answer_jsonl
from bot.model.conversation import Button, Conversation, Event, Kind, Message, Phase, Reply, ReplyKind
from bot.model.facts import Fact, Origin
from bot.service import ERASURE, Handled

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FACTS = {
    "onderwerp": Fact(value=("scootmobiel", "vervoer"), origin=Origin.SAID, at=NOW),
    "stadium": Fact(value="wachten", origin=Origin.TAPPED, at=NOW),
}


def handled(phase: Phase = Phase.TALKING, *events: Event) -> Handled:
    reply = Reply(kind=ReplyKind.ASK, text="Klopt het zo?", options=(Button(id="ja", label="Ja"),), turn=3)
    talk = Conversation(ref="7K4QM", municipality="almere", phase=phase, facts=FACTS)
    return Handled(replies=(reply,), events=events, conversation=talk)


def run(lines: list[str], answer: Handled | None = None) -> tuple[list[Message], list[dict[str, object]]]:
    heard: list[Message] = []
    out: list[str] = []

    def say(message: Message) -> Handled:
        heard.append(message)
        return answer or handled()

    answer_jsonl(say, lines, out.append)
    assert all("\n" not in line for line in out)
    return heard, [json.loads(line) for line in out]


def test_a_turn_is_one_line() -> None:
    heard, out = run(['{"text": "hallo"}', '{"choice": "ja"}'])
    assert heard == [Message(kind=Kind.TEXT, text="hallo"), Message(kind=Kind.CHOICE, text="ja")]
    assert out[0] == {
        "replies": [{"kind": "ask", "text": "Klopt het zo?", "options": [{"id": "ja", "label": "Ja"}]}],
        "facts": {"onderwerp": ["scootmobiel", "vervoer"], "stadium": "wachten"},
        "events": [],
        "done": False,
    }


def test_a_sheet_goes_along_as_data() -> None:
    sheet = Reply(kind=ReplyKind.SAY, text="Hier is uw blad.", document={"kind": "school", "parts": []})
    _, [turn] = run(['{"text": "papier"}'], Handled(replies=(sheet,), events=()))
    assert turn["replies"] == [
        {"kind": "say", "text": "Hier is uw blad.", "options": [], "document": {"kind": "school", "parts": []}}
    ]


@pytest.mark.parametrize(
    "line",
    [
        "kapot",
        "[]",
        "{}",
        '"text"',
        "null",
        '{"text": 3}',
        '{"choice": null}',
        '{"text": "a", "choice": "b"}',
        '{"tekst": "a"}',
        '{"text": "a"',
        "\ufeff{}",
        "[" * 100_000,
        '{"text": NaN}',
    ],
)
def test_a_broken_line_gets_an_error_and_the_talk_goes_on(line: str) -> None:
    heard, out = run([line, '{"text": "verder"}'])
    assert out[0].keys() == {"error"}
    assert str(out[0]["error"]).endswith('write {"text": "..."} or {"choice": "option id"}')
    assert [message.text for message in heard] == ["verder"]
    assert out[1]["done"] is False


def test_empty_lines_are_no_messages() -> None:
    assert run(["", "   ", "\t"]) == ([], [])


def test_events_keep_their_kind() -> None:
    event = Event(kind="danger_shown", body={"danger": "suicide", "kind": "not this"})
    _, out = run(['{"text": "x"}'], handled(Phase.TALKING, event))
    assert out[0]["events"] == [{"danger": "suicide", "kind": "danger_shown"}]


@pytest.mark.parametrize(("phase", "done"), [(Phase.TALKING, False), (Phase.SENT, True), (Phase.STOPPED, True)])
def test_done_once_sent_or_stopped(phase: Phase, done: bool) -> None:
    _, out = run(['{"text": "x"}'], handled(phase))
    assert out[0]["done"] is done


def test_after_erasing_nothing_is_left() -> None:
    _, out = run(['{"text": "wissen"}'], handled(Phase.TALKING, Event(kind=ERASURE)))
    assert out[0]["done"] is True
    assert out[0]["facts"] == {}


def test_our_own_fault_is_a_turn_too() -> None:
    reply = Reply(kind=ReplyKind.SAY, text="Er gaat iets mis bij ons.")
    _, out = run(['{"text": "x"}'], Handled(replies=(reply,), events=()))
    assert out[0]["facts"] == {}
    assert out[0]["done"] is False


def test_any_text_survives() -> None:
    text = "\x1b[2J \x9b \u202e \ud83d \u2028 é 🙂"
    heard, _ = run([json.dumps({"text": text})])
    assert heard[0].text == text
