"""Small talk: greetings, thanks, "are you a real person?". Pure.

Most of it is whole phrases; a few kinds also have openings that carry a longer message ("are you a …").
"""

import re
from functools import cache

from bot.clean import fold
from bot.matching.phrases import table, whole
from bot.texts.vocabulary import vocabulary
from bot.yesno import yes_or_no

_LONGEST = 160


def small_talk(text: str) -> str | None:
    """Return the kind of small talk that `text` is (a name under [small_talk] in `phrases.toml`), or None.

    Bounded work on any text; never raises.
    """
    kind = whole(text, table("small_talk"))
    if kind is not None:
        return kind
    folded = fold(text[: 4 * _LONGEST], 4 * _LONGEST)
    if not folded or len(folded) > _LONGEST:
        return "laugh" if not folded and _laughs(text) else None
    if (said := yes_or_no(text)) is not None:
        return "yes" if said else "no"
    return next((kind for kind, opening in _openings() if opening.match(folded)), None)


@cache
def _openings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = (pair for data in vocabulary("phrases").values() for pair in data["openings"].items())
    return tuple((kind, re.compile(opening)) for kind, opening in found)


def _laughs(text: str) -> bool:
    """Whether a message without a letter is nothing but laughing faces."""
    signs = [char for char in text[:_LONGEST] if not char.isspace()]
    return bool(signs) and all(char in "😂🤣😆😄😅😁😀\ufe0f" for char in signs)
