"""What the care tables miss: a linear model over words, their neighbours, pieces of words, and concepts.

Its weights are learned from lines of ours (`tools/learn_care.py`), not written. It knows nothing of meaning;
but people who say it by the way use other words than people who talk about their day, and other concepts
stand together. Pure. A sentence is read once, however many places of a message it belongs to.
"""

import gzip
import json
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from zlib import crc32

from bot.care.concepts import Sentence, concepts, vocabulary
from bot.care.rules import CareKind
from bot.errors import ContentError
from bot.frozen import frozen

KINDS: tuple[CareKind, ...] = ("self_harm", "violence", "fear")
PLACES = 1 << 16  # an n-gram's weight stands at its checksum modulo this
WEIGHTS = "weights.gz"
_FEWEST = 4  # words: a shorter message is a name, a command, a greeting; the tables read it
_TOGETHER = 3  # sentences judged as one message; of more, each with the next
_LONGER = 0.7  # how much surer it must be for one place of a long text
# The weights of all kinds at a place are one number, so that one addition adds all. A sum has 21 bits for
# each kind, which hold whatever is added: the tool that learns them sees to it.
_BITS = 21
MOST = 1 << _BITS - 1
# What the checksums of pieces of words begin with, and those of whole words in English and German.
_PIECE, _MARKS = crc32(b"#"), (crc32(b"e "), crc32(b"g "))


@frozen
class Weights:
    """A bias for each kind; and at each place the weights of all kinds as one number, in steps of `scale`."""

    biases: tuple[float, ...]
    scale: float
    at: Sequence[int]

    def total(self, places: frozenset[int]) -> int:
        """The sum of what stands at `places`."""
        return sum(map(self.at.__getitem__, places))


@frozen
class Spelt:
    """A word: where the weights of its pieces stand; its letters, also as they follow a word, and the one
    before that; and the checksum that what follows it is added to."""

    pieces: Sequence[int]
    spelt: bytes
    next: bytes
    after_next: bytes
    start: int


@frozen
class Likelihood:
    """A place of a message: the log-odds that it speaks of danger (zero: as likely as not; a short one has
    none), of which kind then, and the concepts there."""

    odds: float
    kind: CareKind
    concepts: frozenset[str]


@frozen
class SaidTogether:
    """Sentences that are read as one: how many words; the concepts at each word that has any, and all of
    them; where the weights stand of all they are made of; and the sum of those."""

    words: int
    concepts: Sequence[frozenset[str]]
    names: frozenset[str]
    places: frozenset[int]
    total: int


def judged(text: Sequence[Sentence]) -> Iterator[Likelihood]:
    """The places of a message that are judged as one: all of a short one; of a long one each sentence with
    the next."""
    if 0 < len(text) <= _TOGETHER:
        part = _part(text, _spelt(text))
        yield _place(part, len(part.places))
        return
    spelt = _spelt(text)
    yield from (_met(one, other) for one, other in pairwise(_part([both], spelt) for both in text))


def places(text: Sequence[Sentence]) -> frozenset[int]:
    """Where the weights stand of all that a message is made of, taken as one."""
    return _part(text, _spelt(text)).places


def _part(text: Sequence[Sentence], spelt: Mapping[str, Spelt]) -> SaidTogether:
    found = concepts(text)
    names = frozenset().union(*found)
    made_of, words = set(_meant(found, names)), 0
    for both in text:
        forms = [[spelt[word] for word in form.split()] for form in dict.fromkeys(both)]
        words += len(forms[0])
        made_of.update(*(spelt[word].pieces for word in {*both[0].split(), *both[1].split()}))
        for mark, form in zip(_MARKS, forms, strict=False):
            made_of.update(_grams(mark, form))
    kept = frozenset(made_of)
    return SaidTogether(words, found, names, kept, _weights().total(kept))


def _met(one: SaidTogether, other: SaidTogether) -> Likelihood:
    """Two parts that stand side by side, with what only both together are made of."""
    beside = (_beside(name, other.names) for name in one.names)
    border = zip(one.concepts[-1:], other.concepts[:1], strict=False)
    after = (_after(name, first) for last, first in border for name in last)
    new = frozenset(chain(*beside, *after)).difference(one.places, other.places)
    twice, total = one.places & other.places, _weights().total
    both = SaidTogether(
        one.words + other.words,
        [*one.concepts, *other.concepts],
        one.names | other.names,
        new,
        one.total + other.total - total(twice) + total(new),
    )
    return _place(both, len(one.places) + len(other.places) - len(twice) + len(new), _LONGER)


def _place(part: SaidTogether, number: int, surer: float = 0.0) -> Likelihood:
    """`number`: how many weights `part.total` is the sum of."""
    odds, kind = _score(part.total, number) if part.words >= _FEWEST else (-math.inf, KINDS[0])
    return Likelihood(odds - surer, kind, part.names)


def _score(total: int, number: int) -> tuple[float, CareKind]:
    """Of `number` weights whose sum is `total`: the log-odds that it is any kind, and the likeliest one."""
    weights = _weights()
    step = weights.scale / (math.sqrt(number) or 1.0)
    odds = [bias + step * each for bias, each in zip(weights.biases, _apart(total), strict=True)]
    best = max(odds)
    return best + math.log(sum(math.exp(each - best) for each in odds)), KINDS[odds.index(best)]


def _apart(total: int) -> Iterator[int]:
    """The sums of the kinds, one by one, that are added up in one number."""
    for _ in KINDS:
        lowest = (total + MOST) % (2 * MOST) - MOST
        yield lowest
        total = total - lowest >> _BITS


def _spelt(text: Sequence[Sentence]) -> Mapping[str, Spelt]:
    """Every word of a message, in either form. What is kept of words is kept of our own lists alone."""
    words, ours = {word for both in text for form in both for word in form.split()}, vocabulary()
    return {word: _our_word(word) if word in ours else _word(word) for word in words}


@cache
def _our_word(word: str) -> Spelt:
    return _word(word)


def _word(word: str) -> Spelt:
    edged, spelt = f"^{word}$", word.encode()
    cuts = (edged[at : at + size] for size in (3, 4) for at in range(len(edged) - size + 1))
    pieces = [crc32(cut.encode(), _PIECE) % PLACES for cut in cuts]
    return Spelt(pieces, spelt, b" " + spelt, b" _ " + spelt, crc32(spelt))


def _grams(mark: int, words: Sequence[Spelt]) -> list[int]:
    """Words, each with the next, and with the one after that."""
    return [
        *[crc32(word.spelt, mark) % PLACES for word in words],
        *[crc32(b.next, a.start) % PLACES for a, b in pairwise(words)],
        *[crc32(b.after_next, a.start) % PLACES for a, b in zip(words, words[2:], strict=False)],
    ]


def _meant(found: Sequence[frozenset[str]], names: frozenset[str]) -> Iterator[int]:
    """Concepts, those that stand together, and those that follow one another."""
    beside = (_beside(name, names) for name in names)
    return chain(*beside, *(_after(name, other) for one, other in pairwise(found) for name in one))


def _beside(name: str, others: Iterable[str]) -> Iterator[int]:
    """A concept with each of the others; with itself it stands alone."""
    return map(_row(name, " ").__getitem__, others)


def _after(name: str, others: Iterable[str]) -> Iterator[int]:
    """A concept with each that comes next."""
    return map(_row(name, ">").__getitem__, others)


class _Neighbours(dict[str, int]):
    """The places of one concept with others, as they are asked for: there are only so many concepts, so it
    does not grow with what people type."""

    def __init__(self, name: str, sign: str) -> None:
        self._name, self._sign = name, sign

    def __missing__(self, other: str) -> int:
        a, b = (self._name, other) if self._sign == ">" else sorted((self._name, other))
        gram = f"c {a}{self._sign}{b}" if a != b or self._sign == ">" else f"c {a}"
        self[other] = crc32(gram.encode()) % PLACES
        return self[other]


@cache
def _row(name: str, sign: str) -> _Neighbours:
    return _Neighbours(name, sign)


@cache
def _weights() -> Weights:
    """One line of JSON, then a byte for each weight, kind by kind."""
    packed = files("bot.care").joinpath(WEIGHTS).read_bytes()
    head, _, body = gzip.decompress(packed).partition(b"\n")
    said = json.loads(head)
    if len(body) != PLACES * len(KINDS):
        raise ContentError(f"bot/care/{WEIGHTS} is damaged: run tools/learn_care.py, or install again")
    rows = [memoryview(body[kind * PLACES : (kind + 1) * PLACES]).cast("b") for kind in range(len(KINDS))]
    at = array("q", (a + (b << _BITS) + (c << 2 * _BITS) for a, b, c in zip(*rows, strict=True)))
    return Weights(tuple(said["biases"]), said["scale"], at)
