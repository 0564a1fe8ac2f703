"""Syntax tree of an expression to the engine's closures; types are known by now."""

from collections.abc import Callable, Mapping

from bot.engine import expressions as make
from bot.engine.expressions import Expr
from bot.engine.values import Value
from bot.yarn.tree import Binary, Call, Constant, Expression, Member, Set, Unary, Variable
from bot.yarn.types import ANY, EnumType, Hole, find


class Closures:
    """Builds closures. `smart` is filled by the compiler once all smart variables are built."""

    def __init__(
        self, enums: Mapping[str, EnumType], initial: Mapping[str, Value], smart_names: frozenset[str],
        builtins: Mapping[str, Callable[..., Value]],
    ) -> None:  # fmt: skip
        self.enums, self.initial, self.smart_names, self.builtins = enums, initial, smart_names, builtins
        self.smart: dict[str, Expr] = {}

    def build(self, expression: Expression) -> Expr:
        return _BUILD[type(expression)](self, expression)

    def member(self, expression: Member) -> Value:
        """The raw value of an enum's case; 0 where an error was reported already."""
        kind = find(expression.type)
        return kind.cases.get(expression.case, 0.0) if isinstance(kind, EnumType) else 0.0

    def _constant(self, expression: Expression) -> Expr:
        assert isinstance(expression, Constant)
        return make.constant(expression.value)

    def _variable(self, expression: Expression) -> Expr:
        assert isinstance(expression, Variable)
        if expression.name in self.smart_names:
            return make.smart(expression.name, self.smart)
        return make.variable(expression.name, self.initial.get(expression.name, 0.0))

    def _member(self, expression: Expression) -> Expr:
        assert isinstance(expression, Member)
        return make.constant(self.member(expression))

    def _unary(self, expression: Expression) -> Expr:
        assert isinstance(expression, Unary)
        operand = self.build(expression.operand)
        if expression.operator == "()":
            return operand
        return make.negate(operand) if expression.operator == "-" else make.invert(operand)

    def _binary(self, expression: Expression) -> Expr:
        assert isinstance(expression, Binary)
        left, right = self.build(expression.left), self.build(expression.right)
        if expression.operator == "+":
            return self.sum(expression.type, left, right)
        return make.BINARY[expression.operator](left, right)

    def assignment(self, statement: Set) -> Expr:
        """What a `set` stores; a compound one reads the variable first."""
        value = self.build(statement.value)
        if statement.operator == "=":
            return value
        old = make.variable(statement.name, self.initial.get(statement.name, 0.0))
        if statement.operator == "+":
            return self.sum(statement.value.type, old, value)
        return make.BINARY[statement.operator](old, value)

    def sum(self, kind: object, left: Expr, right: Expr) -> Expr:
        """`+` adds numbers and joins texts."""
        return make.join(left, right) if raw_type(kind) == "string" else make.add(left, right)

    def _call(self, expression: Expression) -> Expr:
        assert isinstance(expression, Call)
        arguments = tuple([self.build(argument) for argument in expression.arguments])
        function = self.builtins.get(expression.name)
        if function is not None:
            return make.builtin(function, arguments)
        return make.host_call(expression.name, raw_type(expression.type), arguments)


def raw_type(kind: object) -> str | None:
    """ "number", "string" or "bool"; None where a type is not known or does not matter."""
    if kind is None:
        return None
    found = find(kind)  # type: ignore[arg-type]
    return None if isinstance(found, Hole) or found is ANY else found.raw


_BUILD: dict[type, Callable[[Closures, Expression], Expr]] = {
    Constant: Closures._constant,
    Variable: Closures._variable,
    Member: Closures._member,
    Unary: Closures._unary,
    Binary: Closures._binary,
    Call: Closures._call,
}
