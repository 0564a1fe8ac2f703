"""When a score is enough. Each matcher carries its own figures; `bench/matching.py` shows what they do."""

from collections.abc import Sequence
from typing import Protocol

from bot.frozen import frozen
from bot.matching.verdict import Candidate


@frozen
class Thresholds:
    """What the scores of one matcher, from 0 to 1, are worth.

    `ask`: from here on, ask “Did you mean …?”. To be taken unasked, the best offered question must reach
    `accept` and be `lead` above the next offered one. With `stand` set, the whole bank serves as decoys:
    the score plus how far it stands above the best question that is not offered (or less how far below)
    must reach `stand` as well. A question that is not offered is named as coming later when it stands
    `later` above the best offered one and reaches `accept`; `later` of None never names one. Where the
    matcher knows examples that are out of scope (`bot.matching.out_of_scope`), a text that is closer to one
    of them than to every offered question is never taken, and one that is closer by `strange` is not asked
    about either. `near`: whatever is taken, asked about or named must share more than one small word with the
    text, since the scores see spelling alone (`bot.matching.related`).
    """

    ask: float
    accept: float
    lead: float = 0.0
    stand: float | None = None
    later: float | None = None
    strange: float = 1.0
    near: bool = False


class RankingMatcher(Protocol):
    """Scores how close a text is to each candidate."""

    @property
    def name(self) -> str:
        """A short name for logs and `alana doctor`."""

    @property
    def thresholds(self) -> Thresholds:
        """What its scores mean."""

    async def suited(self, candidates: Sequence[Candidate]) -> "RankingMatcher":
        """Return the matcher for these candidates: itself, or its stand-in for what it cannot read."""

    def against(self, bank: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return all that a text is to be ranked against: the bank, and what it knows to be out of scope.

        The same tuple for the same bank, so that what was worked out for it is found again.
        """

    async def rank(self, text: str, candidates: Sequence[Candidate]) -> Sequence[float]:
        """Return one score from 0 to 1 for each candidate, in their order."""

    def describe(self) -> str:
        """Return one line for `alana doctor`."""
