"""What the engine is made of: content and recognisers, for one municipality. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.advice.local_words import local_words, words_elsewhere
from bot.content.layers import view_of
from bot.content.wording import fill
from bot.model.facts import FactSpec
from bot.model.flow import Flows
from bot.model.knowledge import Knowledge
from bot.model.municipality import Municipality
from bot.model.places import Place
from bot.model.text import DUTCH, Text
from bot.model.wording import Phrase
from bot.understanding.commands import CommandFinder
from bot.understanding.danger import DangerFinder
from bot.understanding.glossary import GlossaryFinder
from bot.understanding.listen import Listener
from bot.understanding.phrases import StrictPhrases
from bot.understanding.watch import DangerWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Built once at start by `make_parts`; shared by every conversation."""

    country: Knowledge  # without what regions and municipalities add or replace
    knowledge: Knowledge  # as it is in this municipality
    flows: Flows
    municipality: Municipality
    listener: Listener
    danger: DangerWatch
    commands: CommandFinder
    glossary: GlossaryFinder
    neighbourhoods: StrictPhrases
    values: Mapping[str, str] = field(default_factory=dict)  # placeholders that are the same for everybody

    def advice_words(self, text: Text, language: str, *, elsewhere: bool) -> str:
        """A text of the knowledge, filled in; without the desks of this municipality for who lives `elsewhere`."""
        return self.words(text, language, **(words_elsewhere(self.knowledge) if elsewhere else {}))

    @property
    def specs(self) -> Mapping[str, FactSpec]:
        """The facts by id."""
        return self.knowledge.facts

    def phrase(self, name: str, language: str, **values: str) -> str:
        """A sentence that the program needs by name (`bot.model.wording`), filled in."""
        return self.words(self.flows.texts[name], language, **values)

    def words(self, text: Text, language: str, **values: str) -> str:
        """A text in the language, filled in."""
        return fill(text.to(language), {**self.values, **values})

    def place(self, name: str) -> Place:
        """A place of the municipality or of the country, known to exist."""
        return self.municipality.places.get(name) or self.knowledge.places[name]


def make_parts(knowledge: Knowledge, flows: Flows, municipality: Municipality) -> Parts:
    """The engine's parts for one municipality. Costs some tens of milliseconds, once."""
    listener = Listener(knowledge)
    return Parts(
        country=knowledge,
        knowledge=view_of(knowledge, municipality.id),
        flows=flows,
        municipality=municipality,
        listener=listener,
        danger=DangerWatch(DangerFinder(knowledge.danger, listener.vocabulary), listener),
        commands=CommandFinder(flows.commands),
        glossary=GlossaryFinder(knowledge.glossary),
        neighbourhoods=_neighbourhoods(municipality),
        values=same_for_all(knowledge, municipality, flows.texts[Phrase.NO_NUMBER].to(DUTCH)),
    )


def for_municipality(parts: Parts, municipality: Municipality) -> Parts:
    """The same recognisers for another municipality; costs next to nothing."""
    return replace(
        parts,
        knowledge=view_of(parts.country, municipality.id),
        municipality=municipality,
        neighbourhoods=_neighbourhoods(municipality),
        values=same_for_all(parts.country, municipality, parts.flows.texts[Phrase.NO_NUMBER].to(DUTCH)),
    )


def _neighbourhoods(municipality: Municipality) -> StrictPhrases:
    return StrictPhrases((name, name) for name in municipality.neighbourhoods)


def same_for_all(knowledge: Knowledge, municipality: Municipality, no_number: str = "") -> Mapping[str, str]:
    """The placeholders that are the same for everybody in a municipality; `no_number`: where a number is missing."""
    places = {**knowledge.places, **municipality.places}
    coordination = places[municipality.coordination]
    values = {
        **local_words(knowledge, municipality),
        "coordinatiepunt": coordination.called,
        "telefoon": coordination.phone or no_number,
        "dagen": str(municipality.keep_days),
    }
    for name, line in knowledge.helplines.items():
        if line.shown:
            values[f"lijn_{name}"] = line.number
            values[f"web_{name}"] = line.web
    return values
