"""How the coordination point did, in numbers behind which nobody can be seen: months that are over, and quarters.

A table divides people: everybody is under one name. Months are told when they are over, quarters when their three
months are, and neither ever changes. What is hidden may not follow from what is shown: the total less the names,
the quarter less its months, or both at once. So more is hidden than what is small, until all that can be worked out
by adding and subtracting is nobody, or enough people.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

from bot.publish.uses import LEAST, Unshown

Counts = Mapping[str, int]
"""People under each name of one table."""
Shown = int | Unshown


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be told of one table over one period."""

    total: Shown
    cells: Mapping[str, Shown]


def tell_month(counts: Counts) -> Told:
    """One month by itself: small numbers are hidden, and others with them until the hidden ones together are enough."""
    total = sum(counts.values())
    if total < LEAST:
        return Told(total=Unshown.FEW, cells={name: _hidden(number) for name, number in counts.items()})
    shown = {name for name, number in counts.items() if number >= LEAST}
    while _tells(total - sum(counts[name] for name in shown)):
        shown.remove(min(shown, key=lambda name: (counts[name], name)))
    return Told(total=total, cells={name: _cell(counts[name], name in shown) for name in counts})


def tell_quarter(months: Sequence[Counts]) -> Told:
    """The months of a quarter together, next to what was told of each; nothing when its total would tell too much."""
    told = [tell_month(one) for one in months]
    sums: Counter[str] = Counter()
    for one in months:
        sums.update(one)
    unknown = [at for at, one in enumerate(told) if not isinstance(one.total, int)]
    if _tells(_people(months, unknown)) or sums.total() < LEAST:
        return Told(total=_hidden(sums.total()), cells={name: _hidden(sums[name]) for name in sums})
    rest = {name: _unshown_of(name, months, told) for name in sums}  # what its sum adds to its months
    shown = {name for name in sums if sums[name] >= LEAST and not _tells(sum(rest[name].values()))}
    sets = list(_known_together(len(months), unknown))
    while (name := next(filter(None, (_too_much(some, shown, rest) for some in sets)), None)) is not None:
        shown.remove(name)
    return Told(total=sums.total(), cells={name: _cell(sums[name], name in shown) for name in sums})


def tell_part(whole: Sequence[Counts], part: Sequence[Counts]) -> Told:
    """Those under each name of a table for whom something holds, in a month or in those of a quarter.

    Who is left is hidden as well: a number is told only where the table itself, these people, and the others could
    each be told. So whatever is added up of these is somebody only where the table alone tells it too. There is a row
    for every name, also with nobody in it, and no total.
    """
    rest = [_less(all_, some) for all_, some in zip(whole, part, strict=True)]
    told, told_whole, told_rest = (_tell(months).cells for months in (part, whole, rest))
    shown = {
        name
        for name, number in told.items()
        if isinstance(number, int) and isinstance(told_whole.get(name), int) and isinstance(told_rest.get(name, 0), int)
    }
    sums: Counter[str] = Counter()
    for one in part:
        sums.update(one)
    names = dict.fromkeys(chain.from_iterable(whole))
    return Told(total=Unshown.HELD, cells={name: _cell(sums[name], name in shown) for name in names})


def _tell(months: Sequence[Counts]) -> Told:
    return tell_month(months[0]) if len(months) == 1 else tell_quarter(months)


def _less(whole: Counts, part: Counts) -> Counts:
    """The people who are not in the part; no name with nobody."""
    left = {name: number - part.get(name, 0) for name, number in whole.items()}
    return {name: number for name, number in left.items() if number}


def _too_much(some: set[int], shown: set[str], rest: Mapping[str, Mapping[int, int]]) -> str | None:
    """A name whose sum tells of too few people together with what is hidden in these months.

    Either the hidden people of these months less the names that are hidden nowhere else; or the names that hold
    all of them, less those people: what is left is in the other months.
    """
    hidden = sum(number for parts in rest.values() for at, number in parts.items() if at in some)
    inside = [name for name in shown if rest[name] and rest[name].keys() <= some]
    across = [name for name, parts in rest.items() if parts.keys() & some]
    worth = {name: sum(parts.values()) for name, parts in rest.items()}
    if inside and _tells(hidden - sum(worth[name] for name in inside)):
        return min(inside, key=lambda name: (worth[name], name))
    if across and shown.issuperset(across) and _tells(sum(worth[name] for name in across) - hidden):
        return min(across, key=lambda name: (worth[name], name))
    return None


def _known_together(months: int, unknown: Sequence[int]) -> Iterator[set[int]]:
    """Every set of months of which the total can be known; those without one only all at once, from the quarter's."""
    blocks = [{at} for at in range(months) if at not in unknown]
    if unknown:
        blocks.append(set(unknown))
    sizes = range(1, len(blocks) + 1)
    return (set().union(*some) for some in chain.from_iterable(combinations(blocks, size) for size in sizes))


def _unshown_of(name: str, months: Sequence[Counts], told: Sequence[Told]) -> dict[int, int]:
    """The people under this name, by the month in which they are not shown."""
    hidden = (at for at, one in enumerate(told) if not isinstance(one.cells.get(name), int))
    return {at: months[at][name] for at in hidden if months[at].get(name)}


def _people(months: Sequence[Counts], some: Sequence[int]) -> int:
    return sum(sum(months[at].values()) for at in some)


def _tells(number: int) -> bool:
    """Whether so few people are behind it that they can be seen."""
    return 0 < number < LEAST


def _cell(number: int, shown: bool) -> Shown:
    return number if shown else _hidden(number)


def _hidden(number: int) -> Unshown:
    return Unshown.FEW if number < LEAST else Unshown.HELD


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_of(month: date) -> tuple[date, date, date]:
    """The months of the quarter that it is in."""
    first = (month.month - 1) // 3 * 3 + 1
    return month.replace(month=first), month.replace(month=first + 1), month.replace(month=first + 2)
