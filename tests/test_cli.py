"""The command line as people and programs meet it: in a process of its own, with a real store."""

import json
import re
import stat
import subprocess

import pytest
from cli_lab import ROOT, Place

from bot import __version__


def turns(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_version(place: Place) -> None:
    assert place.run("--version").stdout == f"wegwijzer {__version__}\n"


def test_jsonl_answers_every_line_and_starts_anew_each_time(place: Place) -> None:
    lines = '{"text": "ik wacht al 8 maanden op mijn scootmobiel"}\nkapot\n{"choice": "ja"}\n'
    first, broken, second = turns(place.run("chat", "--jsonl", typed=lines))
    assert first.keys() == second.keys() == {"replies", "facts", "events", "done"}
    assert broken.keys() == {"error"}
    assert isinstance(first["facts"], dict)
    assert "scootmobiel" in first["facts"]["onderwerp"]
    [again] = turns(place.run("chat", "--jsonl", typed='{"text": "hallo"}\n'))
    assert isinstance(again["facts"], dict)
    assert "onderwerp" not in again["facts"]


def test_jsonl_goes_on_when_asked(place: Place) -> None:
    place.run("chat", "--jsonl", typed='{"text": "ik wacht al 8 maanden op mijn scootmobiel"}\n')
    [turn] = turns(place.run("chat", "--jsonl", "--resume", typed='{"choice": "ja"}\n'))
    assert isinstance(turn["facts"], dict)
    assert "scootmobiel" in turn["facts"]["onderwerp"]


def test_a_pipe_of_any_bytes(place: Place) -> None:
    done = place.run("chat", typed=b"\xff\xfe\x00 hallo\n" + b"a" * 100_000 + b"\n\x1b[2J\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.count("\n") > 5


def test_the_data_is_for_our_eyes_only(place: Place) -> None:
    place.run("chat", typed="hallo\n")
    data = place.folder / "data"
    modes = {path.name: path.stat().st_mode & 0o777 for path in data.iterdir()}
    assert modes["keys"] == 0o600
    assert modes["wegwijzer.db"] == 0o600
    assert b"hallo" not in (data / "wegwijzer.db").read_bytes()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"WEGWIJZER_GEMEENTE": "almeer"},
            "WEGWIJZER_GEMEENTE=almeer: this municipality is not known here; did you mean 'almere'?",
        ),
        (
            {"WEGWIJZER_DATA_DIR": "/proc/none"},
            (
                "WEGWIJZER_DATA_DIR=/proc/none: no such file or directory;"
                " set a place that this user may write, and nobody else may read"
            ),
        ),
        (
            {"WEGWIJZER_DATABASE_URL": "postgres://user:pa55word@host/db"},
            (
                "WEGWIJZER_DATABASE_URL=(hidden): unknown kind of database 'postgres'; known: sqlite;"
                " set a database that this program may read and write"
            ),
        ),
        (
            {"WEGWIJZER_HTTP_PORT": "many"},
            "WEGWIJZER_HTTP_PORT=many: this is not a whole number; set a number in digits",
        ),
    ],
)
def test_wrong_settings_are_one_line(place: Place, settings: dict[str, str], line: str) -> None:
    done = place.run("chat", **settings)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{line}\n")


def test_serving_without_a_channel(place: Place) -> None:
    done = place.run("serve")
    assert done.returncode == 2
    assert done.stderr.startswith("WEGWIJZER_TELEGRAM_TOKEN=: no channel is set up; ")
    assert done.stderr.count("\n") == 1


def test_broken_content_is_refused_with_its_lines(place: Place) -> None:
    flows = place.folder / "flows"
    flows.mkdir()
    (flows / "begin.yaml").write_text("id: begin\nstart: hallo\nstep: {}\n")
    (place.folder / "knowledge").symlink_to(ROOT / "knowledge")
    checked = place.run("check", str(place.folder))
    assert checked.returncode == 1
    lines = checked.stdout.splitlines()
    assert len(lines) > 1, "all faults at once"
    assert all(re.fullmatch(r"\S+:\d+:\d+: .+; .+", line) for line in lines), lines
    assert checked.stderr == f"{len(lines)} faults\n"
    started = place.run("chat", WEGWIJZER_FLOWS_DIR=str(flows))
    assert started.returncode == 1
    assert started.stderr.splitlines() == lines


def test_our_own_content_is_right(place: Place) -> None:
    done = place.run("check")
    assert done.returncode == 0, done.stdout
    assert done.stderr.startswith("no faults; ")
    assert all(line.startswith("warning: ") for line in done.stdout.splitlines())


def test_classify_answers_a_line_with_a_line(place: Place) -> None:
    done = place.run("classify", typed="mijn rolstoel is kapot\n\nik wil niet meer leven\n")
    wheelchair, empty, danger = turns(done)
    assert wheelchair.keys() == {
        *("text", "language", "laws", "topics", "stage", "crisis", "soft", "off_topic", "facts")
    }
    assert isinstance(wheelchair["topics"], list)
    assert wheelchair["topics"][0].keys() == {"id", "law", "score", "because"}
    assert empty["topics"] == []
    assert danger["crisis"] == "suicide"


def test_advice_from_facts_in_a_file_or_a_pipe(place: Place) -> None:
    facts = '{"onderwerp": ["bezwaar"], "stadium": "afgewezen", "besluit_op": "2026-11-02"}'
    (place.folder / "facts.json").write_text(facts, encoding="utf-8")
    piped = place.run("advise", "--facts", "-", "--today", "2026-11-21", typed=facts)
    read = place.run("advise", "--facts", "facts.json", "--today", "2026-11-21", "--gemeente", "almere")
    assert piped.stdout == read.stdout
    document = json.loads(piped.stdout)
    assert document.keys() == {"routes", "duties", "desk", "terms"}
    assert [term["days_left"] for term in document["terms"]] == [23]


@pytest.mark.parametrize(
    ("words", "typed", "lines"),
    [
        (["--facts", "-"], '{"duurr": "lang"}', ["unknown fact 'duurr'; did you mean 'duur'?"]),
        (["--facts", "gone.json"], "", ["cannot read 'gone.json'; name a file with JSON in UTF-8, or '-'"]),
        (
            ["--facts", "-", "--today", "31-12-2026"],
            "{}",
            ["'31-12-2026' is not an existing day; write it as 2026-11-21"],
        ),
    ],
)
def test_facts_that_cannot_be_used(place: Place, words: list[str], typed: str, lines: list[str]) -> None:
    done = place.run("advise", *words, typed=typed)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (2, "", lines)


def test_a_talk_is_prepared_as_text_and_as_a_page(place: Place) -> None:
    facts = '{"onderwerp": ["scootmobiel"], "moeite": "lopen", "melding_op": "2026-11-16"}'
    told = place.run("prepare", "--facts", "-", "--today", "2026-11-21", "--gemeente", "almere", typed=facts)
    for words in ("Neem mee of leg klaar", "U zei: lopen", "uiterlijk 23 november 2026", "OCO Almere: 036 200 21 58"):
        assert words in told.stdout
    printed = place.run("prepare", "--facts", "-", "--pdf", "blad.pdf", "--kind", "ciz", typed=facts)
    assert (printed.returncode, printed.stdout, printed.stderr) == (0, "", "")
    assert (place.folder / "blad.pdf").read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE((place.folder / "blad.pdf").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "typed", "code", "line"),
    [
        (["--kind", "schol"], "{}", 1, "wegwijzer: there is no talk of kind 'schol'; did you mean 'school'?"),
        ([], "{}", 1, "wegwijzer: no talk goes with these facts; name one with --kind: ciz, jeugd, keukentafel, "),
        ([], '{"gesprek": "school"}', 0, ""),
        ([], '{"x": "y"}', 2, "unknown fact 'x'; known: "),
        (["--kind", "ciz", "--pdf", "gone/x.pdf"], "{}", 1, "wegwijzer: cannot write gone/x.pdf: no such file"),
    ],
)
def test_a_talk_that_cannot_be_prepared(place: Place, words: list[str], typed: str, code: int, line: str) -> None:
    done = place.run("prepare", "--facts", "-", *words, typed=typed)
    assert done.returncode == code
    assert done.stderr.startswith(line)


def test_paper_is_saved_in_the_folder_of_the_talk(place: Place) -> None:
    done = place.run("chat", typed="ik zoek hulp in het huishouden\n1\npapier\n")
    [sheet] = place.folder.glob("*.pdf")
    assert sheet.name == "gesprek-keukentafel.pdf"
    assert sheet.name in done.stdout
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


def test_schemas_for_an_editor(place: Place) -> None:
    written = place.run("schemas", "mijn/schemas", "--names").stdout.splitlines()
    assert "mijn/schemas/routes.schema.json" in written
    named = json.loads((place.folder / "mijn/schemas/routes.schema.json").read_text(encoding="utf-8"))
    assert "scootmobiel" in json.dumps(named["properties"]["topics"])
    settings = json.loads((place.folder / "mijn/schemas/vscode.settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"]["mijn/schemas/routes.schema.json"] == ["knowledge/routes/*.yaml"]
    (place.folder / "bezet").write_text("", encoding="utf-8")
    assert place.run("schemas", "bezet").returncode == 2


def test_facts_in_both_forms(place: Place) -> None:
    names = [fact["id"] for fact in json.loads(place.run("facts", "--json").stdout)]
    assert "stadium" in names
    assert len(place.run("facts").stdout.splitlines()) == len(names)


def test_no_intakes_yet(place: Place) -> None:
    assert place.run("intakes").stdout == "no intakes yet\n"
    assert json.loads(place.run("intakes", "--json").stdout) == []
    done = place.run("intakes", "W-XXXXX")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no intake has the reference 'W-XXXXX'" in done.stderr
    assert place.run("intakes", "--claim", "Anna").returncode == 2


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--json", "--to", "MEE"], 2, "Missing option '--reason'"),
        (["--reason", "klacht", "--to", "MEE"], 2, "choose one"),
        (["--reason", "klacht", "--json", "--case-system"], 2, "choose one"),
        (["--reason", "", "--to", "MEE", "--json"], 1, "wegwijzer: an intake is not given out without a reason"),
        (["--reason", "klacht", "--json"], 1, "wegwijzer: say to whom the intake is given"),
        (["--reason", "klacht", "--to", "MEE", "--json"], 1, "wegwijzer: no intake has the reference 'W-XXXXX'"),
        (["--reason", "klacht", "--to", "MEE", "--pdf", "x.pdf"], 1, "no intake has the reference"),
        (["--reason", "klacht", "--case-system"], 1, "there is no case system; set WEGWIJZER_CASE_SYSTEM_URL"),
    ],
)
def test_what_is_not_given_out(place: Place, options: list[str], code: int, says: str) -> None:
    done = place.run("export-intake", "W-XXXXX", *options)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_a_sentence_from_the_talk_to_the_example(place: Place) -> None:
    said = ("hallo", "het is een heel gedoe met Karel", "ik zoek hulp in het huishouden")
    lines = [json.dumps({"text": words}) for words in said]
    lines += [json.dumps({"choice": option}) for option in ("ja", "genoeg", "zin_ja")]
    place.run("chat", "--jsonl", typed="\n".join(lines) + "\n")
    assert "1 of     2 ( 50%)  luisteren.vraag (onderwerp)" in place.run("misses").stdout
    [row] = json.loads(place.run("misses", "--json", "--weeks", "1").stdout)
    assert row["not_for_us"] == 1
    [kept] = json.loads(place.run("examples", "--json").stdout)
    wrong = place.run("examples", kept["id"], "--law", "wlzz")
    assert (wrong.returncode, wrong.stderr) == (1, "wegwijzer: unknown law 'wlzz'; did you mean 'wlz'?\n")
    assert place.run("examples", kept["id"]).returncode == 2
    assert place.run("examples", "--law", "wmo").returncode == 2
    made = place.run("examples", kept["id"], "--law", "wmo", "--also", "zvw", "--also", "wlz", "--file", "-").stdout
    assert made == '- {law: wmo, also: [zvw, wlz], text: "het is een heel gedoe met •••••"}\n'
    assert place.run("examples").stdout == "no sentences to label\n"
    assert place.run("examples", kept["id"], "--drop").returncode == 1


def test_a_term_is_counted_with_every_step(place: Place) -> None:
    done = place.run("term", "bezwaar", "2026-11-13", "--today", "2026-12-29")
    assert done.returncode == 0
    assert "last day: 2026-12-28, maandag 28 december 2026; over since 1 day" in done.stdout
    for said in (
        "vrijdag 13 november",
        "zaterdag 14 november",
        "6 weken",
        "Eerste kerstdag",
        "Awb art. 3:41",
        "https://",
    ):
        assert said in done.stdout, said


def test_a_letter_that_was_sent_later_counts_from_that_day(place: Place) -> None:
    words = ("term", "bezwaar", "2026-10-08", "--sent", "2026-10-12", "--today", "2026-11-21", "--json")
    document = json.loads(place.run(*words).stdout)
    assert (document["start_fact"], document["start"]) == ("verzonden_op", "2026-10-12")
    assert (document["last_day"], document["passed"], document["days_left"]) == ("2026-11-23", False, 2)
    assert [step["why"] for step in document["steps"]] == ["verzonden", "eerste", "geteld"]
    assert len(document["explanation"]) == len(document["steps"]) + 1
    assert document["sources"][0]["article"] == "Awb art. 3:41, 6:7 en 6:8"


REFUSED = [
    (("bezwar", "2026-10-01"), 1, "no term has the id 'bezwar'; did you mean 'bezwaar'?"),
    (("wmo_besluit", "2026-10-01", "--sent", "2026-10-02"), 1, "does not count from a letter; leave --sent out"),
    (("bezwaar", "2026-12-01", "--today", "2026-11-21"), 1, "2026-12-01 is still to come on 2026-11-21"),
    (("bezwaar", "2026-11-01", "--sent", "2026-12-01", "--today", "2026-11-21"), 1, "2026-12-01 is still to come"),
    (("bezwaar", "2026-02-30"), 2, "2026-02-30"),
    (("bezwaar", "gisteren"), 2, "gisteren"),
]


@pytest.mark.parametrize(("words", "code", "said"), REFUSED, ids=str)
def test_a_term_that_cannot_be_counted(words: tuple[str, ...], code: int, said: str, place: Place) -> None:
    done = place.run("term", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_every_term_is_listed(place: Place) -> None:
    known = {path.stem for path in (ROOT / "knowledge" / "terms").glob("*.yaml")}
    rows = place.run("terms").stdout.splitlines()
    assert {row.split()[0] for row in rows} == known
    listed = json.loads(place.run("terms", "--json").stdout)
    assert {row["id"] for row in listed} == known
    assert all(row["sources"] and row["starts"] and row["count"] for row in listed)


# the social map


def test_check_lists_what_must_be_checked_again(place: Place) -> None:
    plain = place.run("check", "--stale", "--on", "2027-06-01")
    assert plain.returncode == 0
    told = [line for line in plain.stdout.splitlines() if "oco-almere" in line and "check of" in line]
    path = "knowledge/municipalities/almere/places/oco-almere.yaml"
    assert told == [f"{path}: check of 2026-11-21, old since 2027-05-21; by redactie; hidden from 2027-11-17"]
    rows = json.loads(place.run("check", "--stale", "--json", "--on", "2027-06-01").stdout)
    assert {row["what"]: row["hidden_on"] for row in rows if row["path"] == path} == {
        "check": "2027-11-17",
        "page": None,
    }
    wrong = place.run("check", "--stale", "--on", "2027-02-30")
    assert wrong.returncode == 2
    assert "is not an existing day" in wrong.stderr


def test_places_are_exported_to_a_folder_and_to_standard_output(place: Place) -> None:
    out = place.folder / "uit"
    (out / "services").mkdir(parents=True)
    (out / "services" / "oud.json").write_text("{}")
    done = place.run("export-places", "--gemeente", "almere", "--hsds", str(out), "--on", "2026-11-21")
    names = {path.stem for path in (out / "services").iterdir()}
    page = json.loads((out / "services.json").read_text("utf-8"))
    assert done.stderr == f"{len(names)} places written to {out}\n"
    assert names == {one["id"] for one in page["contents"]}
    assert json.loads((out / "index.json").read_text("utf-8"))["version"] == "3.2"
    whole = json.loads(place.run("export-places", "--hsds", "-", "--on", "2026-11-21").stdout)
    assert {one["id"] for one in whole["services"]} == names
    text = json.dumps(whole)
    assert not [word for word in ("Zwedenstraat", "Noorwegenkade") if word in text]


def test_an_export_that_cannot_be_made_is_told_in_a_line(place: Place) -> None:
    nowhere = place.run("export-places", "--hsds", "/proc/niets")
    assert nowhere.returncode == 1
    assert nowhere.stderr.startswith("wegwijzer: cannot write to '/proc/niets'")
    town = place.run("export-places", "--hsds", "-", "--gemeente", "almeer")
    assert town.returncode == 2
    assert "did you mean 'almere'?" in town.stderr
