"""One key for all the ways people spell a name: without case, accents, spaces and punctuation.

The same folding is used when the city table is made and when somebody types, so the two always meet.
"""

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ə": "e", "ħ": "h"}
)
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
# Marks that people leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs. The
# vowel signs of Indic scripts and Thai are marks too, but leaving them out would change the word.
_MARKS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670))


def words(text: str) -> list[str]:
    """The folded words of a name: "Saint-Étienne" and "St. Etienne" are both ["saint", "etienne"]."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not _is_optional(c)).translate(_LETTERS)
    kept = "".join(c if _belongs(c) else " " for c in unicodedata.normalize("NFC", bare))
    return [_SHORT.get(word, word) for word in kept.split()]


def key(text: str) -> str:
    """The folded words of a name in one piece: "São Paulo" is "saopaulo"."""
    return "".join(words(text))


def is_latin(folded: str) -> bool:
    """Whether a key is written in a to z and digits alone."""
    return folded.isascii()


def _is_optional(char: str) -> bool:
    """Accents and apostrophes: "Nuku'alofa" and "Nukualofa" are one name."""
    return char in "'’‘ʻʼ`´ʿʾ" or any(low <= ord(char) <= high for low, high in _MARKS)


def _belongs(char: str) -> bool:
    """Letters, digits and the vowel signs that make a letter."""
    return unicodedata.category(char)[0] in "LNM"
