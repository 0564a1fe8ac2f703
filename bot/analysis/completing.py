"""What may stand at a place of a script: asked with the words before it."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from bot.analysis.describing import first_lines, signature, variable
from bot.analysis.episodes import LANGUAGE, OURS
from bot.analysis.offered import commands_of, functions_of
from bot.analysis.workbench import Workbench
from bot.frozen import frozen
from bot.yarn.heard import HEARD

SuggestionKind = Literal["node", "variable", "function", "case", "command", "header", "heard"]
_GO = re.compile(r"<<\s*(?:jump|detour)\s+([\w.]*)$")
_ABOUT = re.compile(r"\b(?:visited|visited_count|has_any_content)\(\s*\"([\w.]*)$")
_HEARD_TAG = re.compile(r"#heard:(\w*)$")
_HEARD_TEST = re.compile(rf"\{HEARD}\s*(?:==|!=)\s*\"(\w*)$")
_VARIABLE = re.compile(r"(\$\w*)$")
_MEMBER = re.compile(r"(?<![\w$\"])(\w*)\.(\w*)$")
_COMMAND = re.compile(r"<<\s*(\w*)$")
_TAG = re.compile(r"(?:^|\s)#(\w*)$")
_WORD = re.compile(r"(\w*)$")
_HEADER = re.compile(r"^\s*(\w*)$")
_ENDING = {"help": "now", "tracking": "never", "when": "always"}


@frozen
class Suggestion:
    """`text` takes the place of the last `replaces` characters before the place."""

    text: str
    kind: SuggestionKind
    replaces: int
    detail: str = ""


def completions(bench: Workbench, file: str, line: int, before: str) -> list[Suggestion]:
    """Everything that could stand there, by name. `before` is the line's text up to the place."""
    facts = bench.facts.get(file)
    lines = facts.lines if facts is not None else ()
    if _among_headers(lines, line):
        found = _headers(bench, before)
    else:
        found = _in_body(bench, before)
    return sorted(found, key=lambda s: s.text)


def _among_headers(lines: Iterable[str], line: int) -> bool:
    """Whether a line stands outside of every body."""
    inside = False
    for text in [*lines][: line - 1]:
        if text.strip().startswith("---"):
            inside = True
        elif text.lstrip(" \t").startswith("==="):
            inside = False
    return not inside


def _headers(bench: Workbench, before: str) -> Iterator[Suggestion]:
    if (found := _HEADER.search(before)) is not None:
        for name in (*LANGUAGE, *OURS, "nudge_1"):
            yield Suggestion(f"{name}: {_ENDING.get(name, '')}", "header", len(found[1]))
    elif (closes := re.search(r"closes:\s*(\S*)$", before)) is not None:
        for facts in bench.facts.values():
            for header in (h for node in facts.file.nodes for h in node.headers if h.key == "episode"):
                yield Suggestion(header.value, "header", len(closes[1]), facts.name)
    elif before.lstrip().startswith("when:"):
        yield from _expression(bench, before)


def _in_body(bench: Workbench, before: str) -> Iterator[Suggestion]:
    if (found := _GO.search(before)) is not None:
        yield from _nodes(bench, len(found[1]))
    elif (found := _HEARD_TAG.search(before)) is not None:
        yield from _heard(bench, len(found[1]))
    elif (found := _COMMAND.search(before)) is not None:
        for name in commands_of(bench.host):
            yield Suggestion(name, "command", len(found[1]))
    elif (found := _TAG.search(before)) is not None:
        for tag in ("heard:", "alias:", "unlisted", "line:"):
            yield Suggestion(tag, "heard", len(found[1]))
    elif before.count("<<") > before.count(">>") or before.count("{") > before.count("}"):
        yield from _expression(bench, before)


def _expression(bench: Workbench, before: str) -> Iterator[Suggestion]:
    if (found := _ABOUT.search(before)) is not None:
        yield from _nodes(bench, len(found[1]))
    elif (found := _HEARD_TEST.search(before)) is not None:
        yield from _heard(bench, len(found[1]))
    elif (found := _VARIABLE.search(before)) is not None:
        names = {o.name for f in bench.facts.values() for o in f.occurrences if o.kind == "variable"}
        for name in names | set(bench.host.variables):
            yield Suggestion(name, "variable", len(found[1]), variable(bench, name)[0])
    elif (found := _MEMBER.search(before)) is not None:
        for facts in bench.facts.values():
            for enum in facts.script.contents.enums:
                if found[1] in ("", enum.name):
                    yield from (Suggestion(c.name, "case", len(found[2]), enum.name) for c in enum.cases)
    elif before.count('"') % 2 == 0:
        length = len(_WORD.search(before)[1])  # type: ignore[index]  # it matches nothing, too
        for name in functions_of(bench.host):
            yield Suggestion(name, "function", length, signature(name, bench.host.functions.get(name)))
        for facts in bench.facts.values():
            yield from (Suggestion(e.name, "case", length, "enum") for e in facts.script.contents.enums)


def _nodes(bench: Workbench, length: int) -> Iterator[Suggestion]:
    nodes = {node.title: node for facts in bench.facts.values() for node in facts.file.nodes}
    for title, node in nodes.items():
        yield Suggestion(title, "node", length, next(iter(first_lines(node)), ""))


def _heard(bench: Workbench, length: int) -> Iterator[Suggestion]:
    for kind in bench.host.variables.get(HEARD, ()):
        yield Suggestion(kind, "heard", length)
