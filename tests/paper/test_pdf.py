"""The printed sheet: one page for the longest case, tagged, in Dutch, and nothing on it can act."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from advice_lab import KNOWN
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sheet_lab import LONG, longest, read, sheet_for, tags, text_of

from bot.dialogue.sheets import to_document
from bot.model.conversation import Json
from bot.paper import PaperFault, file_name, make_pdf, save_pdf, write_pdf
from bot.paper.glyphs import LOST

KINDS = sorted(KNOWN.preparations)
STORY = {"onderwerp": ["huishoudelijke_hulp"], "moeite": "stofzuigen", "netwerk": ["familie"], "volhouden": "te_veel"}


def document(words: str = "stofzuigen") -> dict[str, Json]:
    """A sheet with these own words."""
    return to_document(sheet_for("keukentafel", {**STORY, "moeite": words}))


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_case_fits_on_one_page(kind: str) -> None:
    made = make_pdf(to_document(longest(kind)))
    assert len(read(made).pages) == 1
    text = text_of(made)
    assert "W-7K4QM-3" in text
    assert "Nagekeken op" in text, "nothing falls off at the end"


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_one_has_room_to_write(kind: str) -> None:
    empty = to_document(sheet_for(kind, {}))
    reader = read(make_pdf(empty))
    assert len(reader.pages) == 1
    assert reader.pages[0].get_contents().get_data().count(b" l\n") >= 5, "lines to write on"


def test_what_is_too_much_for_one_page_goes_on_on_the_next() -> None:
    sheet = longest("keukentafel")
    more = replace(sheet, parts=tuple(replace(part, rows=part.rows * 3) for part in sheet.parts))
    made = make_pdf(to_document(more))
    assert len(read(made).pages) > 1
    assert text_of(made).count(sheet.parts[-1].rows[-1].text) == 3


def test_it_can_be_read_aloud() -> None:
    reader = read(make_pdf(document()))
    root = reader.root_object
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == "Gesprek met de gemeente over hulp: zo bereidt u zich voor"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()
    found = list(tags(reader))
    assert found.count("/H1") == 1
    assert found.count("/H2") >= 5
    assert found.count("/LI") >= 12
    assert found.index("/H1") < found.index("/H2") < found.index("/L")


def test_the_text_comes_in_reading_order() -> None:
    sheet = sheet_for("keukentafel", STORY, code="W-7K4Q")
    text = text_of(make_pdf(to_document(sheet)))
    wanted = [sheet.title, *(part.heading for part in sheet.parts), "Uw code: W-7K4Q", "Gemaakt door Wegwijzer"]
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "stofzuigen" in text
    assert "Het wordt te veel" in text


def test_every_line_of_the_sheet_is_on_it() -> None:
    sheet = longest("keukentafel")
    text = "".join(text_of(make_pdf(to_document(sheet))).split())
    for part in sheet.parts:
        for row in part.rows:
            assert "".join(row.text.split()) in text
            assert "".join(row.answer.split()) in text


def test_what_is_written_at_length_is_cut_with_a_mark() -> None:
    sheet = sheet_for("keukentafel", {**STORY, "moeite": LONG})
    [answer] = [row.answer for part in sheet.parts for row in part.rows if row.answer.startswith("ik kan")]
    assert len(answer) <= 160
    assert answer.endswith(" …")
    assert LONG.startswith(answer.removesuffix(" …"))


def test_the_signs_of_dutch_are_there() -> None:
    words = "é ë ï ö ü ç € “zo” ‘dan’ – … knieën Curaçao Çelik Łukasz Žižek"
    assert words in text_of(make_pdf(document(words)))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("#panic(1) #sys.inputs", "#panic(1) #sys.inputs"),
        ("*vet* _schuin_ $x^2$ `code` @naam <label>", "*vet* _schuin_ $x^2$ `code` @naam <label>"),
        ("= Kop // weg /* ook */ \\ ] } )", "= Kop // weg /* ook */ \\ ] } )"),
        ("{telefoon} {{naam}} %s ${x}", "{telefoon} {{naam}} %s ${x}"),
        ("het gaat slecht 😀😢 echt", "het gaat slecht echt"),
        ("een \u202eomgekeerd\u202c woord", "een omgekeerd woord"),
        ("nul\x00 en\x07 tab\ten regel\nnog een", "nul en tab en regel nog een"),
        ("mijn naam is 李明 en ik woon hier", f"mijn naam is {LOST} en ik woon hier"),
    ],
)
def test_own_words_are_printed_as_words(words: str, shown: str) -> None:
    made = make_pdf(document(words))
    assert shown in text_of(made)
    assert len(read(made).pages) == 1


def test_words_in_a_script_that_cannot_be_printed_leave_room_to_write() -> None:
    unprinted, empty = make_pdf(document("我需要帮助做家务")), make_pdf(document(""))
    assert LOST not in text_of(unprinted)
    assert text_of(unprinted) == text_of(empty)


def test_arabic_and_hebrew_are_printed() -> None:
    assert LOST not in text_of(make_pdf(document("أمي تنسى كل شيء")))
    assert LOST not in text_of(make_pdf(document("אמא שלי לא יכולה לבד")))


def test_a_word_without_end_stays_on_the_page() -> None:
    """A word as wide as the page would run off it: it is broken, so the page needs more lines, not more width."""
    made = make_pdf(document("a" * 160))
    assert text_of(made).replace(" ", "").count("a" * 160) == 1
    [page] = read(made).pages
    rights = []
    page.extract_text(visitor_text=lambda text, _cm, tm, *_: rights.append(tm[4]) if "aaa" in text else None)
    assert len(rights) >= 2, "more than one line"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=160))
@example("e\u0363\u0489я\u0301")
@example("\u0600\u0604")
def test_whatever_somebody_types_it_is_one_page(words: str) -> None:
    assert len(read(make_pdf(document(words))).pages) == 1


def test_no_sheet_is_told_as_a_fault() -> None:
    with pytest.raises(PaperFault, match="the sheet cannot be printed"):
        make_pdf({"kind": "keukentafel"})


def test_it_is_saved_for_its_owner_only_and_never_over_another(tmp_path: Path) -> None:
    first, second = save_pdf(document(), tmp_path), save_pdf(document("ramen"), tmp_path)
    assert (first.name, second.name) == ("gesprek-keukentafel.pdf", "gesprek-keukentafel-2.pdf")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert "ramen" in text_of(second.read_bytes())


def test_a_link_that_stands_ready_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    (tmp_path / "gesprek-keukentafel.pdf").symlink_to(other)
    assert save_pdf(document(), tmp_path).name == "gesprek-keukentafel-2.pdf"
    write_pdf(document(), tmp_path / "gesprek-keukentafel.pdf")
    assert not other.exists()


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PaperFault, match="no such file or directory"):
        save_pdf(document(), tmp_path / "gone")
    with pytest.raises(PaperFault, match="no such file or directory"):
        write_pdf(document(), tmp_path / "gone" / "x.pdf")


@pytest.mark.parametrize("kind", ["../../etc/x", "", None, 3, "a b"])
def test_the_name_of_the_file_says_nothing_strange(kind: Json) -> None:
    assert file_name({"kind": kind}) == "gesprek.pdf"


def test_nothing_else_of_the_resident_is_in_the_file() -> None:
    """Only what stands on the sheet: the topics and the telephone number of the talk are nowhere in it."""
    given_ = {**STORY, "telefoon": "+31612345678", "naam": "Sietske", "besluit_op": "2026-01-02"}
    made = make_pdf(to_document(sheet_for("keukentafel", given_)))
    assert not any(words in text_of(made) for words in ("612345678", "Sietske", "januari"))
