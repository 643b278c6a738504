"""A table as a spreadsheet saves it (CSV) -> lines with cells by the name of their column."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping

from bot.content.problems import did_you_mean
from bot.model.errors import BotError

_MOST_BYTES, _MOST_LINES, _LONGEST_SHOWN = 1_000_000, 2_000, 40


class TableFault(BotError):
    """The table cannot be used. One line a fault: which line of the table, what is wrong, what would be right."""

    def __init__(self, lines: Collection[str]) -> None:
        """Keep every line."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def read_rows(
    table: bytes, columns: Collection[str], needed: Collection[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines below the head, by column; empty ones are left out. Raises TableFault when it is no such table."""
    if len(table) > _MOST_BYTES:
        raise TableFault([f"a table of {len(table)} bytes; at most {_MOST_BYTES}: is this the right file?"])
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
                raise TableFault([f"line {line}: more than {_MOST_LINES} lines; is this the right file?"])
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise TableFault([f"line {line}: {len(cells)} cells; the first line has {len(names)}"])
                yield line, dict(zip(names, cells, strict=False))
    except csv.Error:
        raise TableFault([f"line {reader.line_num}: a quote is not closed; save it as CSV once more"]) from None


def _decoded(table: bytes) -> str:
    """UTF-8 with or without a mark in front; else what an older spreadsheet writes."""
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("cp1252", errors="replace")


def _check_head(names: list[str], columns: Collection[str], needed: Collection[str]) -> None:
    faults = [
        f"line 1: unknown column '{short(name)}'; {did_you_mean(name, columns)}"
        for name in names
        if name not in columns
    ]
    faults += [f"line 1: column '{name}' is missing; it is needed" for name in needed if name not in names]
    faults += [f"line 1: column '{name}' stands there twice" for name in columns if names.count(name) > 1]
    if faults:
        raise TableFault(faults)


def short(text: str) -> str:
    """As much of a cell as fits in a fault."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
