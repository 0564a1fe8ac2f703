"""What a writer types for a value: `yes`, `2.5`, `some words`."""

from bot.engine.values import Value

_BOOLS = {"true": True, "yes": True, "y": True, "false": False, "no": False, "n": False}


def value_of(text: str, kind: str) -> Value | None:
    """The value of that type (number, string or bool); None where the words are none."""
    if kind == "bool":
        return _BOOLS.get(text.casefold())
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return None
        return number if abs(number) < 1e30 else None
    return text.strip('"')
