"""Reads a yes or a no, for every question of the bot's own. The words are in each language's `yesno.toml`.

The whole answer is read, not its first word: "right, but I live in Oslo" is a yes with words beyond it, and
whoever asked has to look at these. Every language is understood.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.frozen import frozen
from bot.texts.plain import without_smileys
from bot.texts.vocabulary import phrases, vocabulary

_ROOM = 400  # characters that are looked at; longer answers say more than yes or no
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)*|[^\w\s]")
_APOSTROPHES = re.compile("[\u2019\u02bc]")
_LONGEST_PHRASE = 6


@frozen
class YesNo:
    """`yes`: True, False, or None for neither (or both). `rest`: what was said beyond that, as it was
    written; empty where the yes or no was all."""

    yes: bool | None
    rest: str = ""


@frozen
class _Words:
    """Phrases as tuples of words, with what they say: True, False, None for nothing."""

    meaning: Mapping[tuple[str, ...], bool | None]
    but: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()
    after_yes: frozenset[str] = frozenset()


def yes_or_no(text: str) -> bool | None:
    """True or False where `text` says nothing else, politeness and smileys aside; else None."""
    said = read(text)
    return None if said.rest else said.yes


def plainly(text: str) -> bool | None:
    """The same, where one of the plainest words says it: "yes", not "ok" or "right"."""
    said = yes_or_no(text)
    return said if said is not None and _first(text, everywhere=True) is said else None


def begins_with(text: str) -> bool | None:
    """Whether an answer begins with such a word ("Yes, with someone."); None: with neither."""
    return _first(text)


def _first(text: str, *, everywhere: bool = False) -> bool | None:
    words = [token[0] for token in _TOKEN.finditer(text[:_ROOM].lower())]
    found = (_plainest().get(word) for word in (words if everywhere else words[:1]))
    return next((says for says in found if says is not None), None)


def erases(text: str) -> bool | None:
    """Yes or no to the question whether to erase everything, in so many words; else None."""
    said = _read(text, _words("erase"))
    return None if said.rest else said.yes


def read(text: str) -> YesNo:
    """What `text` says, with the words beyond it. Bounded work on any text; never raises."""
    return _read(text, _words(""))


def _read(text: str, words: _Words) -> YesNo:
    text = unicodedata.normalize("NFKC", text[: _ROOM * 2])
    found = [(_APOSTROPHES.sub("'", token[0]), token.start()) for token in _TOKEN.finditer(_seen(text))]
    if len(text) > _ROOM:
        return YesNo(None, text)
    meanings: set[bool] = set()
    place = said_until = 0
    while place < len(found):
        length = _phrase(found, place, words)
        if length == 0:
            break
        meaning = words.meaning.get(tuple(word for word, _ in found[place : place + length]))
        place += length
        if meaning is not None:
            meanings.add(meaning)
            said_until = place
    yes = meanings.pop() if len(meanings) == 1 else None
    if place == len(found):
        return YesNo(yes)
    between = [word for word, _ in found[said_until:place]]
    if yes is None or not _begins_anew(between, found[place][0], words, yes=yes):
        return YesNo(None, text)
    return YesNo(yes, _trimmed(text, found[place:], words))


def _trimmed(text: str, rest: list[tuple[str, int]], words: _Words) -> str:
    """The text of these tokens without a "but" before and a "though" behind them."""
    start, end = 0, len(rest)
    while start < end - 1 and rest[start][0] in words.but:
        start += 1
    while end - 1 > start and rest[end - 1][0] in words.but:
        end -= 1
    stop = rest[end][1] if end < len(rest) else len(text)
    return text[rest[start][1] : stop].strip(" ,")


def _seen(text: str) -> str:
    """Small letters at the same places, with blanks for smileys."""
    small = text.lower()
    return without_smileys(small if len(small) == len(text) else text)


def _phrase(found: list[tuple[str, int]], place: int, words: _Words) -> int:
    """How many tokens the longest phrase at a place has, a mark one, anything else none."""
    for length in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1):
        if tuple(word for word, _ in found[place : place + length]) in words.meaning:
            return length
    return 0 if found[place][0][0].isalnum() else 1


def _begins_anew(between: list[str], word: str, words: _Words, *, yes: bool) -> bool:
    """Whether something of its own begins at a word, so many behind the yes or no: "no, Oslo", "yes but …",
    "yes 7am", not "no idea"."""
    if yes and (word in words.after_yes or word[0].isdigit()):
        return True
    marked = any(not each[0].isalnum() or each in words.but for each in between)
    return marked or word in words.but | words.clause


@cache
def _words(section: str) -> _Words:
    meaning: dict[tuple[str, ...], bool | None] = {}
    others: dict[str, set[str]] = {}
    for data in vocabulary("yesno").values():
        lists: Mapping[str, Any] = data[section] if section else data
        for name, says in (("neutral", None), ("yes", True), ("no", False)):
            meaning |= dict.fromkeys(_split(lists[name]), says)
        for name in ("but", "clause", "after_yes"):
            others.setdefault(name, set()).update(str(data[name]).split())
    return _Words(meaning, *(frozenset(others[name]) for name in ("but", "clause", "after_yes")))


def _split(text: str) -> Iterable[tuple[str, ...]]:
    """Each phrase, also as it is typed without apostrophes."""
    return {tuple(form.split()) for phrase in phrases(text) for form in (phrase, phrase.replace("'", ""))}


@cache
def _plainest() -> Mapping[str, bool]:
    lists = [
        (data[f"plain_{name}"], name == "yes")
        for data in vocabulary("yesno").values()
        for name in ("yes", "no")
    ]
    return {word: says for words, says in lists for word in words.split()}


@cache
def yes_words() -> frozenset[str]:
    """Single words that say yes, in every language: they change nothing before an answer of its own."""
    return frozenset(words[0] for words, says in _words("").meaning.items() if says and len(words) == 1)
