"""One YAML file -> its top node, or a fault that says why it cannot be read at all."""

from pathlib import Path

import yaml

from bot.content.reader import Report, Spot
from bot.content.trace import Trace

_DEEPEST = 20  # levels; what people write has 8 at most


def read_file(path: Path, shown_as: str, report: Report, trace: Trace | None = None) -> Spot | None:
    """The top node of one YAML file; None (and a fault) when it cannot be read at all."""
    try:
        raw = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(raw, Loader=yaml.CBaseLoader)
    except UnicodeDecodeError:
        report.refuse(shown_as, "not UTF-8 text", "save the file as UTF-8")
        return None
    except RecursionError:
        report.refuse(shown_as, "nested too deep", "write it flatter")
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not readable as YAML: {error.problem or 'broken structure'}"
        report.refuse(shown_as, what, "look at the indent, quotes and colons here", line, column)
        return None
    except yaml.YAMLError:
        report.refuse(shown_as, "not readable as YAML", "take out characters that do not print")
        return None
    if node is None:
        report.refuse(shown_as, "empty file", "fill it or take it away")
        return None
    spot = Spot(node, shown_as, report, trace=trace)
    return spot if _is_plain(spot, may_alias="*" in raw) else None


def _is_plain(top: Spot, *, may_alias: bool) -> bool:
    """No aliases (they hide what a reader sees, and can grow without bound) and no endless nesting.

    Without an asterisk in the file there is no alias, and single values need no look.
    """
    seen: set[int] = set()
    todo = [(top.node, 0)]
    while todo:
        node, depth = todo.pop()
        if id(node) in seen or depth > _DEEPEST:
            what = ("an alias (*name) is used", "write the text out in full")
            top.at(node).fail(*(what if depth <= _DEEPEST else ("nested too deep", "write it flatter")))
            top.report.unread = True
            return False
        seen.add(id(node))
        inner = (child for child in reversed(_children(node)) if may_alias or not isinstance(child, yaml.ScalarNode))
        todo.extend((child, depth + 1) for child in inner)
    return True


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return []
