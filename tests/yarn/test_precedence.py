"""Every pair of operators groups as the language's levels say, whichever way it is spelt."""

from itertools import product

import pytest

from bot.engine.effects import Begin, SayLine
from bot.engine.machine import Env, State, advance
from bot.yarn import Source, compile_sources

LEVELS = {  # comparison binds tighter than equality; `and`, `or` and `xor` share one level
    "*": 5, "/": 5, "%": 5, "+": 4, "-": 4, "<": 3, "<=": 3, ">": 3, ">=": 3, "==": 2, "!=": 2,
    "and": 1, "or": 1, "xor": 1,
}  # fmt: skip
SPELT = {
    "<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "==": "is", "!=": "neq", "and": "&&", "or": "||",
    "xor": "^",
}  # fmt: skip
NUMBERS = ("2", "3", "5")
BOOLS = ("true", "false")


def takes(operator: str) -> str:
    if operator in ("and", "or", "xor"):
        return "bool"
    return "either" if operator in ("==", "!=") else "number"


def gives(operator: str) -> str:
    return "number" if LEVELS[operator] > 3 else "bool"


def operands(first: str, second: str) -> list[tuple[str, str, str]]:
    """Values that fit `x first y second z` when it groups as the levels say; none where nothing fits."""
    left = LEVELS[first] >= LEVELS[second]
    inner, outer = (first, second) if left else (second, first)
    if takes(outer) not in ("either", gives(inner)):
        return []
    own = BOOLS if takes(inner) == "bool" else NUMBERS
    rest = BOOLS if gives(inner) == "bool" else NUMBERS
    return list(product(own, own, rest) if left else product(rest, own, own))


def shown(expressions: list[str]) -> str:
    text = " ".join(f"{{{expression}}}" for expression in expressions)
    program = compile_sources([Source("x.yarn", f"title: Start\n---\n{text}\n===\n")]).program
    assert program is not None, text
    said = advance(program, State.initial(program), Begin("Start"), Env()).effects[0]
    assert isinstance(said, SayLine)
    return said.line.text.plain


@pytest.mark.parametrize(("first", "second"), list(product(LEVELS, LEVELS)))
def test_a_pair(first: str, second: str) -> None:
    values = operands(first, second)
    if not values:  # such as 1 < 2 < 3: it groups to the left, and a bool is less than nothing
        bad = f"title: Start\n---\n{{2 {first} 3 {second} 5}}\n===\n"
        assert compile_sources([Source("x.yarn", bad)]).errors
        return
    left = LEVELS[first] >= LEVELS[second]
    grouped = "({} {} {}) {} {}" if left else "{} {} ({} {} {})"
    plain = [f"{x} {first} {y} {second} {z}" for x, y, z in values]
    other = [f"{x} {SPELT.get(first, first)} {y} {SPELT.get(second, second)} {z}" for x, y, z in values]
    expected = shown([grouped.format(x, first, y, second, z) for x, y, z in values])
    assert shown(plain) == expected
    assert shown(other) == expected
