"""The syntax tree: what a script says, before names and types are settled.

Places are (line, column) from 1. `Expression.type` is set by the inference.
"""

import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.engine.values import Value

# ---------------------------------------------------------------- expressions


@dataclass(slots=True, eq=False)
class Expression:
    """`depth` is the height of the tree below, `type` what the inference found."""

    line: int
    column: int
    depth: int = field(default=1, kw_only=True)
    type: Any = field(default=None, kw_only=True)


@dataclass(slots=True, eq=False)
class Constant(Expression):
    value: Value


@dataclass(slots=True, eq=False)
class Variable(Expression):
    name: str


@dataclass(slots=True, eq=False)
class Member(Expression):
    """`Enum.case`, or `.case` with `enum` None."""

    enum: str | None
    case: str


@dataclass(slots=True, eq=False)
class Unary(Expression):
    operator: Literal["-", "not", "()"]
    operand: Expression


@dataclass(slots=True, eq=False)
class Binary(Expression):
    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Call(Expression):
    name: str
    arguments: list[Expression]


# ---------------------------------------------------------------- text


@dataclass(slots=True, eq=False)
class Formatted:
    """Text with values: `source` has a private-use character where each of `parts` stands."""

    source: str
    parts: list[Expression]
    column: int
    pieces: tuple[tuple[int, int], ...] = ()

    def column_of(self, offset: int) -> int:
        """The column of the script at which an offset into `source` stands. An inserted value or an escape
        is longer in the script; `pieces` has (offset, column) of where each literal or value begins."""
        at = bisect_right(self.pieces, (offset, sys.maxsize)) - 1
        if at < 0:
            return self.column + offset
        start, column = self.pieces[at]
        return column + offset - start

    def escaped(self, offset: int) -> bool:
        """Whether a backslash stands in the script before the character at an offset into `source`."""
        before = self.column_of(offset - 1) if offset else self.column - 1
        return self.column_of(offset) > before + 1


@dataclass(slots=True, eq=False)
class Condition:
    """`<<if x>>`, `<<once>>` or `<<once if x>>`; also a `when` header (`always` has neither)."""

    once: bool
    test: Expression | None
    line: int
    column: int
    text: str = ""

    @property
    def complexity(self) -> int:
        return (1 if self.once else 0) + (1 + _operators(self.test) if self.test is not None else 0)


def _operators(expression: Expression) -> int:
    match expression:
        case Binary():
            own = 1 if expression.operator in ("and", "or", "xor") else 0
            return own + _operators(expression.left) + _operators(expression.right)
        case Unary():
            return _operators(expression.operand)
        case Call():
            return sum(_operators(argument) for argument in expression.arguments)
        case _:
            return 0


# ---------------------------------------------------------------- statements


@dataclass(slots=True, eq=False)
class Statement:
    line: int
    column: int


@dataclass(slots=True, eq=False)
class LineSyntax(Statement):
    """A line, or the text of an option or item."""

    text: Formatted
    condition: Condition | None = None
    tags: tuple[str, ...] = ()
    line_id: str | None = None
    shadow: str | None = None


@dataclass(slots=True, eq=False)
class ChoiceSyntax(Statement):
    """An option or a line-group item, and its body."""

    text: LineSyntax
    body: list[Statement] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Group(Statement):
    """Neighbouring options (`->`) or items (`=>`)."""

    arrow: str
    choices: list[ChoiceSyntax] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Clause:
    """One way of an if block; `test` None is the else."""

    test: Expression | None
    line: int
    body: list[Statement] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class If(Statement):
    clauses: list[Clause] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Once(Statement):
    test: Expression | None
    source: str
    body: list[Statement] = field(default_factory=list)
    otherwise: list[Statement] | None = None
    otherwise_line: int = 0


@dataclass(slots=True, eq=False)
class Set(Statement):
    """`operator` is "=" or the arithmetic one of a compound assignment."""

    name: str
    operator: str
    value: Expression


@dataclass(slots=True, eq=False)
class Declare(Statement):
    name: str
    value: Expression
    type_name: str | None
    type_column: int
    about: str = ""


@dataclass(slots=True, eq=False)
class Go(Statement):
    """A jump or detour; `target` is a name or an expression."""

    kind: Literal["jump", "detour"]
    target: str | Expression
    source: str
    target_column: int


@dataclass(slots=True, eq=False)
class Leave(Statement):
    """`return` or `stop`."""

    kind: Literal["return", "stop"]


@dataclass(slots=True, eq=False)
class CallStatement(Statement):
    value: Expression


@dataclass(slots=True, eq=False)
class CommandStatement(Statement):
    pieces: list[str | Expression]


@dataclass(slots=True, eq=False)
class AskStatement(Statement):
    """`ask` or `reflect`; `prompt` carries the hashtags."""

    kind: Literal["text", "number", "yesno", "reflection"]
    variable: Variable | None
    prompt: LineSyntax


@dataclass(slots=True, eq=False)
class Case:
    name: str
    raw: Constant | None
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Enum(Statement):
    name: str
    cases: list[Case] = field(default_factory=list)


# ---------------------------------------------------------------- marks of blocks, seen by the parser only


@dataclass(slots=True, eq=False)
class BlockMark(Statement):
    """`elseif`, `else`, `endif`, `endonce`, `endenum` or `case`."""

    kind: str
    test: Expression | None = None
    case: Case | None = None


# ---------------------------------------------------------------- nodes and files


@dataclass(slots=True, eq=False)
class Header:
    key: str
    value: str
    line: int
    column: int
    value_column: int


@dataclass(slots=True, eq=False)
class Node:
    """`name` is unique in the project and set by the compiler; `when` is empty for a plain node."""

    file: str
    line: int
    title: str = ""
    title_column: int = 1
    title_line: int = 0
    headers: list[Header] = field(default_factory=list)
    when: list[Condition] = field(default_factory=list)
    subtitle: str | None = None
    tracked: bool = True
    tags: tuple[str, ...] = ()
    body: list[Statement] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True, eq=False)
class File:
    name: str
    tags: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
