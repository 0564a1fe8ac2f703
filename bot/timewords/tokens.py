"""Typed words as tokens: numbers known as such, phrases said in the words that the rules know."""

import re

from bot.frozen import frozen
from bot.timewords.lexicon import lexicon

_TOKEN = re.compile(
    r"\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|\d+|[ap]\.?\s?m\b\.?|[^\W\d_]+(?:'[^\W\d_]+)?|[-–—]|\S", re.UNICODE
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "pleeease", "sooo"
_SILENT = frozenset(",;&+.()@/\"!?*_#…„“”«»›‹'")  # marks that change nothing; hyphens and tildes do
_LONGEST_REWRITE = 8


@frozen
class Token:
    """A word, a number (`value`) or a mark, as it was written but in small letters."""

    text: str
    value: int | None = None

    @property
    def digits(self) -> bool:
        return self.text.isdecimal()


def tokens(plain: str) -> list[Token]:
    """The tokens of a plain text (`bot.texts.plain`), marks included."""
    words = [_HYPHENS.get(word, word) for word in _TOKEN.findall(_STRETCHED.sub(r"\1", plain))]
    return _numbered(_rewritten(words))


def without_marks(found: list[Token]) -> list[Token]:
    """The tokens but for marks that change nothing."""
    return [token for token in found if token.text not in _SILENT]


_HYPHENS = {"–": "-", "—": "-"}


def _rewritten(words: list[str]) -> list[str]:
    """Longest phrases first, each once."""
    rewrites, place = lexicon().rewrites, 0
    kept: list[str] = []
    while place < len(words):
        for length in range(_LONGEST_REWRITE, 1, -1):
            meant = rewrites.get(tuple(words[place : place + length]))
            if meant is not None and place + length <= len(words):
                kept += meant
                place += length
                break
        else:
            kept.append(words[place])
            place += 1
    return kept


def _numbered(words: list[str]) -> list[Token]:
    """Words and digits of small numbers with their value; "forty five" and "forty-five" are one."""
    known, place = lexicon(), 0
    found: list[Token] = []
    while place < len(words):
        word = words[place]
        tens = known.tens.get(word)
        dash = words[place + 1 : place + 2] == ["-"]
        unit = known.numbers.get("".join(words[place + 1 + dash : place + 2 + dash]), 0) if tens else 0
        if tens and 1 <= unit <= 9:
            found.append(Token(f"{word} {words[place + 1 + dash]}", tens + unit))
            place += 2 + dash
            continue
        value = int(word) if word.isdecimal() and len(word) <= 4 else known.numbers.get(word)
        found.append(Token(word, value))
        place += 1
    return found
