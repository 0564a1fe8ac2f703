"""How much is said before the person has a say again: where the bot is no member of a Discord server, five
messages arrive one by one, and what is more is joined to the others.

Cautious on purpose: of ways that are decided at run time the longest counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.analysis.findings import warning
from bot.analysis.flow import NodeWays, Stretch
from bot.analysis.walk import blocks
from bot.errors import Diagnostic
from bot.yarn.tree import AskStatement, Go, Group, If, Leave, LineSyntax, Once, Statement

MOST = 5  # follow-ups to one interaction
_DEEPEST = 40  # detours within detours that are followed; what is said in deeper ones is not added up
_HINT = "it plays; but give people something to tap before it, such as -> Go on. or put short lines together"


def check_turns(ways: Sequence[NodeWays]) -> Iterator[Diagnostic]:
    """One finding for each line that is the sixth in a row."""
    walk = _Walk({each.node.title: each for each in ways})
    walk.all()
    for (file, line, column), count in sorted(walk.found.items()):
        message = f"{count - 1} messages come before this one, and the person could say nothing yet"
        yield warning("AL616", file, line, column, message, _HINT)


class _Walk:
    """Goes every way once for each number of messages that came before it."""

    def __init__(self, nodes: Mapping[str, NodeWays]) -> None:
        self._nodes = nodes
        self._known: dict[tuple[int, int], int | None] = {}
        self._here = Stretch()  # of the node in hand
        self._depth = 0
        self._waiting: list[tuple[str, int]] = []  # what is jumped to: nobody comes back from there
        self.found: dict[tuple[str, int, int], int] = {}

    def all(self) -> None:
        for title in self._nodes:
            self._waiting.append((title, 0))
            while self._waiting:
                self._node(*self._waiting.pop())

    def _node(self, title: str, count: int) -> int | None:
        """`count` messages stand before it; how many do after it. None: it never comes to its end."""
        ways = self._nodes.get(title)
        if ways is None:
            return count
        key = (id(ways), count)
        if key not in self._known:
            self._known[key] = None  # a circle comes back here: it was counted
            stretch = ways.stretches.get(count) or self._gone(ways, count)
            self._known[key] = stretch.after
            self._waiting += stretch.jumps
            for line, column in stretch.sixth:
                self.found.setdefault((ways.node.file, line, column), MOST + 1)
        return self._known[key]

    def _gone(self, ways: NodeWays, count: int) -> Stretch:
        """A node without detours is gone through once for all times."""
        outer, self._here = self._here, Stretch()
        self._depth += 1
        end = self._body(ways.node.body, count)
        self._depth -= 1
        here, self._here = self._here, outer
        here.after = _most([end, *here.returned])
        if not ways.detours:
            ways.stretches[count] = here
        return here

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
                self._here.returned.append(count)
                return None
            case Go():
                return self._there(statement, count)
        return count

    def _said(self, line: LineSyntax, count: int) -> int:
        if count == MOST:
            self._here.sixth.append((line.line, line.column))
        return min(count + 1, MOST + 1)

    def _there(self, go: Go, count: int) -> int | None:
        target = go.target if isinstance(go.target, str) else ""
        if target and go.kind == "detour" and self._depth < _DEEPEST:
            return self._node(target, count)
        if target:
            self._here.jumps.append((target, count))
        return None if go.kind == "jump" else count


def _complete(statement: If | Once) -> bool:
    """Whether one of its parts always runs."""
    if isinstance(statement, If):
        return statement.clauses[-1].test is None
    return statement.otherwise is not None


def _most(ways: Iterable[int | None]) -> int | None:
    return max((way for way in ways if way is not None), default=None)
