"""Source text to syntax tree. Every mistake goes into the report, and reading goes on.

`parse_file` reads headers; bodies are read line by line in `blocks`. Never raises on any text.
"""

import re
from collections.abc import Sequence

from bot.yarn.blocks import BodyReader
from bot.yarn.diagnostics import Problem, Report, warn_address
from bot.yarn.expressions import NAME, Reader, parse
from bot.yarn.scanner import Section, lay_out, split_lines
from bot.yarn.tree import Condition, File, Header, Node

_HEADER = re.compile(rf"\s*({NAME})[ \t]*:")
_TITLE = re.compile(r"[\w\u2600-\u27bf\ufe0f\U00010000-\U000efffd]+")
_ONCE = re.compile(r"[ \t]*once(?!\w)[ \t]*(?:(if)(?!\w))?")


def parse_file(name: str, text: str, report: Report, waiting: frozenset[str]) -> File:
    """The tree of one file, as far as it can be read."""
    lines = split_lines(text)
    report.know(name, lines)
    layout = lay_out(lines)
    file = File(name)
    for index in layout.tags:
        file.tags += [word[1:] for word in lines[index].split("//")[0].split() if word.startswith("#")]
    for index in layout.stray:
        _stray(name, lines[index], index, report)
    for section in layout.sections:
        node = _node(name, lines, section, report)
        if node is not None and section.body is not None:
            node.body = BodyReader(name, lines, report, waiting).read(section.body)
            file.nodes.append(node)
    if not layout.sections and not layout.stray:
        report.warn("AL506", name, 1, 1, "this file has no node", "a node is title: Name, ---, lines, ===")
    return file


def _stray(name: str, line: str, index: int, report: Report) -> None:
    column = len(line) - len(line.lstrip()) + 1
    what = "=== ends no node" if line.strip().startswith("===") else "this text is in no node"
    report.add(
        "AL001", name, index + 1, column, what, "a node is title: Name, ---, lines, ===", len(line) + 1
    )  # fmt: skip


def _node(name: str, lines: Sequence[str], section: Section, report: Report) -> Node | None:
    node = Node(name, section.first + 1, title_line=section.first + 1)
    for index in section.headers:
        header = _header(name, lines[index], index, report)
        if header is not None:
            node.headers.append(header)
            _TAKERS.get(header.key, _take_other)(node, header, lines[index], report)
    if section.body is None:
        report.add(
            "AL002", name, section.separator + 1, 1, "this node has no body",
            "put --- before its lines and === behind them",
        )  # fmt: skip
        return None
    if not any(header.key == "title" for header in node.headers):
        report.add("AL203", name, section.first + 1, 1, "this node has no title", "add a line title: Name")
        return None
    _check_separator(name, lines, section, report)
    return node


def _check_separator(name: str, lines: Sequence[str], section: Section, report: Report) -> None:
    line = lines[section.separator]
    rest = line.strip()[3:].strip()
    if rest and not rest.startswith("//"):
        column = line.index("---") + 4
        report.warn(
            "AL504", name, section.separator + 1, column, f"{rest!r} behind --- is left out",
            "write exactly three dashes",
        )  # fmt: skip
    if not section.closed:
        last = len(lines)
        report.add(
            "AL002", name, last, len(lines[-1]) + 1, "this node is not closed", "end it with a line ==="
        )


def _header(name: str, line: str, index: int, report: Report) -> Header | None:
    found = _HEADER.match(line)
    if found is None:
        column = len(line) - len(line.lstrip()) + 1
        hint = "a key is made of letters, digits and _, then a colon; a body begins with ---"
        report.add("AL003", name, index + 1, column, "this is no header", hint, len(line) + 1)
        return None
    value = line[found.end() :].split("//")[0]
    shift = len(value) - len(value.lstrip())
    if value.endswith(":") and line.startswith("//", found.end() + len(value)):
        hint = "leave https:// out: a header cannot hold it"
        warn_address(report, name, index + 1, found.end() + len(value) + 1, hint)
    return Header(found.group(1), value.strip(), index + 1, found.start(1) + 1, found.end() + shift + 1)


def _take_other(node: Node, header: Header, line: str, report: Report) -> None:
    """A header of the writer's own: kept as it is."""


def _take_title(node: Node, header: Header, line: str, report: Report) -> None:
    if node.title:
        report.add("AL203", node.file, header.line, header.column, "this node has two titles", "keep one")
        return
    node.title, node.title_column, node.title_line = header.value, header.value_column, header.line
    _check_name(node, header, "title", report)


def _check_name(node: Node, header: Header, what: str, report: Report) -> None:
    if not _TITLE.fullmatch(header.value):
        said = f"{header.value[:40]!r} is no {what}" if header.value else f"this {what} is empty"
        report.add(
            "AL203", node.file, header.line, header.value_column, said,
            "use letters, digits and _, without spaces or dots", header.value_column + len(header.value),
        )  # fmt: skip


def _take_subtitle(node: Node, header: Header, line: str, report: Report) -> None:
    node.subtitle = header.value
    _check_name(node, header, "subtitle", report)


def _take_tags(node: Node, header: Header, line: str, report: Report) -> None:
    node.tags += tuple(header.value.split())


def _take_tracking(node: Node, header: Header, line: str, report: Report) -> None:
    if header.value not in ("always", "never"):
        said = f"tracking: {header.value[:40]!r} means nothing"
        report.warn("AL505", node.file, header.line, header.value_column, said, "use always or never")
    node.tracked = header.value != "never"


def _take_when(node: Node, header: Header, line: str, report: Report) -> None:
    at = header.value_column - 1
    text = line.split("//")[0]
    once = _ONCE.match(text, at)
    column = header.value_column
    condition = Condition(False, None, header.line, column, header.value)
    node.when.append(condition)
    if header.value == "always":
        return
    try:
        if once is not None:
            condition.once, at = True, once.end()
        if once is None or once.group(1):
            reader = Reader(text, header.line, at)
            condition.test = parse(reader)
        else:
            reader = Reader(text, header.line, at)
        if reader.kind != "end":
            raise reader.fail("the condition should end here", code="AL205")
    except Problem as problem:
        hint = problem.hint or "use always, once, once if …, or a condition"
        report.add("AL205", node.file, header.line, problem.column, problem.message, hint, problem.end)


_TAKERS = {
    "title": _take_title,
    "subtitle": _take_subtitle,
    "tags": _take_tags,
    "tracking": _take_tracking,
    "when": _take_when,
}
