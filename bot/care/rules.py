"""What a rule of the care tables is. The tables are in `english` and `german`.

Their patterns are compiled when they are first tried: all of them together take a third of a second, which
who only starts the bot, or taps, need not wait for. They are tried only where a string is that they need.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from bot.care.needed import needed
from bot.frozen import frozen, replace

_WINDOW = 3  # letters by which a string is looked up; most strings are longer

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
        found = compiled(self.pattern).search(sentence) is not None
        return found and not (self.unless and compiled(self.unless).search(sentence))


class RuleIndex:
    """Rules by the strings of which a sentence must have one for them to fit it (`needed`)."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_string: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for string in needed(rule.pattern) or ("",):
                by_string[string].append(rule)
        self._by_start: defaultdict[str, list[tuple[str, list[Rule]]]] = defaultdict(list)
        for string, found in by_string.items():
            self._by_start[string[:_WINDOW]].append((string, found))
        self._always = [start for start in self._by_start if len(start) < _WINDOW]

    def worth_trying(self, sentence: str) -> list[Rule]:
        """The rules that may fit `sentence`, each once, in no order that means anything."""
        windows = {sentence[at : at + _WINDOW] for at in range(len(sentence))}
        starts = [*self._always, *(self._by_start.keys() & windows)]
        held = (rules for start in starts for string, rules in self._by_start[start] if string in sentence)
        return list({id(rule): rule for rules in held for rule in rules}.values())


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern`, made ready once."""
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


def spared(found: Sequence[Rule], kind: CareKind, unless: str) -> list[Rule]:
    """The same rules; `unless` spares a sentence from those of that kind, too."""
    return [_sparing(rule, unless) if rule.kind == kind else rule for rule in found]


def _sparing(rule: Rule, unless: str) -> Rule:
    return replace(rule, unless="|".join(filter(None, (rule.unless, unless))))
