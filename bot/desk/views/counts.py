"""Figures without people: sums, with the small ones hidden."""

from dataclasses import dataclass

from bot.desk.views.frame import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One row. `number` is None where it is too small to show; `id` is worded by the template, else `label` is."""

    id: str = ""
    label: str = ""
    number: int | None = None
    unit: str = ""  # "uur" or "procent"; empty: a plain number


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Rows about one thing; no rows: still too little to show."""

    id: str
    rows: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsView:
    """The page of figures."""

    tables: tuple[CountTable, ...]
    periods: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    themes: tuple[Choice, ...] = ()
    csv: str = ""  # address of the same as a file
