"""A small set of .NET format patterns, for `format("{0:F2}", $x)`. Invariant culture, always.

Understood: `{0}`, `{0,8}`, `{0,-8}`, `{{`, `}}`; the standard formats F, N, P, E, G, D, C and X with a
precision; custom patterns of `0`, `#`, `,` and `.` with text around them.
Source of the rules: "Standard/Custom numeric format strings" of the .NET documentation.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

from bot.engine.values import Value, text_of

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_SLOT = re.compile(r"\s*(\d{1,3})\s*(?:,\s*(-?\d{1,3})\s*)?(?::(.*))?", re.S)
_STANDARD = re.compile(r"([FNPEGDCX])(\d{0,2})", re.I)
_CUSTOM = re.compile(r"[0#][0#,]*(?:\.[0#]*)?|\.[0#]+")


class PatternError(ValueError):
    """The pattern cannot be used; the text says why."""


def fill(pattern: str, value: Value) -> str:
    """Fills `{0…}` in the pattern. Raises `PatternError`."""

    def piece(match: re.Match[str]) -> str:
        whole = match.group()
        if whole in ("{{", "}}"):
            return whole[0]
        slot = _SLOT.fullmatch(match.group(1)) if match.group(1) is not None else None
        if slot is None or int(slot.group(1)) != 0:
            raise PatternError(f"the pattern has a part {whole!r} that is not like {{0}} or {{0:F2}}")
        text = _shown(value, slot.group(3) or "")
        width = int(slot.group(2) or 0)
        return text.rjust(width) if width >= 0 else text.ljust(-width)

    return _PIECE.sub(piece, pattern)


def _shown(value: Value, pattern: str) -> str:
    if not pattern or isinstance(value, bool | str) or value - value != 0:  # infinity, NaN: as they are
        return text_of(value)
    number = Decimal(text_of(value))
    standard = _STANDARD.fullmatch(pattern)
    with localcontext() as context:
        context.prec = 200
        if standard:
            letter, digits = standard.group(1).upper(), standard.group(2)
            return _standard(letter, number, int(digits) if digits else None, standard.group(1))
        return _custom(number, pattern)


def _standard(letter: str, number: Decimal, places: int | None, written: str) -> str:
    match letter:
        case "F" | "N":
            return _fixed(number, 2 if places is None else places, letter == "N")
        case "P":
            return _fixed(number * 100, 2 if places is None else places, True) + " %"
        case "C":
            shown = _fixed(abs(number), 2 if places is None else places, True)
            return f"(¤{shown})" if number < 0 else f"¤{shown}"
        case "D":
            sign, digits = ("-" if number < 0 else ""), str(abs(_whole(number)))
            return sign + digits.rjust(places or 0, "0")
        case "X":
            digits = f"{_whole(number) & 0xFFFFFFFF:x}".rjust(places or 0, "0")
            return digits.upper() if written == "X" else digits
        case "E":
            return _scientific(number, 6 if places is None else places, written)
        case _:
            return text_of(float(f"{number:.{places}g}")) if places else text_of(float(number))


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def _fixed(number: Decimal, places: int, grouped: bool) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def _scientific(number: Decimal, places: int, written: str) -> str:
    exponent = number.adjusted() if number else 0
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if abs(mantissa) >= 10:
        mantissa, exponent = (mantissa / 10).quantize(Decimal(1).scaleb(-places)), exponent + 1
    return f"{mantissa:f}{written}{'-' if exponent < 0 else '+'}{abs(exponent):03d}"


def _custom(number: Decimal, pattern: str) -> str:
    """Custom digits: `0` always shows, `#` only where there is a digit, `,` between groups."""
    found = _CUSTOM.search(pattern)
    if found is None:
        return pattern
    before, _, after = found.group().partition(".")
    if len(after) > 99:
        raise PatternError("the pattern has more than 99 places behind the point")
    percent = "%" in pattern
    rounded = (number * 100 if percent else number).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    fewest = before.count("0") if "0" in before else 0
    whole = whole.lstrip("0").rjust(len(before[before.index("0") :].replace(",", "")) if fewest else 0, "0")
    if "," in before and whole:
        whole = f"{int(whole):,}".rjust(len(whole), "0")
    needed = after.rfind("0") + 1
    while len(fraction) > needed and fraction.endswith("0"):
        fraction = fraction[:-1]
    digits = whole + ("." + fraction if fraction else "")
    sign = "-" if rounded < 0 else ""
    return sign + pattern[: found.start()] + digits + pattern[found.end() :]
