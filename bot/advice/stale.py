"""What must be checked again, by whom, and what happens when nobody does. Pure: the day is an argument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.advice.standing import hidden_from, old_from
from bot.model.danger import Helpline
from bot.model.knowledge import Knowledge
from bot.model.places import Confidence, Place, Status
from bot.model.text import Source

EDITORS = "redactie"
SOURCES_HOLD = timedelta(days=365)  # law, routes and topics; a page that nobody opened for longer may say otherwise
SOON = timedelta(days=30)  # so long before it is due, a check is announced
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Something to check again."""

    path: str  # the file, as `check` names it
    # Which part: check, hours, alert or sources; page: what was read is itself old; doubt: shown with a warning until
    # somebody confirms it.
    what: str
    by: str  # the role that must do it
    checked_on: date  # of a page: the day it bears
    due_on: date  # from this day on it counts as old
    hidden_on: date | None  # from this day on residents do not see it; None: it stays

    @property
    def urgency(self) -> tuple[date, date, str, str]:
        """What vanishes first comes first; then what was due first."""
        return (self.hidden_on or date.max, self.due_on, self.path, self.what)


def stale(knowledge: Knowledge, today: date) -> tuple[Stale, ...]:
    """Everything that is old on this day or will be within `SOON`, most urgent first."""
    found = (*_map(knowledge), *_lines(knowledge.helplines), *_sources(knowledge))
    due = (one for one in found if one.due_on <= today + SOON)
    return tuple(sorted(due, key=lambda one: one.urgency))


def _map(knowledge: Knowledge) -> Iterator[Stale]:
    yield from _places("knowledge/places", knowledge.places.values())
    layers = (layer for town in knowledge.municipalities for layer in knowledge.layers.get(town, ()))
    for folder, places in {layer.folder: layer.places for layer in layers}.items():
        yield from _places(f"{folder}/places", places.values())


def _places(folder: str, places: Iterable[Place]) -> Iterator[Stale]:
    """Records that residents see, or would see if somebody had checked them in time."""
    for place in places:
        checked, old, hidden = place.checked, old_from(place), hidden_from(place)
        if not (checked and old and hidden) or place.confidence is Confidence.LOW or place.status is not Status.ACTIVE:
            continue
        doubt = place.confidence is Confidence.MEDIUM
        page = max((source.dated for source in place.sources if source.dated), default=None)
        path = f"{folder}/{place.id}.yaml"
        yield Stale(
            path=path,
            what="doubt" if doubt else "check",
            by=checked.by,
            checked_on=checked.on,
            due_on=checked.on if doubt else old,
            hidden_on=hidden,
        )
        ends = {
            "hours": (checked.on, place.hours_valid_until),
            "alert": (checked.on, place.alert.on if place.alert else None),
            "page": (page, page + SOURCES_HOLD if page and not doubt else None),
        }
        for what, (seen, last) in ends.items():
            if seen and last:
                yield Stale(path=path, what=what, by=checked.by, checked_on=seen, due_on=last + _DAY, hidden_on=None)


def _lines(lines: Mapping[str, Helpline]) -> Iterator[Stale]:
    """Numbers in danger texts: shown on, whatever happens, so they must be looked at in time."""
    for line in lines.values():
        for source in line.sources:
            due = source.checked_on + timedelta(days=line.valid_days + 1)
            yield _source(f"knowledge/helplines.yaml ({line.id})", source, due)


def _sources(knowledge: Knowledge) -> Iterator[Stale]:
    """The oldest source of each topic, route, term, rule and preparation."""
    held: dict[str, tuple[Source, ...]] = {}
    held |= {f"topics/{name}": topic.sources for name, topic in knowledge.topics.items()}
    held |= {f"routes/{name}": route.sources for name, route in knowledge.routes.items()}
    held |= {f"terms/{name}": term.sources for name, term in knowledge.terms.items()}
    held |= {f"rules/{name}": rule.sources for name, rule in knowledge.rules.items()}
    held |= {f"preparations/{name}": talk.sources for name, talk in knowledge.preparations.items()}
    for name, sources in held.items():
        oldest = min(sources, key=lambda source: source.checked_on, default=None)
        if oldest is not None:
            yield _source(f"knowledge/{name}.yaml", oldest, oldest.checked_on + SOURCES_HOLD + _DAY)
    for name, change in knowledge.wlz_changes.items():
        for source in change.sources:
            yield _source(f"knowledge/wlz_changes.yaml ({name})", source, source.checked_on + SOURCES_HOLD + _DAY)


def _source(path: str, source: Source, due: date) -> Stale:
    return Stale(path=path, what="sources", by=EDITORS, checked_on=source.checked_on, due_on=due, hidden_on=None)
