"""The built-in matcher: TF-IDF over character n-grams. No dependency, no model, microseconds.

It sees spelling, not meaning: it finds "do i need the mirror" in "Surely I need the mirror sometimes?" and
forgives typos and endings in any language, but "is pain required" never finds "must it hurt". So it is
set to ask rather than to accept.
"""

import asyncio
import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

from bot.clean import fold
from bot.matching.memo import CandidateMemo
from bot.matching.thresholds import Thresholds
from bot.matching.verdict import Candidate

_SHORTEST, _LONGEST = 2, 5
_FEW = 20  # candidates whose weights are worked out at once
_LIMIT = 400  # code points of a typed text that are looked at


def grams(text: str) -> Mapping[str, int]:
    """Count the character n-grams of each word of `text`, word edges marked."""
    counts: Counter[str] = Counter()
    for word in fold(text, _LIMIT).split():
        edged = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            counts.update(edged[start : start + size] for start in range(len(edged) - size + 1))
    return counts


class Index:
    """The weighted n-grams of some phrasings, by n-gram: a typed text touches only what it shares.

    All lie behind one another: `numbers` of phrasings with the n-gram's `weight` in each; `span` says from
    where to where those of an n-gram are. As tuples they would take seven times the memory.
    """

    def __init__(self, phrasings: Sequence[str]) -> None:
        counts = [grams(text) for text in phrasings]
        seen = Counter(gram for each in counts for gram in each)
        self._rarity = {gram: _rarity(len(phrasings), count) for gram, count in seen.items()}
        self._unseen = _rarity(len(phrasings), 0)
        self._places = {gram: place for place, gram in enumerate(seen)}
        self._edges = array("L", accumulate(seen.values(), initial=0))
        self.numbers = array("L", bytes(self._edges.itemsize * self._edges[-1]))
        self.weight = array("d", bytes(8 * self._edges[-1]))
        free = self._edges[:]
        for number, each in enumerate(counts):
            for gram, weight in self._weights(each).items():
                at = free[self._places[gram]]
                self.numbers[at], self.weight[at] = number, weight
                free[self._places[gram]] += 1

    def span(self, gram: str) -> slice | None:
        """Where the n-gram's phrasings lie in `numbers` and `weight`; None where it is in none of them."""
        place = self._places.get(gram)
        return slice(self._edges[place], self._edges[place + 1]) if place is not None else None

    def weights(self, text: str) -> dict[str, float]:
        """Return n-gram -> weight of a typed text: sublinear counts times rarity, at length one."""
        return self._weights(grams(text[: _LIMIT * 4]))

    def _weights(self, counts: Mapping[str, int]) -> dict[str, float]:
        weights = {
            gram: (1 + math.log(count)) * self._rarity.get(gram, self._unseen)
            for gram, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()}


class _Owned:
    """An index of candidates: the best of a candidate's phrasings counts."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        phrasings = [(owner, each) for owner, one in enumerate(candidates) for each in one.phrasings]
        self._owners = [owner for owner, _ in phrasings]
        self._candidates = len(candidates)
        self._index = Index([text for _, text in phrasings])

    def scores(self, text: str) -> list[float]:
        cosines = [0.0] * len(self._owners)
        index = self._index
        for gram, asked in index.weights(text).items():
            if (span := index.span(gram)) is not None:
                for number, weight in zip(index.numbers[span], index.weight[span], strict=True):
                    cosines[number] += asked * weight
        best = [0.0] * self._candidates
        for owner, cosine in zip(self._owners, cosines, strict=True):
            best[owner] = max(best[owner], min(1.0, cosine))
        return best


def _rarity(texts: int, count: int) -> float:
    return math.log((1 + texts) / (1 + count)) + 1


class LexicalMatcher:
    """Matches by spelling. Safe to share between tasks: it holds nothing but a cache of weights."""

    name = "lexical"

    def __init__(self, thresholds: Thresholds | None = None) -> None:
        self.thresholds = thresholds or Thresholds(ask=0.1, accept=0.35, lead=0.1, near=True)
        self._index = CandidateMemo(_Owned)

    async def suited(self, candidates: Sequence[Candidate]) -> "LexicalMatcher":
        """Return itself: any language will do."""
        return self

    def against(self, bank: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return the bank alone: spelling says nothing about what is out of scope."""
        return tuple(bank)

    async def rank(self, text: str, candidates: Sequence[Candidate]) -> list[float]:
        """Return the cosine of the n-gram weights, the best phrasing of each candidate counting."""
        everyone = tuple(candidates)
        if len(everyone) > _FEW and not self._index.at_hand(everyone):
            await asyncio.to_thread(self._index, everyone)  # a bank takes a twentieth of a second
        return self.scores(text, everyone)

    def scores(self, text: str, candidates: tuple[Candidate, ...]) -> list[float]:
        """`rank` for callers that are not on the event loop."""
        return self._index(candidates).scores(text) if candidates else []

    async def warm(self, candidates: Sequence[Candidate]) -> None:
        """Compute the weights of the candidates ahead."""
        await asyncio.to_thread(self._index, tuple(candidates))

    def describe(self) -> str:
        """Return one line for `alana doctor`."""
        return "lexical (character n-grams, built in): asks back often, takes close wordings only"

    def close(self) -> None:
        """Nothing to end."""
