"""Expressions, compiled once to closures of one argument, the run.

Each factory takes the closures of its operands. Types were settled by the compiler, so nothing is
checked here; both sides of `and`, `or` and `xor` always run, as the language says.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from bot.engine.run import Fault, Run
from bot.engine.values import Value, single

Expr = Callable[[Run], Value]
Operand = Callable[[Run], Any]  # of the type that the compiler settled
LONGEST_TEXT = 100_000  # code points; keeps a doubling text in a loop from filling the memory


def constant(value: Value) -> Expr:
    return lambda run: value


def variable(name: str, start: Value) -> Expr:
    """Reads a stored variable; what was never set is at its start value."""

    def read(run: Run) -> Value:
        return run.variables.get(name, start)

    return read


def smart(name: str, bodies: Mapping[str, Expr]) -> Expr:
    """Computes a smart variable at each read. `bodies` is filled once all are compiled."""

    def read(run: Run) -> Value:
        run.burn()
        return bodies[name](run)

    return read


def negate(a: Operand) -> Expr:
    return lambda run: -a(run)


def invert(a: Operand) -> Expr:
    return lambda run: not a(run)


def add(a: Operand, b: Operand) -> Expr:
    return lambda run: single(a(run) + b(run))


def join(a: Operand, b: Operand) -> Expr:
    def joined(run: Run) -> Value:
        text: str = a(run) + b(run)
        if len(text) > LONGEST_TEXT:
            raise Fault(f"a text grew over {LONGEST_TEXT} characters")
        return text

    return joined


def subtract(a: Operand, b: Operand) -> Expr:
    return lambda run: single(a(run) - b(run))


def multiply(a: Operand, b: Operand) -> Expr:
    return lambda run: single(a(run) * b(run))


def divide(a: Operand, b: Operand) -> Expr:
    def divided(run: Run) -> Value:
        x, y = a(run), b(run)
        if y:
            return single(x / y)
        if not x or x != x:
            return math.nan
        return math.copysign(math.inf, x) * math.copysign(1.0, y)

    return divided


def remainder(a: Operand, b: Operand) -> Expr:
    """Both sides become whole (half to even); the result has the dividend's sign."""

    def rest(run: Run) -> Value:
        x, y = a(run), b(run)
        if not (math.isfinite(x) and math.isfinite(y)):
            raise Fault("% needs two finite numbers")
        if not round(y):
            raise Fault("% by zero")
        return math.fmod(round(x), round(y))

    return rest


def equal(a: Expr, b: Expr) -> Expr:
    return lambda run: a(run) == b(run)


def differs(a: Expr, b: Expr) -> Expr:
    return lambda run: a(run) != b(run)


def less(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) < b(run)


def less_or_equal(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) <= b(run)


def greater(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) > b(run)


def greater_or_equal(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) >= b(run)


def both(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) & b(run)


def either(a: Operand, b: Operand) -> Expr:
    return lambda run: a(run) | b(run)


def one_of(a: Expr, b: Expr) -> Expr:
    return lambda run: a(run) != b(run)


BINARY: Mapping[str, Callable[[Expr, Expr], Expr]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder,
    "==": equal, "!=": differs, "<": less, "<=": less_or_equal, ">": greater, ">=": greater_or_equal,
    "and": both, "or": either, "xor": one_of,
}  # fmt: skip

Builtin = Callable[..., Value]


def builtin(function: Builtin, arguments: tuple[Expr, ...]) -> Expr:
    """A function of the library: it gets the run first."""
    if len(arguments) == 1:
        only = arguments[0]
        return lambda run: function(run, only(run))
    return lambda run: function(run, *[argument(run) for argument in arguments])


def host_call(name: str, kind: str | None, arguments: tuple[Expr, ...]) -> Expr:
    """A function of the host, found when it is called; `kind` is the type the script counts on."""

    def call(run: Run) -> Value:
        function = run.env.functions.get(name)
        if function is None:
            raise Fault(f"the function {name} is not registered with this bot")
        return _typed(name, kind, function(*[argument(run) for argument in arguments]))

    return call


_KINDS: Mapping[str, type] = {"number": float, "string": str, "bool": bool}


def _typed(name: str, kind: str | None, value: object) -> Value:
    if type(value) is int:
        value = float(value)
    if not isinstance(value, float | str | bool):
        raise Fault(f"the function {name} gave back neither number, text nor yes/no")
    if kind is not None and type(value) is not _KINDS[kind]:
        raise Fault(f"the function {name} should give back a {kind}")
    return single(value) if isinstance(value, float) else value
