"""A table of helpers: taken over whole or not at all, however it was saved; and a list that can do no harm."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from match_lab import CITY, TODAY, content
from typer.testing import CliRunner

from bot.app import open_store, utc_now
from bot.cli import app as cli_app
from bot.commands.helpers import import_helpers, list_helpers
from bot.model.accounts import Role
from bot.model.helpers import DayPart, Helper, HelperKind, Way
from bot.model.law import Law
from bot.service.csv_table import TableFault
from bot.service.helper_csv import COLUMNS, NEEDED, read_helpers
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "ondersteuners.csv"
PAGE = (ROOT / "docs" / "ondersteuners.md").read_text(encoding="utf-8")
KNOWN = content().knowledge
USUAL = {
    "voornaam": "An",
    "soort": "vrijwilliger",
    "bureau": "oco",
    "manieren": "bellen",
    "nagekeken_op": "2026-11-01",
    "telefoon": "06 12345678",
}
BELOW = "write one a line, below the names of the columns"
DROPPED = "write it as 06 12345678; a spreadsheet may have dropped the 0"
AN = Helper(
    id="",
    name="An",
    kind=HelperKind.VRIJWILLIGER,
    desk="oco",
    ways=(Way.BELLEN,),
    checked_on=date(2026, 11, 1),
    phone="+31612345678",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", gemeente=CITY)


def table(*rows: dict[str, str], sep: str = ";") -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [sep.join(columns), *(sep.join(row.get(name, "") for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def read(text: str | bytes) -> list[Helper]:
    data = text.encode() if isinstance(text, str) else text
    return [one.helper for one in read_helpers(data, KNOWN, KNOWN.municipalities[CITY], TODAY)]


def faults(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(TableFault) as error:
        read(text)
    return tuple(map(str, error.value.faults))


def test_the_example_of_the_page_is_right_and_uses_every_column() -> None:
    found = read(EXAMPLE.read_bytes())
    assert [one.name for one in found] == ["Fatima", "Joop", "Karin"]
    assert sorted(EXAMPLE.read_text(encoding="utf-8").splitlines()[0].split(";")) == sorted(COLUMNS)
    fatima, joop, _ = found
    assert fatima.experience == ("mantelzorg_zwaar",)
    assert (joop.themes, joop.checked_on) == (("hulpmiddel", "vervoer"), date(2026, 11, 1))


def test_an_account_must_be_a_free_one_of_a_supporter(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table({**USUAL, "account": "an"}, {**USUAL, "voornaam": "Bo", "account": "anna"}))

    async def add(name: str, role: Role) -> None:
        async with open_store(settings) as store, store.write() as unit:
            await unit.add_account(account_id=f"id_{name}", name=name, display_name=name, role=role, at=utc_now())

    async def helpers() -> list[tuple[str, str]]:
        async with open_store(settings) as store, store.read() as unit:
            return [(one.name, one.account_id) for one in await unit.list_helpers()]

    asyncio.run(add("anna", Role.COORDINATOR))
    with pytest.raises(TableFault) as error:
        import_helpers(settings, path)
    assert [(fault.line, fault.column, fault.value) for fault in error.value.faults] == [
        (2, "account", "an"),
        (3, "account", "anna"),
    ]
    assert asyncio.run(helpers()) == []
    asyncio.run(add("an", Role.OCO))
    path.write_text(table({**USUAL, "account": "An"}))
    import_helpers(settings, path)
    assert asyncio.run(helpers()) == [("An", "id_an")]


def test_the_page_explains_every_column_on_one_screen() -> None:
    assert re.findall(r"^\| `([a-z_]+)`", PAGE, re.MULTILINE) == list(COLUMNS)
    needed = re.findall(r"^\| `([a-z_]+)` \*", PAGE, re.MULTILINE)
    assert needed == list(NEEDED)
    for kinds in (Way, HelperKind, DayPart):
        assert not [kind.value for kind in kinds if kind.value not in PAGE]
    assert len(PAGE.splitlines()) <= 60


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, {}),
        ({"voornaam": "'An"}, {}),
        ({"voornaam": "  An \u200b"}, {}),
        ({"soort": "Beroepskracht", "bureau": "MEE"}, {"kind": HelperKind.BEROEPSKRACHT, "desk": "mee"}),
        ({"telefoon": "+31 6 12345678"}, {}),
        ({"telefoon": "'0612345678"}, {}),
        ({"telefoon": "", "email": "an@voorbeeld.nl"}, {"phone": "", "email": "an@voorbeeld.nl"}),
        ({"onderwerpen": "Scootmobiel, schulden ,,scootmobiel"}, {"topics": ("scootmobiel", "schulden")}),
        ({"themas": "geld en schulden"}, {"themes": ("geld",)}),
        ({"wetten": "Wmo, wlz"}, {"laws": (Law.WMO, Law.WLZ)}),
        ({"talen": "turks, NL, Papiaments"}, {"languages": ("tr", "nl", "pap")}),
        ({"wijken": "almere haven, De Meenten"}, {"areas": ("Almere Haven", "De Meenten")}),
        ({"dagen": "ma, vr", "dagdelen": "avond"}, {"days": ("ma", "vr"), "parts": (DayPart.AVOND,)}),
        ({"alleen_op_bezoek": "nee", "breed": "JA"}, {"visits_alone": False, "broad": True}),
        ({"leeftijdsgroep": "18 tot en met 26 jaar"}, {"age": "j18_26"}),
        ({"vragen_tegelijk": "3", "uren_per_vraag": "16"}, {"max_cases": 3, "hours": 16}),
        ({"pauze_tot": "5-1-2027"}, {"paused_until": date(2027, 1, 5)}),
        ({"pauze_tot": "05/01/2027"}, {"paused_until": date(2027, 1, 5)}),
        (
            {"ervaring": "dementie", "ervaring_akkoord": "2026-10-01"},
            {"experience": ("dementie",), "agreed_on": date(2026, 10, 1)},
        ),
        ({"ervaring": "", "ervaring_akkoord": "2026-10-01"}, {}),
        ({"notitie": "belt terug"}, {"note": "belt terug"}),
    ],
)
def test_a_line(cells: dict[str, str], told: dict[str, object]) -> None:
    assert read(table({**USUAL, **cells})) == [replace(AN, **told)]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"voornaam": ""}, "voornaam: empty; fill it in"),
        ({"voornaam": "=HYPERLINK(1)"}, "voornaam: '=HYPERLINK(1)' begins as a formula; write words"),
        ({"notitie": "@SUM(A1)"}, "notitie: '@SUM(A1)' begins as a formula; write words"),
        ({"notitie": "x" * 501}, "notitie: 501 characters; at most 500"),
        ({"notitie": "bsn 111222333"}, "notitie: a number that may not be kept (bsn); take it out"),
        ({"soort": "vrijwiliger"}, "soort: unknown 'vrijwiliger'; did you mean 'vrijwilliger'?"),
        ({"bureau": "occo"}, "bureau: unknown 'occo'; did you mean 'oco'?"),
        ({"onderwerpen": "scootmobil"}, "onderwerpen: unknown 'scootmobil'; did you mean 'scootmobiel'?"),
        ({"wijken": "Almere Havn"}, "wijken: unknown 'Almere Havn'; did you mean 'almere haven'?"),
        ({"manieren": "belen"}, "manieren: unknown 'belen'; did you mean 'bellen'?"),
        ({"manieren": ""}, "manieren: empty; fill it in"),
        ({"talen": "Turks, Klingonisch"}, "talen: unknown language 'Klingonisch'; write it in Dutch, such as Turks"),
        ({"breed": "soms"}, "breed: 'soms' is no answer; write ja or nee"),
        ({"vragen_tegelijk": "0"}, "vragen_tegelijk: '0' is no such number; write a whole number from 1 to 20"),
        ({"uren_per_vraag": "acht"}, "uren_per_vraag: 'acht' is no such number; write a whole number from 1 to 100"),
        (
            {"pauze_tot": "31-2-2027"},
            "pauze_tot: '31-2-2027' is not an existing day; write it as 2026-11-21 or 21-11-2026",
        ),
        ({"nagekeken_op": "2027-01-01"}, "nagekeken_op: '2027-01-01' is still to come; write a day that has been"),
        ({"nagekeken_op": ""}, "nagekeken_op: empty; fill it in"),
        (
            {"telefoon": "112"},
            f"telefoon: '112' is no number to call somebody on; {DROPPED}",
        ),
        ({"telefoon": ""}, "telefoon: no way to reach them; fill in 'telefoon' or 'email'"),
        ({"email": "an@huis"}, "email: 'an@huis' is no mail address; write it as naam@voorbeeld.nl"),
        (
            {"ervaring": "dementie"},
            "ervaring_akkoord: experience without a yes; ask first, and write the day of the yes",
        ),
    ],
)
def test_a_fault(cells: dict[str, str], fault: str) -> None:
    found = faults(table(USUAL | {"voornaam": "Bo"}, {**USUAL, **cells}))
    assert f"line 3: {fault}" in found
    assert all(one.startswith("line 3: ") for one in found)


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(";", "\t").encode(),
        lambda text: text.replace(";", ",").encode(),
        lambda text: text.replace("voornaam", " Voornaam ").encode(),
        lambda text: text.replace("\n", "\n;;;;;\n\n").encode(),
    ],
    ids=["mark", "older", "windows", "tabs", "commas", "capitals", "empty lines"],
)
def test_however_it_was_saved(save: Callable[[str], bytes]) -> None:
    assert read(save(table({**USUAL, "voornaam": "Zoë"}))) == [replace(AN, name="Zoë")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", [f"line 1: column '{name}' is missing; it is needed" for name in NEEDED]),
        (
            table(USUAL).splitlines()[0],
            ["line 2: there are no helpers; write one a line, below the names of the columns"],
        ),
        (table({**USUAL, "taal": "1"}), ["line 1: unknown column 'taal'; did you mean 'talen'?"]),
        (table(USUAL).replace("soort", "bureau"), ["line 1: column 'soort' is missing; it is needed"]),
        (table(USUAL, USUAL), ["line 3: 'An' stands on line 2 too; keep one of the two"]),
        (table(USUAL).rstrip() + ";;;\n", ["line 2: 9 cells; the first line has 6"]),
        (table(USUAL) + '"An;\n', ["line 3: a quote is not closed; save it as CSV once more"]),
        (b"x" * 1_000_001, ["a table of 1000001 bytes; at most 1000000: is this the right file?"]),
        ("\n" * 2100 + "x", [f"line 1: column '{name}' is missing; it is needed" for name in NEEDED]),
        (table(USUAL) + "\n" * 2100, ["line 2001: more than 2000 lines; is this the right file?"]),
    ],
    ids=["empty", "head only", "unknown", "missing", "double", "cells", "quote", "bytes", "no head", "lines"],
)
def test_a_table_that_will_not_do(text: str | bytes, found: list[str]) -> None:
    assert list(faults(text))[: len(found)] == found


def test_every_fault_is_told_at_once_and_none_shows_a_long_cell() -> None:
    found = faults(table({**USUAL, "soort": "x" * 900, "bureau": "weg"}, {**USUAL, "voornaam": "Bo", "breed": "soms"}))
    assert [one.split(":")[0] for one in found] == ["line 2", "line 2", "line 3"]
    assert max(map(len, found)) < 200


def test_a_cell_of_several_lines_counts_as_where_it_begins() -> None:
    text = table({**USUAL, "notitie": '"een\ntwee"'}, {**USUAL, "voornaam": "Bo", "breed": "soms"})
    assert faults(text) == ("line 4: breed: 'soms' is no answer; write ja or nee",)


async def _names(settings: Settings) -> list[str]:
    async with open_store(settings) as store, store.read() as unit:
        return [one.name for one in await unit.list_helpers()]


async def test_one_wrong_line_and_nobody_is_added(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(table(USUAL, {**USUAL, "voornaam": "Bo", "soort": "weg"}), encoding="utf-8")
    with pytest.raises(TableFault):
        await asyncio.to_thread(import_helpers, settings, path)
    assert await _names(settings) == []


def test_taking_over_twice_adds_nobody_twice(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(table({**USUAL, "notitie": "geheim", "voornaam": "An\x1b[2J"}), encoding="utf-8")
    assert list_helpers(settings, as_json=False).startswith("no helpers yet")
    assert import_helpers(settings, path) == "1 helpers added"
    path.write_text(table({**USUAL, "voornaam": "Bo"}, {**USUAL, "voornaam": "an[2J"}), encoding="utf-8")
    with pytest.raises(TableFault) as error:
        import_helpers(settings, path)
    [told] = json.loads(list_helpers(settings, as_json=True))
    assert tuple(map(str, error.value.faults)) == (
        f"line 3: 'an[2J' is there already, as {told['id']}; take the line out",
    )
    assert (told["name"], told["open_cases"], told["max_cases"]) == ("An[2J", 0, 1)
    shown = list_helpers(settings, as_json=False)
    assert told["id"] in shown
    assert "0 of 1" in shown
    for secret in ("geheim", "612345678", "\x1b"):
        assert secret not in shown + json.dumps(told)


def test_a_file_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(TableFault, match="name a file that was saved as CSV"):
        import_helpers(settings, tmp_path / "weg.csv")


def test_on_the_command_line(tmp_path: Path) -> None:
    path, data = tmp_path / "lijst.csv", str(tmp_path / "data")
    path.write_text(table({**USUAL, "breed": "soms"}), encoding="utf-8")
    run = CliRunner().invoke
    done = run(cli_app, ["helpers", "import", str(path), "--data", data])
    assert done.exit_code == 2
    assert done.stderr == "line 2: breed: 'soms' is no answer; write ja or nee\n"
    done = run(cli_app, ["helpers", "import", str(EXAMPLE), "--data", data])
    assert (done.exit_code, done.stdout) == (0, "3 helpers added\n")
    assert run(cli_app, ["helpers", "list", "--data", data]).stdout.count("\n") == 3
