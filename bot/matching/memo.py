"""What has been worked out for a set of candidates, kept for the next question about the same set."""

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

from bot.matching.verdict import Candidate

Made = TypeVar("Made")
_SETS = 8  # series and languages in use at a time


class CandidateMemo(Generic[Made]):
    """Calls `make` once for each of the last few sets of candidates.

    The bank of a series is one tuple that comes again and again: the same object is recognised without
    hashing its hundreds of texts.
    """

    def __init__(self, make: Callable[[tuple[Candidate, ...]], Made]) -> None:
        self._made = lru_cache(maxsize=_SETS)(make)
        self._last: tuple[tuple[Candidate, ...], Made] | None = None

    def at_hand(self, candidates: tuple[Candidate, ...]) -> bool:
        """Whether these were asked for last, so that there is nothing to work out."""
        return self._last is not None and self._last[0] is candidates

    def __call__(self, candidates: tuple[Candidate, ...]) -> Made:
        last = self._last
        if last is None or last[0] is not candidates:
            last = self._last = (candidates, self._made(candidates))
        return last[1]
