"""A signed intake on its page: the signed lines to the letter, and what the knowledge of now says beside them."""

import re
from dataclasses import replace

import pytest
from intake_lab import NOW
from talk_lab import engine

from bot.advice.desks import choose_desk
from bot.advice.routes import advise
from bot.advice.terms import terms_for
from bot.advice.view import derive
from bot.desk.signed import signed_view
from bot.desk.views.intake import Said, SectionView, SignedView
from bot.dialogue.parts import Parts
from bot.intake.compose import Material, compose
from bot.model.facts import Fact, Origin
from bot.model.intake import Addition, Intake, RouteLine
from bot.model.sections import Section

PARTS: Parts = engine().parts
ANSWERS: dict[str, str | tuple[str, ...]] = {
    "onderwerp": ("scootmobiel",),
    "stadium": "wachten",
    "eigen_woorden": "mijn moeder wacht: al sinds maart",
    "voor_wie": "ouder",
    "wijk": "Almere Haven",
    "melding_op": "~2026-03-15",
    "volhouden": "te_veel",
    "hoe_verder": "samen",
    "naam": "Annie",
}


def _intake(edits: dict[str, str] | None = None) -> Intake:
    given = {name: Fact(value=value, origin=Origin.TAPPED, at=NOW) for name, value in ANSWERS.items()}
    view = derive(PARTS.knowledge, PARTS.municipality, given)
    draft = compose(
        Material(
            knowledge=PARTS.knowledge,
            texts=PARTS.flows.texts,
            facts=view,
            alarms=frozenset({"suicide"}),
            advice=advise(PARTS.knowledge, PARTS.municipality, view, NOW.date()),
            terms=terms_for(PARTS.knowledge.terms, PARTS.knowledge.terms, view, NOW.date()),
            desk=choose_desk(PARTS.municipality, view),
            edits=edits or {},
        )
    )
    return Intake(
        code="W-7K4Q9",
        version=1,
        municipality="almere",
        language="nl",
        signed_at=NOW,
        promised_at=NOW,
        draft=draft,
        additions=(Addition(at=NOW, text="Er kwam een brief."),),
    )


def _part(view: SignedView, section: Section) -> SectionView:
    return next(part for part in view.sections if part.section is section)


def _shown(view: SignedView) -> set[str]:
    lines = {f"{line.label}: {line.text}" if line.label else line.text for part in view.sections for line in part.lines}
    return lines | {term.line for part in view.sections for term in part.terms}


def test_every_signed_line_is_shown_and_nothing_else() -> None:
    intake = _intake()
    signed = {line.text for line in intake.draft.lines if line.id != "routes"}
    assert _shown(signed_view(intake, PARTS)) == signed


def test_the_sections_stand_in_their_order() -> None:
    sections = [part.section for part in signed_view(_intake(), PARTS).sections]
    assert sections == sorted(sections, key=list(Section).index)
    assert sections[0] is Section.FIRST


def test_own_words_are_a_quote_even_with_a_colon() -> None:
    (quote,) = (line for line in _part(signed_view(_intake(), PARTS), Section.QUESTION).lines if line.quote)
    assert quote.text == "mijn moeder wacht: al sinds maart"


def test_a_line_in_other_words_keeps_them_whole() -> None:
    view = signed_view(_intake({"volhouden": "ik red het: net"}), PARTS)
    changed = [line for part in view.sections for line in part.lines if line.changed]
    assert [(line.label, line.text) for line in changed] == [("", "Ik red het: net")]


def test_a_way_says_which_answers_led_to_it() -> None:
    routes = _part(signed_view(_intake(), PARTS), Section.ROUTES).routes
    assert routes
    assert all(route.name and route.first_step and route.sources for route in routes)
    assert any("Onderwerp: " in reason for route in routes for reason in route.because)
    texts = [f"{route.first_step} {route.why}" for route in routes]
    assert not [text for text in texts if re.search(r"\{\w+\}", text)]


def test_what_was_left_out_is_no_reason() -> None:
    view = signed_view(_intake({"volhouden": "", "melding_op": ""}), PARTS)
    assert "15 maart" not in str(view)
    assert view.dropped > 0


def test_a_term_says_what_it_means_and_where_that_stands() -> None:
    terms = [term for part in signed_view(_intake(), PARTS).sections for term in part.terms]
    assert terms
    assert all(term.meaning and term.sources for term in terms)


def test_a_way_that_is_gone_leaves_the_line_that_was_signed() -> None:
    intake = _intake()
    gone = replace(intake.draft, routes=(RouteLine(id="bestaat_niet", law="wmo", because=("x=y",)),))
    part = _part(signed_view(replace(intake, draft=gone), PARTS), Section.ROUTES)
    assert part.routes == ()
    assert part.lines[0].text == next(line.text for line in intake.draft.lines if line.id == "routes")


@pytest.mark.parametrize("because", ["bestaat_niet=ja", "voor_wie=weg", "voor_wie="])
def test_a_reason_that_is_gone_breaks_nothing(because: str) -> None:
    intake = _intake()
    (first, *_) = intake.draft.routes
    draft = replace(intake.draft, routes=(replace(first, because=(because,)),))
    assert _part(signed_view(replace(intake, draft=draft), PARTS), Section.ROUTES).routes[0].name


def test_what_was_added_is_there_with_its_moment() -> None:
    assert signed_view(_intake(), PARTS).additions == (Said(at=NOW, text="Er kwam een brief."),)


def test_what_changed_stands_beside_the_line_that_was_signed() -> None:
    intake = _intake()
    line = next(one for one in intake.draft.lines if one.id == "voor_wie")
    changed = (Addition(at=NOW, text="Toch anders.", line=line.id), Addition(at=NOW, text="Meer.", line="weg"))
    view = signed_view(replace(intake, additions=changed), PARTS)
    assert [one.old for one in view.additions] == [line.text, ""]
    assert _shown(view) == _shown(signed_view(intake, PARTS))
    later = [one for part in view.sections for one in part.lines if one.later]
    assert [f"{one.label}: {one.text}" for one in later] == [line.text]
