"""Who asks what a word means: which word, and whether it is one of the house's own. Pure.

The forms (`word_asked`, `who_asked`) and the house's words ([house]) stand in each language's `phrases.toml`.
"""

from collections.abc import Iterable, Sequence

from bot.clean import fold
from bot.matching.phrases import patterns, table
from bot.matching.related import telling

_STEM = 4  # letters of a word that are looked at at least
_LONGEST = 80


def word_in(text: str) -> Sequence[str]:
    """The word that is asked about, or several, without the small ones; nothing where none is."""
    return telling(_asked(text, "word_asked").split())


def of_the_house(text: str) -> str:
    """The word of the house that is asked about, as [house] names it; "": none."""
    asked = (_asked(text, form) for form in ("word_asked", "who_asked"))
    return next((table("house")[word] for word in asked if word in table("house")), "")


def named(name: str, word: Sequence[str]) -> bool:
    """Whether each word stands in a name, but for how it ends: “karma” in “Karmic soul mates”."""
    stems = [each[: max(_STEM, len(each) - 1)] for each in word]
    return all(any(other.startswith(stem) for other in fold(name).split()) for stem in stems)


def means(phrasings: Iterable[str], word: Sequence[str]) -> bool:
    """Whether a question asks, in one of its phrasings, what that word means."""
    return any(named(_asked(each, "word_asked"), word) for each in phrasings)


def _asked(text: str, form: str) -> str:
    folded = fold(text, _LONGEST)
    found = next(filter(None, (each.fullmatch(folded) for each in patterns(form))), None)
    return found["word"] if found is not None else ""
