"""Which of several candidates runs: saliency.

All conditions are evaluated, in script order, before anything is chosen; what fails is dropped.
Choosing counts, asking does not. Knows runs and expressions only.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.engine.expressions import Expr
from bot.engine.run import Fault, Run
from bot.frozen import frozen


@frozen
class GroupMember:
    """A group's member: its stable key, its condition's complexity, and where it starts.

    `once` is the flag it uses up, `condition` must hold; None: no such limit.
    """

    key: str
    complexity: int
    condition: Expr | None
    once: str | None
    start: int

    def holds(self, run: Run) -> bool:
        passed = self.condition is None or self.condition(run) is True
        return passed and (self.once is None or self.once not in run.once)


def running(run: Run, candidates: Sequence[GroupMember]) -> list[GroupMember]:
    """The candidates that could run now, in script order."""
    return [candidate for candidate in candidates if candidate.holds(run)]


def choose(run: Run, candidates: Sequence[GroupMember]) -> GroupMember | None:
    """Picks by the host's strategy, counts the pick and uses up its once flag."""
    able = running(run, candidates)
    if not able:
        return None
    strategy = STRATEGIES.get(run.env.saliency)
    if strategy is None:
        raise Fault(f"there is no saliency strategy {run.env.saliency!r}; use one of {', '.join(STRATEGIES)}")
    chosen = strategy(run, able)
    if strategy in (_least_seen, _random_least_seen):
        run.count_seen(chosen.key)
    if chosen.once is not None:
        run.use_up(chosen.once)
    return chosen


def _first(run: Run, able: Sequence[GroupMember]) -> GroupMember:
    return able[0]


def _best(run: Run, able: Sequence[GroupMember]) -> GroupMember:
    return max(able, key=lambda candidate: candidate.complexity)  # max keeps the first of equals


def _rank(run: Run, candidate: GroupMember) -> tuple[int, int]:
    return run.seen.get(candidate.key, 0), -candidate.complexity


def _least_seen(run: Run, able: Sequence[GroupMember]) -> GroupMember:
    return min(able, key=lambda candidate: _rank(run, candidate))


def _random_least_seen(run: Run, able: Sequence[GroupMember]) -> GroupMember:
    best = min(_rank(run, candidate) for candidate in able)
    return run.env.random.choice([candidate for candidate in able if _rank(run, candidate) == best])


STRATEGIES: Mapping[str, Callable[[Run, Sequence[GroupMember]], GroupMember]] = {
    "first": _first,
    "best": _best,
    "best_least_recently_seen": _least_seen,
    "random_best_least_recently_seen": _random_least_seen,
}
