"""Load everything under `knowledge/` and `flows/`: all faults in one go, or the frozen content."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml

from bot.content.conclusions import read_changes, read_rule
from bot.content.conditions import ConditionReader
from bot.content.danger import read_danger, read_helplines
from bot.content.desk_words import read_answers, read_outcomes
from bot.content.desks import read_kinds
from bot.content.examples import read_examples
from bot.content.facts import read_facts
from bot.content.files import read_file
from bot.content.flow_meaning import check_flows, check_texts
from bot.content.flows import FlowReader
from bot.content.hints import HintReader
from bot.content.index import index_all
from bot.content.knowledge import (
    read_duties,
    read_glossary,
    read_roles,
    read_route,
    read_stages,
    read_themes,
    read_topic,
)
from bot.content.language import read_language
from bot.content.language_check import check_language
from bot.content.languages import read_languages
from bot.content.layers import HasId, ReadLayer, Wider, check_named, local_places, read_layer
from bot.content.match_words import read_match_words
from bot.content.meaning import check_knowledge
from bot.content.municipality import check_neighbourhoods, read_municipality, read_region, warn_unfilled, with_places
from bot.content.phones import check_numbers_in_flows
from bot.content.places import read_place
from bot.content.possible import Possible
from bot.content.preparations import read_preparation
from bot.content.problems import ContentError, Problem
from bot.content.reader import Report, Spot
from bot.content.rules import check_rules
from bot.content.terms import read_term
from bot.content.trace import Tracer
from bot.content.weights import digest, read_lexicon, read_weights
from bot.model.desk import DeskWords
from bot.model.facts import FactSpec
from bot.model.flow import Flows
from bot.model.hints import HintBook
from bot.model.knowledge import Knowledge, Layer
from bot.model.municipality import Municipality, QuestionKind
from bot.model.rules import Rule
from bot.model.text import Text
from bot.model.weights import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that Wegwijzer knows and says, checked. `warnings` work, but somebody should look."""

    knowledge: Knowledge
    flows: Flows
    warnings: tuple[Problem, ...]


T = TypeVar("T", bound=HasId)


def load(knowledge_dir: Path, flows_dir: Path, municipality: Path | None = None) -> Content:
    """Read and check both folders. Raises `ContentError` with every fault, sorted by place.

    `municipality` is one more folder of a municipality, from wherever it stands. It takes the place of the
    one with the same name under `knowledge/municipalities`, so that a profile can be tried out.
    """
    return _loaded(_Loader(knowledge_dir, flows_dir, municipality))


def check(knowledge_dir: Path, flows_dir: Path, municipality: Path | None = None) -> Content:
    """As `load`, with the hints, and every text is held against the language rules: that takes time a start has not."""
    loader = _Loader(knowledge_dir, flows_dir, municipality)
    try:
        content = _loaded(loader)
        loader.hints()
        loader.examples(content.knowledge.topics)
        loader.warn_of_old_weights(content.knowledge.weights.made_of)
    except ContentError:
        if not loader.report.unread:
            loader.language()
        raise ContentError(loader.report.problems) from None
    loader.language()
    loader.report.raise_if_any()
    return replace(content, warnings=tuple(sorted(set(loader.report.warnings))))


def traced(knowledge_dir: Path, flows_dir: Path) -> tuple[Content, Tracer]:
    """As `check`, with what the readers asked of each sort of file. Raises `ContentError` as well."""
    loader = _Loader(knowledge_dir, flows_dir, tracer=Tracer())
    content = _loaded(loader)
    loader.hints()
    loader.examples(content.knowledge.topics)
    loader.language()
    loader.report.raise_if_any()
    assert loader.tracer is not None  # it was given above
    return content, loader.tracer


def read_lessons(knowledge_dir: Path, topics: Collection[str]) -> tuple[HintBook, list[Example]]:
    """The hints and the labelled examples as editors write them, for `scripts/weigh`. Raises `ContentError`."""
    loader = _Loader(knowledge_dir, knowledge_dir)
    lessons = loader.hints(), loader.examples(topics)
    loader.report.raise_if_any()
    return lessons


def _loaded(loader: "_Loader") -> Content:
    knowledge = loader.knowledge()
    flows, places = loader.flows(knowledge)
    if not loader.report.unread:
        check_knowledge(knowledge, loader.spots, loader.report)
        check_flows(flows, places, loader.report, loader.flows_name)
        check_texts(knowledge, loader.report)
        check_numbers_in_flows(loader.report, loader.flows_name, knowledge.helplines.values())
    if not loader.report.problems:
        check_rules(knowledge, flows, loader.spots, loader.possible)
    loader.report.raise_if_any()
    return Content(knowledge=knowledge, flows=flows, warnings=tuple(sorted(set(loader.report.warnings))))


class _Loader:
    def __init__(
        self, knowledge_dir: Path, flows_dir: Path, municipality: Path | None = None, *, tracer: Tracer | None = None
    ) -> None:
        self.report, self.tracer = Report(), tracer
        self.spots: dict[tuple[str, str], Spot] = {}  # (kind, id) -> where it stands, for the meaning checks
        self._knowledge_dir, self._flows_dir, self._extra = knowledge_dir, flows_dir, municipality

    def knowledge(self) -> Knowledge:
        folder = self._knowledge_dir
        facts: dict[str, FactSpec] = {}
        for spot in self._files(folder / "facts"):
            stands = {key: at for key, at, _ in spot.pairs()}
            for key, spec in read_facts(spot).items():
                self._keep("fact", key, stands[key], facts, spec)
        topics = self._folder(folder / "topics", "topic", read_topic)
        conditions = ConditionReader(facts, topics)
        self._conditions = conditions
        glossary: Mapping[str, Text] = self._single(folder / "glossary.yaml", read_glossary, {})
        self._glossary = glossary
        routes = self._folder(folder / "routes", "route", lambda spot: read_route(spot, conditions))
        terms = self._folder(folder / "terms", "term", lambda spot: read_term(spot, conditions))
        indexes = index_all(routes.values(), terms)
        places = self._places = self._folder(folder / "places", "place", read_place)
        kinds: dict[str, QuestionKind] = self._single(
            folder / "question_kinds.yaml", lambda one: read_kinds(one, conditions), {}
        )
        municipalities, layers = self._municipalities(self._regions(), kinds)
        return Knowledge(
            facts=facts,
            themes=self._single(folder / "themes.yaml", read_themes, {}),
            topics=topics,
            routes=routes,
            index=indexes.index,
            mine=indexes.mine,
            timed=indexes.timed,
            terms=terms,
            rules=self._rules(folder / "rules", facts, topics),
            wlz_changes=self._single(folder / "wlz_changes.yaml", lambda spot: read_changes(spot, conditions), {}),
            duties=self._single(folder / "duties.yaml", read_duties, {}),
            preparations=self._folder(
                folder / "preparations", "preparation", lambda spot: read_preparation(spot, conditions)
            ),
            places=places,
            question_kinds=kinds,
            municipalities=municipalities,
            layers=layers,
            roles=self._single(folder / "roles.yaml", read_roles, {}),
            stages=self._single(folder / "stages.yaml", read_stages, {}),
            glossary=glossary,
            helplines=self._single(folder / "helplines.yaml", read_helplines, {}),
            danger=read_danger(self._needed(folder / "danger.yaml")),
            lexicon=read_lexicon(folder / "lexicon.json", self._shown(folder / "lexicon.json"), self.report),
            weights=read_weights(folder / "weights.json", self._shown(folder / "weights.json"), self.report),
            languages=self._single(folder / "languages.yaml", read_languages, {}),
            match_words=read_match_words(self._needed(folder / "desk" / "redenen.yaml")),
            desk=DeskWords(
                outcomes=self._single(folder / "desk" / "uitkomsten.yaml", read_outcomes, {}),
                answers=self._single(folder / "desk" / "antwoorden.yaml", read_answers, {}),
            ),
        )

    def _rules(self, folder: Path, facts: Mapping[str, FactSpec], topics: Collection[str]) -> dict[str, Rule]:
        """The rules; none looks at what another one concludes, so their order cannot matter."""
        ruled = {path.stem for path in folder.glob("*.yaml")}
        given = ConditionReader(facts, topics, barred=ruled)
        return self._folder(folder, "rule", lambda spot: read_rule(spot, given, facts))

    def language(self) -> None:
        """Hold every text that was read against `language.yaml`."""
        spot = self._file(self._knowledge_dir / "language.yaml")
        if spot is None:
            return
        faults = len(self.report.problems)
        rules = read_language(spot)
        if len(self.report.problems) == faults:
            check_language(rules, self._glossary, self.report)

    @property
    def flows_name(self) -> str:
        """How an editor knows the folder of the flows."""
        return self._flows_dir.name

    @property
    def possible(self) -> Possible:
        """Whether conditions over these facts can hold."""
        return self._conditions.possible

    def flows(self, knowledge: Knowledge) -> tuple[Flows, Mapping[str, Spot]]:
        """The flows, and where each step, text, option and aside stands."""
        reader = FlowReader(knowledge, self._conditions, self.report)
        for spot in self._files(self._flows_dir):
            reader.add(spot)
        return reader.finish(), reader.places

    def hints(self) -> HintBook:
        """The hints as editors write them; a start needs only the lexicon that is made of them."""
        reader = HintReader(self._needed(self._knowledge_dir / "weighing.yaml"))
        for spot in self._files(self._knowledge_dir / "hints"):
            reader.add(spot)
        return reader.book()

    def examples(self, topics: Collection[str]) -> list[Example]:
        """The labelled examples; a start needs only the weights that are learned from them."""
        return [one for spot in self._files(self._knowledge_dir / "examples") for one in read_examples(spot, topics)]

    def warn_of_old_weights(self, made_of: str) -> None:
        """Whoever changed a hint or an example sees that it does nothing yet."""
        if made_of != digest(self._knowledge_dir):
            shown = self._shown(self._knowledge_dir / "weights.json")
            what, remedy = "older than the hints or the examples", "make it anew with scripts/weigh"
            self.report.warnings.append(Problem(shown, 1, 1, what, remedy))

    def _regions(self) -> dict[str, ReadLayer]:
        """The regions by id; there need not be any."""
        wider = Wider(places=self._spots_of("place"), routes=self._spots_of("route"))
        result: dict[str, ReadLayer] = {}
        for path in _folders(self._knowledge_dir / "regions"):
            spot, since = self._file(path / "region.yaml"), len(self.report.names)
            name = read_region(spot, path.name) if spot is not None else path.name
            result[path.name] = self._layer(path, name, wider)
            check_named(self.report, since, {"place": result[path.name].known.places})
        return result

    def _municipalities(
        self, regions: Mapping[str, ReadLayer], kinds: Mapping[str, QuestionKind]
    ) -> tuple[dict[str, Municipality], dict[str, tuple[Layer, ...]]]:
        """The municipalities by id, and the layers of each."""
        result: dict[str, Municipality] = {}
        layers: dict[str, tuple[Layer, ...]] = {}
        for path in self._municipality_folders():
            spot, since = self._file(path / "profile.yaml"), len(self.report.names)
            if spot is None:
                continue
            municipality = read_municipality(spot, kinds)
            region = regions.get(municipality.region)
            country = Wider(places=self._spots_of("place"), routes=self._spots_of("route"))
            own = self._layer(path, municipality.name, region.known if region else country)
            check_named(self.report, since, {"place": own.known.places, "region": regions})
            layers[path.name] = (region.layer, own.layer) if region else (own.layer,)
            places = local_places(layers[path.name])
            check_neighbourhoods(municipality, own.layer.places, own.known.places)
            warn_unfilled(municipality, {**self._places, **places}, spot)
            self._keep("municipality", path.name, spot, result, with_places(municipality, places))
            if municipality.id != path.name:
                spot.fail(f"id '{municipality.id}' is not the folder's name", f"write 'id: {path.name}'")
        return result, layers

    def _municipality_folders(self) -> list[Path]:
        folder, extra = self._knowledge_dir / "municipalities", self._extra
        found = [path for path in _folders(folder) if extra is None or path.name != extra.name]
        if not found and extra is None:
            self._miss(folder)
        return found if extra is None else [*found, extra]

    def _layer(self, path: Path, name: str, wider: Wider) -> ReadLayer:
        def files(folder: Path) -> list[Spot]:
            return self._files(folder) if folder.is_dir() else []

        return read_layer(path, self._shown(path), name, files=files, wider=wider, conditions=self._conditions)

    def _spots_of(self, kind: str) -> dict[str, Spot]:
        return {key: spot for (sort, key), spot in self.spots.items() if sort == kind}

    def _folder(self, folder: Path, kind: str, read: Callable[[Spot], T]) -> dict[str, T]:
        """One thing, one file, and the file's name is its id."""
        result: dict[str, T] = {}
        for spot in self._files(folder):
            thing = read(spot)
            name = Path(spot.path).stem
            self._keep(kind, name, spot, result, thing)
            if thing.id and thing.id != name:
                spot.fail(f"id '{thing.id}' is not the file's name", f"write 'id: {name}' or rename the file")
        return result

    def _keep(self, kind: str, key: str, spot: Spot, into: dict[str, "K"], thing: "K") -> None:
        first = self.spots.get((kind, key))
        if first is not None:
            spot.fail(f"double {kind} '{key}'", f"it stands in {first.path} too; keep one of the two")
            return
        self.spots[(kind, key)] = spot
        into[key] = thing

    def _single(self, path: Path, read: Callable[[Spot], "K"], empty: "K") -> "K":
        spot = self._file(path)
        return read(spot) if spot is not None else empty

    def _needed(self, path: Path) -> Spot:
        """A file whose every key is required: when it cannot be read, only that is told."""
        start = yaml.Mark("", 0, 0, 0, None, 0)
        nothing = yaml.MappingNode("", [], start, start)
        return self._file(path) or Spot(nothing, self._shown(path), Report())

    def _files(self, folder: Path) -> list[Spot]:
        paths = sorted(folder.glob("*.yaml"))
        if not paths:
            self._miss(folder)
        spots = (self._file(path, folder) for path in paths)
        return [spot for spot in spots if spot is not None]

    def _miss(self, folder: Path) -> None:
        self.report.refuse(self._shown(folder), "no files in this folder", "put them back")

    def _file(self, path: Path, folder: Path | None = None) -> Spot | None:
        """A file on its own, or (with `folder`) one of many of a sort."""
        shown = self._shown(path)
        if not path.is_file():
            self.report.refuse(shown, "the file is not there", "put it back")
            return None
        if self.tracer is None:
            return read_file(path, shown, self.report)
        glob = re.sub(
            r"/(municipalities|regions)/[^/]+/",
            r"/\1/*/",
            shown if folder is None else f"{self._shown(folder)}/*.yaml",
        )
        trace = self.tracer.of(path.stem if folder is None else folder.name, glob)
        return read_file(path, shown, self.report, trace)

    def _shown(self, path: Path) -> str:
        """Paths as an editor knows them: from `knowledge/` or `flows/` on."""
        for root in (self._knowledge_dir, self._flows_dir):
            if path.is_relative_to(root):
                return (root.name / path.relative_to(root)).as_posix()
        return path.as_posix()


def _folders(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.glob("*") if entry.is_dir())


K = TypeVar("K")
