"""What is said to "are you in danger?", or to the page of help: a yes, a no in whatever words, or neither.

A no is seldom the word alone: people say that it was a joke, a saying, or years ago, that they are fine, or
ask to go on. The words stand under [in_danger] of each language's `phrases.toml`; every language is
understood. Pure.
"""

import re
from functools import cache

from bot.clean import fold
from bot.matching.phrases import forms, table, whole
from bot.yesno import yes_or_no

_LONGEST = 240  # characters; who writes more than that is telling something
_DENIALS = ("saying", "before", "onward", "no")  # the first that fits


def answer(text: str, *, asked: bool) -> str | None:
    """ "yes", "no" or "neither"; or a no that says more: "saying" (it was a joke or a manner of speaking),
    "before" (it is long over), "onward" (let us go on). None: none of them.

    `asked`: the question stands. After the page of help nothing was asked, so there a bare yes or no is none.
    """
    if asked and (plain := whole(text, table("answers", "neither")) or _yes_or_no(text)):
        return plain
    words = fold(text, 4 * _LONGEST)
    if not words or len(words) > _LONGEST:
        return None
    if _pattern("yet").search(words):
        return "yes" if asked else None
    denied = _denied(words, asked=asked)
    return denied or ("yes" if asked and _pattern("yes").fullmatch(words) else None)


def _yes_or_no(text: str) -> str | None:
    yes = yes_or_no(text)
    return None if yes is None else "yes" if yes else "no"


def _denied(words: str, *, asked: bool) -> str | None:
    rest = _pattern("none").sub(" ", words)
    if _pattern("doubtful").search(rest):
        return None
    if rest != words:
        return "no"
    said = next((kind for kind in _DENIALS if _pattern(kind).search(words)), None)
    return said or ("no" if asked and _pattern("begins_no").match(words) else None)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{forms('in_danger', kind)})\b")
