"""The templates without a browser: every page is made, every word of ours is plain, every form can be trusted."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from desk_frames import FRAME
from desk_views import PAGES

from bot.content.files import read_file
from bot.content.language import LanguageRules, read_language
from bot.content.language_check import check_language
from bot.content.reader import Report, Spot
from bot.desk.render import FOLDER, Templates
from bot.desk.views.acts import Act
from bot.desk.views.frame import Nav, Why, nav_of
from bot.desk.views.inbox import Flag
from bot.model.cases import CaseState

ROOT = Path(__file__).parents[2]
GLOSSARY = list(yaml.safe_load((ROOT / "knowledge" / "glossary.yaml").read_text(encoding="utf-8")))
RENDER = Templates()
HTML = {name: RENDER.text(template, frame, **values) for name, (template, frame, values) in PAGES.items()}
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "templates").glob("*.html"))}


NO_WORDS = re.compile(r"<code>.*?</code>|<svg.*?</svg>", re.DOTALL)
BEFORE_SESSION = {"/desk/inloggen", "/desk/welkom"}
"""Where a form goes that has no session, and so no token: that it comes from here is what holds it."""


class _Reader(HTMLParser):
    """The forms and ids of a page, and its texts by the element that holds them."""

    INSIDE = frozenset({"a", "bdi", "span", "strong", "time", "kbd", "ins", "del"})

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str | None], set[str]]] = []
        self.ids: list[str] = []
        self.own: list[str] = []  # style or script in the page itself
        self.texts: list[str] = [""]
        self._typed = False  # inside what somebody wrote

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in self.INSIDE:
            self.texts.append("")
            self._typed = tag == "textarea" or "dir" in found
        self.own += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.own.append(tag)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag == "form":
            self.forms.append((found, set()))
        if self.forms and "name" in found:
            self.forms[-1][1].add(found["name"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.INSIDE:
            self.texts.append("")
            self._typed = False

    def handle_data(self, data: str) -> None:
        if not self._typed:
            self.texts[-1] += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def rules() -> LanguageRules:
    report = Report()
    spot = read_file(ROOT / "knowledge" / "language.yaml", "language.yaml", report)
    assert spot
    return read_language(spot)


@pytest.mark.parametrize("name", HTML)
def test_words_of_ours_are_plain(name: str, rules: LanguageRules) -> None:
    report = Report()
    node = yaml.compose("x")
    assert node
    for text in _read(NO_WORDS.sub("", HTML[name])).texts:
        for part in text.split("·"):  # stands between things that are no sentence together
            words = " ".join(part.split())
            report.texts.append((words, Spot(node, f"{name}: {words[:60]}", report)))
    check_language(rules, GLOSSARY, report)
    assert not report.problems, "\n".join(map(str, report.problems))


@pytest.mark.parametrize("name", HTML)
def test_every_post_carries_the_token_and_every_id_is_one(name: str) -> None:
    page = _read(HTML[name])
    for attributes, fields in page.forms:
        if attributes.get("method") == "post" and attributes["action"] not in BEFORE_SESSION:
            assert "csrf" in fields, attributes
            if "/desk/vragen/" in (attributes["action"] or ""):
                assert "rev" in fields, attributes
    assert len(page.ids) == len(set(page.ids))
    assert page.own == []


def test_every_page_has_a_title_of_its_own() -> None:
    titles = [re.search(r"<title>(.*?)</title>", html, re.DOTALL) for html in HTML.values()]
    assert all(title and title[1].strip().endswith("- Wegwijzer Almere") for title in titles)


@pytest.mark.parametrize("name", SOURCES)
def test_no_template_trusts_what_it_shows(name: str) -> None:
    assert not re.search(
        r"\|\s*safe\b|autoescape|Markup|\sstyle=|<style|<script(?! type=\"module\" src)|\son\w+=", SOURCES[name]
    )


def _worded(template: str, table: str) -> set[str]:
    """The ids that a template has words for."""
    return set(getattr(RENDER.environment.get_template(template).make_module({"frame": FRAME}), table))


def _tables() -> Iterator[tuple[str, str, set[str]]]:
    yield "faults.html", "WHY", set(Why)
    yield "parts.html", "FLAG", set(Flag)
    yield "parts.html", "NAV", set(Nav)
    yield "acts.html", "NAME", set(Act) - {Act.UNDO}


@pytest.mark.parametrize(("template", "table", "ids"), [pytest.param(*row, id=row[1]) for row in _tables()])
def test_every_id_has_words(template: str, table: str, ids: set[str]) -> None:
    assert _worded(template, table) == ids


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_words(state: CaseState) -> None:
    assert f'"{state}"' in SOURCES["parts.html"] or state is CaseState.WITHDRAWN


def test_each_role_sees_its_own_parts() -> None:
    assert nav_of(["oco"]) == (Nav.MINE, Nav.ACCOUNT)
    assert nav_of(["manager", "coordinator"]) == nav_of(["coordinator"])
    assert nav_of(["stranger"]) == ()
    assert Nav.INBOX not in nav_of(["manager"])


def test_the_style_of_a_release_is_used_when_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "nlds.css").touch()
    assert "nlds.css" in Templates(static=tmp_path).text("not_there", FRAME)
    assert "nlds.css" not in RENDER.text("not_there", FRAME)
