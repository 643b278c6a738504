"""What works everywhere: the global words, danger, old buttons and bad input, at every step that waits."""

import pytest
from talk_lab import Talk, engine, flows
from talk_paths import ASIDES, PATHS, SENT, talk_after, talk_at, talk_in

from bot.dialogue import to_json
from bot.model.conversation import Kind, Message, Phase, ReplyKind
from bot.model.facts import Origin
from bot.model.flow import Ask, AskDeciding, Menu
from bot.model.wording import Phrase

pytestmark = pytest.mark.no_cover  # the same at every step: what it runs is covered elsewhere

STEPS = sorted(PATHS)
NUMBER = "036 200 21 58"
# These ask something in between and change nothing by themselves.
QUIET = ("help", "wissen", "opnieuw", "wijzig", "wat weet u van mij", "waarom vraagt u dat?", "waar is mijn vraag")
BAD = {
    "nothing": "",
    "spaces": "   \n\t ",
    "zero width": "\u200b\u200d\ufeff",
    "braille blank": "\u2800\u3164",
    "right to left": "\u202eneztal\u202c مرحبا كيف حالك",
    "emoji": "😀👍🏽❤️‍🔥",
    "one sign": "?",
    "1 MB": "hulp " * 200_000,
    "1 MB without spaces": "a" * 1_000_000,
    "NUL": "ja\x00nee\x00",
    "lone surrogates": "hallo \ud800\udfff daar",
    "stacked marks": "z\u0301\u0302\u0303\u0304\u0305" * 200,
    "format": "{0} {keuze} {{7*7}} %s %d ${x}",
    "html": "<script>alert(1)</script><b>hoi</b>",
    "sql": "'; DROP TABLE conversations; --",
    "markdown": "*_`[x](http://y)~>#+-=|{}.!",
    "a command that does not exist": "/bestaatniet nu",
    "digits": "9" * 400,
    "a path": "../../etc/passwd",
    "json": '{"v": 2, "facts": null}',
    "newlines": "\n" * 500 + "x",
}


def _phrase(name: Phrase) -> str:
    return engine().parts.phrase(name, "nl")


def test_the_recorded_ways_reach_every_step_that_waits() -> None:
    waits = {name for name, step in flows().steps.items() if isinstance(step.kind, Ask | AskDeciding | Menu)}
    for step in STEPS:
        talk_at(step)
    # These are never met for the first time here: their conversations are in tests/conversations/.
    missing = {name for name in waits - set(PATHS) if not name.startswith("elders.")}
    assert missing <= {"verdieping.beslis_nog", "overdracht.geprobeerd"} | {
        f"na.{name}" for name in ("hoe_gaat_het", "geholpen", "met_helper", "klaar")
    }


def test_the_recorded_ways_reach_every_question_in_between() -> None:
    assert set(ASIDES) == set(flows().asides)
    for aside in ASIDES:
        talk_in(aside)


def _answered(talk: Talk) -> list[str]:
    """What the resident told; not what came with the link."""
    return [name for name, fact in talk.state.facts.items() if fact.origin is not Origin.GIVEN]


@pytest.mark.parametrize("step", STEPS)
class TestEveryStep:
    """One talk that waits at the step, and one message."""

    def test_a_person(self, step: str) -> None:
        talk = talk_at(step)
        asked_before = "wil_mens" in talk.state.facts
        talk.type("mens")
        ways = {"zelf_bellen", "mens_zelf"} & set(talk.options())
        assert NUMBER in talk.text or (asked_before and ways) or ways, talk.text

    def test_a_person_in_other_words(self, step: str) -> None:
        talk = talk_at(step)
        before = talk.state.facts
        talk.type("kan ik met iemand praten")
        if "wil_mens" not in before and talk.state.phase is not Phase.SENT:
            assert "person_asked" in talk.event_kinds()
            assert set(before) <= set(talk.state.facts)

    def test_stop_keeps_everything_and_a_word_goes_on(self, step: str) -> None:
        talk = talk_at(step)
        before, waiting = talk.state.facts, talk.state.waiting
        talk.type("stop")
        assert talk.state.phase is Phase.STOPPED
        assert talk.state.facts == before
        talk.type("help")
        assert talk.state.phase is (Phase.SENT if talk.state.sent else Phase.TALKING)
        assert talk.state.waiting == waiting

    def test_back_never_adds_and_never_breaks(self, step: str) -> None:
        talk = talk_at(step)
        for _ in range(30):
            before = set(talk.state.facts)
            talk.type("terug")
            assert set(talk.state.facts) <= before
        assert talk.state.waiting

    @pytest.mark.parametrize("word", QUIET)
    def test_words_that_change_nothing(self, step: str, word: str) -> None:
        talk = talk_at(step)
        before = talk.state
        talk.type(word)
        after = talk.state
        assert (after.facts, after.edits, after.sent) == (before.facts, before.edits, before.sent)
        assert (after.waiting, after.asked) == (before.waiting, before.asked)

    def test_erase_leaves_nothing(self, step: str) -> None:
        talk = talk_at(step)
        talk.type("wissen")
        talk.tap("wis_ja")
        assert not _answered(talk)
        assert not talk.state.order
        stored = to_json(talk.state)
        assert "huishouden" not in stored
        assert "31612345678" not in stored

    def test_restart_after_a_yes_only(self, step: str) -> None:
        talk = talk_at(step)
        before = talk.state.facts
        talk.type("opnieuw")
        talk.tap("doorgaan")
        assert talk.state.facts == before
        talk.type("opnieuw")
        talk.tap("opnieuw_ja")
        assert not _answered(talk)

    def test_danger_comes_first_and_the_question_stays_open(self, step: str) -> None:
        talk = talk_at(step)
        before = talk.state
        talk.type("ik wil niet meer leven")
        assert talk.replies[0].kind is ReplyKind.DANGER
        assert "113" in talk.text
        assert "112" in talk.text
        assert talk.state.facts == before.facts
        assert (talk.state.waiting, talk.state.asked) == (before.waiting, before.asked)
        talk.tap("verder_vraag")
        assert (talk.state.waiting, talk.state.asked) == (before.waiting, before.asked)
        assert talk.state.facts == before.facts

    def test_soft_danger_is_said_and_the_talk_goes_on(self, step: str) -> None:
        talk = talk_at(step)
        talk.type("ik zie het niet meer zitten")
        assert talk.replies[0].kind is ReplyKind.DANGER
        assert "113" in talk.text
        assert talk.options()

    @pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.TEXT, Kind.CHOICE, Kind.START)])
    def test_what_is_no_text_is_answered_and_changes_nothing(self, step: str, kind: Kind) -> None:
        talk = talk_at(step)
        before = talk.state
        talk.send(Message(kind=kind))
        assert talk.state.facts == before.facts
        assert talk.state.waiting == before.waiting
        assert talk.options()

    def test_a_button_that_does_not_exist(self, step: str) -> None:
        talk = talk_at(step)
        before = talk.state
        talk.send(Message(kind=Kind.CHOICE, text="bestaat_niet", asked_turn=None))
        assert _phrase(Phrase.OLD_BUTTON) in talk.text
        assert talk.state.facts == before.facts

    def test_the_same_button_twice_counts_once(self, step: str) -> None:
        talk = talk_at(step)
        last = max(talk.offered)
        first = talk.offered[last][0].id
        talk.tap(first, turn=last)
        once = talk.state
        talk.tap(first, turn=last)
        if once.asked_turn > last:
            assert talk.state.facts == once.facts
            assert talk.state.sent == once.sent
        assert [event.kind for event in talk.told].count("intake_signed") <= 1


@pytest.mark.parametrize(
    "step", ["luisteren.vraag", "verdieping.moeite", "overdracht.nummer", "na.rust", "termijn.brief"]
)
@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_answered_and_the_talk_goes_on(step: str, text: str) -> None:
    talk = talk_at(step)
    talk.type(text)
    assert talk.state.waiting
    talk.tap(talk.options()[0])


@pytest.mark.parametrize("step", STEPS)
def test_every_bad_input_one_after_the_other(step: str) -> None:
    talk = talk_at(step)
    for text in BAD.values():
        talk.type(text[:3_000])
        assert talk.options()


@pytest.mark.parametrize("aside", sorted(ASIDES))
class TestEveryQuestionInBetween:
    """The same, over a question in between."""

    def test_danger(self, aside: str) -> None:
        talk = talk_in(aside)
        before = talk.state
        talk.type("mijn man slaat mij")
        assert talk.replies[0].kind is ReplyKind.DANGER
        assert "112" in talk.text
        assert (talk.state.facts, talk.state.edits) == (before.facts, before.edits)
        assert "intake_added" not in talk.event_kinds()

    def test_a_person(self, aside: str) -> None:
        talk = talk_in(aside)
        talk.type("mens")
        assert NUMBER in talk.text or "mens_zelf" in talk.options() or "zelf_bellen" in talk.options(), talk.text

    def test_bad_input(self, aside: str) -> None:
        for text in BAD.values():
            talk = talk_in(aside)
            talk.type(text[:3_000])
            talk.tap(talk.options()[0])

    def test_every_button_answers(self, aside: str) -> None:
        made = talk_in(aside)
        for button in made.offered[max(made.offered)]:
            talk = talk_in(aside)
            talk.tap(button.id)
            assert talk.replies


def _later(talk: Talk) -> list[tuple[int, str]]:
    """The buttons of questions that are over."""
    return [
        (turn, button.id)
        for turn, buttons in talk.offered.items()
        if turn < talk.state.asked_turn
        for button in buttons
    ]


@pytest.mark.parametrize(
    "step", ["eerste.rust", "verdieping.breed", "route.hoe_verder", "overdracht.teken", "mens.teken", "na.rust"]
)
def test_buttons_of_questions_that_are_over_change_nothing(step: str) -> None:
    for turn, button in _later(talk_at(step)):
        talk = talk_at(step)
        before = talk.state
        talk.tap(button, turn=turn)
        after = talk.state
        assert (after.facts, after.edits, after.sent, after.waiting) == (
            before.facts, before.edits, before.sent, before.waiting,
        ), f"button {button} of turn {turn}"  # fmt: skip
        is_signed_twice = button == "verstuur" and bool(before.sent)  # a double tap is no fault: nothing is said of it
        assert (_phrase(Phrase.OLD_BUTTON) in talk.text) is not is_signed_twice, f"button {button} of turn {turn}"


def test_buttons_of_a_question_in_between_that_is_over_change_nothing() -> None:
    talk = talk_after((*SENT, "#intrekken", "#laat_liggen"))
    turn = max(talk.offered) - 1
    talk.tap("trek_in", turn=turn)
    assert "intake_withdrawn" not in talk.event_kinds()
    assert talk.state.phase is Phase.SENT
