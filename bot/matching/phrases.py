"""Whole-message phrases: what a message says when it says nothing else. The words are in each language's
`phrases.toml`; every language is understood in every locale, since people mix them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.clean import fold, word_set
from bot.texts.vocabulary import phrases, vocabulary

_DOTTED = str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?"})
_LONGEST = 80  # code points: longer messages say something of their own


@cache
def table(section: str, only: str = "") -> Mapping[str, str]:
    """Folded phrase -> meaning, of a section of every language's file; `only`: of this meaning alone."""
    return {
        fold(phrase): meaning
        for data in vocabulary("phrases").values()
        for meaning, said in data[section].items()
        if only in ("", meaning)
        for phrase in phrases(said)
    }


@cache
def pattern(name: str) -> str:
    """The alternatives of every language's file for that name under [patterns]."""
    return "|".join(data["patterns"][name] for data in vocabulary("phrases").values())


@cache
def patterns(name: str, flags: re.RegexFlag = re.NOFLAG) -> tuple[re.Pattern[str], ...]:
    """The same, one for each language: those that name a part of what they find cannot be made one."""
    return tuple(re.compile(data["patterns"][name], flags) for data in vocabulary("phrases").values())


@cache
def forms(section: str, name: str) -> str:
    """The alternatives of every language's file for that name, in a section whose lines are patterns over
    folded words. Dots on their vowels count for nothing, or for the e that some keyboards write."""
    lists = (data[section][name].translate(_DOTTED) for data in vocabulary("phrases").values())
    return "|".join(line.strip() for lines in lists for line in lines.splitlines() if line.strip())


def whole(text: str, meanings: Mapping[str, str]) -> str | None:
    """Return the meaning of `text` when all of it, politeness aside, is one of these folded phrases."""
    if len(text) > 4 * _LONGEST:
        return None
    folded = fold(text, 4 * _LONGEST)
    if not folded or len(folded) > _LONGEST:
        return None
    return next((meanings[form] for form in _forms(folded.split()) if form in meanings), None)


def _forms(words: list[str]) -> Iterable[str]:
    """Yield the message as it is, then without the polite words at its ends, one by one."""
    polite = around()
    yield " ".join(words)
    start, end = 0, len(words)
    while end - start > 1 and words[end - 1] in polite:
        end -= 1
        yield " ".join(words[start:end])
    while end - start > 1 and words[start] in polite:
        start += 1
        yield " ".join(words[start:end])


@cache
def around() -> frozenset[str]:
    """Politeness and address around a phrase change nothing: "hey Alana, stop please"."""
    return word_set(" ".join(data["around"] for data in vocabulary("phrases").values()))
