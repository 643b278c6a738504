"""Lists of topics: the few that words may mean, and all of a theme."""

import pytest
from talk_lab import engine, play

from bot.dialogue.between import MOST_OFFERED
from bot.model.facts import EngineFact
from bot.understanding.listen import MAYBE

KNOWN = engine().parts.knowledge
FALL = "mijn man is gevallen en ligt in het ziekenhuis straks moet hij naar huis maar hoe dan"
VAGUE = "mijn buurman heeft hulp nodig"
FEW = "onze zoon kan het niet alleen"
MANY = "mijn zoon vraagt veel zorg"


@pytest.mark.parametrize("theme", sorted(KNOWN.themes))
def test_every_topic_of_a_theme_can_be_chosen(theme: str) -> None:
    topics = {topic.id for topic in KNOWN.topics.values() if topic.theme == theme}
    assert topics <= set(play(["/start", "#lijst", f"#{theme}"]).options())


def test_the_short_list_is_filled_up_with_the_next_best() -> None:
    talk = play([FEW])
    heard = talk.engine.parts.listener.listen(FEW, talk.now.date())
    offered = [name for name in talk.options() if name in KNOWN.topics]
    assert offered == [guess.id for guess in heard.topics][:MOST_OFFERED]
    likely = [guess for guess in heard.topics if guess.score >= MAYBE]
    assert 0 < len(likely) < len(offered)


def test_what_may_frighten_is_not_offered_on_a_guess() -> None:
    """It is heard among others, and too little: who tells of a fall does not read "Geweld of angst thuis"."""
    heavy = {topic.id for topic in KNOWN.topics.values() if topic.heavy}
    talk = play([FALL])
    heard = talk.engine.parts.listener.listen(FALL, talk.now.date())
    assert heavy & {guess.id for guess in heard.topics}
    assert talk.where == "luisteren.vraag/welk_onderwerp"
    assert not heavy & set(talk.options())


def test_a_question_comes_only_before_topics_that_do_not_fit_in_one_list() -> None:
    talk = play([VAGUE])
    listen = talk.engine.parts.listener.listen
    assert listen(VAGUE, talk.now.date()).maybe_topics()
    assert talk.where == "luisteren.vraag/welk_onderwerp"
    assert len(listen(MANY, talk.now.date()).chances()) > MOST_OFFERED
    assert play([MANY]).where == "luisteren.verschil#leeftijd"


def test_a_topic_that_was_chosen_is_not_asked_about_once_more() -> None:
    talk = play(["/start", "#lijst", "#geld", "#schulden"])
    assert talk.facts()["klopt"] == "ja"
    assert talk.where == "eerste.verder"


def test_what_it_is_instead_is_heard_with_the_no() -> None:
    talk = play(["ik zoek een traplift", "nee het gaat over geld"])
    assert "nee het gaat over geld" in talk.state.facts[EngineFact.EIGEN_WOORDEN].values()[0]
