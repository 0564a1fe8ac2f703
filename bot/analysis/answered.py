"""Whether people are answered: an option that gets no line in reply, a question that no way answers.

Only what the text itself shows: where a jump or a command follows, nothing is claimed, and a question that
somebody else of the script answers was none to the person.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from bot.analysis.findings import warning
from bot.analysis.walk import blocks, choices, statements
from bot.errors import Diagnostic
from bot.yarn.tree import AskStatement, ChoiceSyntax, File, Group, If, LineSyntax, Node, Set, Statement

_SPEAKER = re.compile(r"(\w[^:]{0,40}): ")
_MARKS = "\"'”’»“)]* "


class _Follows(Enum):
    """What a person meets next."""

    CHOICE = auto()  # options or a question: they can answer
    LINE = auto()  # more is said, by one line or another
    END = auto()  # the node is over
    ELSEWHERE = auto()  # not to be seen from here


def check_answered(file: File) -> Iterator[Diagnostic]:
    """Warnings, in order."""
    for node in file.nodes:
        yield from _replies(file.name, node)
        yield from _questions(file.name, node.body, _Follows.END)


def _replies(file: str, node: Node) -> Iterator[Diagnostic]:
    """Options that only go on, beside others that are answered. Where none is, what follows is for all."""
    for statement in statements(node.body):
        found = choices(statement)
        silent = [choice for choice in found if _silent(choice)]
        if not isinstance(statement, Group) or statement.arrow != "->" or len(silent) == len(found):
            continue
        for choice in silent:
            yield warning(
                "AL618", file, choice.line, choice.column,
                "this option gets no line in reply, and the others of its group do",
                "write one under it, indented; or let all of them go on to the same line",
            )  # fmt: skip


def _silent(choice: ChoiceSyntax) -> bool:
    return all(isinstance(statement, Set | If) for statement in statements(choice.body))


def _questions(file: str, body: Sequence[Statement], after: _Follows | LineSyntax) -> Iterator[Diagnostic]:
    """Lines that end in a question mark, and no option or `<<ask>>` behind them."""
    for place, statement in enumerate(body):
        follows = _next(body[place + 1 :], after)
        if isinstance(statement, LineSyntax) and _asks(statement) and _unanswered(statement, follows):
            hint = "offer options behind it, or end the line with something else"
            yield warning("AL619", file, statement.line, statement.column, "nobody can answer this", hint)
        for block in blocks(statement):
            yield from _questions(file, block, follows)


def _asks(line: LineSyntax) -> bool:
    return line.condition is None and line.text.source.rstrip(_MARKS).endswith("?")


def _unanswered(line: LineSyntax, follows: _Follows | LineSyntax) -> bool:
    if isinstance(follows, LineSyntax):
        other = _SPEAKER.match(follows.text.source)
        own = _SPEAKER.match(line.text.source)
        return other is None or own is None or other[1] == own[1]
    return follows in (_Follows.LINE, _Follows.END)


def _next(rest: Sequence[Statement], after: _Follows | LineSyntax) -> _Follows | LineSyntax:
    for statement in rest:
        match statement:
            case LineSyntax():
                return statement
            case AskStatement():
                return _Follows.CHOICE
            case Group(arrow=arrow):
                return _Follows.CHOICE if arrow == "->" else _Follows.LINE
            case Set():
                continue
        return _Follows.ELSEWHERE
    return after
