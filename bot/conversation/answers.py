"""Reading a typed answer to the dialogue's own question. The engine never sees what does not fit."""

import re
import unicodedata
from functools import cache

from bot.clean import fold
from bot.engine.values import Value
from bot.hearing.hear import plainly
from bot.hearing.kinds import Kind
from bot.matching.phrases import pattern, table, whole
from bot.matching.smalltalk import small_talk
from bot.yesno import yes_or_no

NAME_ROOM = 200  # characters of a text answer
_NAME_WORDS = 5

_NUMBER = re.compile(r"[-+]?(\d{1,12})([.,]\d{1,6})?")
_NO_NAME = re.compile(r"[\s#(]*\d+[\s.):!]*|\W+\?|\S+ .*\?", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[.,\u2019' \u202f]\d{3})+")


def read(text: str, kind: str) -> Value | None:
    """The value, or None where the text does not fit the kind (text, number, yesno)."""
    words = unicodedata.normalize("NFC", text).strip()
    if kind == "number":
        return _number(words)
    if kind == "yesno":
        return yes_or_no(words)
    flat = " ".join(words.split())
    return flat if flat and len(flat) <= NAME_ROOM else None


def declines(text: str, kind: str, label: str) -> bool:
    """Whether the question is left open: in the words of its button (`label`) or in everyday ones."""
    if fold(text, 400) == fold(label, 400):
        return True
    if kind == "yesno" and yes_or_no(text) is not None:
        return False  # "no thanks" is an answer there
    return whole(text, table("answers", "skip")) is not None


def name_in(text: str) -> str:
    """The name itself, where words stand around it ("My name is Ada."); else the text."""
    found = _named().fullmatch(text.strip())
    return found["name"].rstrip(" .!") or text if found else text


@cache
def _named() -> re.Pattern[str]:
    hello, lead, filler = pattern("hello"), pattern("name"), pattern("name_filler")
    return re.compile(
        rf"(?:(?:{hello})\b[,.! ]*)?(?:{lead})(?: (?:{filler}))?[: ]+(?P<name>\S+(?: \S+){{0,3}})",
        re.IGNORECASE,
    )


def no_name(text: str) -> Kind | None:
    """The move that was typed where a name is asked for, and wants an answer of its own."""
    heard = plainly(text)
    return heard.kind if heard is not None and heard.kind in (Kind.GREETING, Kind.AND_YOU) else None


def odd_name(name: str) -> bool:
    """Whether that is hardly what somebody is called: a number, a greeting, a question, a sentence."""
    if _NO_NAME.fullmatch(name) or sum(word[0].isalpha() for word in name.split()) > _NAME_WORDS:
        return True
    return small_talk(name) in ("greeting", "bot", "how_are_you", "unsure", "thanks")


def _number(words: str) -> float | None:
    if _THOUSANDS.fullmatch(words):  # "1,000" and "1.000" are a thousand, in either language
        return float(re.sub(r"[^\d+-]", "", words))
    found = _NUMBER.fullmatch(words)
    return float(words.replace(",", ".")) if found else None


def in_danger(text: str) -> str | None:
    """ "yes", "no" or "neither" to the question whether somebody is in danger; None: none of them."""
    yes = yes_or_no(text)
    return whole(text, table("answers", "neither")) or (None if yes is None else "yes" if yes else "no")
