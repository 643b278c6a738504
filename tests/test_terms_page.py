"""The table of terms in `docs/termijnen.md` is what the knowledge says; `pytest --update-golden` writes it anew."""

from pathlib import Path

from bot.content.load import load
from bot.model.knowledge import Knowledge
from bot.model.terms import Term, TermUnit

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "termijnen.md"
HEAD = (
    "| termijn | wet | hoe lang | telt vanaf | wie moet iets doen | schuift op | artikel of bron |\n"
    "|---|---|---|---|---|---|---|"
)
UNITS = {TermUnit.DAYS: "dagen", TermUnit.WEEKS: "weken", TermUnit.WORKING_DAYS: "werkdagen"}
MOVES = "Algemene termijnenwet"


def table(known: Knowledge) -> str:
    """Every term, a row each, in the order of the files."""
    return "\n".join((HEAD, *(row(known, term) for term in known.terms.values())))


def row(known: Knowledge, term: Term) -> str:
    starts = " of anders ".join(f"`{name}` ({known.facts[name].label.to('nl').lower()})" for name in term.starts)
    start = f"na `{term.after}`, die begint bij {starts}" if term.after else starts
    who = "de inwoner" if term.mine else "de ander; daarna mag de inwoner iets" if term.opens else "de ander"
    named = (source.article or source.url for source in term.sources)
    articles = "; ".join(dict.fromkeys(name for name in named if not name.startswith(MOVES)))
    cells = (
        f"`{term.id}`: {term.name.to('nl')}",
        term.law.value,
        f"{term.count} {UNITS[term.unit]}",
        start,
        who,
        "ja" if term.extended else "nee",
        articles,
    )
    return f"| {' | '.join(cells)} |"


def test_the_table_is_what_the_knowledge_says(update_golden: bool) -> None:
    known = load(ROOT / "knowledge", ROOT / "flows").knowledge
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(HEAD)
    after = "\n\n" + rest.partition("\n\n")[2]
    whole = before + table(known) + after
    if update_golden:
        PAGE.write_text(whole, encoding="utf-8")
    assert text == whole or update_golden, "run pytest --update-golden tests/test_terms_page.py and read the change"
