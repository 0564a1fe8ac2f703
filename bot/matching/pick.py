"""A typed number, letter, ordinal or label -> the option that it names. Pure; English and German."""

import re
from collections.abc import Sequence

from bot.clean import fold, word_set

_CARDINALS = (
    ("one", "eins"),
    ("two", "zwei", "zwo"),
    ("three", "drei"),
    ("four", "vier"),
    ("five", "funf", "fuenf"),
    ("six", "sechs"),
    ("seven", "sieben"),
    ("eight", "acht"),
    ("nine", "neun"),
    ("ten", "zehn"),
)
_ORDINALS = (
    ("first", "1st", "erst"),
    ("second", "2nd", "zweit"),
    ("third", "3rd", "dritt"),
    ("fourth", "4th", "viert"),
    ("fifth", "5th", "funft", "fuenft"),
    ("sixth", "6th", "sechst"),
    ("seventh", "7th", "siebt", "siebent"),
    ("eighth", "8th", "acht"),
    ("ninth", "9th", "neunt"),
    ("tenth", "10th", "zehnt"),
)
_GERMAN_ENDINGS = ("e", "er", "es", "en", "em", "ens")
_LAST = frozenset({"last", "letzte", "letzter", "letztes", "letzten"})
# Words that may stand around the number without changing what it points at.
_AROUND = word_set(
    "the a option number no nr nummer question frage antwort answer button choice one please bitte i d like"
    " take want choose pick ich nehme will mochte moechte wahle waehle die der das den dem"
    " lets go with es sei id ill"
)
_LEADS = word_set("one a option number no nr nummer question frage answer antwort choice button")
_LONGEST = 60


def _words_for_places() -> dict[str, int]:
    places: dict[str, int] = {}
    for index, (cardinals, ordinals) in enumerate(zip(_CARDINALS, _ORDINALS, strict=True)):
        places |= dict.fromkeys(cardinals, index)
        for word in ordinals:
            places[word] = index
            places |= {word + ending: index for ending in _GERMAN_ENDINGS}
    # "acht" is the number; only "achte", "achter" … are ordinals, and "first" takes no German ending.
    return places


_PLACES = _words_for_places()
_DIGITS = re.compile(r"\d{1,3}")


def pick(text: str, labels: Sequence[str]) -> int | None:
    """Return the index in `labels` that `text` names, or None when it names none or more than one.

    Understood, in this order: the label itself in any case and punctuation; a number, letter or ordinal
    ("2", "2.", "b)", "option two", "the second one", "die zweite", "the last one"); the beginning of just
    one label, at least two words long. Never raises.
    """
    wanted = fold(text, 400)
    if not wanted or not labels:
        return None
    folded = [fold(label, 400) for label in labels]
    if wanted in folded:
        return folded.index(wanted)
    place = _place(wanted, len(labels))
    if place is not None:
        return place
    return _beginning(wanted, folded)


def _place(wanted: str, count: int) -> int | None:
    if len(wanted) > _LONGEST:
        return None
    words = wanted.split()
    bare = [word for word in words if word not in _AROUND]
    if not bare and words[-1] in ("one", "a") and words[0] in _LEADS and len(words) <= 2:
        bare = [words[-1]]  # "one", "number one", "option a": here the filler is the answer
    if len(bare) != 1:
        return None
    return _place_of(bare[0], count)


def _place_of(word: str, count: int) -> int | None:
    if word in _LAST:
        return count - 1
    place = _PLACES.get(word)
    if place is None and _DIGITS.fullmatch(word):
        place = int(word) - 1
    if place is None and len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a")
    return place if place is not None and 0 <= place < count else None


def _beginning(wanted: str, folded: Sequence[str]) -> int | None:
    if " " not in wanted:
        return None
    found = [index for index, label in enumerate(folded) if label.startswith(wanted)]
    return found[0] if len(found) == 1 else None
