"""Typed text -> sentences in one plain spelling, for the care tables.

People in distress type fast: contractions with and without apostrophes, missing letters, digits for letters.
All of it is brought to one form, so that the tables can be written in plain words. English and German get a
form each, because "im" means "I'm" in one and "in the" in the other.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.care.spelling import english, german, respelled, together
from bot.clean import clean

# Longer messages than any platform sends; of more than that, the beginning and the end are read.
_HEAD, _TAIL = 5_000, 1_500
_LONGEST_WORD = 24
_MARKS = re.compile("[\u0300-\u036f]")
_QUOTES = re.compile("[\u2018\u2019\u201b\u02bc`\u00b4]")
_DOTS = re.compile(r"\.{2,}|\u2026")
_SENTENCE_END = re.compile(r"[.!?;:\n]+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['*@$!#][^\W_]+)*")
_LONG_RUN = re.compile(r"(.)\1{2,}")


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence of `text` as (English form, German form): plain words by single blanks.

    Words are cut at 24 letters and the text at 6,500 characters, so that a rule's work is bounded.
    """
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + "\n" + text[-_TAIL:]
    # Apostrophes first: NFKC would take "´" apart.
    plain = _QUOTES.sub("'", clean(together(text), _HEAD + _TAIL + 1))
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain.casefold()))
    plain = plain[: 2 * (_HEAD + _TAIL)]  # one sign may stand for eighteen letters (U+FDFA)
    split = _SENTENCE_END.split(_LONG_RUN.sub(r"\1\1", _DOTS.sub(" ", plain)))
    spoken = [[word[:_LONGEST_WORD] for word in _WORD.findall(sentence)] for sentence in split]
    known = {word: respelled(word) for word in {word for words in spoken for word in words}}
    for words in filter(None, spoken):
        yield " ".join(english(words, known)), " ".join(german(words, known))
