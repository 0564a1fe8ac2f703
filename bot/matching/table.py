"""What is worked out ahead for a set of candidates: a typed text then costs one vector and little else.

Lives in the semantic matcher's worker thread. numpy comes in as an argument: it is not always installed.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.matching.lexical import Index
from bot.matching.out_of_scope import OUT_OF_SCOPE
from bot.matching.verdict import Candidate

# The best of five phrasings lies higher than one alone by chance, so each alias counts a little less.
_ALIAS = 0.08


class CandidateTable:
    """Vectors and spelling of the phrasings of `candidates`; what is out of scope has no spelling."""

    def __init__(
        self, numpy: Any, candidates: Sequence[Candidate], vector: Callable[[str], Any], spelling: float
    ) -> None:
        """`vector`: a text's unit vector; `spelling`: how much of the lexical cosine is added."""
        self._numpy = numpy
        phrasings = [(owner, text) for owner, one in enumerate(candidates) for text in one.phrasings]
        owners = [owner for owner, _ in phrasings]
        self._starts = [
            place for place, owner in enumerate(owners) if place == 0 or owners[place - 1] != owner
        ]
        self._vectors = numpy.stack([vector(text) for _, text in phrasings])
        spelt = [place for place, (owner, _) in enumerate(phrasings) if candidates[owner].key != OUT_OF_SCOPE]
        self._index = Index([phrasings[place][1] for place in spelt])
        self._places = numpy.array(spelt, dtype=int)[numpy.array(self._index.numbers, dtype=int)]
        self._weights = numpy.frombuffer(self._index.weight)
        self._spelling = spelling
        firsts = set(self._starts)
        self._off = numpy.array([0.0 if place in firsts else _ALIAS for place in range(len(phrasings))])

    def scores(self, text: str, vector: Any) -> list[float]:
        """Return, from 0 to 1 for each candidate, the cosine of its closest phrasing, spelling added in."""
        np = self._numpy
        meaning = np.einsum("ij,j->i", self._vectors, vector)  # no BLAS: its threads cost more than this
        closest = np.maximum.reduceat(meaning - self._off, self._starts)
        letters = np.maximum.reduceat(self._letters(text), self._starts)
        total: list[float] = np.clip(closest + self._spelling * letters, 0.0, 1.0).tolist()
        return total

    def _letters(self, text: str) -> Any:
        np = self._numpy
        spans = ((self._index.span(gram), weight) for gram, weight in self._index.weights(text).items())
        met = [(span, weight) for span, weight in spans if span is not None]
        if not met:
            return np.zeros(len(self._vectors))
        places = np.concatenate([self._places[span] for span, _ in met])
        products = np.concatenate([weight * self._weights[span] for span, weight in met])
        return np.bincount(places, products, minlength=len(self._vectors))
