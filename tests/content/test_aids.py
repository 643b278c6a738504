"""Every help that people name has a topic: it is heard in its own words, and the topic knows its law."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from listen_lab import KNOWN, LISTENER

from bot.model.law import Law

AIDS = yaml.load((Path(__file__).parent / "aids.yaml").read_bytes(), yaml.BaseLoader)["aids"]
ROWS = range(1, 93)
TODAY = date(2026, 11, 21)
NO_RIGHT = ("recht", "altijd", "moet de", "verplicht", "betaalt de", "vergoed")  # words of a claim


@pytest.mark.parametrize("case", AIDS, ids=[case["aid"] for case in AIDS])
def test_aid_is_heard_in_its_own_words(case: dict) -> None:
    found = [guess.id for guess in LISTENER.listen(case["aid"], TODAY).topics[:2]]
    assert case["topic"] in found, f"heard {found}"


@pytest.mark.parametrize("case", AIDS, ids=[case["aid"] for case in AIDS])
def test_topic_knows_the_law(case: dict) -> None:
    topic = KNOWN.topics[case["topic"]]
    known = {topic.law.value, *(law.value for law in topic.also)}
    assert set(case["laws"]) <= known, f"'{topic.id}' knows {sorted(known)}"
    assert set(case["laws"]) <= {law.value for law in Law}


def test_every_row_of_the_table_is_here() -> None:
    assert {int(case["row"]) for case in AIDS if "row" in case} == set(ROWS)
    assert {case["seed"] for case in AIDS if "seed" in case} == {"2023", "2026"}


@pytest.mark.parametrize("case", [case for case in AIDS if "unsure" in case], ids=lambda case: case["aid"])
def test_what_was_not_checked_is_not_claimed(case: dict) -> None:
    topic = KNOWN.topics[case["topic"]]
    assert not [word for word in NO_RIGHT if word in topic.first.to("nl").casefold()]
