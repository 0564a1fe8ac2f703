"""Indentation as it is usual: four spaces for what stands in an option's answer or in a block of `<<…>>`.

Nothing else is touched, and nothing that would come to mean something else: what was formatted is read again,
and a node whose tree would not be the same stays as it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from bot.analysis.facts import ScriptFacts, facts_of
from bot.analysis.naming import Replacement
from bot.analysis.walk import statements
from bot.yarn import HostDeclarations, Source
from bot.yarn.scanner import indentation
from bot.yarn.statements import keyword
from bot.yarn.tree import Enum, Group, If, Node, Once, Statement

_STEP = " " * 4
_BLANK = " \t"  # what nodes' marks may stand behind; wider spaces make a text of them
_ENDS = frozenset({"endif", "endonce", "endenum"})
_INSIDE = frozenset({"else", "elseif"})
_PLACES = frozenset({"column", "type_column", "target_column", "value_column", "pieces", "type"})


def formatted(facts: ScriptFacts, host: HostDeclarations) -> list[Replacement]:
    """The edits that indent a script; none where it has errors."""
    if facts.script.problems.broken:
        return []
    lines, bodies = list(facts.lines), list(_bodies(facts))
    for node, rows in bodies:
        lines[rows.start : rows.stop] = _indented(node, lines, rows)
    again = facts_of(Source(facts.name, "\n".join(lines)), host).file.nodes
    for (node, rows), fresh in zip(bodies, again, strict=True):
        if _meaning(node) != _meaning(fresh):
            lines[rows.start : rows.stop] = facts.lines[rows.start : rows.stop]
    return [
        Replacement(n, 1, n, len(old) + 1, new)
        for n, (old, new) in enumerate(zip(facts.lines, lines, strict=True), 1)
        if old != new
    ]


def _bodies(facts: ScriptFacts) -> Iterator[tuple[Node, range]]:
    """Each node with the rows of its body, counted from 0."""
    for node in facts.file.nodes:
        start = node.line - 1
        while not facts.lines[start].strip().startswith("---"):
            start += 1
        end = start + 1
        while end < len(facts.lines) and not facts.lines[end].lstrip(" \t").startswith("==="):
            end += 1
        yield node, range(start + 1, end)


def _indented(node: Node, lines: Sequence[str], rows: range) -> list[str]:
    depths: dict[int, int] = {}
    _measure(node.body, 0, depths)
    opened = {s.line for s in statements(node.body) if isinstance(s, If | Once | Enum)}
    fresh, waiting, blocks = [], list[int](), list[int]()
    for row in rows:
        depth = _depth(lines[row], row + 1, depths, opened, blocks)
        if depth is None:
            waiting.append(row)
            continue
        fresh += [_aside(lines[w], depth) for w in waiting]
        waiting.clear()
        fresh.append(_STEP * depth + lines[row].lstrip(_BLANK))
    return fresh + [_aside(lines[w], 0) for w in waiting]


def _depth(text: str, number: int, depths: dict[int, int], opened: set[int], blocks: list[int]) -> int | None:
    """How deep a row belongs; None for a blank one and a comment, which go with what follows."""
    _, at = indentation(text)
    word = keyword(text, at) if text.startswith("<<", at) else ""
    if word in _ENDS and blocks:
        return blocks.pop()
    if word in _INSIDE and blocks:
        return blocks[-1]
    if word == "case" and blocks:
        return blocks[-1] + 1
    depth = depths.get(number)
    if depth is not None and number in opened and f"<<end{word}" not in text:
        blocks.append(depth)
    return depth


def _aside(text: str, depth: int) -> str:
    """A blank row or a comment before a row of that depth."""
    return _STEP * depth + text.lstrip(_BLANK) if text.strip() else ""


def _measure(body: Sequence[Statement], depth: int, depths: dict[int, int]) -> None:
    for statement in body:
        depths.setdefault(statement.line, depth)
        match statement:
            case Group():
                for choice in statement.choices:
                    depths.setdefault(choice.line, depth)
                    _measure(choice.body, depth + 1, depths)
            case If():
                for clause in statement.clauses:
                    _measure(clause.body, depth + 1, depths)
            case Once():
                _measure(statement.body, depth + 1, depths)
                _measure(statement.otherwise or (), depth + 1, depths)


def _meaning(value: object) -> object:
    """A tree without the columns at which its parts stand."""
    if is_dataclass(value):
        left_out = _PLACES | {"name"} if isinstance(value, Node) else _PLACES  # settling names nodes
        kept = (f.name for f in fields(value) if f.name not in left_out)
        return (type(value).__name__, *(_meaning(getattr(value, name)) for name in kept))
    if isinstance(value, list | tuple):
        return [_meaning(each) for each in value]
    return value
