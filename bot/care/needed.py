"""What a pattern cannot do without: strings of which one is in every text that it fits.

Most rules of the care tables have no word in common with a sentence, and need not be tried there (Cox,
"Regular Expression Matching with a Trigram Index"). Reads the forms that the tables use: letters, groups,
alternatives, classes, repetitions, what stands ahead; of anything else it says that nothing is needed.
"""

import re
from collections.abc import Iterable

Needed = frozenset[str]  # one of them must be there; empty: nothing is known to be needed
_TOKEN = re.compile(r"\(\?(?::|<?[=!])|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\{\d*,?\d*\}|.", re.DOTALL)
_OPENING = {"(": True, "(?:": True, "(?=": True, "(?<=": True, "(?!": False, "(?<!": False}
_LETTER = 12.0  # how much rarer a string is for each letter more, about


def needed(pattern: str) -> Needed:
    """The rarest such strings of `pattern`, a regular expression, as it is likely from their letters."""
    return _either(_Tokens(pattern))


class _Tokens:
    """The pieces of a pattern, one after the other."""

    def __init__(self, pattern: str) -> None:
        self._left = list(reversed(_TOKEN.findall(pattern)))

    def next(self) -> str:
        """The next piece, "" at the end."""
        return self._left.pop() if self._left else ""

    def repeated(self) -> int:
        """How often the piece before must be there at least, 0 or 1; takes the sign that says so. 2: no sign
        follows."""
        sign = self._left[-1] if self._left else ""
        if sign not in ("?", "*", "+") and not sign.startswith("{"):
            return 2
        self._left.pop()
        if self._left and self._left[-1] == "?":
            self._left.pop()  # as few as will do
        return 0 if sign in "?*" or sign.startswith(("{0", "{,")) else 1


def _either(tokens: _Tokens) -> Needed:
    """Of alternatives, up to where their group ends."""
    found: list[Needed] = []
    more = True
    while more:
        here, more = _in_row(tokens)
        found.append(here)
    return frozenset().union(*found) if all(found) else frozenset()


def _in_row(tokens: _Tokens) -> tuple[Needed, bool]:
    """Of what stands in a row; and whether an alternative follows."""
    candidates: list[Needed] = []
    run = ""
    while (token := tokens.next()) not in ("", ")", "|"):
        if token in _OPENING:
            inner, often = _either(tokens), tokens.repeated()
            if _OPENING[token] and often:
                candidates.append(inner)
            letter = ""
        else:
            letter, often = _literal(token), tokens.repeated()
        if letter and often:
            run += letter
        if not letter or often < 2:
            candidates.append(frozenset({run}))
            run = ""
    candidates.append(frozenset({run}))
    return _rarest(each for each in candidates if "" not in each), token == "|"


def _literal(token: str) -> str:
    """The letter that a piece stands for, "" where it may be several, or none."""
    if len(token) == 1:
        return "" if token in ".^$" else token
    return token[1] if token[0] == "\\" and not token[1].isalnum() else ""


def _rarest(candidates: Iterable[Needed]) -> Needed:
    known = [each for each in candidates if each]
    return min(known, key=_often, default=frozenset())


def _often(strings: Needed) -> float:
    return sum(1 / _LETTER ** len(each) for each in strings)
