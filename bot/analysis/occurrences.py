"""Where each name stands in a script, and whether it is made, changed or only used there.

Nodes, variables, functions, enums and their cases, line ids. Places are lines and columns from 1.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from bot.analysis.walk import expressions, inside
from bot.frozen import frozen
from bot.yarn.gather import FileContents
from bot.yarn.tree import (
    AskStatement,
    Call,
    Condition,
    Constant,
    Declare,
    Expression,
    Go,
    LineSyntax,
    Member,
    Set,
    Statement,
    Variable,
)

NameKind = Literal["node", "variable", "function", "enum", "case", "id"]
Role = Literal["made", "changed", "used"]
ABOUT_NODES = frozenset({"visited", "visited_count", "has_any_content"})


@frozen
class Occurrence:
    """A name at a place; `end` is the column behind it. A case is called `Enum.case`, or `.case` where the
    enum is not written."""

    kind: NameKind
    name: str
    role: Role
    line: int
    column: int
    end: int


def occurrences(contents: FileContents, lines: Sequence[str]) -> tuple[Occurrence, ...]:
    """Every name of a file, in the order of its kinds."""
    return tuple(_all(contents, lines))


def _all(contents: FileContents, lines: Sequence[str]) -> Iterator[Occurrence]:
    for node in contents.file.nodes:
        yield _at("node", node.title, "made", node.title_line, node.title_column)
    for declare in contents.declares:
        yield _behind("variable", declare.name, "made", declare, lines)
        yield from _in_expression(declare.value)
        if declare.type_name is not None:
            yield _at("enum", declare.type_name, "used", declare.line, declare.type_column)
    for enum in contents.enums:
        yield _behind("enum", enum.name, "made", enum, lines)
        for case in enum.cases:
            name = f"{enum.name}.{case.name}"
            yield Occurrence("case", name, "made", case.line, case.column, case.column + len(case.name))
    for use in contents.uses:
        yield from _of_use(use, lines)
    for text in contents.texts:
        if text.line_id is not None:
            yield _tag(text, text.line_id, f"#{text.line_id}", "made", lines)
        if text.shadow is not None:
            yield _tag(text, f"line:{text.shadow}", f"#shadow:{text.shadow}", "used", lines)


def _tag(text: LineSyntax, name: str, tag: str, role: Role, lines: Sequence[str]) -> Occurrence:
    column = lines[text.line - 1].find(tag, text.column - 1) + 1
    return Occurrence("id", name, role, text.line, column, column + len(tag))


def _of_use(use: Condition | Statement, lines: Sequence[str]) -> Iterator[Occurrence]:
    if isinstance(use, Condition):
        if use.test is not None:
            yield from _in_expression(use.test)
        return
    match use:
        case Set():
            yield _behind("variable", use.name, "changed", use, lines)
        case AskStatement(variable=Variable() as variable):
            yield _at("variable", variable.name, "changed", variable.line, variable.column)
        case Go(target=str(name)):
            yield _at("node", name, "used", use.line, use.target_column)
        case Go(target=Constant(value=str(name)) as constant):
            yield _at("node", name, "used", constant.line, constant.column + 1)
    for expression in expressions(use):
        yield from _of_expression(expression)


def _in_expression(root: Expression) -> Iterator[Occurrence]:
    for expression in inside(root):
        yield from _of_expression(expression)


def _of_expression(expression: Expression) -> Iterator[Occurrence]:
    line, column = expression.line, expression.column
    match expression:
        case Variable(name=name):
            yield _at("variable", name, "used", line, column)
        case Member(enum=enum, case=case):
            if enum is not None:
                yield _at("enum", enum, "used", line, column)
            start = column + len(enum or "") + 1
            yield Occurrence("case", f"{enum or ''}.{case}", "used", line, start, start + len(case))
        case Call(name=name, arguments=arguments):
            yield _at("function", name, "used", line, column)
            for argument in arguments if name in ABOUT_NODES else ():
                if isinstance(argument, Constant) and isinstance(argument.value, str):
                    yield _at("node", argument.value, "used", argument.line, argument.column + 1)


def _at(kind: NameKind, name: str, role: Role, line: int, column: int) -> Occurrence:
    return Occurrence(kind, name, role, line, column, column + len(name))


def _behind(
    kind: NameKind, name: str, role: Role, statement: Statement | Declare, lines: Sequence[str]
) -> Occurrence:
    """A name that stands somewhere behind the beginning of its statement."""
    column = lines[statement.line - 1].find(name, statement.column + 1) + 1
    return _at(kind, name, role, statement.line, column or statement.column)
