"""A table as a spreadsheet saves it (CSV) -> lines with cells by the name of their column."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.content.problems import did_you_mean
from bot.model.errors import BotError

_MOST_BYTES, _MOST_LINES, _LONGEST_SHOWN = 1_000_000, 2_000, 40


class Wrong(StrEnum):
    """What can be wrong, for who has words of their own for it."""

    TABLE = "table"  # no such table
    COLUMN = "column"  # a heading that does not exist
    MISSING = "missing"
    TWICE = "twice"
    UNKNOWN = "unknown"
    NO_NUMBER = "no_number"
    NO_DAY = "no_day"
    FUTURE = "future"  # a day that has not been
    NO_ANSWER = "no_answer"  # neither yes nor no
    NO_PHONE = "no_phone"
    NO_MAIL = "no_mail"
    NO_WAY = "no_way"  # to reach them
    NO_CONSENT = "no_consent"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    NOT_KEPT = "not_kept"  # a number that may not be kept
    THERE = "there"  # is in the list already


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One fault: on which line of the table (0: all of it), in which column, what is wrong and what would be right."""

    line: int
    wrong: Wrong
    says: str
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        """In words for a command line."""
        return f"line {self.line}: {self.says}" if self.line else self.says


class TableFault(BotError):
    """The table cannot be used; with every fault."""

    def __init__(self, faults: Collection[RowFault]) -> None:
        """Keep every fault."""
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def read_rows(
    table: bytes, columns: Collection[str], needed: Collection[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines below the head, by column; empty ones are left out. Raises TableFault when it is no such table."""
    if len(table) > _MOST_BYTES:
        raise _broken(0, f"a table of {len(table)} bytes; at most {_MOST_BYTES}: is this the right file?")
    text = _decoded(table)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=head.count), strict=True)
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        _check_head(names, columns, needed)
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if line > _MOST_LINES:
                raise _broken(line, f"more than {_MOST_LINES} lines; is this the right file?")
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise _broken(line, f"{len(cells)} cells; the first line has {len(names)}")
                yield line, dict(zip(names, cells, strict=False))
    except csv.Error:
        raise _broken(reader.line_num, "a quote is not closed; save it as CSV once more") from None


def _decoded(table: bytes) -> str:
    """UTF-8 with or without a mark in front; else what an older spreadsheet writes."""
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("cp1252", errors="replace")


def _check_head(names: list[str], columns: Collection[str], needed: Collection[str]) -> None:
    faults = [
        _in_head(Wrong.COLUMN, name, f"unknown column '{short(name)}'; {did_you_mean(name, columns)}")
        for name in names
        if name not in columns
    ]
    missing = (name for name in needed if name not in names)
    faults += [_in_head(Wrong.MISSING, name, f"column '{name}' is missing; it is needed") for name in missing]
    twice = (name for name in columns if names.count(name) > 1)
    faults += [_in_head(Wrong.TWICE, name, f"column '{name}' stands there twice") for name in twice]
    if faults:
        raise TableFault(faults)


def _broken(line: int, says: str) -> TableFault:
    return TableFault([RowFault(line=line, wrong=Wrong.TABLE, says=says)])


def _in_head(wrong: Wrong, column: str, says: str) -> RowFault:
    return RowFault(line=1, wrong=wrong, says=says, column=short(column))


def short(text: str) -> str:
    """As much of a cell as fits in a fault."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
