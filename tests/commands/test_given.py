"""Facts given as JSON: read, or refused with one line a fault."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from advice_lab import KNOWN
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.given import GivenError, read_day, read_facts
from bot.model.facts import Origin

TABLE = yaml.load((Path(__file__).parent / "given.yaml").read_bytes(), yaml.BaseLoader)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("case", TABLE["faults"], ids=[case["title"] for case in TABLE["faults"]])
def test_what_is_wrong_is_a_line_each(case: dict) -> None:
    with pytest.raises(GivenError) as caught:
        read_facts(case["json"], KNOWN, TODAY)
    assert list(caught.value.lines) == case["lines"]


@pytest.mark.parametrize("case", TABLE["read"], ids=[case["json"] for case in TABLE["read"]])
def test_what_is_right_is_kept(case: dict) -> None:
    facts = read_facts(case["json"], KNOWN, TODAY)
    plain = {name: list(f.value) if isinstance(f.value, tuple) else f.value for name, f in facts.items()}
    assert plain == case["facts"]
    assert all(fact.origin is Origin.GIVEN for fact in facts.values())


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def faults(text: str) -> tuple[str, ...]:
    try:
        read_facts(text, KNOWN, TODAY)
    except GivenError as error:
        return error.lines
    return ()


@given(st.sampled_from(sorted(KNOWN.facts)), JSON)
def test_any_value_is_read_or_refused_in_one_line(name: str, value: object) -> None:
    assert all(";" in line and len(line.splitlines()) == 1 for line in faults(json.dumps({name: value})))


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    assert all(";" in line and len(line.splitlines()) == 1 for line in faults(text))


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(GivenError):
        read_facts('{"duur": ' + "[" * 100_000, KNOWN, TODAY)


def test_the_day_is_the_one_in_the_netherlands() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert read_day(None, late) == date(2026, 11, 22)
    assert read_day("2028-02-29", late) == date(2028, 2, 29)
    with pytest.raises(GivenError, match="2026-02-29"):
        read_day("2026-02-29", late)
