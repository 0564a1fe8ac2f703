"""Reading a typed answer to the dialogue's own question. The engine never sees what does not fit."""

import re
import unicodedata

from bot.engine.values import Value

NAME_ROOM = 200  # characters of a text answer

_YES = {"yes", "y", "yeah", "yep", "sure", "of course", "ja", "j", "klar", "natürlich", "jo", "true"}
_NO = {"no", "n", "nope", "not really", "never", "nein", "nö", "nee", "false"}
_NUMBER = re.compile(r"[-+]?(\d{1,12})([.,]\d{1,6})?")


def read(text: str, kind: str) -> Value | None:
    """The value, or None where the text does not fit the kind (text, number, yesno)."""
    words = unicodedata.normalize("NFC", text).strip()
    if kind == "number":
        return _number(words)
    if kind == "yesno":
        return _yes_or_no(words)
    flat = " ".join(words.split())
    return flat if flat and len(flat) <= NAME_ROOM else None


def _number(words: str) -> float | None:
    found = _NUMBER.fullmatch(words)
    return float(words.replace(",", ".")) if found else None


def _yes_or_no(words: str) -> bool | None:
    word = words.casefold().strip(" .!,")
    if word in _YES:
        return True
    return False if word in _NO else None
