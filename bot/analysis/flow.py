"""Where a dialogue can go: nodes and statements that are never reached, conditions that are never true, and
circles of jumps in which nobody is asked anything.

Cautious on purpose: what an expression decides at run time counts as possible.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.analysis.findings import warning
from bot.analysis.walk import bodies, constant, expressions, lines_of, statements
from bot.errors import Diagnostic
from bot.yarn.heard import is_aside
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
    LineSyntax,
    Node,
    Once,
    Statement,
)

ENTRANCES = frozenset({"Start", "WeeklyThoughts", "Farewell"})  # nodes the host begins by their name
ENTRANCE_HEADERS = frozenset({"episode", "series"})
WAITS, ENDS = " waits", " ends"  # outcomes beside node names, which hold no space


@dataclass(slots=True, eq=False)
class Stretch:
    """What is said on the way through a node, behind a number of messages: the places of sixth ones, what is
    jumped to behind how many, how many there are at each return and after it (None: no end is come to)."""

    sixth: list[tuple[int, int]] = field(default_factory=list)
    jumps: list[tuple[str, int]] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    after: int | None = None


@dataclass(slots=True, eq=False)
class NodeWays:
    """Where a node may lead: `targets` by name, and whether it computes one; how its body may end;
    `stretches` by the number of messages before it, as far as they were gone."""

    node: Node
    targets: frozenset[str]
    computing: bool
    outcomes: frozenset[str]
    detours: bool
    stretches: dict[int, Stretch] = field(default_factory=dict)


def ways_of(node: Node) -> NodeWays:
    detours = any(isinstance(each, Go) and each.kind == "detour" for each in statements(node.body))
    return NodeWays(node, *_targets(node), _outcomes(node.body), detours)


def check_flow(ways: Sequence[NodeWays]) -> Iterator[Diagnostic]:
    """Findings about the ways between the nodes of a project that compiles."""
    by_name: dict[str, list[NodeWays]] = {}
    for each in ways:
        by_name.setdefault(each.node.title, []).append(each)
        if each.node.name and each.node.name != each.node.title:
            by_name.setdefault(each.node.name, []).append(each)
    yield from _unreachable(ways, by_name)
    yield from _circles(ways, by_name)


def check_blocks(file: File) -> Iterator[Diagnostic]:
    """Findings about the flow inside of a file's nodes."""
    for node in file.nodes:
        yield from _dead_parts(file.name, node.body)
        yield from _left_out(file.name, node.body)
        yield from _never_true(node)


# --- nodes ----------------------------------------------------------------------------------------------


def _unreachable(ways: Sequence[NodeWays], by_name: Mapping[str, Sequence[NodeWays]]) -> Iterator[Diagnostic]:
    reached = _reached(ways, by_name)
    for node in (each.node for each in ways):
        if id(node) not in reached and not _only_declares(node):
            message = f"nothing leads to the node {node.name or node.title}"
            hint = "jump or detour to it, or remove it"
            end = node.title_column + len(node.title)
            yield warning("AL601", node.file, node.title_line, node.title_column, message, hint, end)


def _roots(ways: Sequence[NodeWays]) -> list[NodeWays]:
    """The nodes a host begins; without any, the first node of each file."""
    first: dict[str, NodeWays] = {}
    for each in ways:
        first.setdefault(each.node.file, each)
    return [each for each in ways if _is_entrance(each.node)] or list(first.values())


def _reached(ways: Sequence[NodeWays], by_name: Mapping[str, Sequence[NodeWays]]) -> set[int]:
    waiting, computed = _roots(ways), False
    reached = {id(each.node) for each in waiting}
    while waiting:
        here = waiting.pop()
        targets = here.targets
        if here.computing and not computed:  # it may lead to every node whose name stands in the project
            computed = True
            targets |= _strings(each.node for each in ways)
        for there in (each for target in targets for each in by_name.get(target, ())):
            if id(there.node) not in reached:
                reached.add(id(there.node))
                waiting.append(there)
    return reached


def _is_entrance(node: Node) -> bool:
    return (
        node.title in ENTRANCES
        or is_aside(node.title)
        or any(header.key in ENTRANCE_HEADERS for header in node.headers)
    )


def _only_declares(node: Node) -> bool:
    return all(isinstance(statement, Declare | Enum) for statement in node.body)


def _targets(node: Node) -> tuple[frozenset[str], bool]:
    """The nodes that a node names as targets, and whether it computes one."""
    named: set[str] = set()
    computing = False
    for statement in statements(node.body):
        if not isinstance(statement, Go):
            continue
        if isinstance(statement.target, str):
            named.add(statement.target)
        elif isinstance(statement.target, Constant):
            named.add(str(statement.target.value))
        else:
            computing = True
    return frozenset(named), computing


def _strings(nodes: Iterable[Node]) -> set[str]:
    """Every text that stands in an expression or enum."""
    found: set[str] = set()
    for node in nodes:
        for statement in statements(node.body):
            if isinstance(statement, Enum):
                cases = statement.cases
                found |= {str(case.raw.value) if case.raw is not None else case.name for case in cases}
            for expression in expressions(statement):
                if isinstance(expression, Constant) and isinstance(expression.value, str):
                    found.add(expression.value)
    return found


# --- circles --------------------------------------------------------------------------------------------


def _circles(ways: Sequence[NodeWays], by_name: Mapping[str, Sequence[NodeWays]]) -> Iterator[Diagnostic]:
    """A node is endless when every way through it jumps on, without a wait, to an endless node."""
    plain = {name: members[0].node for name, members in by_name.items() if len(members) == 1}
    leading: dict[int, list[int]] = {}  # node → the nodes that jump to it
    losing: list[int] = []
    nodes = [each.node for each in ways]
    for node, outcomes in ((each.node, each.outcomes) for each in ways):
        for way in outcomes:
            target = plain.get(way)
            if target is None or target.when:  # a wait, an end, or a group that may have nothing to run
                losing.append(id(node))
            else:
                leading.setdefault(id(target), []).append(id(node))
    endless = {id(node) for node in nodes}
    while losing:
        key = losing.pop()
        if key in endless:
            endless.discard(key)
            losing += leading.get(key, ())
    for node in nodes:
        if id(node) in endless:
            message = f"{node.title} goes round in circles: no way through it ever waits for the person"
            hint = "put options or a question into the circle, or a condition that ends it"
            yield warning("AL605", node.file, node.title_line, node.title_column, message, hint)


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
    for block in bodies(body):
        for statement, following in pairwise(block):
            leaving = isinstance(statement, Leave) or (isinstance(statement, Go) and statement.kind == "jump")
            if leaving and not isinstance(following, Declare | Enum):
                message = f"this is never reached: line {statement.line} goes elsewhere"
                hint = "remove it, or put it before that line"
                yield warning("AL601", file, following.line, following.column, message, hint)
                break


def _left_out(file: str, body: list[Statement]) -> Iterator[Diagnostic]:
    """Options one by one, each with a line right under it that is not indented: answers, most likely."""
    for block in bodies(body):
        for first, line, second in zip(block, block[1:], block[2:], strict=False):
            if not (_lone(first) and _lone(second)):
                continue
            if isinstance(line, LineSyntax) and line.line == first.line + 1:
                message = "this is not the answer to the option above: it is not indented"
                hint = "indent it by four spaces; a blank line between the two says that this is meant"
                yield warning("AL615", file, line.line, line.column, message, hint)
                break


def _lone(statement: Statement) -> bool:
    return (
        isinstance(statement, Group)
        and statement.arrow == "->"
        and len(statement.choices) == 1
        and not statement.choices[0].body
    )


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


def _conditional(statement: Statement) -> Iterator[LineSyntax]:
    yield from (line for _, line in lines_of(statement))
