"""An offered question or answer said in other words: what is offered goes before any move. Pure.

“nobody lol” where “Honestly, nobody.” stands; “never physical” where “It's never been physical.” does.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.clean import fold, word_set
from bot.hearing.phrases import addresses, asks, denies, known, speaks_of_oneself
from bot.matching.related import all_in, telling
from bot.matching.smalltalk import small_talk
from bot.matching.verdict import Candidate
from bot.texts.vocabulary import vocabulary

_LIMIT = 400
_SHORT, _NAMES = 6, 4  # words: of a paraphrase; of one that only names a thing ("a bad person")


def plainly_offered(text: str, offered: Sequence[Candidate]) -> str | None:
    """The key of the one that is said word for word, flourishes aside, or whose words are all there is."""
    wanted = _core(text)
    if not wanted:
        return None
    for candidate in offered:
        if any(wanted == _core(phrasing) for phrasing in candidate.phrasings):
            return candidate.key
    if len(wanted) > _SHORT or asks(text) or known(text) is not None or small_talk(text) is not None:
        return None
    found = {each.key for each in offered if any(_holds(each, one, wanted, text) for one in each.phrasings)}
    return found.pop() if len(found) == 1 else None


def fits(text: str, candidate: Candidate) -> bool:
    """Whether an offered answer may be what was meant: whoever asks Alana something answers nothing, and who
    says no does not say yes."""
    if asks(candidate.text):
        return True
    if asks(text) and addresses(text):
        return False
    return not denies(text) or any(map(denies, candidate.phrasings))


def _holds(candidate: Candidate, phrasing: str, wanted: Sequence[str], text: str) -> bool:
    """Whether every word of `wanted` that says something stands in the phrasing."""
    words = telling(wanted)
    others = telling(_core(phrasing))
    met = (any(all_in([form], others) for form in (word, *_wider().get(word, ()))) for word in words)
    if not words or not all(met) or not fits(text, candidate):
        return False
    if not asks(candidate.text):
        return True
    # What somebody tells of themselves is no question.
    return not speaks_of_oneself(text) and (len(words) > 1 or len(wanted) <= _NAMES)


def _core(text: str) -> list[str]:
    words = fold(text, _LIMIT).split()
    return [word for word in words if word not in _flourishes()] or words


@cache
def _wider() -> Mapping[str, Sequence[str]]:
    """A word -> the wider ones that it may stand for."""
    found: dict[str, list[str]] = {}
    for data in vocabulary("phrases").values():
        for wide, words in data["wider"].items():
            for word in fold(words).split():
                found.setdefault(word, []).append(wide)
    return found


@cache
def _flourishes() -> frozenset[str]:
    return word_set(" ".join(_every("flourish")))


def _every(name: str) -> Iterator[str]:
    return (fold(data[name]) for data in vocabulary("phrases").values())
