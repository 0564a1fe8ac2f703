"""A typed number, letter, ordinal or label -> the option that it names. The words are in `phrases.toml`."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.clean import fold
from bot.frozen import frozen
from bot.texts.vocabulary import phrases, vocabulary

_LONGEST = 60
_DIGITS = 3  # of a number that may stand before an option


@frozen
class _NumberWords:
    """`places`: what each number word points at, from 0."""

    places: Mapping[str, int]
    last: frozenset[str]
    around: frozenset[str]
    leads: frozenset[str]
    digits: re.Pattern[str]


@cache
def _words() -> _NumberWords:
    every = [data["options"] for data in vocabulary("phrases").values()]
    places: dict[str, int] = {}
    for data in every:
        for place, cardinals in enumerate(phrases(data["cardinals"])):
            places |= dict.fromkeys(fold(cardinals).split(), place)
        for place, ordinals in enumerate(phrases(data["ordinals"])):
            endings = ("", *data["endings"].split())
            places |= {word + end: place for word in fold(ordinals).split() for end in endings}
    last, around, leads = (
        frozenset(fold(" ".join(data[name] for data in every)).split())
        for name in ("last", "around", "leads")
    )
    marks = "|".join(mark for data in every for mark in data["marks"].split())
    return _NumberWords(places, last, around, leads, re.compile(rf"(\d+)(?:{marks})?"))


# What looks like a number and names none: below zero, and faces and hearts that are typed.
_BELOW = re.compile(r"\s*[-−–]\d+\W*")
_SIGN = re.compile(r"\s*(?:<3+|[:=]-?3|8-[)D])\s*")
_NUMBERS = re.compile(r"[\W\d_]*\d[\W\d_]*")


def pick(text: str, labels: Sequence[str]) -> int | None:
    """Return the index in `labels` that `text` names, or None when it names none or more than one.

    Understood, in this order: the label itself in any case and punctuation; a number, letter or ordinal
    ("2", "2.", "b)", "option two", "the second one", "die zweite", "the last one"); the beginning of just
    one label, at least two words long. Never raises.
    """
    wanted = fold(text, 400)
    if not wanted or not labels:
        return None
    if _BELOW.fullmatch(text) or _SIGN.fullmatch(text):
        return next((index for index, label in enumerate(labels) if label.strip() == text.strip()), None)
    folded = [fold(label, 400) for label in labels]
    if wanted in folded:
        return folded.index(wanted)
    place = _place(wanted, len(labels))
    if place is not None and 0 <= place < len(labels):
        return place
    return _beginning(wanted, folded)


def beyond(text: str, labels: Sequence[str]) -> bool:
    """Whether `text` is nothing but a number or letter, and none of `labels` stands there: "5" of four, "0",
    "1.5", "z". Never raises."""
    if _SIGN.fullmatch(text) or pick(text, labels) is not None:
        return False
    wanted = fold(text, 400)
    return bool(_NUMBERS.fullmatch(text[:400])) or _place(wanted, len(labels)) is not None


def _place(wanted: str, count: int) -> int | None:
    """Where the words point to, from 0; nothing may stand there."""
    if not wanted or len(wanted) > _LONGEST:
        return None
    words = wanted.split()
    bare = [word for word in words if word not in _words().around]
    if not bare and words[-1] in ("one", "a") and words[0] in _words().leads and len(words) <= 2:
        bare = [words[-1]]  # "one", "number one", "option a": here the filler is the answer
    if not bare and len(words) == 1 and len(wanted) == 1:
        bare = words  # "d" is a filler elsewhere ("I'd like"), "i" is one
    if len(bare) != 1:
        return None
    return _place_of(bare[0], count)


def _place_of(word: str, count: int) -> int | None:
    if word in _words().last:
        return count - 1
    place = _words().places.get(word)
    if place is None and (digits := _words().digits.fullmatch(word)):
        place = int(digits[1]) - 1 if len(digits[1]) <= _DIGITS else count
    if place is None and len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a")
    return place


def _beginning(wanted: str, folded: Sequence[str]) -> int | None:
    if " " not in wanted:
        return None
    found = [index for index, label in enumerate(folded) if label.startswith(wanted)]
    return found[0] if len(found) == 1 else None
