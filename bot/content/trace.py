"""What the readers ask of a file, noted while they read: from this the schemas for editors are made.

So a key that a reader learns to ask for is in the schema by itself; there is no second list to keep.
"""

from collections.abc import Iterator


class Trace:
    """One place in a sort of file (`routes`, key `places`, its items): what it was read as, and what lies below."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.kinds: set[str] = set()  # "plain", "text", "label", "day", "number", "yes_no", "one_of", "id", ...
        self.values: tuple[str, ...] = ()  # of a "one_of"
        self.range: tuple[int, int] | None = None  # of a "number"
        self.names: set[str] = set()  # of a "name": what sort of thing it names
        self.visits = 0  # times it was read as fields
        self.needed: dict[str, int] = {}  # key -> times it had to be there
        self.keys: dict[str, Trace] = {}
        self.each: Trace | None = None  # the values of a mapping with free keys
        self.item: Trace | None = None  # the members of a list

    def ask(self, key: str, *, needed: bool) -> "Trace":
        """A reader asks for a key."""
        if needed:
            self.needed[key] = self.needed.get(key, 0) + 1
        return self.keys.setdefault(key, Trace())

    def for_each(self) -> "Trace":
        """A reader takes the keys as they come."""
        self.each = self.each or Trace()
        return self.each

    def for_item(self) -> "Trace":
        """A reader takes the members of a list."""
        self.item = self.item or Trace()
        return self.item

    def always(self) -> list[str]:
        """The keys without which no such mapping is whole."""
        return sorted(key for key, times in self.needed.items() if times >= self.visits)


class Tracer:
    """The traces of every sort of file, and where such files stand."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._traces: dict[str, Trace] = {}
        self._globs: dict[str, set[str]] = {}

    def of(self, sort: str, glob: str) -> Trace:
        """The trace of a sort of file; `glob` matches the files."""
        self._globs.setdefault(sort, set()).add(glob)
        return self._traces.setdefault(sort, Trace())

    def sorts(self) -> Iterator[tuple[str, Trace, list[str]]]:
        """Every sort with its trace and where it stands, by name."""
        for sort in sorted(self._traces):
            yield sort, self._traces[sort], sorted(self._globs[sort])
