"""Answers to the question that waits: a button, a typed answer, or a whole story instead."""

from bot.advice.routes import topics_of
from bot.dialogue import actions, repair
from bot.dialogue.between import offer_topics, topics_to_offer
from bot.dialogue.questions import Question, current, current_anew
from bot.dialogue.turn import TurnDraft
from bot.dialogue.walk import walk
from bot.model.facts import EngineFact, FactKind, FactSpec, Origin, Value
from bot.model.flow import Action, Ask, Option
from bot.model.wording import Phrase
from bot.understanding.choices import Choice, choose, choose_several
from bot.understanding.listen import Heard, day_value
from bot.understanding.moments import find_moment, find_moment_fault
from bot.understanding.normalise import Words
from bot.understanding.numbers import find_phone, find_postcode

_LONGEST_NOTE = 500  # characters of the resident's own words that one fact keeps
_STORY = 4  # words; from so many a message may be a story instead of an answer


def take_option(draft: TurnDraft, option_id: str) -> bool:
    """A button of the question that waits. False: it has no such button."""
    question = current(draft)
    if question is None or all(offer.id != option_id for offer in question.offers()):
        return False
    _choose(draft, question, option_id)
    return True


def take_text(draft: TurnDraft, words: Words) -> None:
    """A typed answer to the question that waits."""
    question = current(draft)
    if question is None or question.spec is None:
        _take_in_menu(draft, question, words)
    elif question.spec.kind is FactKind.CHOICES:
        _take_several(draft, question, question.spec, words)
    elif question.spec.kind in (FactKind.CHOICE, FactKind.TOPICS):
        _take_choice(draft, question, question.spec, words)
    else:
        _take_free(draft, question, question.spec, words)


def take_story(draft: TurnDraft, words: Words, *, noted: bool = True) -> bool:
    """Keep everything that free text says. True when it said something that was not known.

    `noted` False: the words themselves are kept elsewhere.
    """
    before = draft.talk.facts
    heard = draft.hear(words.text)
    topics = heard.sure_topics(draft.talk.rejected)
    if topics:
        known = topics_of(draft.talk.facts)
        draft.learn(EngineFact.ONDERWERP, tuple(dict.fromkeys((*known, *topics))), Origin.SAID)
    for name, value in heard.facts.items():
        if name not in draft.talk.facts:
            draft.learn(name, value, Origin.SAID)
    places = draft.parts.neighbourhoods.find(heard.words)
    if places and EngineFact.WIJK not in draft.talk.facts:
        draft.learn(EngineFact.WIJK, max(places, key=lambda found: found.length).key, Origin.SAID)
    new = {name for name, fact in draft.talk.facts.items() if name not in before or before[name].value != fact.value}
    if noted and (topics or new):
        note(draft, words)
    return bool(new)


def hear_again(draft: TurnDraft) -> None:
    """Take from the resident's own words what was dropped with a topic that was not meant."""
    for name, value in draft.hear(draft.own_words).facts.items():
        if name not in draft.talk.facts:
            draft.learn(name, value, Origin.SAID)


def take_topic(draft: TurnDraft, topic: str) -> None:
    """Keep a topic that the resident chose: what was chosen needs no "did I hear you right"."""
    draft.change(rejected=draft.talk.rejected - {topic})
    draft.learn(EngineFact.ONDERWERP, (topic,), Origin.TAPPED)
    draft.learn(EngineFact.KLOPT, "ja", Origin.TAPPED)
    hear_again(draft)


def note(draft: TurnDraft, words: Words) -> None:
    """Keep the resident's own words for the summary, up to a limit."""
    if len(words.tokens) < _STORY:
        return
    had = draft.talk.facts.get(EngineFact.EIGEN_WOORDEN)
    before, said = had.values()[0] if had else "", " ".join(words.text.split())
    if not before.endswith(said):
        whole = f"{before} / {said}" if before else said
        draft.learn(EngineFact.EIGEN_WOORDEN, whole[:_LONGEST_NOTE], Origin.SAID)


def _take_in_menu(draft: TurnDraft, question: Question | None, words: Words) -> None:
    choice = choose(words, question.offers()) if question else None
    if question and choice and choice.sure:
        _choose(draft, question, choice.id)
    elif option := _find_anew(draft, words):
        do_option(draft, option)
    elif take_story(draft, words):
        walk(draft)
    elif question and choice:
        repair.confirm(draft, choice.id)
    elif EngineFact.NA_WEKEN in draft.view and EngineFact.NAZORG not in {*draft.talk.facts, *draft.talk.skipped}:
        walk(draft)  # whoever comes back after weeks is first asked how it goes
    else:
        repair.missed(draft, words)


def _find_anew(draft: TurnDraft, words: Words) -> Option | None:
    """What the menu offers that would stand now; a number means only what was shown."""
    question = current_anew(draft)
    if question is None or any(token.isdigit() for token in words.tokens):
        return None
    choice = choose(words, question.offers())
    return question.find_option(choice.id) if choice and choice.sure else None


def _take_choice(draft: TurnDraft, question: Question, spec: FactSpec, words: Words) -> None:
    choice = choose(words, question.offers())
    if choice and choice.sure:
        _choose(draft, question, choice.id)
        return
    heard = draft.hear(words.text)
    if spec.kind is FactKind.TOPICS:
        _take_topics(draft, question, words, heard)
    elif choice and (wrong := _begins_with_wrong(question, choice)):
        note(draft, words)  # "nee het gaat over geld": what it is instead is told here
        do_option(draft, wrong)
    elif _says_more(draft, heard, words) and take_story(draft, words):
        walk(draft)
    elif choice:
        repair.confirm(draft, choice.id)
    else:
        repair.missed(draft, words)


def _begins_with_wrong(question: Question, choice: Choice) -> Option | None:
    """The button that says we heard wrong, when a message begins with it; further on a "nee" says less."""
    option = question.find_option(choice.id)
    return option if option is not None and option.do is Action.WRONG and choice.start == 0 else None


def _says_more(draft: TurnDraft, heard: Heard, words: Words) -> bool:
    """Whether this reads as a story beside the question, or holds the very answer."""
    return draft.talk.asked in heard.facts or len(words.tokens) >= _STORY


def _take_topics(draft: TurnDraft, question: Question, words: Words, heard: Heard) -> None:
    """The first story: topics when we are sure, a choice when we are not, else another try."""
    take_story(draft, words)
    if EngineFact.ONDERWERP in draft.view:
        walk(draft)
        return
    if heard.points_elsewhere():
        repair.missed(draft, words, Phrase.OFF_TOPIC)
        return
    note(draft, words)
    maybe = topics_to_offer(draft, heard)
    if maybe and len(words.tokens) >= _STORY:
        walk(draft)  # to the question that tells these apart
    elif again := maybe or heard.sure_topics(frozenset()):  # left out before, and said again: asked, not taken
        offer_topics(draft, again)
    else:
        repair.missed(draft, words)


def tells_no_topic(draft: TurnDraft, words: Words) -> bool:
    """Whether so few words tell nothing of what it is about, nor that it is no question for us."""
    heard = draft.hear(words.text)
    told = heard.facts or heard.named or heard.maybe_topics() or heard.points_elsewhere()
    return not told and len(words.tokens) < _STORY


def _take_several(draft: TurnDraft, question: Question, spec: FactSpec, words: Words) -> None:
    chosen = choose_several(words, question.answers)
    if chosen:
        given = draft.talk.facts.get(spec.id)
        draft.learn(spec.id, tuple(dict.fromkeys((*(given.values() if given else ()), *chosen))), Origin.TAPPED)
        _close_several(draft, spec)
        walk(draft)
        return
    _take_choice(draft, question, spec, words)


def _take_free(draft: TurnDraft, question: Question, spec: FactSpec, words: Words) -> None:
    acting = choose(words, question.offers())
    if acting and acting.sure and len(words.tokens) <= _STORY:
        _choose(draft, question, acting.id)
        return
    value = _read(draft, spec, words)
    if value is None:
        _unreadable(draft, spec, words)
        return
    if _grows(draft):
        take_story(draft, words, noted=False)
    draft.learn(spec.id, value, Origin.TAPPED)
    walk(draft)


def _grows(draft: TurnDraft) -> bool:
    step = draft.parts.flows.steps[draft.talk.waiting]
    return isinstance(step.kind, Ask) and step.kind.grows


def _read(draft: TurnDraft, spec: FactSpec, words: Words) -> Value | None:
    match spec.kind:
        case FactKind.DATE:
            moment = find_moment(words.text, draft.today)
            late = moment is not None and spec.past and moment.day > draft.today
            return None if moment is None or late else day_value(moment.day, moment.approximate)
        case FactKind.PHONE:
            return find_phone(words.text)
        case FactKind.POSTCODE:
            return find_postcode(words.text)
        case _:
            return " ".join(words.text.split())[:_LONGEST_NOTE]


def _unreadable(draft: TurnDraft, spec: FactSpec, words: Words) -> None:
    """A date, number or postcode we cannot read: a story perhaps, else say what was wrong with it."""
    if len(words.tokens) >= _STORY and take_story(draft, words):
        walk(draft)
        return
    fault = find_moment_fault(words.text, draft.today) if spec.kind is FactKind.DATE else None
    hints = {
        FactKind.DATE: Phrase.FUTURE_DATE if fault == "toekomst" else Phrase.BAD_DATE,
        FactKind.PHONE: Phrase.BAD_PHONE,
        FactKind.POSTCODE: Phrase.BAD_POSTCODE,
    }
    repair.missed(draft, words, hints.get(spec.kind, Phrase.REPHRASE))


def _choose(draft: TurnDraft, question: Question, option_id: str) -> None:
    """An answer or an acting button, surely meant."""
    option = question.find_option(option_id)
    if option is not None:
        do_option(draft, option)
        return
    spec = question.spec
    assert spec is not None  # only a fact has answers
    if spec.kind is FactKind.CHOICES:
        _add(draft, spec, option_id)
    elif spec.kind is FactKind.TOPICS:
        take_topic(draft, option_id)
    else:
        draft.learn(spec.id, option_id, Origin.TAPPED)
    walk(draft)


def _add(draft: TurnDraft, spec: FactSpec, option_id: str) -> None:
    """One more answer to a question that takes several; it stays open until "klaar"."""
    given = draft.talk.facts.get(spec.id)
    values = (*(given.values() if given else ()), option_id)
    draft.learn(spec.id, values, Origin.TAPPED)
    option = spec.find_option(option_id)
    if (option is not None and option.alone) or len(values) == len(spec.options):
        _close_several(draft, spec)
    else:
        draft.change(told=draft.talk.told | {f"open:{spec.id}"})


def _close_several(draft: TurnDraft, spec: FactSpec) -> None:
    draft.change(told=draft.talk.told - {f"open:{spec.id}"})


def do_option(draft: TurnDraft, option: Option) -> None:
    """An acting button: first what it answers, then what it does."""
    for name, value in option.sets:
        draft.learn(name, value, Origin.TAPPED)
    if option.do is Action.DONE:
        _close_several(draft, draft.parts.specs[draft.talk.asked])
        walk(draft)
    elif option.do is None:
        walk(draft)
    else:
        actions.act(draft, option.do)
