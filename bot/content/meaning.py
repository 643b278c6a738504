"""Meaning checks on the knowledge: every name that is used exists, every text is fit to show."""

from collections.abc import Collection, Mapping

from bot.content.problems import did_you_mean
from bot.content.reader import Report, Spot
from bot.model.facts import FactKind, FactSpec
from bot.model.knowledge import Knowledge, Municipality
from bot.model.text import DUTCH, Text

LABEL_LIMIT = 40  # characters a button shows whole on a small phone
MESSAGE_LIMIT = 4096  # Telegram's limit for one message

Spots = Mapping[tuple[str, str], Spot]


def check_knowledge(knowledge: Knowledge, spots: Spots, report: Report) -> None:
    """Find everything that does not fit together in the knowledge; leaves faults in `report`."""
    check = _Check(knowledge, spots, report)
    for check_one in (check.facts, check.topics, check.routes, check.terms, check.municipalities):
        check_one()


class _Check:
    def __init__(self, knowledge: Knowledge, spots: Spots, report: Report) -> None:
        self.k, self.spots, self.report = knowledge, spots, report

    def spot(self, kind: str, key: str) -> Spot:
        return self.spots[(kind, key)]

    def refer(self, spot: Spot, what: str, wanted: Collection[str], known: Collection[str]) -> None:
        for name in wanted:
            if name not in known:
                spot.fail(f"unknown {what} '{name}'", did_you_mean(name, known))

    def label(self, spot: Spot, text: Text) -> None:
        for words in text.words.values():
            if len(words) > LABEL_LIMIT:
                spot.fail(f"label '{words}' has {len(words)} characters", f"keep it to {LABEL_LIMIT}")

    def facts(self) -> None:
        for key, spec in self.k.facts.items():
            spot = self.spot("fact", key)
            self.refer(spot, "fact", spec.depends_on, self.k.facts)
            for option in spec.options:
                self.label(spot, option.label)
                self.refer(spot, "topic", option.adds, self.k.topics)
            self._double_means(spot, spec)
            if spec.kind is FactKind.CHOICES and len(spec.options) > 12:
                spot.fail(f"fact '{key}' has {len(spec.options)} options", "keep a question to 12 at most")

    def _double_means(self, spot: Spot, spec: FactSpec) -> None:
        owner: dict[str, str] = {}
        for option in spec.options:
            for words in {option.label.to(DUTCH).lower(), *(meaning.lower() for meaning in option.means)}:
                if words in owner:
                    spot.fail(
                        f"'{words}' means both '{owner[words]}' and '{option.id}' in fact '{spec.id}'",
                        "leave it with one of the two",
                    )
                owner[words] = option.id

    def topics(self) -> None:
        for key, topic in self.k.topics.items():
            spot = self.spot("topic", key)
            self.label(spot, topic.name)
            self.refer(spot, "theme", [topic.theme], self.k.themes)
            self.refer(spot, "fact", topic.asks, self.k.facts)
            self.refer(spot, "topic", topic.behind, self.k.topics)
            for name in topic.asks:
                if name in self.k.facts and not self.k.facts[name].question:
                    spot.fail(f"fact '{name}' has no question to ask", "add 'question:' to it, or leave it out of 'asks'")
            if not any(key in route.topics for route in self.k.routes.values()):
                spot.fail(f"topic '{key}' leads nowhere", "name it under 'topics' of at least one route")

    def routes(self) -> None:
        places = self.all_places()
        for key, route in self.k.routes.items():
            spot = self.spot("route", key)
            self.refer(spot, "topic", route.topics, self.k.topics)
            self.refer(spot, "term", route.terms, self.k.terms)
            self.refer(spot, "place", route.places, places)

    def all_places(self) -> set[str]:
        local = (name for municipality in self.k.municipalities.values() for name in municipality.places)
        return {*self.k.places, *local}

    def terms(self) -> None:
        dates = [key for key, spec in self.k.facts.items() if spec.kind is FactKind.DATE]
        for key, term in self.k.terms.items():
            self.refer(self.spot("term", key), "date fact", [term.start], dates)

    def municipalities(self) -> None:
        for key, municipality in self.k.municipalities.items():
            self._municipality(self.spot("municipality", key), municipality)

    def _municipality(self, spot: Spot, municipality: Municipality) -> None:
        places = {*self.k.places, *municipality.places}
        wanted = [municipality.coordination, municipality.access, municipality.shelter, *(desk.place for desk in municipality.desks)]
        self.refer(spot, "place", wanted, places)
        if not municipality.desks:
            spot.fail(f"municipality '{municipality.id}' has no desk", "add at least one under 'desks'")
        if not municipality.hours.confirmed:
            spot.warn(
                f"the hours of the coordination point of {municipality.name} are not confirmed",
                "ask the coordination point, then set 'confirmed: true'",
            )
