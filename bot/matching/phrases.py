"""Whole-message phrases: what a message says when it says nothing else. Shared by commands and small talk."""

from collections.abc import Iterable, Mapping

from bot.clean import fold, word_set

# Politeness and address around a phrase change nothing: "hey Alana, stop please".
_AROUND = word_set(
    "please bitte alana hey hi hallo ok okay well so just einfach mal now jetzt doch und and thanks danke"
)
_LONGEST = 80  # code points: longer messages say something of their own


def table(lines: Mapping[str, str]) -> dict[str, str]:
    """Return folded phrase -> meaning for a table of meaning -> phrases split by commas."""
    return {fold(phrase): meaning for meaning, phrases in lines.items() for phrase in phrases.split(",")}


def whole(text: str, phrases: Mapping[str, str]) -> str | None:
    """Return the meaning of `text` when all of it, politeness aside, is one of the `phrases`."""
    if len(text) > 4 * _LONGEST:
        return None
    folded = fold(text, 4 * _LONGEST)
    if not folded or len(folded) > _LONGEST:
        return None
    return next((phrases[form] for form in _forms(folded.split()) if form in phrases), None)


def _forms(words: list[str]) -> Iterable[str]:
    """Yield the message as it is, then without the polite words at its ends, one by one."""
    yield " ".join(words)
    start, end = 0, len(words)
    while end - start > 1 and words[end - 1] in _AROUND:
        end -= 1
        yield " ".join(words[start:end])
    while end - start > 1 and words[start] in _AROUND:
        start += 1
        yield " ".join(words[start:end])
