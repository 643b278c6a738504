"""People come into the talk and go: it is handed back at the very place, at every step there is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from talk_lab import Talk, engine, outside_of
from talk_paths import ASIDES, PATHS, PERSON_ASKS, PERSON_IN, SENT, talk_after, talk_at, talk_in

from bot.dialogue import aftercare, from_json, owner, people, respond, to_json
from bot.dialogue.corrections import CorrectionFault
from bot.dialogue.people import StaffFault, may_put
from bot.dialogue.turn import TurnDraft
from bot.intake.render import to_document
from bot.model.conversation import Conversation, Kind, Leaving, Message, PersonMode
from bot.model.facts import Fact, Origin
from bot.model.intake import Draft, Intake
from bot.model.outside import Outside, Standing, StandState
from bot.model.wording import Between, PeopleText, Phrase


def _values(talk: Conversation) -> dict[str, object]:
    return {name: fact.value for name, fact in talk.facts.items()}


def _place(talk: Conversation) -> tuple[object, ...]:
    """Where a talk is, but for what the moment makes of it."""
    return _values(talk), talk.waiting, talk.asked, talk.asked_turn, talk.aside, talk.phase, talk.skipped, talk.person


def _visit(talk: Talk, how: str) -> None:
    if how == "live":
        talk.staff("join Anna")
        talk.staff("speak Anna|Mag ik u iets vragen?")
        talk.type("ja dat mag")
        assert talk.event_kinds() == ["said_to_person"]
        talk.staff("leave done")
    elif how == "asked":
        talk.staff("ask Anna|e1|W-7K4Q|Mag ik u bellen?")
        talk.type("ja dat mag")
        assert "ask_answered" in talk.event_kinds()
    else:
        talk.staff("ask Anna|e1|W-7K4Q|Mag ik u bellen?")
        talk.staff("join Anna")
        talk.type("wegwijzer")
        assert "took_back" in talk.event_kinds()


@pytest.mark.parametrize("how", ["live", "asked", "both"])
class TestHandedBack:
    """After a person was there, the talk is where it was: same step, facts and buttons, and they work."""

    @pytest.mark.parametrize("step", sorted(PATHS))
    def test_every_step(self, step: str, how: str) -> None:
        talk = talk_at(step)
        before, shown = talk.state, respond(engine(), talk.state, Message(kind=Kind.TEXT, text="help"), talk.now)
        _visit(talk, how)
        assert _place(talk.state) == _place(before)
        assert (talk.replies[-1].text, talk.replies[-1].options) == (shown.replies[-1].text, shown.replies[-1].options)

    @pytest.mark.parametrize("step", sorted(PATHS))
    @pytest.mark.no_cover
    def test_the_buttons_of_before_still_work(self, step: str, how: str) -> None:
        talk, other = talk_at(step), talk_at(step)
        last = max(talk.offered)
        button = talk.offered[last][0].id
        _visit(talk, how)
        talk.tap(button, turn=last)
        other.tap(button, turn=last)
        assert _values(talk.state) == _values(other.state)
        assert (talk.state.waiting, talk.state.asked, talk.state.aside) == (
            other.state.waiting, other.state.asked, other.state.aside,
        )  # fmt: skip

    @pytest.mark.parametrize("aside", sorted(set(ASIDES) - {Between.ASKED.value, Between.RIGHT.value}))
    def test_every_question_in_between(self, aside: str, how: str) -> None:
        talk = talk_in(aside)
        before, last = talk.state, max(talk.offered)
        _visit(talk, how)
        assert _place(talk.state) == _place(before)
        assert talk.replies[-1].options == talk.offered[last]
        talk.tap(talk.offered[last][0].id, turn=last)
        assert engine().parts.phrase(Phrase.OLD_BUTTON, "nl") not in talk.text


def test_a_question_in_between_that_no_longer_exists_is_not_put_again() -> None:
    talk = talk_in("wissen")
    talk.staff("join Anna")
    stored = to_json(talk.state).replace('"wissen"', '"oude_vraag"')
    talk.state = from_json(stored)
    talk.staff("leave done")
    assert talk.state.aside is None
    assert talk.options()


def test_nothing_is_said_to_who_stopped_or_erased() -> None:
    talk = talk_after(PERSON_IN)
    talk.type("stop")
    talk.staff("leave done")
    assert talk.text.startswith("Anna is nu weg")
    assert not talk.options()
    talk = talk_after(PERSON_IN)
    talk.staff("leave erased")
    assert not talk.replies
    assert talk.state.person is None


def test_who_finished_a_question_is_not_asked_to_add_to_it() -> None:
    talk = talk_after(PERSON_IN)
    talk.outside = Outside(cases=(Standing(code="W-7K4Q", state=StandState.CLOSED),))
    talk.staff("leave done")
    assert "Iets toevoegen" not in talk.text


class TestCorrections:
    """What a person put right."""

    @pytest.mark.parametrize(
        ("fact", "value"),
        [
            ("bestaat_niet", "ja"), ("contact_hoe", "postduif"), ("contact_hoe", ("bellen",)), ("netwerk", "familie"),
            ("netwerk", ("niemand_echt",)), ("onderwerp", ("geen_onderwerp",)), ("melding_op", "gisteren"),
            ("naam", ""),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, fact: str, value: str | tuple[str, ...]) -> None:
        talk = talk_after(SENT)
        with pytest.raises(CorrectionFault, match=fact):
            people.correct(engine(), talk.state, talk.now, "Anna", fact, value)

    @pytest.mark.parametrize(
        ("fact", "value", "words"),
        [
            ("telefoon", "+31687654321", "Telefoon: 06 87654321"),
            ("melding_op", "~2026-10-01", "ongeveer 1 oktober 2026"),
            ("netwerk", ("familie", "bekenden"), "Familie"), ("naam", "Jan", "Jan"),
        ],
    )  # fmt: skip
    def test_the_resident_reads_it_in_words(self, fact: str, value: str | tuple[str, ...], words: str) -> None:
        talk = talk_after(SENT)
        turn = people.correct(engine(), talk.state, talk.now, "Anna", fact, value)
        assert words in turn.replies[0].text
        assert turn.conversation.facts[fact].origin is Origin.PERSON

    def test_no_brings_back_all_that_was_dropped(self) -> None:
        talk = talk_at("na.rust")
        before = talk.state
        talk.staff("correct Anna|onderwerp|traplift,")
        assert set(before.facts) - set(talk.state.facts), "a correction of the topic drops what depends on it"
        talk.tap("feit_nee")
        assert talk.state.facts == before.facts
        assert set(talk.state.order) == set(before.order)
        assert not talk.state.undo

    def test_another_word_lets_it_stand(self) -> None:
        talk = talk_after(SENT)
        talk.staff("correct Anna|contact_hoe|bellen")
        assert talk.state.undo
        talk.type("waar is mijn vraag")
        assert not talk.state.undo
        assert talk.facts()["contact_hoe"] == "bellen"

    def test_signed_anew_it_is_the_residents_own(self) -> None:
        fact = Fact(value="bellen", origin=Origin.PERSON, at=datetime(2026, 11, 21, tzinfo=UTC))
        draft = Draft(
            lines=(), facts={"contact_hoe": fact}, topics=(), theme="", area="", urgent=False, routes=(), terms=(),
            desk="", dropped=0,
        )  # fmt: skip
        moment = datetime(2026, 11, 22, tzinfo=UTC)
        intake = Intake(
            code="W-7K4Q", version=2, municipality="almere", language="nl", signed_at=moment, promised_at=moment,
            draft=draft,
        )  # fmt: skip
        assert to_document(intake)["facts"]["contact_hoe"]["origin"] == "tapped"  # type: ignore[index]


class TestWhatIsTold:
    """Sentences that the service picks, and questions of ours."""

    @pytest.mark.parametrize("phrase", sorted({*PeopleText} - {PeopleText.STANDS, PeopleText.ROLE}))
    def test_never_with_a_hole_in_it(self, phrase: PeopleText) -> None:
        talk = talk_after(SENT)
        moment = datetime(2026, 11, 24, 11, tzinfo=UTC)
        names = "wie code tekst naam waarde helper helper_twee reden uitkomst regels dag bureau".split()
        values: dict[str, str | datetime] = dict.fromkeys(names, "iets")
        values |= {"moment": moment, "moment_oud": moment - timedelta(days=1)}
        turn = people.tell(engine(), talk.state, talk.now, phrase, values)
        assert "{" not in turn.replies[0].text
        assert turn.conversation.turn == talk.state.turn + 1

    def test_a_word_too_few(self) -> None:
        talk = talk_after(SENT)
        with pytest.raises(StaffFault, match="'belofte_later' without moment, moment_oud"):
            people.tell(engine(), talk.state, talk.now, PeopleText.PROMISE_MOVED, {"code": "W-7K4Q"})

    @pytest.mark.parametrize("aside", ["gevaar", "wissen", "opnieuw"])
    def test_no_question_of_ours_over_danger_and_the_like(self, aside: str) -> None:
        talk = talk_in(aside)
        assert not may_put(talk.state)
        with pytest.raises(StaffFault):
            people.put(engine(), talk.state, talk.now, Between.CHECK_IN)

    @pytest.mark.parametrize("lines", [PERSON_IN, PERSON_ASKS])
    def test_no_question_of_ours_beside_a_person(self, lines: tuple[str, ...]) -> None:
        talk = talk_after(lines)
        with pytest.raises(StaffFault):
            people.put(engine(), talk.state, talk.now, Between.CONTENT)

    def test_only_questions_of_ours(self) -> None:
        talk = talk_after(SENT)
        with pytest.raises(StaffFault):
            people.put(engine(), talk.state, talk.now, Between.ERASE)


def test_opinions_lead_to_no_event_that_names_the_question() -> None:
    talk = talk_after(SENT)
    talk.staff("put wat_beter")
    for option in ("e7_rust", "e1_regie", "effect_klaar"):
        talk.tap(option)
    talk.tap("verder_stil")
    given = [dict(event.body) for event in talk.told if event.kind == "opinion_given"]
    assert given == [
        {"question": "wat_beter", "values": ["e1_regie", "e7_rust"]},
        {"question": "zelf_verder", "values": ["verder_stil"]},
    ]


def test_several_things_that_got_better_in_one_message() -> None:
    talk = talk_after(SENT)
    talk.staff("put wat_beter")
    talk.type("1 en 3")
    talk.tap("effect_klaar")
    assert talk.events[0].body["values"] == ["e1_regie", "e3_samenhang"]


def test_what_got_better_is_only_asked_of_whom_it_can_be_about() -> None:
    talk = talk_after(SENT)  # told that a partner or family helps, nothing of what was tried
    talk.staff("put wat_beter")
    assert {"e4_mantelzorg", "e5_netwerk"} <= set(talk.options())
    assert "e6_signaal" not in talk.options()
    talk = talk_after((*PATHS["mens.teken"], "#verstuur"))
    talk.staff("put wat_beter")
    assert not {"e4_mantelzorg", "e5_netwerk", "e6_signaal"} & set(talk.options())


def test_too_late_to_open_again() -> None:
    talk = talk_after(SENT)
    talk.outside = outside_of({"cases": [{"code": "W-7K4Q", "state": "klaar"}]})
    talk.type("waar is mijn vraag")
    talk.outside = Outside()
    talk.tap("speelt_weer")
    assert "intake_reopened" not in talk.event_kinds()
    assert engine().parts.phrase(PeopleText.REOPEN_LATE, "nl") in talk.text


def test_a_person_is_kept_in_the_stored_form() -> None:
    talk = talk_in("regel_tekst")
    talk.staff("ask Anna|e1|W-7K4Q|Wanneer?")
    person = from_json(to_json(talk.state)).person
    assert person is not None
    assert (person.name, person.mode, person.ask, person.code) == ("Anna", PersonMode.ASK, "e1", "W-7K4Q")
    assert person.under is not None
    assert person.under.about == "onderwerp"


def test_who_stops_before_an_answer_gives_none_by_coming_back() -> None:
    talk = talk_after(PERSON_ASKS)
    talk.type("stop")
    assert "ask_postponed" in talk.event_kinds()
    talk.type("hallo")
    assert "ask_answered" not in talk.event_kinds()
    assert talk.state.person is None


@pytest.mark.parametrize(
    ("lines", "option"),
    [
        ((*SENT, "@put kennismaken|Karin"), "kennis_niets"),
        ((*SENT, "@put waarom_ander|Karin"), "ander_klik"),
        ((*SENT, "@put navraag"), "navraag_loopt_vast"),
    ],
)
def test_what_is_promised_afterwards_is_told_to_the_service(lines: tuple[str, ...], option: str) -> None:
    talk = talk_after(lines)
    talk.outside = Outside(promise=datetime(2026, 11, 24, 11, tzinfo=UTC))
    talk.tap(option)
    assert "dinsdag 24 november 2026 om 12 uur" in talk.text
    assert talk.events[0].body["promised_at"] == "2026-11-24T11:00:00+00:00"


@pytest.mark.parametrize("act", [owner.answer_after_all, owner.later, owner.decline])
def test_with_nothing_asked_the_question_that_waits_is_put(act: Callable[[TurnDraft], None]) -> None:
    talk = talk_at("verdieping.voor_wie")
    outside = Outside(cases=(Standing(code="W-7K4Q", state=StandState.TAKEN),))
    draft = TurnDraft(engine().parts, talk.state, talk.now, talk.now.date(), outside)
    act(draft)
    assert draft.talk == talk.state
    (reply,) = draft.turn().replies
    assert "Voor wie" in reply.text


def test_rather_somebody_else_when_nobody_helps_is_something_that_got_stuck() -> None:
    talk = talk_after(SENT)
    draft = TurnDraft(engine().parts, talk.state, talk.now, talk.now.date())
    aftercare.other_person(draft)
    (event,) = draft.turn().events
    assert (event.kind, event.body["value"]) == ("check_in_answered", "stuck")


def test_leaving_where_nobody_is_says_nothing() -> None:
    talk = talk_after(SENT)
    for reason in Leaving:
        turn = people.leave(engine(), talk.state, talk.now, reason)
        assert not turn.replies
        assert turn.conversation.turn == talk.state.turn + 1


@pytest.mark.parametrize(("helper", "offered"), [("", False), ("Karin", True)])
def test_the_same_helper_is_offered_only_where_there_was_one(helper: str, offered: bool) -> None:
    talk = talk_after(SENT)
    talk.outside = Outside(cases=(Standing(code="W-7K4Q", state=StandState.CLOSED, helped_by=helper),))
    talk.type("waar is mijn vraag")
    assert ({"zelfde_helper", "andere_helper"} <= set(talk.options())) is offered
    assert "speelt_weer" in talk.options()
