"""The built-in functions, each with its types. A function gets the run, then its arguments.

`BUILTINS` is what the compiler knows from the start; `visits` and `has_any_content` are made by the
compiler where they need the program's own tables.
"""

import math
import re
from collections.abc import Callable, Mapping

from bot.engine.formats import PatternError, fill
from bot.engine.run import Fault, Run
from bot.engine.values import Value, single, text_of
from bot.frozen import frozen

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*", re.ASCII)


@frozen
class Signature:
    """Types of a function: "number", "string", "bool" or "any". `variadic`: the last one repeats."""

    parameters: tuple[str, ...]
    returns: str
    variadic: bool = False


def _visited(run: Run, name: str) -> Value:
    return run.visits.get(name, 0) > 0


def _visited_count(run: Run, name: str) -> Value:
    return float(run.visits.get(name, 0))


def _string(run: Run, value: Value) -> Value:
    return text_of(value)


def _number(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise Fault("number() was given a text that is no number")
        return single(float(value))
    return float(value)


def _bool(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        word = value.strip().lower()
        if word not in ("true", "false"):
            raise Fault('bool() was given a text that is neither "true" nor "false"')
        return word == "true"
    return bool(value)


def _random(run: Run) -> Value:
    return single(run.env.random.random())


def _bounds(low: float, high: float, name: str) -> tuple[int, int]:
    if not (math.isfinite(low) and math.isfinite(high)) or int(low) > int(high):
        raise Fault(f"{name} needs a lower and an upper bound, in this order")
    return int(low), int(high)


def _random_range(run: Run, low: float, high: float) -> Value:
    return single(float(run.env.random.randint(*_bounds(low, high, "random_range"))))


def _random_range_float(run: Run, low: float, high: float) -> Value:
    if not (math.isfinite(low) and math.isfinite(high)):
        raise Fault("random_range_float needs two finite numbers")
    return single(run.env.random.uniform(low, high))


def _dice(run: Run, sides: float) -> Value:
    return single(float(run.env.random.randint(*_bounds(1, sides, "dice"))))


def _whole(function: Callable[[float], float]) -> Callable[[Run, float], Value]:
    """Infinity and NaN stay what they are; the rest goes through `function`."""

    def apply(run: Run, number: float) -> Value:
        return single(float(function(number))) if math.isfinite(number) else number

    return apply


def _round_places(run: Run, number: float, places: float) -> Value:
    if not (math.isfinite(number) and math.isfinite(places)):
        return number
    return single(round(number, max(-40, min(40, int(places)))))


def _min(run: Run, *numbers: float) -> Value:
    return min(numbers)


def _max(run: Run, *numbers: float) -> Value:
    return max(numbers)


def _format(run: Run, pattern: str, value: Value) -> Value:
    try:
        return fill(pattern, value)
    except PatternError as error:
        raise Fault(f"format(): {error}") from None


def _next_whole(number: float) -> float:
    return number + 1 if number == number // 1 else math.ceil(number)


def _previous_whole(number: float) -> float:
    return number - 1 if number == number // 1 else math.floor(number)


def _is_circle(run: Run) -> Value:
    return run.env.circle is not None


def _circle_size(run: Run) -> Value:
    return float(max(1, run.env.circle or 1))


_ONE = Signature(("number",), "number")
_TWO = Signature(("number", "number"), "number")

BUILTINS: Mapping[str, tuple[Signature, Callable[..., Value]]] = {
    "visited": (Signature(("string",), "bool"), _visited),
    "visited_count": (Signature(("string",), "number"), _visited_count),
    "string": (Signature(("any",), "string"), _string),
    "number": (Signature(("any",), "number"), _number),
    "bool": (Signature(("any",), "bool"), _bool),
    "random": (Signature((), "number"), _random),
    "random_range": (_TWO, _random_range),
    "random_range_float": (_TWO, _random_range_float),
    "dice": (_ONE, _dice),
    "min": (_TWO, _min),
    "max": (_TWO, _max),
    "round": (_ONE, _whole(round)),
    "round_places": (_TWO, _round_places),
    "floor": (_ONE, _whole(math.floor)),
    "ceil": (_ONE, _whole(math.ceil)),
    "inc": (_ONE, _whole(_next_whole)),
    "dec": (_ONE, _whole(_previous_whole)),
    "decimal": (_ONE, _whole(lambda number: number - math.trunc(number))),
    "int": (_ONE, _whole(math.trunc)),
    "format": (Signature(("string", "any"), "string"), _format),
    "is_circle": (Signature((), "bool"), _is_circle),
    "circle_size": (Signature((), "number"), _circle_size),
    "format_invariant": (Signature(("number",), "string"), _string),
}
HAS_ANY_CONTENT = Signature(("string",), "bool")
