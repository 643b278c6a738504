"""Figures without people: sums, with the small ones hidden."""

from dataclasses import dataclass
from datetime import date

from bot.publish.figures import Shown
from bot.publish.uses import Unshown


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One row; `id` is worded by the template, else `label` is."""

    id: str = ""
    label: str = ""
    number: Shown = Unshown.FEW
    unit: str = ""  # "uur" or "procent"; empty: a plain number


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable:
    """Rows about one thing; no rows: still too little to show."""

    id: str
    rows: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChoice:
    """A month, or months from the first to the last."""

    id: str
    first: date
    last: date
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsView:
    """The page of figures."""

    tables: tuple[CountTable, ...]
    periods: tuple[PeriodChoice, ...] = ()  # the newest first
    csv: str = ""  # address of the same as a file
