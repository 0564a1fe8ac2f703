"""Figures about prose: sentences, syllables, reading ease."""

import re

_WORD = re.compile(r"[A-Za-z0-9'’]+(?:-[A-Za-z]+)*")
_END = re.compile(r"[.!?]+[\"”“)]*(?=\s|$)")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$")
_SILENT_ED = re.compile(r"(?<![aeiouytd])ed$")
_SILENT_ES = re.compile(r"(?<![sxzcg])(?<!sh)(?<!ch)es$")
_TWO_SOUNDS = re.compile(r"(?<![tsc])i[ao](?!u)|eo|ua(?!r)|[aeiou]ing$|ism$")


def words(text: str) -> list[str]:
    """The words of a text, hyphenated ones whole."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the marks around them."""
    parts = re.split(r"(?<=[.!?])[\"”“)]*\s+", text)
    return [part.strip(' "”„“.!?') for part in parts if part.strip()]


def syllables(word: str) -> int:
    """Vowel groups, less the silent endings. Within 2 % of the CMU dictionary over these scripts."""
    letters = re.sub("[^a-z]", "", word.lower())
    count = len(re.findall("[aeiouy]+", letters)) + len(_TWO_SOUNDS.findall(letters))
    if len(letters) > 3:
        count -= sum(bool(silent.search(letters)) for silent in (_SILENT_ED, _SILENT_ES))
    return max(1, count - bool(_SILENT_E.search(letters)))


def reading_ease(text: str) -> float:
    """Flesch's figure for English: 60-70 is plain, 90 and more is read by a child of eleven."""
    found = words(text)
    ends = len(_END.findall(text)) or 1
    return 206.835 - 1.015 * len(found) / ends - 84.6 * sum(map(syllables, found)) / len(found)
