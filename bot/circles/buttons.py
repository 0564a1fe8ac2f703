"""What the buttons of a circle say: the verbs of their presses, and links that lead to the direct chat."""

import re

VOTE, NUMBER, JOIN, START = "o", "words", "join", "begin"
LINE, COUNT, ALONE = "line", "count", "alone"
# What a member does for themselves: it becomes a turn of their own.
OWN = frozenset({LINE, COUNT, ALONE})
YES, NO, READY = "yes", "no", "ready"
_LINK = re.compile(rf"({'|'.join(sorted(OWN))})-(c-?\d+(?:_\d+)?)")


def link(verb: str, key: str) -> str:
    """What a link to the direct chat carries for a circle's button: at most 64 letters, digits, `_`, `-`."""
    return f"{verb}-{key.replace('/', '_')}"


def linked(argument: str) -> tuple[str, str] | None:
    """(verb, key) of such a link; None for any other."""
    found = _LINK.fullmatch(argument)
    return (found[1], found[2].replace("_", "/")) if found is not None else None
