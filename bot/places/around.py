"""The words that people write around a place: "I live in …", "the …", "… time". Data of every language."""

import re
from collections.abc import Iterator
from functools import cache

from bot.texts.vocabulary import phrases, vocabulary


def readings(text: str) -> Iterator[str]:
    """The text itself, then without such words; only the text itself where it denies something."""
    yield text
    if denies(text):
        return
    bare = _lead().sub("", text)
    if bare != text:
        yield bare
    while (shorter := _tail().sub("", bare)) != bare:
        bare = shorter
        yield bare
    if (shorter := without_article(bare)) != bare:
        yield shorter


def denies(text: str) -> bool:
    """Whether somebody says where they are not."""
    return _denial().search(text) is not None


def without_article(text: str) -> str:
    """ "The Hague" as "Hague"."""
    return _article().sub("", text)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^(?:.*\b(?:{_any('inside')})|{_any('before')})\s+", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"[\s-]+(?:{_any('after')})$", re.IGNORECASE)


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any('articles')})\s+", re.IGNORECASE)


@cache
def _denial() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('denials')})\b", re.IGNORECASE)


def _any(name: str) -> str:
    """An alternation of a list's phrases in all languages."""
    lists = (phrases(data["around"][name]) for data in vocabulary("places").values())
    return "|".join(re.escape(phrase) for found in lists for phrase in found)
