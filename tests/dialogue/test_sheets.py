"""A preparation in words: short messages, own words as they are, and the way back to what is kept."""

import json

import pytest
from advice_lab import KNOWN
from sheet_lab import longest, sheet_for
from talk_lab import engine

from bot.dialogue.sheets import MOST_WORDS, in_full, in_messages, to_document
from bot.model.preparation import Part, Row, Sheet, SheetPart

PARTS = engine().parts
STORY = {"onderwerp": ["huishoudelijke_hulp"], "netwerk": ["familie", "zorg"], "moeite": "bel {telefoon}"}


def messages(part: SheetPart) -> list[str]:
    """One part as the chat tells it."""
    return in_messages(PARTS, "nl", part)


@pytest.mark.parametrize("kind", sorted(KNOWN.preparations))
def test_no_message_is_longer_than_people_read(kind: str) -> None:
    for part in longest(kind).parts:
        for message in messages(part):
            own = [row.answer for row in part.rows if row.answer and row.answer in message]
            counted = [word for word in message.split() if word != "-"]
            said = len(" ".join(f"U zei: {answer}" for answer in own).split())
            assert len(counted) - said <= MOST_WORDS, message


@pytest.mark.parametrize("kind", sorted(KNOWN.preparations))
def test_cutting_in_messages_loses_nothing(kind: str) -> None:
    for part in longest(kind).parts:
        told = "\n".join(messages(part))
        assert [row.text for row in part.rows if f"- {row.text}" not in told] == []
        assert told.count("\n- ") + told.startswith("- ") == len(part.rows)


def test_a_long_list_is_cut_evenly() -> None:
    rows = tuple(Row(text="een twee drie vier vijf zes zeven acht") for _ in range(9))
    told = messages(SheetPart(part=Part.BRING, heading="Kop", rows=rows))
    assert [message.count("- ") for message in told] == [5, 4]


def test_one_line_that_is_too_long_is_told_all_the_same() -> None:
    row = Row(text="woord " * 80)
    told = messages(SheetPart(part=Part.BRING, heading="Kop", rows=(row, row)))
    assert [message.count("woord") for message in told] == [80, 80]


def rows_of(sheet: Sheet, part: Part) -> dict[str, Row]:
    """The rows of one part by their text."""
    return {row.text: row for one in sheet.parts if one.part is part for row in one.rows}


def test_own_words_are_no_template() -> None:
    sheet = sheet_for("keukentafel", STORY)
    row = rows_of(sheet, Part.PLAN)["Wat gaat er nu niet goed?"]
    assert row.answer == "bel {telefoon}"
    assert any("U zei: bel {telefoon}" in message for message in in_full(PARTS, "nl", sheet))


def test_answers_read_as_a_sentence() -> None:
    assert rows_of(sheet_for("keukentafel", STORY), Part.PLAN)["Wie helpt er nu al?"].answer == (
        "Familie en thuiszorg of begeleiding"
    )


def test_what_brought_an_item_goes_along() -> None:
    sheet = sheet_for("keukentafel", {**STORY, "volhouden": "te_veel"})
    document = json.loads(json.dumps(to_document(sheet)))
    [because] = [
        row["because"] for part in document["parts"] for row in part["rows"] if "steun voor degene" in row["text"]
    ]
    assert because == ["volhouden"]


def test_who_lives_elsewhere_gets_no_number_of_here() -> None:
    sheet = sheet_for("keukentafel", {**STORY, "moeite": "lopen", "postcode": "1012"})
    assert "OCO Almere" not in json.dumps(to_document(sheet), ensure_ascii=False)
    assert "Vraag uw gemeente" in sheet.help
