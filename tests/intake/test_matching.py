"""Who is proposed to whom: a table of residents over made-up helpers, and what holds whatever is put in."""

import random
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some
from match_lab import CITY, ROOT, TODAY, content, helper, helpers, intake_of, past_of

from bot.intake.matching import best
from bot.intake.reasons import in_words, to_document
from bot.intake.wishes import wishes_of
from bot.model.helpers import (
    Bar,
    DayPart,
    Helper,
    HelperKind,
    Match,
    Mismatch,
    Past,
    Proposal,
    Reason,
    Side,
    Way,
    Why,
    Wish,
    Wishes,
)
from bot.model.municipality import Objections

CASES = yaml.safe_load((ROOT / "tests" / "intake" / "matching.yaml").read_bytes())["cases"]
KNOWN = content().knowledge


def ids(match: Match) -> str:
    return "+".join(one.id for one in match.helpers)


def whys(reasons: Iterable[Reason]) -> list[str]:
    return [reason.why.value for reason in reasons]


def wishes(answers: dict[str, str | list[str]], left_out: tuple[str, ...] = ()) -> Wishes:
    return wishes_of(intake_of(answers, left_out), KNOWN, KNOWN.municipalities[CITY])


def propose(
    wanted: Wishes, among: Iterable[Helper] | None = None, past: Past | None = None, today: date = TODAY
) -> Proposal:
    return best(wanted, helpers().values() if among is None else among, past=past or Past(), today=today)


def order(found: Proposal) -> list[str]:
    return [ids(match) for match in (*found.best, *found.rest)]


def never(found: Proposal) -> dict[str, list[str]]:
    return {ids(match): whys(match.reasons) for match in found.never}


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_table(case: dict) -> None:
    among = [one for key, one in helpers().items() if key in case.get("only", helpers())]
    wanted = wishes(case["facts"], tuple(case.get("left_out", ()))).without(
        [Wish(wish) for wish in case.get("without", ())]
    )
    found = propose(wanted, among, past_of(case.get("past", {})))
    assert [ids(match) for match in found.best] == list(case["best"])
    for match in found.best:
        assert set(case["best"][ids(match)]) <= set(whys(match.reasons)), ids(match)
    if "never" in case:
        assert case["never"].items() <= never(found).items()
    assert whys(found.notes) == case.get("notes", [])


def test_the_table_is_long_enough_and_meets_every_reason() -> None:
    assert len(CASES) >= 40
    assert len(helpers()) == 25
    met = {why for case in CASES for match in case["best"].values() for why in match}
    met |= {why for case in CASES for why in case.get("notes", ())}
    met |= {why for case in CASES for reasons in case.get("never", {}).values() for why in reasons}
    unmet = {why for why in Why if why.value not in met}
    # Of nearly every row, so not written there, or with a test of its own below.
    dull = {Why.ROOM, Why.CALLS, Why.CHATS, Why.PAIR}
    below = {Why.AFTERNOON, Why.NO_CALLS, Why.NOT_ALONG, Why.NO_OBJECTIONS, Why.OBJECTIONS_ELSEWHERE, Why.NOT_ALONE}
    assert unmet <= dull | below | {Why.OTHER_MOMENT, Why.OLD}


TOPIC = Wishes(topics=("scootmobiel",), themes=("hulpmiddel",))


@pytest.mark.parametrize(
    ("wanted", "told", "why"),
    [
        (TOPIC, {"topics": ["scootmobiel"]}, Why.ROOM),
        (replace(TOPIC, moment=DayPart.MIDDAG), {"parts": ["middag"]}, Why.AFTERNOON),
        (replace(TOPIC, moment=DayPart.MIDDAG), {"parts": ["ochtend"]}, Why.OTHER_MOMENT),
        (replace(TOPIC, ways=(Way.BELLEN,)), {"ways": ["bellen"]}, Why.CALLS),
        (replace(TOPIC, ways=(Way.BELLEN,)), {"ways": ["chat"]}, Why.NO_CALLS),
        (replace(TOPIC, ways=(Way.CHAT,)), {"ways": ["chat"]}, Why.CHATS),
        (replace(TOPIC, ways=(Way.MEEGAAN,)), {"ways": ["bellen"]}, Why.NOT_ALONG),
        (TOPIC, {"checked_on": TODAY - timedelta(days=91)}, Why.OLD),
        (TOPIC, {"active": False}, Why.STOPPED),
        (TOPIC, {"paused_until": TODAY}, Why.PAUSED),
        (TOPIC, {"max_cases": 2, "open_cases": 2}, Why.FULL),
        (replace(TOPIC, objection=Objections.ALLOWED), {"ways": ["bellen"]}, Why.NO_OBJECTIONS),
        (replace(TOPIC, objection=Objections.EXCLUDED), {"ways": ["bezwaar"]}, Why.OBJECTIONS_ELSEWHERE),
        (replace(TOPIC, ways=(Way.HUISBEZOEK,)), {"ways": ["huisbezoek"], "visits_alone": False}, Why.NOT_ALONE),
        (replace(TOPIC, language="tr"), {"languages": ["en"]}, Why.INTERPRETER),
        (TOPIC, {"languages": ["tr"]}, Why.INTERPRETER),
    ],
)
def test_one_reason(wanted: Wishes, told: dict[str, object], why: Why) -> None:
    found = propose(wanted, [helper("an", **told)])
    [match] = [*found.best, *found.never]
    assert why in [reason.why for reason in match.reasons]
    assert (match in found.never) == (why.side is Side.NEVER)
    assert {reason.helper for reason in match.reasons if reason.why is not Why.WEAK} == {"an"}


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (replace(TOPIC, objection=Objections.ALLOWED), {"ways": ["bezwaar"]}),
        (replace(TOPIC, objection=Objections.ADVICE), {"ways": ["bellen"]}),
        (replace(TOPIC, objection=Objections.UNKNOWN), {"ways": ["bellen"]}),
        (TOPIC, {"paused_until": TODAY - timedelta(days=1)}),
        (TOPIC, {"checked_on": TODAY - timedelta(days=90)}),
        (replace(TOPIC, ways=(Way.HUISBEZOEK,)), {"ways": ["huisbezoek"]}),
    ],
)
def test_just_not_a_reason(wanted: Wishes, told: dict[str, object]) -> None:
    found = propose(wanted, [helper("an", **told)])
    assert not found.never
    assert Why.OLD not in [reason.why for reason in found.best[0].reasons]


@pytest.mark.parametrize(
    ("wanted", "better", "worse"),
    [
        (TOPIC, {"topics": ["scootmobiel"]}, {"themes": ["hulpmiddel"]}),
        (TOPIC, {"themes": ["hulpmiddel"]}, {"broad": True}),
        (replace(TOPIC, laws=("wmo",)), {"broad": True}, {"laws": ["wmo"]}),
        (replace(TOPIC, laws=("wmo",)), {"laws": ["wmo"]}, {}),
        (TOPIC, {"experience": ["scootmobiel"]}, {}),
        (replace(TOPIC, language="tr"), {"languages": ["nl", "tr"]}, {"topics": ["scootmobiel"]}),
        (replace(TOPIC, kind=HelperKind.BEROEPSKRACHT), {"kind": "beroepskracht"}, {}),
        (replace(TOPIC, heavy=True, long_hours=16), {"hours": 16}, {"hours": 15}),
        (replace(TOPIC, heavy=True), {"kind": "beroepskracht"}, {"hours": 15}),
        (replace(TOPIC, area="De Meenten"), {"areas": ["De Meenten"]}, {"areas": ["De Grienden"]}),
        (replace(TOPIC, age="j18_26"), {"age": "j18_26"}, {"age": "aow"}),
        (replace(TOPIC, objection=Objections.ADVICE), {"ways": ["bellen", "bezwaar"]}, {}),
        (TOPIC, {"max_cases": 2}, {"max_cases": 2, "open_cases": 1}),
        (TOPIC, {"checked_on": TODAY}, {"checked_on": TODAY - timedelta(days=100)}),
        (TOPIC, {}, {"asked_at": date(2026, 11, 1)}),
        (TOPIC, {"asked_at": date(2026, 10, 1)}, {"asked_at": date(2026, 11, 1)}),
        (TOPIC, {"max_cases": 4}, {"max_cases": 8, "open_cases": 0, "asked_at": date(2026, 11, 1)}),
    ],
)
def test_the_better_one_comes_first_whatever_they_are_called(
    wanted: Wishes, better: dict[str, object], worse: dict[str, object]
) -> None:
    for first, second in (("a", "z"), ("z", "a")):
        assert order(propose(wanted, [helper(second, **worse), helper(first, **better)])) == [first, second]


def test_where_the_resident_does_not_choose_a_wish_is_told_and_weighs_nothing() -> None:
    wanted = replace(TOPIC, kind=HelperKind.BEROEPSKRACHT, decides=False)
    among = [helper("anna"), helper("zoe", kind="beroepskracht")]
    found = propose(wanted, among)
    assert order(found) == ["anna", "zoe"]
    assert Why.PROFESSIONAL in [reason.why for reason in found.best[1].reasons]
    assert order(propose(replace(wanted, decides=True), among)) == ["zoe", "anna"]


@pytest.mark.parametrize(
    ("why", "stronger"),
    [
        (Mismatch.KENNIS, {"topics": ["scootmobiel"]}),
        (Mismatch.TAAL, {"languages": ["nl", "tr"]}),
        (Mismatch.TIJD, {"max_cases": 4, "parts": ["ochtend"]}),
    ],
)
def test_what_was_lacking_counts_double_after_a_mismatch(why: Mismatch, stronger: dict[str, object]) -> None:
    """Against somebody with everything that they lack, at just the strength that the doubling overcomes."""
    wanted = replace(TOPIC, language="tr", moment=DayPart.OCHTEND, area="Noord", age="j18_26")
    usual: dict[str, object] = {"languages": ["nl"], "parts": ["middag"], "max_cases": 4, "open_cases": 3}
    other = {**usual, "experience": ["scootmobiel"], "kind": "beroepskracht", "areas": ["Noord"], "age": "j18_26"}
    if why is Mismatch.TIJD:
        other = {**usual, "areas": ["Noord"], "age": "j18_26"}
    elif why is Mismatch.TAAL:
        other |= {"topics": ["scootmobiel"]}
    among = [helper("strong", **{**usual, "open_cases": 3, **stronger}), helper("other", **other)]
    if why is Mismatch.TIJD:
        among[0] = replace(among[0], open_cases=2)
    assert order(propose(wanted, among))[0] == "other"
    assert order(propose(wanted, among, Past(mismatches=(Mismatch.KLIK,))))[0] == "other"
    assert order(propose(wanted, among, Past(mismatches=(why,))))[0] == "strong"


def test_what_is_left_out_before_signing_is_no_wish() -> None:
    answers: dict[str, str | list[str]] = {"onderwerp": ["scootmobiel"], "taal": "turks", "wijk": "De Meenten"}
    assert wishes(answers).present() == (Wish.LANGUAGE, Wish.AREA)
    assert wishes(answers, ("taal", "wijk")).present() == ()
    assert wishes(answers).nearby == {"Almere Haven", "De Grienden"}


def test_every_wish_can_be_left_aside_but_not_that_nobody_comes_alone() -> None:
    full = Wishes(
        together=True,
        kind=HelperKind.BEROEPSKRACHT,
        experience=True,
        language="tr",
        area="Noord",
        moment=DayPart.OCHTEND,
        ways=(Way.BELLEN,),
        age="aow",
        objection=Objections.ADVICE,
    )
    assert full.present() == tuple(Wish)
    for wish in Wish:
        assert set(full.without([wish]).present()) == set(Wish) - {wish}
    assert full.without(Wish) == Wishes(together=True)


# What holds whatever is put in.
TOPICS, THEMES = ("scootmobiel", "schulden", "dementie"), ("hulpmiddel", "geld", "zorg")
WANTED = some.builds(
    Wishes,
    topics=some.lists(some.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
    themes=some.lists(some.sampled_from(THEMES), max_size=2, unique=True).map(tuple),
    heavy=some.booleans(),
    together=some.booleans(),
    kind=some.sampled_from([None, HelperKind.BEROEPSKRACHT]),
    language=some.sampled_from(["nl", "tr", "ti"]),
    area=some.sampled_from(["", "Noord", "Zuid"]),
    moment=some.sampled_from([None, DayPart.OCHTEND]),
    ways=some.lists(some.sampled_from([Way.BELLEN, Way.HUISBEZOEK]), max_size=1).map(tuple),
    objection=some.sampled_from([None, *Objections]),
)
HELPERS = some.lists(
    some.builds(
        Helper,
        id=some.sampled_from([chr(ord("a") + number) for number in range(12)]),
        name=some.just("Naam"),
        kind=some.sampled_from(HelperKind),
        desk=some.just("oco"),
        checked_on=some.dates(date(2026, 7, 1), TODAY),
        active=some.booleans(),
        max_cases=some.integers(1, 4),
        open_cases=some.integers(0, 4),
        broad=some.booleans(),
        topics=some.lists(some.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
        themes=some.lists(some.sampled_from(THEMES), max_size=2, unique=True).map(tuple),
        languages=some.sampled_from([("nl",), ("nl", "tr"), ("tr",)]),
        areas=some.sampled_from([(), ("Noord",)]),
        ways=some.lists(some.sampled_from(Way), max_size=4, unique=True).map(tuple),
        visits_alone=some.booleans(),
        asked_at=some.sampled_from([None, datetime(2026, 10, 1, tzinfo=UTC)]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
PASTS = some.builds(
    Past,
    barred=some.dictionaries(some.sampled_from("abcdef"), some.sampled_from(Bar)),
    helped=some.frozensets(some.sampled_from("abcdef")),
    mismatches=some.lists(some.sampled_from(Mismatch), max_size=3).map(tuple),
)


@given(WANTED, HELPERS, PASTS, some.randoms(use_true_random=False))
def test_it_holds_for_any_input(wanted: Wishes, among: list[Helper], past: Past, chance: random.Random) -> None:
    found = propose(wanted, among, past)
    shuffled = list(among)
    chance.shuffle(shuffled)
    assert propose(wanted, shuffled, past) == found, "the order of the helpers does not matter"
    proposed = [one for match in (*found.best, *found.rest) for one in match.helpers]
    refused = {match.helpers[0].id for match in found.never}
    assert refused.isdisjoint(one.id for one in proposed)
    for one in proposed:
        assert one.id not in past.barred, "never again"
        assert one.active
        assert one.open_cases < one.max_cases
    for match in (*found.best, *found.rest):
        assert len(match.helpers) == (2 if wanted.together else 1)
        assert not match.on(Side.NEVER)
        if wanted.together:
            assert any(Way.HUISBEZOEK in one.ways for one in match.helpers)
        elif Way.HUISBEZOEK in wanted.ways:
            assert all(Way.HUISBEZOEK in one.ways and one.visits_alone for one in match.helpers)
    for match in found.never:
        assert match.reasons
        assert {reason.why.side for reason in match.reasons} == {Side.NEVER}
    assert len(found.best) == min(3, len(found.best) + len(found.rest))
    assert found.best or found.notes, "an empty list says what can be done"
    if not wanted.together:
        assert len(proposed) + len(found.never) == len(among), "nobody is lost"


@given(WANTED, HELPERS, PASTS)
def test_every_reason_can_be_said_and_kept_and_no_number_of_points_is_among_it(
    wanted: Wishes, among: list[Helper], past: Past
) -> None:
    found = propose(wanted, among, past)
    assert {field.name for field in fields(Match)} == {"helpers", "reasons"}
    for match in (*found.best, *found.rest, *found.never):
        for reason, kept in zip(match.reasons, to_document(match.reasons), strict=True):
            said = in_words(reason, KNOWN)
            assert said
            assert "{" not in said
            assert Reason(why=Why(kept["why"]), values=tuple(kept["values"]), helper=kept["helper"]) == reason


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(why=Why.TOPIC, values=("scootmobiel", "schulden")), "Kent dit onderwerp: Scootmobiel en Schulden"),
        (Reason(why=Why.TOPIC, values=("weg_sindsdien",)), "Kent dit onderwerp: weg_sindsdien"),
        (Reason(why=Why.THEME, values=("geld",)), "Kent dit soort vragen: Geld en schulden"),
        (Reason(why=Why.LAW, values=("wmo", "zvw")), "Kent de regels: Wmo en zorgverzekering"),
        (Reason(why=Why.SPEAKS, values=("tr",)), "Spreekt Turks"),
        (Reason(why=Why.INTERPRETER, values=("xx",)), "Er is een tolk nodig: spreekt geen xx"),
        (Reason(why=Why.ROOM, values=("2", "3")), "Plek voor vragen: nog 2 van 3"),
        (Reason(why=Why.PAUSED, values=("2027-01-05",)), "Heeft pauze tot en met 5 januari 2027"),
        (Reason(why=Why.PAIR), "Samen, want liever niet alleen"),
    ],
)
def test_a_reason_in_words(reason: Reason, words: str) -> None:
    assert in_words(reason, KNOWN) == words
