"""Smart variables: refuses circles and chains too long to compute, before anything runs."""

from collections.abc import Mapping

from bot.yarn.diagnostics import Report
from bot.yarn.expressions import DEEPEST
from bot.yarn.tree import Binary, Call, Declare, Expression, Unary, Variable


def variables_in(expression: Expression) -> list[str]:
    """Names of the variables an expression reads."""
    names: list[str] = []
    pending = [expression]
    while pending:
        match pending.pop():
            case Variable(name=name):
                names.append(name)
            case Unary(operand=operand):
                pending.append(operand)
            case Binary(left=left, right=right):
                pending += [left, right]
            case Call(arguments=arguments):
                pending += arguments
    return names


def check_smart(smart: Mapping[str, tuple[str, Declare]], report: Report) -> frozenset[str]:
    """The smart variables that can be computed; the others are in the report."""
    needs = {
        name: [n for n in variables_in(declare.value) if n in smart] for name, (_, declare) in smart.items()
    }
    heights: dict[str, int] = {}
    for start in smart:
        _measure(start, needs, smart, heights)
    for name, height in heights.items():
        file, declare = smart[name]
        where = (file, declare.line, declare.column)
        if height == _CIRCLE:
            report.add("AL105", *where, f"{name} needs itself to be computed", "break the circle")
        elif height > DEEPEST:
            report.add("AL010", *where, f"{name} rests on too long a chain of smart variables", "shorten it")
    return frozenset(name for name, height in heights.items() if height != _CIRCLE and height <= DEEPEST)


_CIRCLE = -1


def _measure(
    start: str,
    needs: Mapping[str, list[str]],
    smart: Mapping[str, tuple[str, Declare]],
    heights: dict[str, int],
) -> None:
    """Heights of a variable and all it needs, without recursion; a circle marks everything on it."""
    path: list[tuple[str, int]] = [(start, 0)] if start not in heights else []
    on_path = {start}
    while path:
        name, index = path.pop()
        if index < len(needs[name]):
            path.append((name, index + 1))
            below = needs[name][index]
            if below in on_path:
                heights[name] = _CIRCLE
            elif below not in heights:
                path.append((below, 0))
                on_path.add(below)
            continue
        on_path.discard(name)
        under = [heights.get(below, _CIRCLE) for below in needs[name]]
        if heights.get(name) != _CIRCLE:
            circular = _CIRCLE in under
            heights[name] = _CIRCLE if circular else smart[name][1].value.depth + 1 + max(under, default=0)
