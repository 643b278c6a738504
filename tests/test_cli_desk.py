"""`wegwijzer desk` as somebody types it: codes on standard output, words for people beside it."""

import re
import sqlite3

from cli_lab import Place


def test_somebody_is_let_in_and_out(place: Place) -> None:
    added = place.run("desk", "add-user", "anna", "--role", "coordinator", "--shown-as", "Anna\x1b[2J")
    assert added.returncode == 0
    assert re.fullmatch(r"([A-Z2-7]{4} ){3}[A-Z2-7]{4}\n", added.stdout)
    assert "give this code to 'anna', for the page /desk/welkom" in added.stderr
    taken = place.run("desk", "add-user", "Anna", "--role", "oco")
    assert (taken.returncode, taken.stdout) == (1, "")
    assert "the name 'Anna' is taken" in taken.stderr
    assert place.run("desk", "set-role", "anna", "--role", "manager").returncode == 0
    assert place.run("desk", "list-users").stdout == "anna  manager  Anna\N{REPLACEMENT CHARACTER}[2J\n"
    assert place.run("desk", "disable-user", "anna").returncode == 0
    assert place.run("desk", "list-users").stdout.startswith("anna  disabled  ")
    assert "in 0 browsers" in place.run("desk", "end-sessions", "anna").stderr
    assert place.run("desk", "invite", "anna").stdout != added.stdout


def test_a_role_or_a_name_that_does_not_exist(place: Place) -> None:
    wrong = place.run("desk", "add-user", "anna", "--role", "baas")
    assert wrong.returncode == 2
    assert "choose coordinator, oco, editor, manager" in re.sub(r"[\s│]+", " ", wrong.stderr)
    nobody = place.run("desk", "invite", "zoe")
    assert (nobody.returncode, nobody.stdout) == (1, "")
    assert "there is no account 'zoe'" in nobody.stderr


def test_the_trail_is_checked(place: Place) -> None:
    for name in ("anna", "bram"):
        place.run("desk", "add-user", name, "--role", "oco")
    fine = place.run("desk", "check-audit")
    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "", "0 faults\n")
    with sqlite3.connect(place.folder / "data" / "wegwijzer.db") as connection:
        connection.execute("UPDATE audit SET action = 'nothing' WHERE id = 2")
    connection.close()
    broken = place.run("desk", "check-audit")
    assert (broken.returncode, broken.stdout) == (1, "audit: row 2 was changed\n")
