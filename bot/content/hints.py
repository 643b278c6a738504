"""Reads `knowledge/hints/*.yaml` and the word lists of `knowledge/weighing.yaml`."""

from bot.content.patterns import Lists, PatternReader, read_list, word_set
from bot.content.reader import ID, LANGUAGE, Spot, read_map
from bot.model.hints import Hint, HintBook
from bot.model.patterns import Gap, Part, Pattern


class HintReader:
    """Reads the files one by one; `book` gives what they hold together."""

    def __init__(self, weighing: Spot) -> None:
        fields = weighing.fields()
        lists = fields.get("lists")
        self._lists: Lists = read_map(lists, read_list) if lists else {}
        self._fillers = word_set(fields, "fillers")
        fields.done()
        self._hints: dict[str, Hint] = {}
        self._parts: dict[str, Part | Gap] = {}

    def add(self, spot: Spot) -> None:
        """One file: hints by their id."""
        for key, at, value in spot.pairs():
            if not ID.fullmatch(key):
                at.fail(f"'{key}' is not an id", "use a-z, 0-9, '_' and '-', at most 40 characters")
            if key in self._hints:
                at.fail(f"double hint '{key}'", "put the words of both together")
            self._hints[key] = self._hint(key, value)

    def _hint(self, key: str, spot: Spot) -> Hint:
        patterns: dict[str, tuple[Pattern, ...]] = {}
        for language, at, value in spot.pairs():
            if not LANGUAGE.fullmatch(language):
                at.fail(f"'{language}' is not a language", "use the code of ISO 639, as nl or pap")
            patterns[language] = PatternReader(self._lists, set(), fold=True, known=self._parts).read(value)
        if not patterns:
            spot.fail(f"hint '{key}' has no words", "add 'nl:' with the words that people use")
        return Hint(id=key, patterns=patterns)

    def book(self) -> HintBook:
        """Everything read so far."""
        return HintBook(hints=self._hints, fillers=self._fillers)
