"""Where a dialogue can go: nodes and statements that are never reached, conditions that are never true, and
circles of jumps in which nobody is asked anything.

Cautious on purpose: what an expression decides at run time counts as possible.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from bot.authoring.findings import warning
from bot.authoring.walk import blocks, constant, expressions, lines_of, statements
from bot.errors import Diagnostic
from bot.yarn.tree import (
    AskStatement,
    Constant,
    Declare,
    Enum,
    File,
    Go,
    Group,
    If,
    Leave,
    Line,
    Node,
    Once,
    Statement,
)

ENTRANCES = frozenset({"Start", "WeeklyThoughts", "Farewell"})  # nodes the host begins by their name
ENTRANCE_HEADERS = frozenset({"episode", "series"})
WAITS, ENDS = " waits", " ends"  # outcomes beside node names, which hold no space


def check_flow(files: Iterable[File]) -> Iterator[Diagnostic]:
    """All findings about the way through a project that compiles."""
    nodes = [node for file in files for node in file.nodes]
    by_name: dict[str, list[Node]] = {}
    for node in nodes:
        by_name.setdefault(node.title, []).append(node)
        if node.name and node.name != node.title:
            by_name.setdefault(node.name, []).append(node)
    yield from _unreachable(nodes, by_name)
    yield from _circles(nodes, by_name)
    for node in nodes:
        yield from _dead_parts(node.file, node.body)
        yield from _never_true(node)


# --- nodes ----------------------------------------------------------------------------------------------


def _unreachable(nodes: list[Node], by_name: Mapping[str, list[Node]]) -> Iterator[Diagnostic]:
    roots = [node for node in nodes if _is_entrance(node)]
    if not roots:
        first: dict[str, Node] = {}
        for node in nodes:
            first.setdefault(node.file, node)
        roots = list(first.values())
    reached = {id(node) for node in roots}
    waiting = list(roots)
    while waiting:
        for target in _targets(waiting.pop(), by_name):
            for node in by_name.get(target, ()):
                if id(node) not in reached:
                    reached.add(id(node))
                    waiting.append(node)
    for node in nodes:
        if id(node) not in reached and not _only_declares(node):
            message = f"nothing leads to the node {node.name or node.title}"
            hint = "jump or detour to it, or remove it"
            end = node.title_column + len(node.title)
            yield warning("AL601", node.file, node.title_line, node.title_column, message, hint, end)


def _is_entrance(node: Node) -> bool:
    return node.title in ENTRANCES or any(header.key in ENTRANCE_HEADERS for header in node.headers)


def _only_declares(node: Node) -> bool:
    return all(isinstance(statement, Declare | Enum) for statement in node.body)


def _targets(node: Node, by_name: Mapping[str, list[Node]]) -> Iterator[str]:
    """Where a node may lead. A computed jump may lead to every node whose name stands in the project."""
    for statement in statements(node.body):
        if not isinstance(statement, Go):
            continue
        if isinstance(statement.target, str):
            yield statement.target
        elif isinstance(statement.target, Constant):
            yield str(statement.target.value)
        else:
            yield from _strings(by_name)


def _strings(by_name: Mapping[str, list[Node]]) -> Iterator[str]:
    seen: set[int] = set()
    for members in by_name.values():
        for node in members:
            if id(node) in seen:
                continue
            seen.add(id(node))
            for statement in statements(node.body):
                if isinstance(statement, Enum):
                    for case in statement.cases:
                        yield str(case.raw.value) if case.raw is not None else case.name
                for expression in expressions(statement):
                    if isinstance(expression, Constant) and isinstance(expression.value, str):
                        yield expression.value


# --- circles --------------------------------------------------------------------------------------------


def _circles(nodes: list[Node], by_name: Mapping[str, list[Node]]) -> Iterator[Diagnostic]:
    """A node is endless when every way through it jumps on, without a wait, to an endless node."""
    outcomes = {id(node): _outcomes(node.body) for node in nodes}
    endless = {key for key, ways in outcomes.items() if ways and WAITS not in ways and ENDS not in ways}
    changed = True
    while changed:
        keep = {
            key for key in endless if all(_leads_into(target, by_name, endless) for target in outcomes[key])
        }
        changed, endless = keep != endless, keep
    for node in nodes:
        if id(node) in endless:
            message = f"{node.title} goes round in circles: no way through it ever waits for the person"
            hint = "put options or a question into the circle, or a condition that ends it"
            yield warning("AL605", node.file, node.title_line, node.title_column, message, hint)


def _leads_into(target: str, by_name: Mapping[str, list[Node]], endless: set[int]) -> bool:
    members = by_name.get(target, [])
    return len(members) == 1 and not members[0].when and id(members[0]) in endless


def _outcomes(body: Iterable[Statement]) -> frozenset[str]:
    """How a body may end: at a wait, with a jump to a node, or at its end. `stop` and `return` count as
    waits: nothing goes round behind them."""
    ways: set[str] = set()
    for statement in body:
        found = _leaves(statement)
        ways |= found - {ENDS}
        if ENDS not in found:
            return frozenset(ways)
    return frozenset({*ways, ENDS})


def _leaves(statement: Statement) -> frozenset[str]:
    """Ways out of one statement; `ENDS` here means that the next one runs."""
    match statement:
        case AskStatement() | Leave():
            return frozenset({WAITS})
        case Group(arrow="->"):
            return frozenset({WAITS})
        case Go(kind="jump"):
            return frozenset({statement.target if isinstance(statement.target, str) else WAITS})
        case Go():
            return frozenset({WAITS, ENDS})  # the node called may wait
        case If():
            return _either((c.body for c in statement.clauses), statement.clauses[-1].test is None)
        case Once():
            parts = [statement.body, *([statement.otherwise] if statement.otherwise is not None else [])]
            return _either(parts, statement.otherwise is not None)
        case Group():
            complete = any(choice.text.condition is None for choice in statement.choices)
            return _either((choice.body for choice in statement.choices), complete)
    return frozenset({ENDS})


def _either(parts: Iterable[list[Statement]], complete: bool) -> frozenset[str]:
    ways: frozenset[str] = frozenset() if complete else frozenset({ENDS})
    for body in parts:
        ways |= _outcomes(body)
    return ways


# --- inside a node --------------------------------------------------------------------------------------


def _dead_parts(file: str, body: list[Statement]) -> Iterator[Diagnostic]:
    """Statements behind a jump, return or stop in the same block."""
    for statement, following in pairwise(body):
        leaving = isinstance(statement, Leave) or (isinstance(statement, Go) and statement.kind == "jump")
        if leaving and not isinstance(following, Declare | Enum):
            message = f"this is never reached: line {statement.line} goes elsewhere"
            hint = "remove it, or put it before that line"
            yield warning("AL601", file, following.line, following.column, message, hint)
            break
    for statement in body:
        for block in blocks(statement):
            yield from _dead_parts(file, block)


def _never_true(node: Node) -> Iterator[Diagnostic]:
    for statement in statements(node.body):
        for line in _conditional(statement):
            if line.condition is not None and constant(line.condition.test) is False:
                place = (node.file, line.condition.line, line.condition.column)
                yield warning("AL602", *place, "this can never be chosen: its condition is false", _REMOVE)
        if isinstance(statement, If):
            for clause in statement.clauses:
                if clause.test is not None and constant(clause.test) is False:
                    message = "this branch can never run: its condition is false"
                    yield warning("AL602", node.file, clause.line, clause.test.column, message, _REMOVE)


_REMOVE = "remove it, or change the condition"


def _conditional(statement: Statement) -> Iterator[Line]:
    yield from (line for _, line in lines_of(statement))
