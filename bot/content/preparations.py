"""The files of `knowledge/preparations/` -> model."""

import yaml

from bot.content.conditions import ConditionReader
from bot.content.reader import Fields, Spot, read_all
from bot.model.preparation import LISTS, Item, Part, Plan, PlanQuestion, Preparation
from bot.model.text import EMPTY

MOST_ITEMS = 12  # in one list; more than that nobody takes in, and the page is full
MOST_QUESTIONS = 6
_NO_PLAN = Plan(name=EMPTY, about=EMPTY, questions=())


def read_preparation(spot: Spot, conditions: ConditionReader) -> Preparation:
    """One file of `preparations/`."""
    fields = spot.fields()
    plan = fields.get(Part.PLAN.value)
    preparation = Preparation(
        id=fields.id(),
        name=fields.label("name"),
        about=fields.text("about"),
        routes=fields.names("routes", "route"),
        terms=fields.names("terms", "term"),
        topics=fields.names("topics", "topic"),
        when=conditions.read(fields.find("when")),
        lists={part: _items(fields, part, conditions) for part in LISTS},
        plan=_plan(plan, conditions) if plan else _NO_PLAN,
        sources=fields.sources(),
    )
    fields.done()
    if not (preparation.routes or preparation.terms or preparation.topics):
        spot.fail(
            f"preparation '{preparation.id}' fits nobody", "add 'routes', 'terms' or 'topics' that lead to this talk"
        )
    return preparation


def _items(fields: Fields, part: Part, conditions: ConditionReader) -> tuple[Item, ...]:
    spot = fields.get(part.value)
    items = read_all(spot, lambda one: _item(one, conditions)) if spot else ()
    if spot and len(items) > MOST_ITEMS:
        spot.fail(f"'{part.value}' has {len(items)} items", f"keep it to {MOST_ITEMS}")
    return items


def _item(spot: Spot, conditions: ConditionReader) -> Item:
    """A text, or `{text: ..., when: {...}}`."""
    if not isinstance(spot.node, yaml.MappingNode):
        return Item(text=spot.text())
    fields = spot.fields()
    item = Item(text=fields.text("text"), when=conditions.read(fields.find("when")))
    fields.done()
    return item


def _plan(spot: Spot, conditions: ConditionReader) -> Plan:
    fields = spot.fields()
    questions, term = fields.get("questions"), fields.find("term")
    plan = Plan(
        name=fields.label("name"),
        about=fields.text("about"),
        term=term.name("term") if term else "",
        questions=read_all(questions, lambda one: _question(one, conditions)) if questions else (),
    )
    fields.done()
    if questions and len(plan.questions) > MOST_QUESTIONS:
        questions.fail(f"a plan with {len(plan.questions)} questions", f"keep it to {MOST_QUESTIONS}")
    return plan


def _question(spot: Spot, conditions: ConditionReader) -> PlanQuestion:
    fields = spot.fields()
    question = PlanQuestion(
        text=fields.text("text"),
        answered_by=fields.names("answered_by", "fact"),
        when=conditions.read(fields.find("when")),
    )
    fields.done()
    return question
