"""What a rule of the care tables is. The tables are in `english` and `german`.

Their patterns are compiled when they are first looked for: all of them together take a third of a second,
which who only starts the bot, or taps, need not wait for. What spares a sentence is seldom needed at all.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from bot.frozen import frozen

CareKind = Literal["self_harm", "violence", "fear"]

# Talk about works of art: it lifts the rules that look at bare words or at other people, never those
# about the writer.
FICTION = (
    r"\b(?:movies?|films?|songs?|lyrics|books?|novels?|netflix|video ?games?|game|opera|characters?"
    r"|scenes?|podcast|documentar\w+|trailer|albums?|poem|anime|manga|villain|thriller|episode|tv|actor"
    r"|actress|squad|kino|roman|romane|buch|bucher|buecher|lied|lieder|serie|serien|folge|oper|krimi"
    r"|krimis|theater|gedicht|schauspieler|drehbuch|tatort|romeo)\b"
)


@frozen
class Rule:
    """A sentence that fits `pattern` and not `unless` ("": nothing spares it) speaks of `kind`."""

    kind: CareKind
    pattern: str
    unless: str

    def fits(self, sentence: str) -> bool:
        """`sentence` is as `words.sentences` makes it."""
        found = _compiled(self.pattern).search(sentence) is not None
        return found and not (self.unless and _compiled(self.unless).search(sentence))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def rules(kind: CareKind, patterns: Sequence[str], unless: str = "") -> list[Rule]:
    """Return one rule for each pattern; a pattern stands between word boundaries."""
    return [Rule(kind, rf"\b(?:{pattern})\b", unless) for pattern in patterns]


def about_others(kind: CareKind, patterns: Sequence[str], unless: str = "") -> list[Rule]:
    """Like `rules`, for patterns that talk about films and books would fit as well."""
    return rules(kind, patterns, rf"{FICTION}|{unless}" if unless else FICTION)


def together(kind: CareKind, signs: Sequence[Sequence[str]], unless: str = "") -> list[Rule]:
    """Return one rule for each list of signs: all of them in a sentence, in whatever order."""
    each = ("".join(rf"(?=.*\b(?:{sign})\b)" for sign in group) for group in signs)
    return [Rule(kind, rf"^{group}", unless) for group in each]
