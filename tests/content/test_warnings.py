"""What works but could be better: each warning with its place and remedy, in the exact words."""

from pathlib import Path

import pytest
import yaml
from small_tree import change, make_tree

from bot.content.load import check

CASES = yaml.load((Path(__file__).parent / "warnings.yaml").read_bytes(), yaml.BaseLoader)["cases"]


def lines_of(folder: Path) -> list[str]:
    return [str(warning) for warning in check(folder / "knowledge", folder / "flows").warnings]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_warning(case: dict, tmp_path: Path) -> None:
    folder = make_tree(tmp_path)
    before = lines_of(folder)
    for one in case["changes"]:
        change(folder, one)
    assert [line for line in lines_of(folder) if line not in before] == case["lines"]
