"""Walks over syntax trees: every statement, every expression, without deep recursion in the caller's way."""

from collections.abc import Iterable, Iterator

from bot.yarn.tree import (
    AskStatement,
    Binary,
    Call,
    CallStatement,
    ChoiceSyntax,
    CommandStatement,
    Declare,
    Expression,
    Go,
    Group,
    If,
    LineSyntax,
    Node,
    Once,
    Set,
    Statement,
    Unary,
)


def blocks(statement: Statement) -> Iterator[list[Statement]]:
    """The statement lists inside a statement."""
    match statement:
        case If():
            yield from (clause.body for clause in statement.clauses)
        case Once():
            yield statement.body
            if statement.otherwise is not None:
                yield statement.otherwise
        case Group():
            yield from (choice.body for choice in statement.choices)


def statements(body: Iterable[Statement]) -> Iterator[Statement]:
    """Every statement of a body, in order, those inside others too."""
    for statement in body:
        yield statement
        for block in blocks(statement):
            yield from statements(block)


def bodies(body: list[Statement]) -> Iterator[list[Statement]]:
    """A body and every one inside it, in order."""
    yield body
    for statement in body:
        for block in blocks(statement):
            yield from bodies(block)


def lines_of(statement: Statement) -> Iterator[tuple[str, LineSyntax]]:
    """(kind, line) of the texts of one statement: `line`, `option`, `item` or `prompt`."""
    match statement:
        case LineSyntax():
            yield "line", statement
        case Group():
            kind = "option" if statement.arrow == "->" else "item"
            yield from ((kind, choice.text) for choice in statement.choices)
        case AskStatement():
            yield "prompt", statement.prompt


def texts(node: Node) -> Iterator[tuple[str, LineSyntax]]:
    """Every text of a node with its kind, in order."""
    for statement in statements(node.body):
        yield from lines_of(statement)


def choices(statement: Statement) -> list[ChoiceSyntax]:
    return statement.choices if isinstance(statement, Group) else []


def _own(statement: Statement) -> Iterator[Expression | None]:
    """The expressions that stand in a statement itself."""
    match statement:
        case If():
            yield from (clause.test for clause in statement.clauses)
        case Once():
            yield statement.test
        case Set() | Declare() | CallStatement():
            yield statement.value
        case Go() if isinstance(statement.target, Expression):
            yield statement.target
        case CommandStatement():
            yield from (piece for piece in statement.pieces if isinstance(piece, Expression))
    for _, line in lines_of(statement):
        yield from line.text.parts
        if line.condition is not None:
            yield line.condition.test


def expressions(statement: Statement) -> Iterator[Expression]:
    """Every expression of a statement itself, parts and whole."""
    for root in _own(statement):
        if root is not None:
            yield from inside(root)


def inside(root: Expression) -> Iterator[Expression]:
    """An expression and all that it is made of."""
    waiting = [root]
    while waiting:
        expression = waiting.pop()
        yield expression
        match expression:
            case Unary():
                waiting.append(expression.operand)
            case Binary():
                waiting += [expression.right, expression.left]
            case Call():
                waiting += reversed(expression.arguments)


def constant(expression: Expression | None) -> bool | None:
    """True or False where an expression is that whatever happens; else None."""
    match expression:
        case Unary(operator="()"):
            return constant(expression.operand)
        case Unary(operator="not"):
            value = constant(expression.operand)
            return None if value is None else not value
        case Binary(operator="and" | "or" as operator):
            sides = (constant(expression.left), constant(expression.right))
            settling = operator == "or"
            if settling in sides:
                return settling
            return None if None in sides else not settling
    value = getattr(expression, "value", None)
    return value if isinstance(value, bool) else None
