"""Who stops and comes back: the talk goes on where it was, and says what was sent and what was not."""

import pytest
from talk_lab import play
from talk_paths import HELP, KNOWN

from bot.model.conversation import Phase

NEW = "Uw nieuwe vraag is nog niet verstuurd."
AT = "Uw vraag W-7K4Q is bij OCO Almere."
SECOND = (*KNOWN, "#nieuwe_vraag", "#opnieuw_ja", "mijn huur is te hoog")
LOST = "Ik begrijp u nog niet goed"
ON = "We gaan rustig verder"


@pytest.mark.parametrize(
    ("talk", "said", "reads", "where", "phase"),
    [
        (SECOND, "verder", [ON, "Klopt het zo?"], "luisteren.klopt", Phase.TALKING),
        (SECOND, "hallo", [ON, "Klopt het zo?"], "luisteren.klopt", Phase.TALKING),
        (SECOND, "waar is mijn vraag", [AT, NEW, "Klopt het zo?"], "luisteren.klopt", Phase.TALKING),
        (SECOND, "intrekken", ["W-7K4Q"], "luisteren.klopt/intrekken", Phase.TALKING),
        (SECOND, "wijzig", ["Welk antwoord"], "luisteren.klopt/wijzig", Phase.TALKING),
        (SECOND, "mijn dochter zoekt een plek op school", ["Klopt het zo?"], "luisteren.klopt", Phase.TALKING),
        (KNOWN, "verder", [ON, "Uw vraag ligt bij"], "na.rust", Phase.SENT),
        (KNOWN, "waar is mijn vraag", [AT, "Wat wilt u doen?"], "na.rust", Phase.SENT),
        (HELP, "verder", [ON, "meekijk"], "eerste.verder", Phase.TALKING),
    ],
)
def test_after_a_stop_it_goes_on_where_it_was(
    talk: tuple[str, ...], said: str, reads: list[str], where: str, phase: Phase
) -> None:
    back = play((*talk, "stop", said))
    assert (back.where, back.state.phase) == (where, phase)
    assert [words for words in reads if words not in back.text] == []
    assert LOST not in back.text
    assert (NEW in back.text) is (NEW in reads)
    assert "not_understood" not in back.event_kinds()


@pytest.mark.parametrize(("talk", "told"), [(SECOND, True), (KNOWN, False), (HELP, False)])
def test_whoever_stops_in_another_question_reads_that_it_was_not_sent(talk: tuple[str, ...], *, told: bool) -> None:
    assert (NEW in play((*talk, "stop")).text) is told


def test_only_the_first_word_after_a_stop_is_no_miss() -> None:
    back = play((*HELP, "stop", "verder", "verder"))
    assert LOST in back.text
