"""Typed words without what says nothing: capitals, emoji, smileys. For comparing only; never shown."""

import re
import unicodedata

_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u0060\u00b4]")
# Faces of signs. A mouth that is a letter or digit must not begin a word or a time ("8:pm", "8:30").
_SMILEYS = re.compile(
    r"""(?:(?<!\d)[:;=]|(?<=\d)[:;=](?=['^]?-?[()\[\]|/\\*]))  # eyes
        ['^]?[-o^]?(?:[()\[\]|/\\*]+|[dpox3](?!\w))            # nose and mouth
      | [(\[]['^-]?[:;=](?!\w)                                 # the other way round
      | (?<!\w)[x=]d+(?!\w) | </?3(?!\d) | \^_*\^ | -_+- | >[._]< | \\o/ | (?<!\w)o/(?!\w)
      | (?<!\w)t_t(?!\w) | (?<!\w)o_o(?!\w)""",
    re.VERBOSE,
)
_KEYCAP = "\u20e3"


def plain(text: str) -> str:
    """Small letters in NFKC with single blanks and straight apostrophes, without emoji and smileys."""
    seen = _without_signs(unicodedata.normalize("NFKC", text)).lower()
    return " ".join(_SMILEYS.sub(" ", _APOSTROPHES.sub("'", seen)).split())


def without_smileys(text: str) -> str:
    """The text, in small letters, with blanks in the smileys' place: every other sign stays where it was."""
    return _SMILEYS.sub(lambda found: " " * len(found[0]), text)


def _without_signs(text: str) -> str:
    """Signs that show something, and what joins or colours them, become blanks; a keycap leaves its digit."""
    return "".join("" if c == _KEYCAP else " " if _is_sign(c) else c for c in text)


def _is_sign(char: str) -> bool:
    """Emoji (also those newer than this Python) and other symbols, skin tones, joiners, invisible marks."""
    if char < "\x7f" or char in "´`":
        return False
    return "\ufe00" <= char <= "\ufe0f" or unicodedata.category(char) in ("So", "Sk", "Cf", "Co", "Cn")
