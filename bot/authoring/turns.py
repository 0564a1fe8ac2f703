"""How much is said before the person has a say again: where the bot is no member of a Discord server, five
messages arrive one by one, and what is more is joined to the others.

Cautious on purpose: of ways that are decided at run time the longest counts.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.authoring.findings import warning
from bot.authoring.walk import blocks
from bot.errors import Diagnostic
from bot.yarn.tree import AskStatement, File, Go, Group, If, Leave, LineSyntax, Node, Once, Statement

MOST = 5  # follow-ups to one interaction
_HINT = "it plays; but give people something to tap before it, such as -> Go on. or put short lines together"


def check_turns(files: Iterable[File]) -> Iterator[Diagnostic]:
    """One finding for each line that is the sixth in a row."""
    nodes = {node.title: node for file in files for node in file.nodes}
    walk = _Walk(nodes)
    for node in nodes.values():
        walk.node(node, 0)
    for (file, line, column), count in sorted(walk.found.items()):
        message = f"{count - 1} messages come before this one, and the person could say nothing yet"
        yield warning("AL616", file, line, column, message, _HINT)


class _Walk:
    """Goes every way once for each number of messages that came before it."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._known: dict[tuple[int, int], int | None] = {}
        self._file = ""
        self._returned: list[int] = []  # counts where the node in hand returns
        self.found: dict[tuple[str, int, int], int] = {}

    def node(self, node: Node, count: int) -> int | None:
        """`count` messages stand before it; how many do after it. None: it never comes to its end."""
        key = (id(node), count)
        if key not in self._known:
            self._known[key] = None  # a circle comes back here: it was counted
            outer, self._file, self._returned = (self._file, self._returned), node.file, []
            self._known[key] = _most([self._body(node.body, count), *self._returned])
            self._file, self._returned = outer
        return self._known[key]

    def _body(self, body: Iterable[Statement], count: int | None) -> int | None:
        for statement in body:
            if count is None:
                return None
            count = self._statement(statement, count)
        return count

    def _statement(self, statement: Statement, count: int) -> int | None:
        match statement:
            case LineSyntax():
                return self._said(statement, count)
            case AskStatement():
                self._said(statement.prompt, count)
                return 0
            case Group(arrow="->"):
                return _most(self._body(choice.body, 0) for choice in statement.choices)
            case Group():
                return _most(self._body(c.body, self._said(c.text, count)) for c in statement.choices)
            case If() | Once():
                ways = [self._body(block, count) for block in blocks(statement)]
                return _most(ways if _complete(statement) else [*ways, count])
            case Leave():
                self._returned.append(count)
                return None
            case Go(kind="jump"):
                self._there(statement, count)
                return None
            case Go():
                return self._there(statement, count)
        return count

    def _said(self, line: LineSyntax, count: int) -> int:
        if count == MOST:
            self.found.setdefault((self._file, line.line, line.column), count + 1)
        return min(count + 1, MOST + 1)

    def _there(self, go: Go, count: int) -> int | None:
        target = self._nodes.get(go.target) if isinstance(go.target, str) else None
        return self.node(target, count) if target is not None else count


def _complete(statement: If | Once) -> bool:
    """Whether one of its parts always runs."""
    if isinstance(statement, If):
        return statement.clauses[-1].test is None
    return statement.otherwise is not None


def _most(ways: Iterable[int | None]) -> int | None:
    return max((way for way in ways if way is not None), default=None)
