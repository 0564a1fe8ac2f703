"""Values of the language and how they read.

Numbers are 32-bit floats carried in Python floats: every arithmetic result goes through `single`, so
comparisons and printing agree with the language's own definition. Knows nothing of programs.
"""

import math
import struct

Value = float | bool | str

_PACK = struct.Struct("f")
_EXACT = 16777216.0  # whole numbers up to 2**24 are exact in 32 bits


def single(number: float) -> float:
    """The nearest 32-bit float, as a Python float; too large becomes infinity."""
    if -_EXACT <= number <= _EXACT and number == number // 1:
        return number
    try:
        rounded: float = _PACK.unpack(_PACK.pack(number))[0]
    except OverflowError:
        return math.inf if number > 0 else -math.inf
    return rounded


def text_of(value: Value) -> str:
    """How a value reads in a line: `1`, `2.5`, `True`, or the text itself."""
    if value is True:
        return "True"
    if value is False:
        return "False"
    if isinstance(value, str):
        return value
    if -_EXACT <= value <= _EXACT and value == value // 1:
        return str(int(value))
    return _long_number(value)


def _long_number(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (math.inf, -math.inf):
        return "Infinity" if value > 0 else "-Infinity"
    exact = single(value)
    if exact in (math.inf, -math.inf):
        return text_of(exact)
    shortest = _shortest(exact)
    if abs(exact) >= 1e21 or 0 < abs(shortest) < 1e-4:
        mantissa, exponent = f"{shortest:.8e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}E{exponent}"
    if shortest == shortest // 1:
        return str(int(shortest))
    return repr(shortest)


def _shortest(exact: float) -> float:
    """The decimal with the fewest digits that is still the same 32-bit float."""
    for digits in range(6, 10):
        candidate = float(f"{exact:.{digits}g}")
        if single(candidate) == exact:
            return candidate
    return exact
