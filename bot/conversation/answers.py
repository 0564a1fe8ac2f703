"""Reading a typed answer to the dialogue's own question. The engine never sees what does not fit."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from bot.clean import fold, word_set
from bot.engine.values import Value
from bot.frozen import frozen
from bot.hearing.hear import Hearing, Moment, hear, plainly
from bot.hearing.kinds import FEELINGS, Heard, Kind
from bot.hearing.phrases import asks, languages
from bot.hearing.worded import worded
from bot.matching.phrases import forms, pattern, table, whole
from bot.matching.related import small_words
from bot.matching.smalltalk import small_talk
from bot.texts.vocabulary import vocabulary
from bot.yesno import yes_or_no

NAME_ROOM = 200  # characters of a text answer
_NAME_WORDS = 5
_ASKS = 3  # words: of fewer a question is none without its sign
_SURE = 0.55  # from here on what is told is answered; below, whether it is a name is asked about
_PERHAPS = {True: 0.35, False: 0.55}  # the least of a feeling, where the words tell of somebody and where not

_NUMBER = re.compile(r"[-+]?(\d{1,12})([.,]\d{1,6})?")
_NO_NAME = re.compile(r"[\s#(]*\d+[\s.):!]*|\W+\?|\S+ .*\?", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*[,.;:!…]*")
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


def unnamed(text: str) -> bool:
    """Whether somebody says that they will not be named (“that's a secret”, “call me what you like”)."""
    return re.fullmatch(forms("names", "unnamed"), fold(text, NAME_ROOM)) is not None


def declines(text: str, kind: str, label: str) -> bool:
    """Whether the question is left open: in the words of its button (`label`) or in everyday ones."""
    if fold(text, 400) == fold(label, 400):
        return True
    if kind == "yesno" and yes_or_no(text) is not None:
        return False  # "no thanks" is an answer there
    return whole(text, table("answers", "skip")) is not None


def name_in(text: str) -> str:
    """The name itself, where words stand around it ("My name is Ada."); else the text."""
    said = text.strip()
    found = next(filter(None, (each.fullmatch(said.rstrip(" .!")) for each in _around())), None)
    found = found or _named().fullmatch(said)
    return _ended().sub("", found["name"].rstrip(" .!")) or text if found else text


@cache
def _around() -> tuple[re.Pattern[str], ...]:
    """What people say with a name in it, wherever in the words it stands (“people call me Jo”)."""
    gaps = {"name": r"\S+(?: \S+){0,3}?", "word": r"\S+", "Name": r"(?-i:[A-ZÀ-Þ])\S*"}
    lines = (line for data in vocabulary("phrases").values() for line in data["names"]["forms"].splitlines())
    behind = rf"(?:[, ]+(?:{pattern('name_end')}))?"
    return tuple(
        re.compile(
            re.sub(r"\{(\w+)\}", lambda gap: f"(?P<name>{gaps[gap[1]]})", line.strip()) + behind,
            re.IGNORECASE,
        )
        for line in lines
        if line.strip()
    )


@cache
def _ended() -> re.Pattern[str]:
    """What may stand behind a name: “Anna now”."""
    return re.compile(rf"(?<=\w)[, ]+(?:{pattern('name_end')})$", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    hello, filler = pattern("hello"), pattern("name_filler")
    lead = rf"{pattern('name')}|(?P<points>{pattern('points')})"
    return re.compile(
        rf"(?:(?:{hello})\b[,.! ]*)?(?:{lead})(?: (?:{filler}))*[: ]+(?P<name>\S+(?: \S+){{0,3}})",
        re.IGNORECASE,
    )


@cache
def _states() -> re.Pattern[str]:
    """What people are for the moment: tired, back, busy."""
    return re.compile(rf"(?:{forms('names', 'states')})")


@frozen
class NameAnswer:
    """What somebody says who is asked for a name. `move`: it is none, and wants an answer of its own: a
    greeting, a curse, a question, or what people tell of themselves ("my mother died", "I'm scared").
    `odd`: it hardly says what they are called: a number, a sentence."""

    name: str
    move: Kind | None = None
    odd: bool = False


def named(text: str) -> NameAnswer:
    """Reads it once in each language. What is written as a name is one ("I'm Hope")."""
    name, known = name_in(text), plainly(text)
    if known is not None and known.kind in (Kind.GREETING, Kind.AND_YOU):
        return NameAnswer(name, known.kind)
    led = name != text
    if known is not None and (known.kind is Kind.SWEARING or _is_in_so_many_words(known, led, name)):
        return NameAnswer(name, known.kind)
    if (told_by := worded(text)) is not None:
        return NameAnswer(name, told_by)
    if _states().fullmatch(fold(name, NAME_ROOM)):
        return NameAnswer(name, _felt(text) or Kind.TELLING)
    if not led and _is_question(text):
        return NameAnswer(name, Kind.WHY)
    heard = _hearings(text) if _is_prose(text) and not (led and name[:1].isupper()) else []
    told = next((each.heard for each in heard if _is_told(each)), None)
    if told is not None and told.score >= _SURE:
        return NameAnswer(name, told.kind)
    if led and (_begins_small(name) or _goes_on(name)):
        return NameAnswer(name, told.kind if told is not None else Kind.TELLING)
    return NameAnswer(
        name,
        odd=told is not None
        or _is_odd(name)
        or (_points(text) if led else _is_said(text, known, heard) or _begins_small(name)),
    )


def _points(text: str) -> bool:
    """Whether “this is” or “it's” stands before something that is not written as a name."""
    found = _named().fullmatch(text.strip())
    return found is not None and found["points"] is not None and found["name"][:1].islower()


def _is_in_so_many_words(known: Heard, led: bool, name: str) -> bool:
    """Whether “I'm sorry” or “this is boring” is what is said: only where no name is written in it."""
    return led and name[:1].islower() and known.kind is not Kind.NAME


def _felt(text: str) -> Kind | None:
    """The feeling that its wording says, or that is sure."""
    told = next((each.heard for each in _hearings(text) if _is_told(each)), None)
    return told.kind if told is not None and told.score >= _SURE else None


def _begins_small(name: str) -> bool:
    """Whether it begins with a small word, written as one: “a bit lost”, “my first time”."""
    return name[:1].islower() and _is_small(name.split()[0])


def _goes_on(name: str) -> bool:
    """Whether a small word stands in the middle of it, and it has no capital: “jealous of my sister”."""
    return name.islower() and any(map(_is_small, name.split()[1:-1]))


def _is_small(word: str) -> bool:
    folded = fold(word, NAME_ROOM)
    return folded in small_words() and folded not in _names_too()


@cache
def _names_too() -> frozenset[str]:
    """Small words that are names as well, and those that stand before one."""
    return word_set(" ".join(fold(data["names"]["too"]) for data in vocabulary("phrases").values()))


def _is_question(text: str) -> bool:
    """“Will” and “May Lee” are names, though questions begin with them."""
    if not any(map(str.isalpha, text)):
        return False
    return asks(text) and not text.istitle() and ("?" in text or len(text.split()) >= _ASKS)


def _is_odd(name: str) -> bool:
    if _NO_NAME.fullmatch(name) or sum(word[0].isalpha() for word in name.split()) > _NAME_WORDS:
        return True
    return small_talk(name) in ("greeting", "bot", "how_are_you", "unsure", "thanks")


def _is_told(each: Hearing) -> bool:
    """Whether it speaks of a feeling."""
    heard = each.heard
    return heard is not None and heard.kind in FEELINGS and heard.score >= _PERHAPS[each.told]


def _is_said(text: str, known: Heard | None, heard: Sequence[Hearing]) -> bool:
    """Whether several words are something that people say, or tell."""
    if not heard:
        return False
    moves = known is not None and known.kind is not Kind.NAME
    return moves or (len(text.split()) > 2 and any(each.told for each in heard))


def _is_prose(text: str) -> bool:
    """Whether it is several words of a sentence; with capitals throughout, or signs in it, it is none."""
    words = text.split()
    return len(words) > 1 and not text.istitle() and all(map(_WORD.fullmatch, words))


def _hearings(text: str) -> list[Hearing]:
    """What is heard in a text as one of each language, whichever the talk is in."""
    return [hear(text, Moment(asked="text", locale=locale)) for locale in languages()]


def _number(words: str) -> float | None:
    if _THOUSANDS.fullmatch(words):  # "1,000" and "1.000" are a thousand, in either language
        return float(re.sub(r"[^\d+-]", "", words))
    found = _NUMBER.fullmatch(words)
    return float(words.replace(",", ".")) if found else None
