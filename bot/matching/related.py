"""Whether typed words and a question share more than small words ("the", "a", "you"). Pure.

By spelling alone "the sea" is like "Is that the end?": a guess from one small word is none.
"""

from collections.abc import Sequence
from functools import cache

from bot.clean import fold, word_set
from bot.texts.vocabulary import vocabulary

_LIMIT = 400
# Letters of a word that another begins with, or holds; the share of pieces in common.
_STEM, _PART, _ALIKE = 4, 5, 0.4
_LITTLE = 2  # letters: no longer word says anything
_SMALL_ONES = 2  # shared small words that say something together, where they are half of all


def related(text: str, phrasings: Sequence[str]) -> bool:
    """Whether a word that says something stands in both, in whatever form: "friend" and "friendships"."""
    said = fold(text, _LIMIT).split()
    return any(_alike(one, other) for one in telling(said) for other in telling(_words(phrasings)))


def near(text: str, phrasings: Sequence[str]) -> bool:
    """The same; or most of the small words, which may be all there are ("must it be so")."""
    said = set(fold(text, _LIMIT).split())
    shared = max((len(said & set(fold(each, _LIMIT).split())) for each in phrasings), default=0)
    return related(text, phrasings) or (shared >= _SMALL_ONES and 2 * shared >= len(said))


def telling(words: Sequence[str] | set[str]) -> list[str]:
    """Those of folded words that say something."""
    return [word for word in words if word not in small_words() and len(word) > _LITTLE]


def all_in(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each word stands among the others, in whatever form."""
    return all(any(_alike(word, other) for other in others) for word in words)


def share(text: str, phrasings: Sequence[str]) -> float:
    """How many, from 0 to 1, of the words that say something stand in the phrasings as well."""
    said, others = telling(fold(text, _LIMIT).split()), telling(_words(phrasings))
    met = sum(any(_alike(one, other) for other in others) for one in said)
    return met / len(said) if said else 0.0


def _words(phrasings: Sequence[str]) -> set[str]:
    return {word for each in phrasings for word in fold(each, _LIMIT).split()}


def _alike(one: str, other: str) -> bool:
    """Whether they are forms of one word, one holds the other, or one is a slip of the pen."""
    short, long = sorted((one, other), key=len)
    if (
        short == long
        or (len(short) >= _STEM and long.startswith(short))
        or (len(short) >= _PART and short in long)
    ):
        return True
    pieces, others = _pieces(short), _pieces(long)
    return len(pieces & others) >= _ALIKE * len(pieces | others)


def _pieces(word: str) -> set[str]:
    edged = f"^{word}$"
    return {edged[at : at + 3] for at in range(len(edged) - 2)}


@cache
def small_words() -> frozenset[str]:
    """Folded, of every language."""
    return word_set(" ".join(fold(data["small"]) for data in vocabulary("phrases").values()))
