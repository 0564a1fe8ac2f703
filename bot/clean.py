"""Text from people made safe to handle: bounded, well-formed, comparable.

Two forms. `clean` keeps what a person wrote and drops what no reader can see or what can break a renderer.
`fold` is for comparing only and is never shown to anyone.
"""

import re
import unicodedata

# A run of combining marks costs quadratic time in canonical ordering; real scripts stay far below this.
_MOST_MARKS = 8
_FIRST_MARK = "\u0300"  # every letter below it stands for itself
_JOINERS = "\u200c\u200d"  # they shape Persian and Indic words and hold emoji families together
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r" ?\n ?")
_BREAKS = re.compile(r"\n{3,}")
_APOSTROPHES = re.compile("['\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def clean(text: str, limit: int = 2000) -> str:
    """Return at most `limit` code points of `text` in NFC, without anything invisible or ill-formed.

    Control characters, direction overrides, zero-width characters (but joiners inside words and emoji) and
    unpaired surrogates go; blank runs become one space, three and more line breaks become two.
    Work is bounded by `limit`, whatever the length of `text`. Never raises.
    """
    visible = _visible(text[: limit * 4])
    composed = unicodedata.normalize("NFC", visible)
    calm = _BREAKS.sub("\n\n", _BREAK.sub("\n", _SPACES.sub(" ", composed)))
    return calm.strip()[:limit].strip(" \n" + _JOINERS)


def _visible(text: str) -> str:
    if max(text, default="") < _FIRST_MARK and text.replace("\n", " ").isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MOST_MARKS or category == "Cs":
            continue
        if category in ("Cc", "Zl", "Zp"):
            # \r\n is one break; other controls separate words in pasted text rather than join them.
            kept.append("\n" if char in "\n\x85\u2028\u2029" else " ")
        elif category != "Cf" or char in _JOINERS:
            kept.append(char)
    return "".join(kept)


def fold(text: str, limit: int = 2000) -> str:
    """Return the comparing form: NFKC, case-folded, Latin accents and apostrophes gone, words by one space.

    `fold("  Don’t — GO! ") == "dont go"`. Letters and digits of every script stay; everything else
    separates words. The result has at most `limit` code points. Never raises.
    """
    # Apostrophes first: NFKC would take "´" apart.
    compatible = unicodedata.normalize("NFKC", _APOSTROPHES.sub("", clean(text, limit)))
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", compatible[:limit].casefold()))
    joined = unicodedata.normalize("NFC", bare)
    return _BETWEEN_WORDS.sub(" ", joined).strip()[:limit].rstrip()


def word_set(words: str) -> frozenset[str]:
    """Return the words of a blank-separated table; tables of words read best as prose."""
    return frozenset(words.split())
