"""Listen to a story: topics, how far somebody is, and the facts that are already in the words. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.model.facts import EngineFact, FactKind, Value
from bot.model.knowledge import Knowledge, Topic
from bot.model.law import Law, Stage
from bot.model.weights import NONE, Matter
from bot.understanding.hints import HintFinder
from bot.understanding.language import LanguageFinder
from bot.understanding.moments import find_moment
from bot.understanding.normalise import Words, read_words
from bot.understanding.numbers import find_age, find_postcode
from bot.understanding.phrases import Found, LoosePhrases, StrictPhrases, says_nothing
from bot.understanding.remembered import Vocabulary, remembered
from bot.understanding.sentences import sentences
from bot.understanding.signs import Signs, runs, signs_of
from bot.understanding.told_days import asked_on_a_day
from bot.understanding.topics import TopicFinder, TopicGuess
from bot.understanding.weigh import Weighed, Weigher, Weighing

SURE, SURE_BOTH = 0.3, 0.18  # a topic is taken as meant from this share, with its laws together (docs/adr/0003)
_PLAIN = 0.6  # from this share of a topic whatever law is heard
MAYBE = 0.05  # from this share a topic is worth asking about
_NAMED_SURE = 0.55  # from here a topic's own words name it
_HINTED_SURE = 0.75  # the same without any word of its own: one hint alone is not enough
_BESIDE, _BESIDE_LAW = 0.2, 0.15  # from these shares a second topic is kept, when it is named
_MOST_TOPICS = 3
OFF = 0.15  # from this share a question is taken as not for us, unless a topic is named in its own words
_FAR_OFF = 0.35  # from this share even then: who asks whether this is a computer has no question about computers
_PLAINLY_OFF, _FEW_WORDS = 0.35, 5  # nobody is sent away for "het gaat niet goed", or who names their mother
_NAMED = 0.4  # a topic whose own words say so much is a sign
_MOST_POSSIBLE = 8  # topics; more of them no question tells apart
_SHOWN = 0.02  # a smaller share of a topic is not told, and no question tells it apart
_OWN_WORTH = 0.4  # a topic that is named is at least so likely a part of what words of its own say
_SMALLEST = 1e-3
_EXACT = 12  # decimals; of what is left beside "not for us" the laws get shares that add up to one again
_NOT = "niet."
NO_ANSWERS: Mapping[str, Value] = {}
_STAGE_SHARE = 0.8  # so much of a wording's weight tells the stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as it is read once, for everybody who wants to know what it says."""

    words: Words
    language: str
    named: tuple[TopicGuess, ...]  # topics in their own words, best first
    denied: frozenset[str]  # topics that it says it is not about
    told: Mapping[str, Value]  # facts that do not depend on the day
    hints: tuple[tuple[str, str], ...]  # each with the words that gave it; with the stage that is said
    stage: Found | None  # the wording that says it best
    strange: bool  # not one word that we know, in any language
    signs: Signs
    weighed: Weighed  # what the signs say


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a text says, as far as we can tell, with reasons."""

    words: Words
    language: str
    topics: tuple[TopicGuess, ...]
    named: tuple[TopicGuess, ...]  # those in their own words, best first by these alone
    denied: frozenset[str]  # topics that the text says it is not about
    laws: Mapping[Law, float]  # every law with its share among the laws, the largest first
    off: float  # the share that says: not a question for us
    strange: bool  # not one word that we know, in any language
    stages: Mapping[Stage, float]  # every stage with its share, the largest first
    stage: Stage | None  # only when it is said in so many words
    stage_because: str
    facts: Mapping[str, Value]
    weighed: Weighed

    def sure_topics(self, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The topics to take as meant, best first; several needs in one message are all kept.

        Two readings have to agree: what topic it is, and, apart from that, what law. Where they differ, asking is
        better than telling people what they did not say.
        """
        fit = [guess for guess in self.topics if guess.id not in without | self.denied]
        if self.off >= _FAR_OFF or not fit or fit[0].score < SURE or says_nothing(self.words):
            return ()
        if fit[0].together < SURE_BOTH and fit[0].score < _PLAIN:
            return ()
        beside = (
            guess.id
            for guess in fit[1:]
            if guess.own >= _NAMED_SURE and guess.score >= _BESIDE and guess.law >= _BESIDE_LAW
        )
        return (fit[0].id, *beside)[:_MOST_TOPICS]

    def maybe_topics(self, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The topics worth asking about, best first."""
        if says_nothing(self.words):
            return ()
        return tuple(guess.id for guess in self.topics if guess.score >= MAYBE and guess.id not in without)

    def because(self, guess: TopicGuess) -> tuple[str, ...]:
        """Why this topic: its own words first, then what all signs add."""
        return (*guess.because, *self.weighed.about(Matter.TOPIC).because(guess.id))

    def chances(self, without: frozenset[str] = frozenset()) -> Mapping[str, float]:
        """The topics that may be meant, with how likely each is: enough of them to tell apart by a question."""
        fit = [guess for guess in self.topics if guess.id not in without and guess.score >= _SHOWN]
        return {guess.id: guess.score for guess in fit[:_MOST_POSSIBLE]}

    def is_off_topic(self) -> bool:
        """Whether this is no question for us: a greeting alone, nothing we know, or all signs point elsewhere."""
        return self.strange or self.points_elsewhere() or (says_nothing(self.words) and self.off >= OFF)

    def points_elsewhere(self) -> bool:
        """Whether what is said is known, and is for somebody else: a passport, the swimming pool."""
        if self.strange or says_nothing(self.words) or (self.off < _FAR_OFF and self._is_about_something()):
            return False
        is_vague = len(self.words.tokens) <= _FEW_WORDS or bool(self.facts)
        return self.off >= (_PLAINLY_OFF if is_vague else OFF)

    def _is_about_something(self) -> bool:
        """Whether a topic is named, or plainly pointed to, however unsure it is which of them is meant."""
        hinted = max((guess.score for guess in self.topics if guess.id not in self.denied), default=0.0)
        return hinted >= _HINTED_SURE or any(guess.own >= _NAMED_SURE for guess in self.named)


class Listener:
    """Everything that listens, built once from the knowledge; holds no state."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts = knowledge.facts
        self._laws = {topic.id: _laws_of(knowledge, topic) for topic in knowledge.topics.values()}
        self._hints = HintFinder(knowledge.lexicon, knowledge.danger.own_words)
        self.vocabulary = Vocabulary(self._hints.words.written, knowledge.weights.signs, knowledge.danger.own_words)
        self._topics = TopicFinder(knowledge.topics, self.vocabulary)
        self._runs = remembered(runs, self.vocabulary)
        self._weigher = Weigher(knowledge.weights, self.vocabulary)
        self._weighed_topics = frozenset(knowledge.weights.answers.get(Matter.TOPIC, ()))
        self._known = self._topics.vocabulary
        self._languages = LanguageFinder(knowledge.languages)
        self._stages = LoosePhrases((stage.value, word) for stage, words in knowledge.stages.items() for word in words)
        self._story = StrictPhrases(
            (f"{spec.id}.{option.id}", wording)
            for spec in knowledge.facts.values()
            for option in spec.options
            for wording in option.story
        )
        self._ages = [
            (spec.id, option.id, option.ages)
            for spec in knowledge.facts.values()
            for option in spec.options
            if option.ages is not None
        ]

    def language(self, words: Words) -> str:
        """The language that `words` are written in (ISO 639); Dutch when nothing tells."""
        return self._languages.find(words)

    def is_plainly(self, language: str, words: Words) -> bool:
        """Whether `words` say by themselves that they are in `language`."""
        return self._languages.is_plainly(language, words)

    def read(self, text: str) -> Reading:
        """Everything that is looked up in `text`, before it is weighed. Never raises."""
        words = read_words(text)
        language = self._languages.find(words)
        spoken = sentences(words.text)
        named = self._topics.find(words)
        told = self._told_in(words)
        stages = self._stages.find(words, _STAGE_SHARE)
        hints = [(f"{_NOT if one.denied else ''}{one.hint}", one.shown) for one in self._hints.find(spoken, language)]
        hints += [(f"{EngineFact.STADIUM}.{hit.key}", hit.phrase) for hit in stages]
        signs = signs_of(words, spoken, (*hints, *_fact_signs(told)), _named_topics(named), self._runs)
        return Reading(
            words=words,
            language=language,
            named=named,
            denied=self._topics.denied(words),
            told=told,
            hints=tuple(hints),
            stage=max(stages, key=lambda hit: (round(hit.share, 2), hit.length), default=None),
            strange=self._is_strange(words),
            signs=signs,
            weighed=self._weigher.weigh(signs),
        )

    def hear(self, reading: Reading, today: date, answers: Mapping[str, Value] = NO_ANSWERS) -> Heard:
        """What was read says, beside the answers that were given since. Never raises."""
        words, named = reading.words, reading.named
        weighed = reading.weighed
        if answers:
            told = _fact_signs({**reading.told, **answers})
            weighed = self._weigher.weigh(reading.signs.renamed((*reading.hints, *told), _named_topics(named)))
        law, topic, how_far = map(weighed.about, (Matter.LAW, Matter.TOPIC, Matter.STAGE))
        laws, off = _among_laws(law.shares(digits=_EXACT))
        pointed = topic.shares(_SMALLEST) if words.tokens else {}
        topics = self._topics.ranked(self._with_shares(named, pointed, laws))
        how = how_far.shares()
        stage = Stage(reading.stage.key) if reading.stage else _stage_by_day(words, how, today)
        return Heard(
            words=words,
            language=reading.language,
            topics=topics,
            named=self._topics.named(topics),
            denied=reading.denied,
            laws=laws,
            off=off,
            strange=reading.strange,
            stages={Stage(stage): share for stage, share in how.items()},
            stage=stage,
            stage_because=reading.stage.phrase if reading.stage else "",
            facts={**reading.told, **self._facts_in(words, stage, today)},
            weighed=weighed,
        )

    def listen(self, text: str, today: date) -> Heard:
        """What `text` says. Takes about a millisecond; never raises."""
        return self.hear(self.read(text), today)

    def weigh_danger(self, reading: Reading, alarms: tuple[str, ...]) -> Weighing:
        """The kinds of danger, or NONE: by what was read, and what the rules of danger found in it."""
        weighed = self._weigher.weigh_alarms(reading.weighed, alarms) if alarms else reading.weighed
        return weighed.about(Matter.DANGER)

    def _with_shares(
        self, named: Iterable[TopicGuess], shares: Mapping[str, float], laws: Mapping[Law, float]
    ) -> Iterator[TopicGuess]:
        """The topics that are named, and those that the signs point to; a topic without examples scores by its name."""
        by_name = {guess.id: guess for guess in named}
        for topic in (*shares, *(by_name.keys() - shares.keys())):
            guess, share = by_name.get(topic), shares.get(topic, 0.0)
            if topic not in self._laws or (guess is None and share < _SHOWN):
                continue
            law = min(1.0, sum(laws.get(law, 0.0) for law in self._laws[topic]))
            if guess is None:
                yield TopicGuess(id=topic, score=share, own=0.0, law=law, start=0, because=())
            elif topic in self._weighed_topics:
                yield replace(guess, score=max(share, round(guess.own * _OWN_WORTH, 4)), law=law)
            else:
                yield replace(guess, law=law)

    def _is_strange(self, words: Words) -> bool:
        """Whether no word is known: letters at random, or a language that we do not have."""
        return bool(words.tokens) and not any(
            self._languages.knows(token) or self._hints.words.knows(token) or stem in self._known
            for token, stem in zip(words.tokens, words.stems, strict=True)
        )

    def _told_in(self, words: Words) -> dict[str, Value]:
        facts: dict[str, Value] = dict(self._told(self._story.find(words)))
        age = find_age(words.text)
        for fact, option, ages in self._ages:
            if age is not None and ages[0] <= age <= ages[1]:
                facts[fact] = option
        return facts

    def _facts_in(self, words: Words, stage: Stage | None, today: date) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        if stage is not None:
            facts[EngineFact.STADIUM] = stage.value
            facts.update(self._moment(words, stage, today))
        postcode = find_postcode(words.text)
        if postcode:
            facts[EngineFact.POSTCODE] = postcode
        return facts

    def _told(self, found: list[Found]) -> Mapping[str, Value]:
        """Answers in the story. For one-answer facts the longest wording wins; two that are equally long
        and say different things ("mijn man ... mijn zoon") say nothing: that is asked.
        """
        by_fact: dict[str, list[Found]] = {}
        for hit in found:
            by_fact.setdefault(hit.key.partition(".")[0], []).append(hit)
        result: dict[str, Value] = {}
        for fact, hits in by_fact.items():
            hits.sort(key=lambda hit: (-hit.length, hit.start))
            answers = tuple(dict.fromkeys(hit.key.partition(".")[2] for hit in hits))
            longest = {hit.key for hit in hits if hit.length == hits[0].length}
            if self._facts[fact].kind is FactKind.CHOICES:
                result[fact] = answers
            elif len(longest) == 1:
                result[fact] = answers[0]
        return result

    def _moment(self, words: Words, stage: Stage, today: date) -> Mapping[str, Value]:
        """A moment in a story about waiting is when it was asked; about a refusal, the letter's date."""
        wanted = [spec for spec in self._facts.values() if stage in spec.stages]
        moment = find_moment(words.text, today) if wanted else None
        if moment is None or moment.day > today:
            return {}
        return {wanted[0].id: day_value(moment.day, moment.approximate)}


def _laws_of(knowledge: Knowledge, topic: Topic) -> frozenset[Law]:
    """The laws that a topic's ways are of; how it goes ("afgewezen") goes with any law."""
    ways = knowledge.index.by_topic.get(topic.id, ())
    return frozenset(Law) if topic.process else frozenset({topic.law, *(way.law for way in ways)})


def _stage_by_day(words: Words, shares: Mapping[str, float], today: date) -> Stage | None:
    """Who asked, or waits, since a day is waiting or still busy asking: whichever all signs together say."""
    if not asked_on_a_day(words, today):
        return None
    return max((Stage.AANVRAAG, Stage.WACHTEN), key=lambda stage: shares.get(stage, 0.0))


def _fact_signs(told: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """What is told as signs, each with the fact that it is of."""
    for name, held in told.items():
        for value in (held,) if isinstance(held, str) else held:
            yield f"{name}.{value}", name


def _named_topics(named: Iterable[TopicGuess]) -> list[str]:
    return [guess.id for guess in named if guess.own >= _NAMED]


def _among_laws(shares: Mapping[str, float]) -> tuple[Mapping[Law, float], float]:
    """The laws without the share of what is not for us, and that share."""
    off = shares.get(NONE, 0.0)
    rest = sum(share for law, share in shares.items() if law != NONE) or 1.0
    return {Law(law): round(share / rest, 4) for law, share in shares.items() if law != NONE}, round(off, 4)


def day_value(day: date, approximate: bool) -> str:
    """A day as a fact stores it."""
    return f"~{day.isoformat()}" if approximate else day.isoformat()
