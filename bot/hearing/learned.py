"""Moves by weights: a linear model over words, their neighbours and pieces of words, for both languages.

Learned by `tools/learn_hearing.py` from the phrases, from the questions of the series and from lines about
everyday life; not written. Pure; under a millisecond a text.
"""

import gzip
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

from bot.clean import fold
from bot.errors import ContentError
from bot.hearing.kinds import AS_WORDED, Kind

PLACES = 1 << 13  # an n-gram's weight stands at its checksum modulo this
WEIGHTS = "weights.gz"
QUESTION, OTHER = "question", "other"  # of the script; of nothing here
CLASSES: tuple[str, ...] = (*(kind.value for kind in Kind if kind not in AS_WORDED), QUESTION, OTHER)
_LIMIT = 600
_LONG = (4, 8, 14, 25)  # words


def likely(text: str) -> Mapping[str, float]:
    """How likely `text` is each of the kinds, a question of the script, or something else: adding up to 1."""
    biases, rows, scale = _weights()
    found = places(text)
    size = math.sqrt(len(found)) or 1.0
    odds = [
        bias + scale * sum(map(row.__getitem__, found)) / size for bias, row in zip(biases, rows, strict=True)
    ]
    top = max(odds)
    shares = [math.exp(each - top) for each in odds]
    total = sum(shares)
    return {name: share / total for name, share in zip(CLASSES, shares, strict=True)}


def places(text: str) -> list[int]:
    """Where the weights of what a text is made of stand, in order, each once."""
    return sorted({crc32(part.encode()) % PLACES for part in _parts(text)})


def _parts(text: str) -> Iterator[str]:
    words = fold(text, _LIMIT).split()
    yield f"! {'?' in text} {sum(len(words) > length for length in _LONG)}"
    if not words:
        return
    yield f"^ {words[0]}"
    yield f"^ {' '.join(words[:2])}"
    yield f"$ {words[-1]}"
    for word in words:
        yield f"w {word}"
        edged = f"^{word}$"
        for size in (3, 4):
            yield from (f"#{edged[at : at + size]}" for at in range(len(edged) - size + 1))
    yield from (f"{a} {b}" for a, b in pairwise(words))
    yield from (f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False))


@cache
def _weights() -> tuple[Sequence[float], Sequence[Sequence[int]], float]:
    """One line of JSON, then a byte for each weight, class by class."""
    head, _, body = gzip.decompress(files("bot.hearing").joinpath(WEIGHTS).read_bytes()).partition(b"\n")
    said = json.loads(head)
    if said["classes"] != list(CLASSES) or len(body) != PLACES * len(CLASSES):
        raise ContentError(
            f"bot/hearing/{WEIGHTS} does not fit: run tools/learn_hearing.py, or install again"
        )
    whole = memoryview(body).cast("b")
    rows = tuple(whole[at * PLACES : (at + 1) * PLACES] for at in range(len(CLASSES)))
    return said["biases"], rows, said["scale"]
