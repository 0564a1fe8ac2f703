"""What the care tables miss: a linear model over words, their neighbours, pieces of words, and concepts.

Its weights are learned from lines of ours (`tools/learn_care.py`), not written. It knows nothing of meaning;
but people who say it by the way use other words than people who talk about their day, and other concepts
stand together. Pure; 0.3 ms a message.
"""

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from zlib import crc32

from bot.care.concepts import Sentence, concepts
from bot.care.rules import CareKind
from bot.errors import ContentError

KINDS: tuple[CareKind, ...] = ("self_harm", "violence", "fear")
PLACES = 1 << 16  # an n-gram's weight stands at its checksum modulo this
WEIGHTS = "weights.gz"
_FEWEST = 4  # words: a shorter message is a name, a command, a greeting; the tables read it
_TOGETHER = 3  # sentences judged as one message; of more, each with the next
_LONGER = 0.7  # how much surer it must be for one place of a long text

Weights = tuple[tuple[float, ...], tuple[Sequence[float], ...]]  # a bias and a row for each kind


def learned(text: Sequence[Sentence]) -> tuple[float, CareKind]:
    """The log-odds that a message speaks of danger, at its likeliest place, and of which kind. Zero means as
    likely as not; a short message has none of its own."""
    best: tuple[float, CareKind] = (-math.inf, KINDS[0])
    for part in parts(text):
        if sum(len(english.split()) for english, _ in part) >= _FEWEST:
            odds, kind = score(places(part))
            best = max(best, (odds - (_LONGER if len(text) > _TOGETHER else 0.0), kind))
    return best


def places(text: Sequence[Sentence]) -> list[int]:
    """Where the weights of what a message is made of stand, in order, each once."""
    made_of = {gram for both in text for gram in _grams(*both)} | _meant(concepts(text))
    return sorted({crc32(part.encode()) % PLACES for part in made_of})


def score(found: Sequence[int]) -> tuple[float, CareKind]:
    """The log-odds that it is any of the kinds, and the likeliest one."""
    biases, rows = _weights()
    size = math.sqrt(len(found)) or 1.0
    odds = [bias + sum(map(row.__getitem__, found)) / size for bias, row in zip(biases, rows, strict=True)]
    best = max(odds)
    return best + math.log(sum(math.exp(each - best) for each in odds)), KINDS[odds.index(best)]


def parts(text: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """The places of a message that are judged as one: all of a short one; of a long one each sentence with
    the next."""
    if len(text) <= _TOGETHER:
        yield text
    else:
        yield from pairwise(text)


def _grams(english: str, german: str) -> Iterator[str]:
    forms = (english,) if english == german else (english, german)
    for mark, form in zip("eg", forms, strict=False):
        words = form.split()
        for word in words:
            yield f"{mark} {word}"
            edged = f"^{word}$"
            for size in (3, 4):
                yield from (f"#{edged[at : at + size]}" for at in range(len(edged) - size + 1))
        yield from (f"{a} {b}" for a, b in pairwise(words))
        yield from (f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False))


def _meant(found: Sequence[frozenset[str]]) -> set[str]:
    """Concepts, those that stand together, and those that follow one another."""
    every = sorted({name for at_word in found for name in at_word})
    meant = {f"c {name}" for name in every} | {f"c {a} {b}" for a, b in combinations(every, 2)}
    return meant | {f"c {a}>{b}" for one, other in pairwise(found) for a in one for b in other}


@cache
def _weights() -> Weights:
    """One line of JSON, then a byte for each weight, kind by kind."""
    packed = files("bot.care").joinpath(WEIGHTS).read_bytes()
    head, _, body = gzip.decompress(packed).partition(b"\n")
    said = json.loads(head)
    if len(body) != PLACES * len(KINDS):
        raise ContentError(f"bot/care/{WEIGHTS} is damaged: run tools/learn_care.py, or install again")
    rows = (memoryview(body[kind * PLACES : (kind + 1) * PLACES]).cast("b") for kind in range(len(KINDS)))
    scaled = tuple([weight * said["scale"] for weight in row] for row in rows)
    return tuple(said["biases"]), scaled
