"""What people mean who type fast: slips, missing letters, digits for letters, contractions, letters apart.

A slip that is no word of its own is put right wherever it stands. One that is a word ("sacred", "dye",
"rapped", "kms") is put right only where its neighbours ask for it, so that a sacred bond stays sacred.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.care.slips import (
    DIGIT_LETTERS,
    ENDINGS,
    ENGLISH,
    GERMAN,
    OTHER_WORDS,
    SPELLED,
    STARS,
)
from bot.clean import word_set

# A word that may be a slip of another: what it would mean, the words before it then, and the words after it.
# "" stands for the edge of the sentence; an empty list asks for nothing.
Slips = Mapping[str, tuple[str, frozenset[str], frozenset[str]]]
_ONES = "me us her him my our the"
_FEELING = "am im i'm so really too very get got feel feels feeling"
_UNLESS_COUNTED = word_set(
    "few some many more of hundred thousand several couple the two three ten twenty fifty a did ran drive"
)
_FURTHER = word_set("away from per apart north south east west every each an with run")
_IN_PLACE: Slips = {
    **dict.fromkeys(
        ["sacred", "scarred"],
        (
            "scared",
            word_set(_FEELING),
            word_set("of he she they that about when because everytime if"),
        ),
    ),
    "dye": (
        "die",
        word_set("to wanna will would could can just i rather let gonna going please and or me not"),
        frozenset(["", *word_set("tonight now already today please because soon alone anymore i")]),
    ),
    "dyeing": (
        "dying",
        word_set("am im i'm is are of about feel"),
        frozenset(["", *word_set("inside alone tonight")]),
    ),
    "lief": ("life", word_set("my your our whole"), frozenset()),
    "beet": ("beat", frozenset(), word_set(_ONES)),
    "beets": ("beats", frozenset(), word_set(_ONES)),
    "chocked": ("choked", frozenset(), word_set(_ONES)),
    "chocking": ("choking", frozenset(), word_set(_ONES)),
    "chocks": ("chokes", frozenset(), word_set(_ONES)),
    "rapped": ("raped", frozenset(), frozenset()),
    "kms": ("kill myself", frozenset(), frozenset()),
    "htis": ("hits", word_set("he she dad mom mum husband boyfriend wife who"), word_set(_ONES)),
}
_IN_PLACE_GERMAN: Slips = {
    "tod": ("tot", frozenset(), word_set("sein bin bist ware wa war ist machen schlagen prugeln")),
}
# "i was rapped", "he rapped me"; but nobody is "rapped in front of".
_PASSIVE = word_set("was been got get gets being were")
# Words whose letters people swap in haste, and the words that are made of the same letters.
_SHUFFLED = {
    "".join(sorted(word)): word
    for word in word_set(
        "want just anymore alive myself suicide suicidal husband boyfriend hates hurts nobody hanging jumping"
        " nicht wenn mehr leben sterben schlagt aufwachen selbstmord mochte umbringen trinkt immer wurgt"
    )
}
_ALSO_WORDS = word_set("nebel heats haste hates trinkt wenn immer leben")
_LETTERS_APART = re.compile(
    r"(?<![^\W_])[^\W\d_](?:(?P<gap>[ .\-_*|/\u00b7])[^\W\d_])(?:(?P=gap)[^\W\d_])+(?![^\W_])"
)
# What letters written apart most often spell, for runs that leave no gap between the words.
_PIECES = sorted(
    word_set(
        "kill killing myself suicide suicidal selfharm want to die dead i hate my life end it he she"
        " hits me hit beats rape raped help him hurt hurts cut do not dont live be am scared of please dad"
        " ich will"
        " sterben mich umbringen er sie schlagt schlug selbstmord suizid tot sein nicht mehr leben angst"
        " vor ihm"
        " hilfe bitte mir weh tut"
    ),
    key=len,
    reverse=True,
)


def together(text: str) -> str:
    """`text` with letters that stand apart put together: "k i l l" and "s.u.i.c.i.d.e" are words again."""
    return _LETTERS_APART.sub(lambda run: _cut("".join(re.findall(r"[^\W\d_]", run[0]))), text)


def _cut(letters: str) -> str:
    """A run of letters as the words it is made of, where all of them are known; else as it is."""
    plain, words = letters.casefold(), []
    while plain:
        piece = next((word for word in _PIECES if plain.startswith(word)), None)
        if piece is None:
            return letters
        words.append(piece)
        plain = plain[len(piece) :]
    return " ".join(words)


def english(words: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The words of an English sentence, put right; `known`: what `respelled` says of each."""
    return [_english(_placed(words, at, _IN_PLACE), known) for at in range(len(words))]


def german(words: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The words of a German sentence, put right."""
    return [_german(_placed(words, at, _IN_PLACE_GERMAN), known) for at in range(len(words))]


def _placed(words: Sequence[str], at: int, slips: Slips) -> str:
    word = words[at]
    if word not in slips:
        return word
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if word == "rapped":
        return "raped" if before in _PASSIVE or after in ("me", "her", "him") else word
    if word == "kms":
        counted = before.isdigit() or before in _UNLESS_COUNTED or after in _FURTHER
        return word if counted else "kill myself"
    meant, follows, precedes = slips[word]
    fits = (not follows or before in follows) and (not precedes or after in precedes)
    return meant if fits else word


def _english(word: str, known: Mapping[str, str]) -> str:
    if word in ENGLISH:
        return ENGLISH[word]
    if "'" in word:
        return _apart(word)
    return known.get(word) or respelled(word)


def _apart(word: str) -> str:
    stem, _, ending = word.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        return f"{stem[:-1]} not"
    return f"{respelled(stem.replace(chr(39), ''))} {ENDINGS.get(ending, ending)}"


def _german(word: str, known: Mapping[str, str]) -> str:
    if word in GERMAN:
        return GERMAN[word]
    return respelled(word.replace("'", "")) if "'" in word else known.get(word) or respelled(word)


def respelled(word: str) -> str:
    """A word put right whatever stands beside it, in either language."""
    if word in STARS:
        return STARS[word]
    if not word.isalpha() and not word.isdigit():
        word = re.sub(r"[*#']", "", word.translate(DIGIT_LETTERS))
    if len(word) < 4 or word in SPELLED or word in OTHER_WORDS:
        return word
    shuffled = _SHUFFLED.get("".join(sorted(word)))
    if shuffled is not None:
        return word if word in _ALSO_WORDS else shuffled
    if len(word) < 6:
        return word
    return next((_NEAR[form] for form in _one_less(word) if form in _NEAR), word)


def _one_less(word: str) -> Iterator[str]:
    """Yield `word` itself and with each letter left out: two such sets meet when one edit parts the words."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


_NEAR = {form: word for word in sorted(SPELLED) for form in _one_less(word)}
