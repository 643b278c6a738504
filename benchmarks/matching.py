"""How long it takes to propose helpers for one intake, alone and in pairs, by the number of helpers.

    python benchmarks/matching.py [--helpers 25 60 300] [--repeats 20]

The made-up helpers of `tests/intake/helpers.yaml`, over and over, for the residents of `tests/intake/matching.yaml`.
Median and longest of all residents and repeats, in milliseconds.
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from match_lab import CITY, TODAY, content, helpers, intake_of  # noqa: E402

from bot.intake.matching import best  # noqa: E402
from bot.intake.wishes import wishes_of  # noqa: E402
from bot.model.helpers import Past, Wishes  # noqa: E402


def residents() -> list[Wishes]:
    """What the residents of the table wish."""
    cases = yaml.safe_load((ROOT / "tests" / "intake" / "matching.yaml").read_bytes())["cases"]
    known = content().knowledge
    return [wishes_of(intake_of(case["facts"]), known, known.municipalities[CITY]) for case in cases]


def measure(wishes: list[Wishes], count: int, repeats: int) -> list[float]:
    """Milliseconds of every call."""
    some = [replace(one, id=f"{one.id}{number}") for number, one in enumerate(islice(cycle(helpers().values()), count))]
    found = []
    for _ in range(repeats):
        for wanted in wishes:
            start = time.perf_counter()
            best(wanted, some, past=Past(), today=TODAY)
            found.append((time.perf_counter() - start) * 1000)
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--helpers", type=int, nargs="+", default=[25, 60, 300])
    parser.add_argument("--repeats", type=int, default=20)
    given = parser.parse_args()
    wishes = residents()
    print(f"{'':10}{'helpers':>9}{'median ms':>11}{'longest ms':>12}")
    for together in (False, True):
        wanted = [replace(one, together=together) for one in wishes]
        for count in given.helpers:
            found = measure(wanted, count, given.repeats)
            kind = "pairs" if together else "alone"
            print(f"{kind:10}{count:>9}{statistics.median(found):>11.2f}{max(found):>12.2f}")


if __name__ == "__main__":
    main()
