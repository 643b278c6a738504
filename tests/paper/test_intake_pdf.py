"""An intake on paper: every line of it, tagged, with to whom and why on every page, and nothing on it can act."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from intake_lab import NOW, WAITING, draft_of, facts, real_texts, signed, small_knowledge
from sheet_lab import read, tags, text_of

from bot.intake.issue import Issue, for_paper
from bot.intake.render import for_coordinator
from bot.model.conversation import Json
from bot.model.intake import Addition, Intake, Line, RouteLine, SharedLine, SharedTalk
from bot.model.sections import Section
from bot.paper import PaperFault, intake_file_name, make_intake_pdf
from bot.paper.glyphs import LOST

GIVEN = Issue(to="MEE", at=NOW, reason="overdracht met toestemming")
TOGETHER = facts(samen_met="Wijkteam Haven", wie_typt="helper")
OWN = draft_of(WAITING | TOGETHER, alarms=frozenset({"geweld"}), edits={"wijk": "bij mijn zus", "geprobeerd": ""})
INTAKE = replace(
    signed(OWN, language="tr"),
    additions=(
        Addition(at=NOW + timedelta(days=1), text="zij is ook gevallen"),
        Addition(at=NOW + timedelta(days=1), text="bel haar zus", line=OWN.lines[-1].id),
    ),
)
LOST_WORDS = "我需要帮助做家务"


def sheet(intake: Intake = INTAKE, issue: Issue = GIVEN) -> dict[str, Json]:
    return for_paper(intake, small_knowledge(), real_texts(), issue)


def said(words: str) -> Intake:
    """An intake with this one line."""
    line = Line(id="eigen_woorden", section=Section.QUESTION, text=words, changed=True)
    return replace(INTAKE, draft=replace(OWN, lines=(line,), routes=()), additions=())


def test_all_that_a_coordinator_reads_is_on_it() -> None:
    text = text_of(make_intake_pdf(sheet())).lower()
    shown = for_coordinator(INTAKE, real_texts())
    for row in shown.splitlines()[1:]:
        assert " ".join(row.split()).lower() in text
    assert "taal van de bewoner: turks" in text
    assert "de bewoner liet 1 regel(s) weg" in text


def test_a_shared_talk_is_on_it_to_the_letter() -> None:
    lines = (SharedLine(asked="Wie helpt er nu?", said="#panic() *mijn* {zus}"), SharedLine(asked="", said=LOST_WORDS))
    talk = SharedTalk(at=NOW, cut=True, lines=lines)
    shared = replace(INTAKE, talk=talk)
    text = text_of(make_intake_pdf(sheet(shared)))
    assert "Laatste deel van het gesprek voor het tekenen, gedeeld door de bewoner op zaterdag" in text
    assert "Wie helpt er nu?" in text
    assert "#panic() *mijn* {zus}" in text
    assert "Laatste deel" not in text_of(make_intake_pdf(sheet(replace(INTAKE, talk=replace(talk, cut=False)))))


def test_a_way_says_under_which_law_and_why() -> None:
    rows = [row["answer"] for part in sheet()["parts"] for row in part["rows"]]
    assert "Lenen (Zvw), want Onderwerp: Bed; Hoe ver: wacht op antwoord; Gemeld op: ongeveer 15 maart 2026" in rows


def test_what_this_version_does_not_know_is_shown_as_it_is() -> None:
    gone = RouteLine(id="oude_weg", law="overig", because=("oud_antwoord=ja", "voor_wie=niemand", "onderwerp=bed, weg"))
    draft = replace(OWN, routes=(gone,))
    rows = [row["answer"] for part in sheet(replace(INTAKE, draft=draft))["parts"] for row in part["rows"]]
    assert "oude_weg, want Voor wie: niemand; Onderwerp: Bed, weg" in rows


def test_every_page_says_to_whom_when_and_why_and_which_page_it_is() -> None:
    long = replace(INTAKE, additions=INTAKE.additions * 60)
    pages = read(make_intake_pdf(sheet(long))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert "Uitgegeven aan MEE op zaterdag 21 november 2026 om 14 uur" in text
        assert "reden: overdracht met toestemming" in text
        assert f"W-7K4Q9 · bladzijde {number} / {len(pages)}" in text


def test_it_can_be_read_aloud() -> None:
    reader = read(make_intake_pdf(sheet()))
    root = reader.root_object
    assert root["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Vraag W-7K4Q9"
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
    found = list(tags(reader))
    assert found.count("/H1") == 1
    assert found.count("/H2") == len(sheet()["parts"])
    assert found.index("/H1") < found.index("/H2") < found.index("/LI")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("#panic(1) #sys.inputs", "#panic(1) #sys.inputs"),
        ("*vet* $x^2$ `code` @naam = Kop // weg", "*vet* $x^2$ `code` @naam = Kop // weg"),
        ("{code} {naam}", "{code} {naam}"),
        ("een \u202eomgekeerd\u202c woord\nen een regel", "een omgekeerd woord en een regel"),
        ("mijn naam is 李明 en ik woon hier", f"mijn naam is {LOST} en ik woon hier"),
        (LOST_WORDS, "Deze woorden kunnen niet op papier. Ze staan in het postvak."),
        ("e\u0363\u0489я\u0301", "(woorden van de bewoner)"),
    ],
)
def test_own_words_are_printed_as_words_and_never_left_out_unsaid(words: str, shown: str) -> None:
    assert shown in text_of(make_intake_pdf(sheet(said(words))))


def test_no_line_end_forges_another_line_of_where_it_went() -> None:
    made = sheet(issue=Issue(to="MEE\n\nUitgegeven aan niemand", at=NOW, reason="a\r\nb"))
    assert "\n" not in str(made["issued"]["answer"])
    assert "reden: a b" in text_of(make_intake_pdf(made))


def test_an_intake_of_almost_nothing() -> None:
    bare = signed(draft_of(facts(hoe_verder="samen")))
    text = text_of(make_intake_pdf(sheet(bare)))
    assert "GETEKEND door bewoner" in text
    assert "Taal" not in text
    assert "weg." not in text


def test_no_sheet_is_told_as_a_fault() -> None:
    with pytest.raises(PaperFault, match="the sheet cannot be printed"):
        make_intake_pdf({"title": "x"})


@pytest.mark.parametrize("code", ["W-7K4Q9", "../../etc/W", "W-1\r\nX: y", 'W"; rm', "é漢"])
def test_the_file_is_called_after_the_reference_and_nothing_else(code: str) -> None:
    assert re.fullmatch(r"intake-[a-z0-9-]*\.pdf", intake_file_name(code))
    assert intake_file_name("W-7K4Q9") == "intake-w-7k4q9.pdf"
