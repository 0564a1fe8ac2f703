"""The phrases of every kind, `heard.txt` in each language's folder: what is said as it stands, and forms
with a gap.

A gap is what the words name: `{said}` a name, `{not}` a name that is wrong, `{evening}` an evening.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from bot.clean import fold
from bot.errors import ContentError
from bot.frozen import frozen
from bot.hearing.kinds import Heard, Kind
from bot.matching.phrases import whole
from bot.texts.catalogue import LOCALES, available_languages
from bot.texts.vocabulary import lines

_FILE = "heard.txt"
_GAPS = {"said": r"(?P<said>\S+(?: \S+){0,2}?)", "not": r"(?P<wrong>\S+)", "evening": r"(?P<said>.{1,60}?)"}
# Of the files: the words that questions begin with, those that tell of people, wishes to know something, and
# the words for whoever writes, for Alana, for him and her, those that deny, and those
# that nothing but a question begins with.
_OPENINGS, _TELLERS, _WISHES, _SELVES = "openings", "tellers", "wishes", "selves"
_ADDRESSED, _NEGATIONS, _OTHERS, _ASKERS = "addressed", "negations", "others", "askers"
_LISTS = frozenset({_OPENINGS, _TELLERS, _WISHES, _SELVES, _ADDRESSED, _NEGATIONS, _OTHERS, _ASKERS})
_GAP = re.compile(r"\\?\{(said|not|evening)\\?\}")
_SIGN = re.compile(r"\?(?!\w)")


@frozen
class Form:
    """A phrase with a gap, over text as `_plain` leaves it."""

    kind: Kind
    pattern: re.Pattern[str]


def languages() -> tuple[str, ...]:
    """The languages there is a file for."""
    return tuple(each for each in available_languages() if (LOCALES / each / _FILE).is_file())


def known(text: str) -> Heard | None:
    """The move that `text` is as it stands, politeness aside, or by a form whose gap it fills."""
    kind = whole(text, _table())
    if kind is not None:
        return Heard(Kind(kind), 1.0)
    plain = _plain(text)
    for form in _forms():
        if found := form.pattern.fullmatch(plain):
            return Heard(form.kind, 1.0, found.groupdict().get("said") or "")
    return None


def examples(language: str) -> Iterator[tuple[Kind, str]]:
    """Every phrase of a language. Raises ContentError for a line that names no kind."""
    for name, phrases in _lines(language):
        if name in _LISTS:
            continue
        if name not in Kind.__members__.values():
            raise ContentError(f"{LOCALES / language / _FILE}: there is no kind {name!r}")
        yield from ((Kind(name), phrase.strip()) for phrase in phrases.split("|") if phrase.strip())


def _lines(language: str) -> Iterator[tuple[str, str]]:
    for line in lines(_FILE, language).splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, phrases = line.partition(":")
            yield name, phrases


def asks(text: str) -> bool:
    """Whether a text looks like a question: by its sign, by the word it begins with, or by a wish to know."""
    words = fold(text, 200).split()
    if _has_sign(text) or (words and words[0] in _list(_OPENINGS)):
        return True
    flat = f" {' '.join(words)} "
    return any(f" {wish} " in flat for wish in _wishes())


def asks_outright(text: str) -> bool:
    """Whether it is a question by its sign or its first word, and not by a verb that may begin as well what
    somebody says of themselves in haste (“can't stop thinking of him”)."""
    words = fold(text, 200).split()
    return _has_sign(text) or bool(words and words[0] in _list(_ASKERS))


def _has_sign(text: str) -> bool:
    """Whether a question mark stands near its end: behind a word, not inside of one, as in an address."""
    return _SIGN.search(text[-200:]) is not None


def tells(text: str) -> bool:
    """Whether a text speaks of oneself or of somebody."""
    return not _list(_TELLERS).isdisjoint(fold(text, 400).split())


def speaks_of_oneself(text: str) -> bool:
    """Whether a text names whoever writes it."""
    return not _list(_SELVES).isdisjoint(fold(text, 400).split())


def addresses(text: str) -> bool:
    """Whether a text speaks to Alana."""
    return not _list(_ADDRESSED).isdisjoint(fold(text, 400).split())


def names_others(text: str) -> bool:
    """Whether a text speaks of him or her."""
    return not _list(_OTHERS).isdisjoint(fold(text, 400).split())


def denies(text: str) -> bool:
    """Whether a word in it denies."""
    return not _list(_NEGATIONS).isdisjoint(fold(text, 400).split())


@cache
def _list(wanted: str) -> frozenset[str]:
    every = (phrases for language in languages() for name, phrases in _lines(language) if name == wanted)
    return frozenset(fold(word) for phrases in every for word in phrases.split())


@cache
def _wishes() -> tuple[str, ...]:
    every = (phrases for language in languages() for name, phrases in _lines(language) if name == _WISHES)
    return tuple(fold(wish) for phrases in every for wish in phrases.split("|"))


@cache
def vocabulary(language: str) -> frozenset[str]:
    """The words that only this language's phrases have."""
    others = {word for other in languages() if other != language for word in _words(other)}
    return frozenset(_words(language) - others)


def _words(language: str) -> set[str]:
    return {word for _, phrase in examples(language) for word in fold(_GAP.sub(" ", phrase)).split()}


@cache
def _table() -> Mapping[str, str]:
    every = ((kind, phrase) for language in languages() for kind, phrase in examples(language))
    table: dict[str, str] = {}
    for kind, phrase in every:
        if "{" not in phrase and (folded := fold(phrase)):
            table.setdefault(folded, kind)
    return table


@cache
def _forms() -> tuple[Form, ...]:
    """Longer ones first: "my name is not …" before "my name is …"."""
    every = [
        (kind, phrase) for language in languages() for kind, phrase in examples(language) if "{" in phrase
    ]
    every.sort(key=lambda pair: -len(_GAP.sub("", pair[1])))
    return tuple(Form(kind, re.compile(_pattern(phrase), re.IGNORECASE)) for kind, phrase in every)


def _pattern(phrase: str) -> str:
    return _GAP.sub(lambda gap: _GAPS[gap[1]], re.escape(_plain(phrase)).replace(r"\ ", " "))


def _plain(text: str) -> str:
    """One line without the signs around words; capitals stay, since a name has one."""
    flat = re.sub(r"[^\w\s{}'’-]+", " ", text[:200])
    return " ".join(flat.replace("’", "'").replace("'s ", " is ").replace("i'm ", "i am ").split())
