"""How a question is put: its text, its buttons, and which of them are the resident's possible answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.advice.conditions import holds
from bot.dialogue import talk_lines
from bot.dialogue.turn import TurnDraft
from bot.model.conversation import Button, ReplyKind
from bot.model.facts import EngineFact, FactKind, FactSpec
from bot.model.flow import Action, Ask, AskDeciding, Choose, Menu, Option, Step
from bot.model.wording import Phrase
from bot.understanding.choices import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands: what it asks and everything that can be tapped."""

    text: str
    spec: FactSpec | None  # None: a menu
    answers: tuple[Offer, ...]  # possible values of the fact
    options: tuple[Option, ...]  # buttons that act
    language: str

    def offers(self) -> tuple[Offer, ...]:
        """Everything that can be chosen, in the order of the buttons."""
        acting = (Offer(id=o.id, label=o.label.to(self.language), means=o.means) for o in self.options)
        return (*self.answers, *acting)

    def buttons(self) -> tuple[Button, ...]:
        """What is shown under the text."""
        return tuple(Button(id=offer.id, label=offer.label) for offer in self.offers())

    def find_option(self, option_id: str) -> Option | None:
        """The acting button with this id."""
        return next((option for option in self.options if option.id == option_id), None)


def question_at(draft: TurnDraft, step: Step) -> Question:
    """The question of a step that waits; `draft.talk.asked` names the fact for a deciding question."""
    kind = step.kind
    if isinstance(kind, Menu):
        return _menu(draft, kind)
    assert isinstance(kind, Ask | AskDeciding)  # the walk waits nowhere else
    spec = draft.parts.specs[draft.talk.asked]
    own = kind.text if isinstance(kind, Ask) and kind.text else spec.question
    text = draft.text(own)
    options = kind.options
    if spec.kind is FactKind.CHOICES:
        given = draft.talk.facts.get(spec.id)
        if given is not None:
            text = f"{text}\n{draft.phrase(Phrase.SEVERAL, antwoord=_labels(draft, spec, given.values()))}"
        else:
            options = _without(Action.DONE, options)
    else:
        options = _without(Action.DONE, options)
    return Question(
        text=text,
        spec=spec,
        answers=_answers(draft, spec),
        options=_fitting(draft, options),
        language=draft.talk.language,
    )


def current(draft: TurnDraft) -> Question | None:
    """The question that waits."""
    step = draft.parts.flows.steps.get(draft.talk.waiting)
    if step is None or not isinstance(step.kind, Ask | AskDeciding | Menu):
        return None
    if not isinstance(step.kind, Menu) and draft.talk.asked not in draft.parts.specs:
        return None
    return question_at(draft, step)


def current_anew(draft: TurnDraft) -> Question | None:
    """The menu that would stand now where one stands that a choice put: a question may be finished since."""
    steps, waiting = draft.parts.flows.steps, draft.talk.waiting
    for step in steps.values():
        if isinstance(step.kind, Choose) and waiting in (step.to, *(to for _, to in step.kind.cases)):
            now = steps.get(next((to for when, to in step.kind.cases if holds(when, draft.view)), step.to))
            return question_at(draft, now) if now is not None and isinstance(now.kind, Menu) else None
    return None


def _without(action: Action, options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(option for option in options if option.do is not action)


def _fitting(draft: TurnDraft, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """What can be done now: of the acts that need something (`_NEEDS`) only those that have it."""
    useless = {act for act in {option.do for option in options} & _NEEDS.keys() if act and not _NEEDS[act](draft)}
    return tuple(option for option in options if option.do not in useless and holds(option.when, draft.view))


_NEEDS: Mapping[Action, Callable[[TurnDraft], object]] = {
    Action.PREPARE: lambda draft: draft.talks,  # a talk that lies before them
    Action.RECKON: lambda draft: draft.told_terms,  # a day that was told
    Action.SHARE: talk_lines.offered,
    Action.UNSHARE: talk_lines.shared,
}


def put(draft: TurnDraft, step: Step) -> None:
    """Put the question of a step."""
    question = question_at(draft, step)
    draft.reply(ReplyKind.ASK, question.text, question.buttons())


def _menu(draft: TurnDraft, menu: Menu) -> Question:
    return Question(
        text=draft.text(menu.text),
        spec=None,
        answers=(),
        options=_fitting(draft, menu.options),
        language=draft.talk.language,
    )


def _answers(draft: TurnDraft, spec: FactSpec) -> tuple[Offer, ...]:
    if spec.kind is FactKind.TOPICS:
        return _topic_offers(draft)
    given = draft.talk.facts.get(spec.id)
    chosen = given.values() if given and spec.kind is FactKind.CHOICES else ()
    language = draft.talk.language
    return tuple(
        Offer(id=option.id, label=option.label.to(language), means=option.means)
        for option in spec.options
        if option.id not in chosen and (draft.can_push or not option.push)
    )


def _topic_offers(draft: TurnDraft) -> tuple[Offer, ...]:
    """The topics of the chosen theme; before a theme is chosen a story is asked for, so none.

    All of them, also what was not meant before: who looks through the list knows what they look for.
    """
    theme = draft.talk.facts.get(EngineFact.THEMA)
    if theme is None:
        return ()
    topics = [t for t in draft.parts.knowledge.topics.values() if t.theme in theme.values()]
    return tuple(Offer(id=topic.id, label=topic.name.to(draft.talk.language), means=topic.words) for topic in topics)


def _labels(draft: TurnDraft, spec: FactSpec, values: tuple[str, ...]) -> str:
    options = (spec.find_option(value) for value in values)
    return ", ".join(option.label.to(draft.talk.language) for option in options if option)
